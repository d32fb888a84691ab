"""Comments that silence findings, written where they count and where the text stays what it is."""

from __future__ import annotations

import re

from persistlint.suppressions.code_lines import code_lines
from persistlint.suppressions.scope import end_of_statement
from persistlint.text.edits import PlacedEdit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.analysis.analysis import Analysis
    from persistlint.rules.finding import Finding
    from persistlint.suppressions.model import Suppression
    from persistlint.text.document import Document

_SHELLCHECK = re.compile(rb"[ \t]*#[ \t]*shellcheck[ \t]")
_INDENT = re.compile(rb"[ \t]*")
_FENCE_PREFIX = re.compile(rb"[ \t>]*\Z")


def suppressing_edits(analysis: Analysis, findings: Iterable[Finding], reason: str) -> list[PlacedEdit]:
    """Return the insertions that silence the findings in the analysis' document. A finding where no comment can stand is left out.

    A finding is silenced by a line of its own above its command. Where the command doesn't begin in that line (it goes on another one, or lies in a quotation or
    here-document), the statement around it is put between ``disable`` and ``enable``. A comment that is there takes further codes.
    """
    document = analysis.document
    if document.language == "markdown":
        return _in_document(analysis, findings, reason)
    return _Script(analysis, reason).edits(findings)


class _Script:
    def __init__(self, analysis: Analysis, reason: str) -> None:
        self.analysis = analysis
        self.document = analysis.document
        self.reason = f" {reason}" if reason else ""
        self.lines = code_lines(self.document)

    def edits(self, findings: Iterable[Finding]) -> list[PlacedEdit]:
        ignored: dict[int, set[str]] = {}
        #: The codes to disable from a line on, and the last line that they are to be disabled on.
        disabled: dict[int, tuple[set[str], int]] = {}
        for finding in findings:
            place = _lines_in(finding, self.analysis)
            above = [line for line in self.lines if place is not None and line <= place[0]]
            if place is None or not above:
                continue
            first, last = place
            start = above[-1]
            if first <= end_of_statement(self.document, start):
                ignored.setdefault(start, set()).add(finding.code)
            else:
                codes, end = disabled.get(start, (set(), 0))
                disabled[start] = (codes | {finding.code}, max(end, last))
        edits = []
        comments: dict[int, list[str]] = {}
        for start, (codes, end) in disabled.items():
            comments.setdefault(self._over_directives(start), []).append(
                self._comment("disable", codes, start, self.reason)
            )
            after = next((line for line in self.lines if line > end), None)
            if after is not None:
                # What ends comes before what begins.
                comments.setdefault(after, []).insert(0, self._comment("enable", codes, start, ""))
        for start, codes in ignored.items():
            ignoring = _ignoring(self.analysis.suppressions, start)
            if ignoring is not None:
                edits.append(_with_codes(ignoring, codes, self.document.path))
            else:
                comments.setdefault(self._over_directives(start), []).append(
                    self._comment("ignore", codes, start, self.reason)
                )
        for line, texts in comments.items():
            at = self.document.line_starts[line - 1]
            edits.append(PlacedEdit(self.document.path, at, at, "".join(texts)))
        return edits

    def _comment(self, directive: str, codes: set[str], line: int, reason: str) -> str:
        # A comment that is indented with a tab would be a part of a Makefile's recipe.
        makefile = self.document.language == "makefile"
        indentation = _INDENT.match(self.document.line(line)) if not makefile else None
        indent = indentation.group().decode("ascii") if indentation is not None else ""
        return f"{indent}# persistlint: {directive}[{', '.join(sorted(codes))}]{reason}\n"

    def _over_directives(self, line: int) -> int:
        """Return the line, or the first of the ShellCheck directives right above it. Nothing may come between them and their command."""
        while line - 1 in self.lines and _SHELLCHECK.match(self.document.line(line - 1)) is not None:
            line -= 1
        return line


def _in_document(analysis: Analysis, findings: Iterable[Finding], reason: str) -> list[PlacedEdit]:
    """Return the insertions for a Markdown document: a comment of the document above the block."""
    from persistlint.hosts.markdown import code_blocks
    from persistlint.hosts.markup_blocks import is_markdown

    document = analysis.document
    if not is_markdown(document.path):
        # HTML's comments would be read by people there.
        return []
    blocks = []
    for block in code_blocks(document.data):
        first = document.position(block.lines[0][0])[0]
        if block.is_bare and not _begins_line(document, block.lines[0][0]):
            # Behind the mark of a list or a quotation there is no line for a comment.
            continue
        last = document.position(block.lines[-1][0])[0]
        fenced = not block.is_bare and _is_fence(document, first - 1)
        blocks.append((first - 1 if fenced else first, last))
    ignored: dict[int, set[str]] = {}
    for finding in findings:
        place = _lines_in(finding, analysis)
        start = next(
            (start for start, last in blocks if place is not None and start <= place[0] <= last), None
        )
        if start is not None:
            ignored.setdefault(start, set()).add(finding.code)
    edits = []
    for start, codes in ignored.items():
        ignoring = _ignoring(analysis.suppressions, start)
        if ignoring is not None:
            edits.append(_with_codes(ignoring, codes, document.path))
            continue
        line = document.line(start)
        text = line[: len(line) - len(line.lstrip(b" \t>"))] if _is_fence(document, start) else b""
        if _is_fence(document, start) and not line.lstrip(b" \t>").startswith((b"```", b"~~~")):
            # The block begins behind the mark of a list: there is no line for it alone.
            continue
        said = f" {reason}" if reason else ""
        comment = f"<!-- persistlint: ignore[{', '.join(sorted(codes))}]{said} -->\n"
        at = document.line_starts[start - 1]
        edits.append(PlacedEdit(document.path, at, at, text.decode("ascii") + comment))
    return edits


def _begins_line(document: Document, offset: int) -> bool:
    """Return whether nothing but blanks stands before ``offset`` on its line."""
    start = document.line_starts[document.position(offset)[0] - 1]
    return not document.data[start:offset].strip()


def _is_fence(document: Document, line: int) -> bool:
    from persistlint.suppressions.fences import FENCE

    return line >= 1 and FENCE.match(document.line(line)) is not None


def _lines_in(finding: Finding, analysis: Analysis) -> tuple[int, int] | None:
    """First and last line at which the finding may be silenced in the document: its command's, else its own, else a call's."""
    sources = analysis.sources
    # A service, or a unit of Quadlet, has many lines.
    spans = (finding.span,) if analysis.document.language in ("compose", "quadlet") else ()
    for span in (*spans, finding.command_span, finding.span, *finding.via):
        if sources.knows(span):
            place = sources.place(span)
            if place.document is analysis.document:
                return place.line, place.document.position(max(place.start, place.end - 1))[0]
    return None


def _ignoring(suppressions: Iterable[Suppression], line: int) -> Suppression | None:
    """Return the comment above ``line`` that silences something there already, None without one."""
    for suppression in suppressions:
        if suppression.directive == "ignore" and suppression.own_line and suppression.silences:
            if suppression.first == line:
                return suppression
    return None


def _with_codes(suppression: Suppression, codes: set[str], path: str) -> PlacedEdit:
    end = suppression.codes[-1].span.end
    return PlacedEdit(path, end, end, "".join(f", {code}" for code in sorted(codes)))
