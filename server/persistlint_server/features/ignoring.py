"""Suppressions written for the user, at a place where they count and the text stays what it is: each is tried out first."""

from __future__ import annotations

from lsprotocol import types

from persistlint.text.document import Document
from persistlint.text.edits import PlacedEdit, apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from persistlint.rules.finding import Finding
    from persistlint_server.questions import Question


def ignore_here(question: Question, finding: Finding) -> types.WorkspaceEdit | None:
    """Return the edit that silences the finding where it is, None where no comment can stand."""
    return _tried_once(question, "ignore here", finding, _comments_here)


def ignore_file(question: Question, finding: Finding) -> types.WorkspaceEdit | None:
    """Return the edit that silences the finding's rule in the whole file."""
    return _tried_once(question, "ignore in file", finding, _comments_at_the_top)


class _Comment:
    """An insertion of ``text`` at ``offset``; ``hole`` is where in the text the reason belongs, -1 where one stands already."""

    __slots__ = ("hole", "offset", "text")

    def __init__(self, offset: int, text: str, hole: int) -> None:
        self.offset = offset
        self.text = text
        self.hole = hole


def _tried_once(
    question: Question,
    name: str,
    finding: Finding,
    comments: Callable[[Question, Finding], Iterator[_Comment]],
) -> types.WorkspaceEdit | None:
    tried = question.result.tried
    key = (name, id(finding))
    if key not in tried:
        tried[key] = _first_that_works(question, finding, comments(question, finding))
    edit: types.WorkspaceEdit | None = tried[key]
    return edit


def _first_that_works(
    question: Question, finding: Finding, comments: Iterator[_Comment]
) -> types.WorkspaceEdit | None:
    from persistlint_server.analysing import analysis_of_text

    document = question.snapshot.document
    before = _count(question.analysis.findings, finding)
    for comment in comments:
        edit = PlacedEdit(document.path, comment.offset, comment.offset, comment.text)
        changed = Document(document.path, apply_edits(document.data, [edit]), document.language)
        after = analysis_of_text(question, changed)
        if _count(after.findings, finding) < before and len(after.not_understood) <= len(
            question.analysis.not_understood
        ):
            return _edit(question, comment)
    return None


def _count(findings: list[Finding], like: Finding) -> int:
    return sum(1 for finding in findings if finding.code == like.code and finding.identity == like.identity)


def _edit(question: Question, comment: _Comment) -> types.WorkspaceEdit:
    """Return the edit. A client that has snippets puts the cursor where the reason belongs."""
    client = question.client
    document = question.snapshot.document
    if (
        comment.hole >= 0
        and client.versioned_edits
        and client.get("workspace.workspace_edit.snippet_edit_support") is True
    ):
        text = comment.text.replace("\n", "\r\n") if b"\r\n" in document.data else comment.text
        head, tail = text[: comment.hole], text[comment.hole :]
        value = f"{_escaped(head)}${{1:reason}}{_escaped(tail)}"
        edit = types.SnippetTextEdit(question.range(comment.offset, comment.offset), types.StringValue(value))
        identifier = types.OptionalVersionedTextDocumentIdentifier(
            question.snapshot.uri, question.snapshot.version
        )
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, [edit])])
    return question.edit([PlacedEdit(document.path, comment.offset, comment.offset, comment.text)])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def _comments_here(question: Question, finding: Finding) -> Iterator[_Comment]:
    analysis = question.analysis
    document, places = question.snapshot.document, question.snapshot.places
    spans = [span for span in (finding.command_span, finding.span) if analysis.sources.knows(span)]
    spots = [analysis.sources.place(span) for span in spans]
    spots = [place for place in spots if place.document is analysis.document]
    if not spots:
        return
    first = places.line_of(spots[0].start)
    last = places.line_of(max(spots[0].start, spots[0].end - 1))
    for suppression in analysis.suppressions:
        # A comment that silences something there already takes one more code.
        if (
            suppression.codes
            and suppression.directive == "ignore"
            and suppression.covers(first + 1, last + 1)
        ):
            yield _Comment(analysis.sources.place(suppression.codes[-1].span).end, f", {finding.code}", -1)
    if document.language == "markdown":
        block = _block_above(question, first)
        if block is not None:
            text = f"<!-- persistlint: ignore[{finding.code}]  -->\n"
            yield _Comment(places.start_of(block), text, text.index("  -->") + 1)
    line = places.line(first)
    indent = line[: len(line) - len(line.lstrip(b" \t>"))].decode("latin-1")
    above = f"{indent}# persistlint: ignore[{finding.code}] "
    yield _Comment(_line_start(question, first), f"{above}\n", len(above))
    behind = f" # persistlint: ignore[{finding.code}] "
    yield _Comment(places.start_of(last) + len(places.line(last).rstrip(b"\r\n")), behind, len(behind))


def _comments_at_the_top(question: Question, finding: Finding) -> Iterator[_Comment]:
    document, places = question.snapshot.document, question.snapshot.places
    for suppression in question.analysis.suppressions:
        if suppression.codes and suppression.directive == "ignore-file" and not suppression.problem:
            end = question.analysis.sources.place(suppression.codes[-1].span).end
            yield _Comment(end, f", {finding.code}", -1)
    line = 0
    if document.language == "markdown":
        line = _after_front_matter(question)
        text = f"<!-- persistlint: ignore-file[{finding.code}]  -->\n\n"
        yield _Comment(_line_start(question, line), text, text.index("  -->") + 1)
        return
    while line < len(document.line_starts) and _is_directive(places.line(line), document.language):
        line += 1
    if line == len(document.line_starts):
        return
    text = f"# persistlint: ignore-file[{finding.code}] "
    yield _Comment(_line_start(question, line), f"{text}\n", len(text))


def _line_start(question: Question, line: int) -> int:
    """Return the line's first byte, behind a byte order mark."""
    return question.snapshot.document.line_starts[line]


def _is_directive(line: bytes, language: str) -> bool:
    """Return whether a line must stay above every comment: a shebang, a parser directive."""
    if line.lstrip(b"\xef\xbb\xbf").startswith(b"#!"):
        return True
    head, equals, _ = line.lstrip(b" \t#").partition(b"=")
    return (
        language == "dockerfile"
        and line.startswith(b"#")
        and bool(equals)
        and head.strip().lower() in (b"syntax", b"escape", b"check")
    )


def _after_front_matter(question: Question) -> int:
    places = question.snapshot.places
    count = len(question.snapshot.document.line_starts)
    if places.line(0).strip() != b"---":
        return 0
    for line in range(1, count - 1):
        if places.line(line).strip() in (b"---", b"..."):
            return line + 1
    return 0


def _block_above(question: Question, line: int) -> int | None:
    """Return the line at which the Markdown code block around ``line`` begins."""
    places = question.snapshot.places
    if places.line(line).startswith((b"    ", b"\t")) and not _fence_above(question, line):
        while line and places.line(line - 1).startswith((b"    ", b"\t")):
            line -= 1
        return line
    return _fence_above(question, line)


def _fence_above(question: Question, line: int) -> int | None:
    places = question.snapshot.places
    while line >= 0:
        if places.line(line).lstrip(b" \t>").startswith((b"```", b"~~~")):
            return line
        line -= 1
    return None
