"""Known findings: the baselines of a run's projects, applied file by file."""

from __future__ import annotations

import os

from persistlint.files.places import real_inside
from persistlint.settings.paths import below, shown
from persistlint.settings.settings import BASELINE_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.baseline.file import Entry
    from persistlint.baseline.known_entries import KnownEntries
    from persistlint.cli.inputs import Input
    from persistlint.cli.session import Session
    from persistlint.settings.settings import Settings


class KnownFindings:
    """The known findings of every project of a run. A baseline that can't be read is an error of the session, and then everything is new."""

    __slots__ = ("_known", "_options", "_seen", "_session", "_strict")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._options = session.options
        #: By the path of the baseline's file and the project's root.
        self._known: dict[tuple[str, str], KnownEntries | None] = {}
        #: The files that were checked, by project.
        self._seen: dict[str, set[str]] = {}
        self._strict = self._options.baseline_strict

    @property
    def strict(self) -> bool:
        """Return whether an entry that no finding answers to fails the run."""
        return self._strict

    def apply(self, item: Input, settings: Settings, analysis: Analysis) -> None:
        """Take the known findings out of the analysis' findings."""
        baseline = self._of(settings)
        if baseline is None:
            return
        path = below_root(item, settings)
        self._seen.setdefault(settings.root, set()).add(path)
        self._strict = self._strict or settings.baseline_strict
        analysis.findings, analysis.baselined = baseline.split(path, analysis.findings)

    def outdated(self) -> list[tuple[str, Entry]]:
        """Return the entries that no finding answers to, of files that this run has seen or would have, with their baselines' paths."""
        entries = []
        for (file, _), baseline in self._known.items():
            if baseline is not None:
                entries += [(shown(file), entry) for entry in baseline.outdated(self.seen(baseline))]
        return entries

    def read(self) -> list[tuple[str, KnownEntries]]:
        """Return the baselines that were read, with the paths of their files."""
        return [(file, baseline) for (file, _), baseline in self._known.items() if baseline is not None]

    def seen(self, baseline: KnownEntries) -> Seen:
        """Return the question which entries of ``known`` the run speaks about."""
        return Seen(baseline.root, self._seen.get(baseline.root, set()), self._session)

    def _of(self, settings: Settings) -> KnownEntries | None:
        file = baseline_file(settings, self._options.baseline)
        if self._options.no_baseline or file is None:
            return None
        key = (file, settings.root)
        if key not in self._known:
            self._known[key] = self._read(file, settings)
        return self._known[key]

    def _read(self, file: str, settings: Settings) -> KnownEntries | None:
        from persistlint.baseline.file import BaselineProblem, read_baseline
        from persistlint.baseline.known_entries import KnownEntries

        try:
            if self._options.baseline is None and not real_inside(file, settings.root):
                # The settings may come from a stranger, and looking at a path can reach another machine.
                raise BaselineProblem(
                    file,
                    0,
                    "the settings name a baseline outside the project or behind a symbolic link, "
                    "which isn't read; name it with --baseline",
                )
            if not os.path.exists(file):
                raise BaselineProblem(file, 0, "there is no such baseline; `persistlint baseline` makes one")
            return KnownEntries(read_baseline(file), settings.root)
        except BaselineProblem as problem:
            self._session.error(shown(problem.path), problem.message, problem.line)
            return None


class Seen:
    """The question whether a run would have found an entry's finding.

    It would where the file was checked, or would lie in a folder that was, and its rule is on.
    """

    __slots__ = ("_folders", "_root", "_seen", "_session")

    def __init__(self, root: str, seen: set[str], session: Session) -> None:
        self._root = root
        self._seen = seen
        self._session = session
        self._folders = [os.path.abspath(path) for path in session.options.paths if os.path.isdir(path)]

    def __call__(self, entry: Entry) -> bool:
        path = os.path.join(self._root, *entry.path.split("/"))
        if entry.path not in self._seen:
            if not any(below(os.path.normpath(path), folder) for folder in self._folders):
                return False
        options = self._session.options
        return (options.select is None and options.ignore is None) or self._asked_for(entry, path)

    def _asked_for(self, entry: Entry, path: str) -> bool:
        from persistlint.rules.registry import rules_for

        settings = self._session.settings(os.path.dirname(path), path)
        if settings is None:
            return False
        rules = rules_for(settings)
        rule = rules.find(entry.code)
        return rule is not None and rules.enabled(rule)


def below_root(item: Input, settings: Settings) -> str:
    """Return the document's path below its project's root, with slashes. It doesn't depend on where the command runs."""
    return below(item.absolute, settings.root) or item.path


def baseline_file(settings: Settings, named: str | None, new: bool = False) -> str | None:
    """Return the path of the baseline file: the command line's, the settings', or the usual name where that exists (or with ``new``)."""
    if named is not None:
        return os.path.abspath(named)
    if settings.baseline is not None:
        return os.path.normpath(os.path.join(settings.root, os.path.expanduser(settings.baseline)))
    usual = os.path.join(settings.root, BASELINE_NAME)
    return usual if new or os.path.lexists(usual) else None
