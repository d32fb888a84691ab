"""One run over files: which they are, what settings they have, their analyses, and everything that went wrong."""

from __future__ import annotations

import os

from persistlint.cli.inputs import Input, inputs
from persistlint.cli.output import complain
from persistlint.report.safe_text import safe
from persistlint.rules.registry import rules_for
from persistlint.settings.discover import SettingsFinder
from persistlint.settings.paths import below
from persistlint.settings.problem import SettingsProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from persistlint.analysis.workspace import Workspace
    from persistlint.cli.crash import Breakdown
    from persistlint.cli.options import Options
    from persistlint.engine.asking import AskedEngine
    from persistlint.settings.settings import Settings


class UsageProblem(Exception):
    """The command line asks for something that isn't there."""


class Session:
    """The files that ``options`` names, one after the other. What fails is reported and noted in ``errors``; the rest goes on."""

    __slots__ = (
        "_adjust",
        "_engine",
        "_finder",
        "_held",
        "_reported",
        "_told",
        "_workspaces",
        "errors",
        "mended_texts",
        "options",
        "read",
        "skipped",
        "total",
        "unread",
    )

    def __init__(self, options: Options) -> None:
        self.options = options
        #: ``{"path", "line", "message"}`` of everything that could not be done.
        self.errors: list[dict[str, object]] = []
        #: Files that are known for what they are but aren't read for docker commands: never "clean".
        self.unread: list[Input] = []
        self.read = 0
        #: How many folders were not entered, by name: they hold what others wrote.
        self.skipped: dict[str, int] = {}
        #: How many files there are, about, as far as that is known: a folder that isn't walked yet counts as one.
        self.total = len(options.paths)
        self._finder = SettingsFinder(options.config, options.isolated)
        self._adjust: dict[int, Settings] = {}
        #: What the fixes that are only shown would have made of files, by absolute path: further files are looked at beside these texts.
        self.mended_texts: dict[str, bytes] = {}
        self._workspaces: dict[str, Workspace] = {}
        self._told: set[str] = set()
        #: The packages whose errors the user has been asked to report.
        self._reported: set[str] = set()
        self._engine: AskedEngine | None = None
        self._held: list[Callable[[], None]] | None = None

    def inputs(self) -> Iterator[tuple[Input, Settings]]:
        """Yield every file that can be read, with its settings."""
        try:
            for item in inputs(self.options, self._finder, self._walked, self._skip):
                if item.problem and item.fatal:
                    self.error(item.path, item.problem)
                elif item.problem:
                    self.unread.append(item)
                else:
                    settings = self.settings(item.folder, item.file or item.path)
                    if settings is not None:
                        self.read += 1
                        yield item, settings
            self._check_globs()
        except SettingsProblem as problem:
            self._wrong_settings(problem)
        except UsageProblem:
            raise
        except Exception as error:
            # The files that were found before are still reported.
            self.internal(self.options.paths[0], "the search for files", error)
        self._in_turn(self._end)

    def _end(self) -> None:
        """Finish the session: close the engine and complain about files that were not read."""
        if self._engine is not None:
            self._engine.close()
        for item in self.unread:
            if item.named or self.options.verbose or self.options.show_skipped:
                complain(safe(f"{item.path}: not read: {item.problem}"))
        if self.options.show_skipped:
            for name, count in sorted(self.skipped.items()):
                folders = "1 folder" if count == 1 else f"{count} folders"
                complain(
                    safe(f"{name}: not entered ({folders}): others wrote what is in it, or a tool made it")
                )

    def hold(self, reports: list[Callable[[], None]] | None) -> None:
        """Collect reports in ``told`` from now on, to be called in their turn. None reports at once again."""
        self._held = reports

    def _in_turn(self, tell: Callable[[], None]) -> None:
        if self._held is None:
            tell()
        else:
            self._held.append(tell)

    def _skip(self, name: str) -> None:
        self.skipped[name] = self.skipped.get(name, 0) + 1

    def _walked(self, files: int) -> None:
        self.total += files - 1

    def _check_globs(self) -> None:
        """Name the patterns in the settings that fit nothing, of the projects that were read as a whole."""
        folders = [os.path.abspath(path) for path in self.options.paths if os.path.isdir(path)]
        for settings in self._finder.all() if folders else ():
            if not (settings.include or settings.exclude or settings.per_file):
                continue
            if any(below(settings.root, folder) for folder in folders):
                from persistlint.settings.globs import unmatched_globs

                for problem in unmatched_globs(settings):
                    self._wrong_settings(problem)

    @property
    def failed(self) -> bool:
        """Return whether something that was asked for could not be done: an error, or no named file can be read."""
        unread = any(item.named and not item.expected for item in self.unread)
        return bool(self.errors) or (self.read == 0 and unread)

    def settings(self, folder: str, path: str) -> Settings | None:
        """Return the settings for the file at ``path`` in ``folder``, with the command line's wishes. None (and an error) where they are wrong."""
        try:
            settings = self._finder.for_folder(folder)
            if id(settings) not in self._adjust:
                adjust(settings, self.options)
                rules_for(settings)
                self._adjust[id(settings)] = settings
        except SettingsProblem as problem:
            self._wrong_settings(problem)
            return None
        return settings.for_path(path)

    def workspace(self, settings: Settings) -> Workspace:
        """Return the workspace of the project that these settings belong to."""
        from persistlint.analysis.workspace import Workspace

        workspace = self._workspaces.get(settings.root)
        if workspace is None:
            workspace = self._workspaces[settings.root] = Workspace(settings.root)
            workspace.shares_memories = True
            workspace.open_texts = self.mended_texts
            if settings.engine:
                workspace.engine = self.engine()
        return workspace

    def engine(self) -> AskedEngine:
        """Return the engine of the run. It is connected when the first question comes up."""
        if self._engine is None:
            from persistlint.engine.asking import AskedEngine

            self._engine = AskedEngine(lambda problem: complain(safe(problem)))
        return self._engine

    def error(self, path: str, message: str, line: int = 0, column: int = 0) -> None:
        """Say that something could not be done."""

        def tell() -> None:
            self.errors.append(
                {"path": path, "line": line or None, "column": column or None, "message": message}
            )
            place = f"{path}:{line}:{column}" if line and column else f"{path}:{line}" if line else path
            complain(safe(f"{place}: {message}"))

        self._in_turn(tell)

    def _wrong_settings(self, problem: SettingsProblem) -> None:
        if problem.settings is not None:
            # What could be read may name rules that aren't there: all that is wrong is told at once.
            try:
                rules_for(problem.settings)
            except SettingsProblem as further:
                problem.others += further.all()
            problem.settings = None
        for wrong in problem.all():
            if str(wrong) not in self._told:
                self._told.add(str(wrong))
                self.error(wrong.path, wrong.message, wrong.line, wrong.column)

    def internal(self, path: str, where: str, error: Exception) -> None:
        """Say that something of ours broke down on the file at ``path``."""
        from persistlint.cli.crash import Breakdown

        self.report_breakdowns(path, [Breakdown.of(where, error)])

    def report_breakdowns(self, path: str, breakdowns: list[Breakdown]) -> None:
        """Say what broke down on the file at ``path``, and, once for each package, where to report it."""
        for breakdown in breakdowns:
            self.error(path, breakdown.message)
            self._explain(breakdown)

    def _explain(self, breakdown: Breakdown) -> None:
        def tell() -> None:
            if breakdown.traceback:
                complain(breakdown.traceback)
            key = "" if breakdown.lacks_library else breakdown.package
            if key not in self._reported:
                from persistlint.cli.crash import ask_for_installation, ask_for_report

                self._reported.add(key)
                if breakdown.lacks_library:
                    ask_for_installation()
                else:
                    ask_for_report(breakdown.package)

        self._in_turn(tell)


def adjust(settings: Settings, options: Options) -> None:
    """Put what the command line says over what the settings file says. Raises ``UsageProblem`` and ``SettingsProblem``."""
    if options.fail_on is not None:
        settings.fail_on = options.fail_on
    if options.engine is not None:
        settings.engine = options.engine
    if options.select is None and options.ignore is None:
        return
    from persistlint.rules.registry import RuleSet
    from persistlint.settings.settings import RuleChoice

    rules = RuleSet(settings)
    for option, selectors in (("--select", options.select or []), ("--ignore", options.ignore or [])):
        for selector in selectors:
            if not rules.knows(selector):
                near = rules.nearest(selector)
                hint = f"; did you mean `{near}`?" if near else ""
                raise UsageProblem(f"{option} names the unknown rule `{selector}`{hint}")
    if options.select is not None:
        settings.select = list(options.select)
        settings.extend_select = []
        settings.ignore = list(options.ignore or [])
        for entry in settings.per_file.values():
            entry.select, entry.extend_select = [], []
    else:
        # What the command line switches off stays off, whatever the file asks for.
        wish = RuleChoice()
        wish.ignore = list(options.ignore or [])
        settings.layers = [*settings.layers, wish]
