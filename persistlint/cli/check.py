"""``persistlint check``: the findings of files."""

from __future__ import annotations

import os
import sys

from persistlint.cli.analyser import Analyser
from persistlint.cli.known_findings import KnownFindings
from persistlint.cli.output import Output, complain, to_stderr
from persistlint.cli.progress import Progress
from persistlint.cli.session import Session, UsageProblem
from persistlint.cli.status import INTERRUPTED
from persistlint.report.safe_text import safe
from persistlint.report.tally import Tally, causes, number, statistics, summary_line
from persistlint.rules.finding import at_least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.cli.changed_lines import ChangedLines
    from persistlint.cli.inputs import Input
    from persistlint.cli.options import Options
    from persistlint.cli.output_file import OutputFile
    from persistlint.report.results import Results
    from persistlint.report.style import Style
    from persistlint.rules.finding import Finding
    from persistlint.settings.settings import Settings


def check(options: Options) -> int:
    """Check the files that the options name, and report; the exit status."""
    if options.show_files:
        return _show_files(options)
    if options.watch:
        from persistlint.cli.watch import watch

        return watch(options, lambda options: _Check(options).run())
    return _Check(options).run()


def _show_files(options: Options) -> int:
    session = Session(options)
    output = Output()
    for item, _ in session.inputs():
        output.text(f"{safe(item.path)}\n")
    output.flush()
    return 2 if session.failed or output.failed else 0


class _Check:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.output = Output()
        self.session = Session(options)
        self.known_findings = KnownFindings(self.session)
        self.tally = Tally()
        self.failing = False
        self.interrupted = False
        #: What was mended, or would be: rows of ``Mended.made``.
        self.mended: list[dict[str, Any]] = []
        self.files: list[OutputFile] = []
        #: For the forms that are written at the end; None where there is none.
        self.results: Results | None = None
        #: How many findings --add-ignore has silenced.
        self.silenced = 0
        #: How many hints the text only counts.
        self.hidden_hints = 0
        #: What was told at which place, by the file in whose turn it was.
        self.told: dict[tuple[str, int, str, str], str] = {}
        self._style: Style | None = None
        self.progress = Progress()
        self.changed: ChangedLines | None = None
        if options.diff_base is not None:
            from persistlint.cli.changed_lines import ChangedLines

            self.changed = ChangedLines(options.diff_base, options.paths[0])
        # What writes comments, explains findings or draws needs the commands themselves, not a record of what was found.
        forms = [form for form, _ in options.output]
        if options.format not in _FOR_PEOPLE:
            forms.append(options.format)
        pictured = bool(forms) and _draws(forms)
        recorded = options.add_ignore is None and not options.explain and not pictured
        # A file that is mended may be one that a later file reads.
        aside = recorded and not options.fix and not options.diff
        jobs = (options.jobs or (None if _many(options.paths) else 1)) if aside else 1
        self.analyser = Analyser(self.session, jobs)
        self.analyser.begin = self.begin
        self.at = options.paths[0]
        if recorded:
            self.analyser.use_cache(options)
        if options.output:
            from persistlint.cli.output_file import OutputFile

            self.files = [OutputFile(form, path) for form, path in options.output]
        if any(form not in _FOR_PEOPLE for form in forms):
            from persistlint.report.results import Results

            self.results = Results(self.tally, self.session.errors, [] if options.diff else self.mended)
            self.results.explained = options.explain
            self.results.pictured = pictured
        # Fixes are shown, or counted.
        self.analyser.check_fixes = (
            not options.quiet or options.statistics or self.results is not None or bool(self.files)
        )

    def begin(self, path: str) -> None:
        """Begin the file at ``path``."""
        self.at = path
        self.progress.file(path, self.session.total)

    def run(self) -> int:
        analysed = iter(self.analyser)
        try:
            for item, settings, analysis in analysed:
                try:
                    self.file(item, settings, analysis)
                except UsageProblem:
                    raise
                except Exception as error:
                    # An error in one file doesn't hide the findings of the others.
                    self.session.internal(item.path, "the report", error)
        except KeyboardInterrupt:
            self.interrupted = True
            analysed.close()
            # The interruption is an error too, as not every form has another place for it.
            partial = f"the results are partial ({number(self.tally.files, 'file')} checked)"
            self.session.error(self.at, f"interrupted: {partial}")
        self.progress.clear()
        if not self.interrupted:
            self.tell_outdated()
        self.analyser.write_cache()
        status = self.status()
        if not self.finish(status):
            status = 2
        self.output.flush()
        if self.output.failed:
            complain(f"can't write the output: {self.output.failed}")
            return 2
        return status

    def status(self) -> int:
        """Return the exit status, as far as the files decide it."""
        if self.interrupted:
            return INTERRUPTED
        if self.session.failed:
            return 2
        return 1 if self.failing and not self.options.exit_zero else 0

    def file(self, item: Input, settings: Settings, analysis: Analysis | None) -> None:
        """Mend a file where that is asked for, and report."""
        if analysis is None:
            if self.options.fix and not self.options.diff and item.file is None:
                # With standard input the text is printed, mended or not, so that a pipe goes on.
                self.output.data(item.document.data)
            return
        if self.options.diff or self.options.fix:
            analysis = self.mend(item, settings, analysis)
        self.known_findings.apply(item, settings, analysis)
        analysis.findings = [finding for finding in analysis.findings if self.is_new(finding, analysis)]
        if self.options.add_ignore is not None:
            analysis = self.silence(item, settings, analysis, self.options.add_ignore)
        if self.analyser.check_fixes:
            self.analyser.keep_checked(analysis, settings)
        if self.changed is not None:
            changed = [
                candidate for candidate in analysis.findings if self.changed.keeps(candidate, analysis)
            ]
            self.tally.unchanged += len(analysis.findings) - len(changed)
            analysis.findings = changed
        self.tally.add(analysis)
        if any(at_least(finding.severity, settings.fail_on) for finding in analysis.findings):
            self.failing = True
        self.report(settings, analysis)

    def is_new(self, finding: Finding, analysis: Analysis) -> bool:
        """Return whether no other file's turn has told this. Several Compose files may take a service from one that they share."""
        place = analysis.sources.place(finding.span)
        key = (place.document.path, place.start, finding.code, finding.message)
        path = analysis.document.path
        return self.told.setdefault(key, path) == path

    def silence(self, item: Input, settings: Settings, analysis: Analysis, reason: str) -> Analysis:
        """Write a comment for each finding that is told; the analysis of what is left."""
        from persistlint.analysis.add_ignores import with_ignores
        from persistlint.rules.fixes import FixProblem, apply_to_file

        if not analysis.findings or item.file is None:
            return analysis
        if settings.require_reason and not reason:
            self.session.error(
                item.path, "nothing was written: the settings ask for reasons (--add-ignore=REASON)"
            )
            return analysis
        result = with_ignores(analysis, self.session.workspace(settings), settings, reason)
        if result.data == item.document.data:
            return analysis
        try:
            apply_to_file(item.file, item.document.data, result.data, settings.root)
        except FixProblem as problem:
            self.session.error(item.path, f"no comments were written: {problem}")
            return analysis
        self.silenced += result.count
        return result.analysis

    def tell_outdated(self) -> None:
        """Tell of the entries of a baseline that nothing answers to any more."""
        for file, entry in self.known_findings.outdated():
            self.tally.outdated += entry.count
            if self.known_findings.strict:
                self.failing = True
            if self.known_findings.strict or self.options.verbose:
                times = f" ({entry.count} times)" if entry.count > 1 else ""
                complain(
                    safe(
                        f"{file}: nothing matches {entry.code} in {entry.path} any more{times}: {entry.message}"
                    )
                )

    def mend(self, item: Input, settings: Settings, analysis: Analysis) -> Analysis:
        """Make the fixes that are asked for, or show them; the analysis of what is left."""
        from persistlint.cli.mend import mended

        result = mended(self.analyser, item.document, settings, analysis, self.options.unsafe_fixes)
        before, after = item.document.data, result.data
        if self.options.diff:
            if before != after:
                self.mended += result.made
                # ``--fix`` would have written it by the time that further files are looked at.
                self.session.mended_texts[item.absolute] = after
                self.show_diff(item.document.path, before, after)
            return analysis
        if item.file is None:
            self.output.data(after)
        elif before != after:
            from persistlint.rules.fixes import FixProblem, apply_to_file

            try:
                apply_to_file(item.file, before, after, settings.root)
            except FixProblem as problem:
                self.session.error(item.path, f"not fixed: {problem}")
                return analysis
        if before != after:
            self.mended += result.made
        return result.analysis

    def show_diff(self, path: str, before: bytes, after: bytes) -> None:
        from persistlint.rules.fixes import unified_diff

        text = unified_diff(path, before, after)
        if sys.stdout is not None and sys.stdout.isatty():
            # On a terminal escape sequences are written out. A pipe or a file gets the patch as it is.
            self.output.text("".join(f"{_visible(line)}\n" for line in text.split("\n")[:-1]))
        else:
            self.output.data(text.encode("utf-8", "surrogateescape"))

    def report(self, settings: Settings, analysis: Analysis) -> None:
        shown = self.shown(settings, analysis)
        self.hidden_hints += len(analysis.findings) - len(shown)
        if self.options.format in _FOR_PEOPLE and not self.options.diff:
            self.say(self.text_of(analysis, shown, self.options.format))
        for file in self.files:
            if file.form in _FOR_PEOPLE:
                file.text.append(self.text_of(analysis, shown, file.form, to_file=True))
        if self.results is not None:
            from persistlint.rules.registry import rules_for

            self.results.add(analysis, settings, rules_for(settings))

    def shown(self, settings: Settings, analysis: Analysis) -> list[Finding]:
        """Return the findings that the text shows: all but the hints that nobody asked for."""
        if self.options.show == "hints" or settings.fail_on == "hint":
            return analysis.findings
        from persistlint.rules.registry import rules_for

        rules = rules_for(settings)
        return [
            finding
            for finding in analysis.findings
            if finding.severity != "hint" or rules.chosen(rules.entry(finding.code))
        ]

    def text_of(self, analysis: Analysis, shown: list[Finding], form: str, to_file: bool = False) -> str:
        """Return what a form for people says of one file. ``shown`` is what the form ``text`` shows; ``concise`` is for editors, too, and leaves nothing out."""
        out = []
        if analysis.findings and form == "concise":
            from persistlint.report.formats.concise_form import render_concise

            out += [render_concise(finding, analysis.sources) for finding in analysis.findings]
        elif shown:
            # A file without findings doesn't pay for this import.
            from persistlint.report.text import render, render_line

            for finding in shown:
                if self.options.quiet:
                    out.append(render_line(finding, analysis.sources))
                else:
                    style = self.plain_style() if to_file else self.style
                    text = render(finding, analysis.sources, style)
                    if self.options.explain:
                        from persistlint.report.explanation_text import render_explanation

                        text += render_explanation(finding, analysis, style)
                    out.append(text + "\n")
        return "".join(out)

    @property
    def style(self) -> Style:
        if self._style is None:
            from persistlint.report.style import style_for

            self._style = style_for(sys.stderr if self.to_stderr else sys.stdout, self.options.color)
        return self._style

    @staticmethod
    def plain_style() -> Style:
        from persistlint.report.style import Style

        return Style()

    @property
    def to_stderr(self) -> bool:
        """Return whether the fixed text or the patch takes standard output, so that reports go to standard error."""
        return self.options.diff or (self.options.fix and "-" in self.options.paths)

    def say(self, text: str) -> None:
        if text:
            self.progress.clear()
        if not self.to_stderr:
            self.output.text(text)
        elif text:
            to_stderr(text)

    def finish(self, status: int) -> bool:
        """Write what is written at the end; False where a file can't be written."""
        end = self.end()
        results = self.results
        if results is not None:
            for item in self.session.unread:
                results.not_understood.append(
                    {"path": item.path, "line": 1, "why": f"not read: {item.problem}"}
                )
            results.status = status
            results.interrupted = self.interrupted
        if self.options.format in _FOR_PEOPLE:
            self.say(end)
        written = True
        # A further output may go to standard output, too.
        self.output.flush()
        if self.options.format not in _FOR_PEOPLE and results is not None:
            data = self.rendered(self.options.format, results)
            written = data is not None
            self.output.data(data or b"")
        for file in self.files:
            if file.form in _FOR_PEOPLE or results is None:
                data = "".join([*file.text, end]).encode("utf-8", "backslashreplace")
            else:
                data = self.rendered(file.form, results)
            problem = file.write(data) if data is not None else ""
            if data is None:
                written = False
            elif problem:
                written = False
                complain(safe(f"{file.path}: can't write the output: {problem}"))
        return written

    def rendered(self, form: str, results: Results) -> bytes | None:
        """Return the results in a form for programs. None (and a complaint) where that breaks down; other forms are still written."""
        from persistlint.report.formats import render

        try:
            return render(form, results)
        except Exception as error:
            # An error in one form doesn't keep the others from being written.
            from persistlint.cli.crash import ask_for_report, show_traceback, told

            complain(f"internal error in the form {form}: {told(error)}")
            show_traceback(error)
            ask_for_report()
            return None

    def end(self) -> str:
        """Return the last lines of the forms for people: what was mended, the counts, and the run in one sentence."""
        text = causes(self.tally) if self.options.verbose else ""
        if self.options.statistics:
            text += statistics(self.tally)
        if self.options.quiet:
            return text
        if self.mended and not self.options.diff:
            text = "".join(_mended_line(row) for row in self.mended) + text
        line = summary_line(self.tally)
        if self.mended:
            verb = "Would fix" if self.options.diff else "Fixed"
            files = len({row["path"] for row in self.mended})
            line = f"{verb} {number(len(self.mended), 'finding')} in {number(files, 'file')}. {line}"
        if self.silenced:
            line = f"Silenced {number(self.silenced, 'finding')}. {line}"
        if self.interrupted:
            line = f"Interrupted: these results are partial. {line}"
        if self.hidden_hints and (
            self.options.format == "text" or any(file.form == "text" for file in self.files)
        ):
            verb = "is" if self.hidden_hints == 1 else "are"
            line += f" {number(self.hidden_hints, 'hint')} {verb} not shown (`--show hints` shows them)."
        if self.session.unread:
            verb = "was" if len(self.session.unread) == 1 else "were"
            line += f" {number(len(self.session.unread), 'file')} {verb} not read{_kinds(self.session)}."
        if self.session.skipped:
            count = sum(self.session.skipped.values())
            names = ", ".join(sorted(self.session.skipped))
            line += f" {number(count, 'folder')} of others' files {'was' if count == 1 else 'were'} skipped ({names})."
        if self.session.errors:
            line += f" {number(len(self.session.errors), 'error')}: see above."
        return f"{text}{line}\n"


def _kinds(session: Session) -> str:
    """Return of which kinds the files are that weren't read, in brackets; "" where that was told of each."""
    from collections import Counter

    kinds = Counter(item.what for item in session.unread if item.what)
    if not kinds:
        return ""
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    hint = "" if session.options.show_skipped else "; `--show-skipped` lists them"
    return f" ({listed}{hint})"


#: The forms that are written while files are checked (``persistlint.report.formats`` has all of them, and isn't loaded for these).
_FOR_PEOPLE = ("text", "concise")


def _mended_line(row: dict[str, Any]) -> str:
    place = f"{row['path']}:{row['line']}"
    return f"{safe(place)}: fixed {row['code']} {row['rule']}: {safe(row['title'])}\n"


def _draws(forms: list[str]) -> bool:
    from persistlint.report.formats import WITH_PICTURES

    return any(form in WITH_PICTURES for form in forms)


def _visible(line: str) -> str:
    return "".join(character if character == "\t" else safe(character) for character in line)


def _many(paths: list[str]) -> bool:
    """Return whether other processes may pay. A file or two are analysed in the time that they take to start."""
    return len(paths) > 3 or any(os.path.isdir(path) for path in paths)
