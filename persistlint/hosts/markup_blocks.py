"""Code blocks of reStructuredText and AsciiDoc, line by line.

The sources are docutils' "reStructuredText Markup Specification" (literal blocks, the ``code`` directive; Sphinx has ``code-block``) and AsciiDoc's language documentation
("Source Code Blocks", "Listing Blocks"). What stands in a table, or behind an include, isn't looked for.
"""

from __future__ import annotations

from persistlint.hosts.markdown import CodeBlock, code_blocks
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document

_DIRECTIVE = regex(
    rb"([ \t]*)\.\.[ \t]+(?:code-block|code|sourcecode|prompt)::[ \t]*([A-Za-z][\w+#-]*)?[^\n]*\Z"
)
_OPTION = regex(rb"[ \t]+:[\w-]+:")
#: A paragraph that ends in two colons. A comment or a directive (``.. note::``) is none.
_LITERAL = regex(rb"([ \t]*)(?!\.\.[ \t])(?:.*)::[ \t]*\Z")
_SOURCE = regex(rb"\[(?:source|listing)?(?:%[\w%]+)?[ \t]*(?:,[ \t]*([A-Za-z][\w+#-]*)[^\]]*)?\][ \t]*\Z")
_TITLE = regex(rb"\.[^ .\t]")
_DELIMITER = regex(rb"(-{4,}|\.{4,}|```+)([A-Za-z][\w+-]*)?[ \t]*\Z")

_RST = (".rst", ".rest")
_ADOC = (".adoc", ".asciidoc", ".asc")

#: A line's start and end, without its line end.
_Line = tuple[int, int]


def blocks_of(document: Document) -> list[CodeBlock]:
    """Return the code blocks of a document by the markup that its name says."""
    path = document.path.lower()
    if path.endswith(_RST):
        return _rst_blocks(document)
    if path.endswith(_ADOC):
        return _adoc_blocks(document)
    return code_blocks(document.data)


def is_markdown(path: str) -> bool:
    """Return whether a document is written in Markdown, so that HTML's comments are comments."""
    return not path.lower().endswith((*_RST, *_ADOC))


def _lines(document: Document) -> list[_Line]:
    data = document.data
    ends = [*document.line_starts[1:], len(data) + 1]
    lines = []
    for start, after in zip(document.line_starts, ends, strict=True):
        end = min(after - 1, len(data))
        if end > start and data[end - 1] == 13:
            end -= 1
        lines.append((start, max(start, end)))
    return lines


def _rst_blocks(document: Document) -> list[CodeBlock]:
    data, lines = document.data, _lines(document)
    blocks: list[CodeBlock] = []
    index = 0
    while index < len(lines):
        text = data[slice(*lines[index])]
        directive = _DIRECTIVE.match(text)
        opening = directive if directive is not None else _LITERAL.match(text)
        index += 1
        if opening is None:
            continue
        indent = _width(opening.group(1))
        tag = (directive.group(2) or b"").decode("ascii").lower() if directive is not None else ""
        while directive is not None and index < len(lines) and _OPTION.match(data[slice(*lines[index])]):
            index += 1
        first = index
        while index < len(lines) and (
            not data[slice(*lines[index])].strip() or _indent(data[slice(*lines[index])]) > indent
        ):
            index += 1
        inside = [line for line in lines[first:index] if data[slice(*line)].strip()]
        if inside and (directive is not None or not data[slice(*lines[first])].strip()):
            indentation = min(_indent(data[slice(*line)]) for line in inside)
            last = lines.index(inside[-1], first) + 1
            blocks.append(
                CodeBlock(tag, [_unindented(data, line, indentation) for line in lines[first:last]])
            )
    return [_without_blank_lead(block, data) for block in blocks]


def _without_blank_lead(block: CodeBlock, data: bytes) -> CodeBlock:
    while block.lines and not data[slice(*block.lines[0])].strip():
        del block.lines[0]
    return block


def _adoc_blocks(document: Document) -> list[CodeBlock]:
    data, lines = document.data, _lines(document)
    blocks: list[CodeBlock] = []
    tag: str | None = None
    index = 0
    while index < len(lines):
        text = data[slice(*lines[index])]
        index += 1
        source = _SOURCE.match(text)
        if source is not None:
            tag = (source.group(1) or b"").decode("ascii").lower()
            continue
        delimiter = _DELIMITER.match(text)
        if delimiter is not None:
            first = index
            while index < len(lines) and data[slice(*lines[index])].rstrip() != delimiter.group(1):
                index += 1
            named = (delimiter.group(2) or b"").decode("ascii").lower()
            if index < len(lines):
                blocks.append(CodeBlock(named or tag or "", lines[first:index]))
            index += 1
        elif tag is not None and text.strip() and not _TITLE.match(text):
            first = index - 1
            while index < len(lines) and data[slice(*lines[index])].strip():
                index += 1
            blocks.append(CodeBlock(tag, lines[first:index]))
        elif _TITLE.match(text) or not text.strip():
            continue
        tag = None
    return [block for block in blocks if block.lines]


def _width(blanks: bytes) -> int:
    return len(blanks.expandtabs(8))


def _indent(line: bytes) -> int:
    return _width(line[: len(line) - len(line.lstrip(b" \t"))])


def _unindented(data: bytes, line: _Line, columns: int) -> _Line:
    start, end = line
    width = 0
    while start < end and data[start] in b" \t" and width < columns:
        width += 8 - width % 8 if data[start] == 9 else 1
        start += 1
    return start, end
