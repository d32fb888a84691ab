"""Lines before which a comment may stand without changing what the text does."""

from __future__ import annotations

from persistlint.shell.syntax.parser import Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.hosts.fragment import Fragment
    from persistlint.shell.syntax.nodes import List
    from persistlint.text.document import Document


def code_lines(document: Document) -> list[int]:
    """Return the numbers of a document's lines before which a comment line may stand, in rising order; Markdown's aren't among them.

    A line that goes on an earlier one (a continuation, a quotation, a here-document) isn't among them. The line behind the last one may be.
    """
    from persistlint.hosts.read import read

    if document.language not in ("shell", "dockerfile"):
        return sorted(set(_of_host(document)))
    reading = read(document)
    offsets: set[int] = set()
    if document.language == "shell":
        for fragment in reading.fragments:
            offsets |= _of_script(fragment)
        if document.line(1).startswith(b"#!"):
            offsets.discard(document.line_starts[0])
    elif document.language == "dockerfile":
        for image in reading.images:
            for instruction in image.instructions:
                offsets.add(instruction.span.start)
        # Behind an instruction that ends with the text there is room where its line has an end.
        if document.data.endswith(b"\n"):
            offsets.add(len(document.data))
    starts = document.line_starts
    lines = {document.position(offset)[0] for offset in offsets}
    return sorted(line for line in lines if not document.data[starts[line - 1] :].startswith(b"#!"))


def _of_host(document: Document) -> Iterator[int]:
    from persistlint.suppressions.host_lines import lines_of_makefile, lines_of_unit, lines_of_yaml

    if document.language == "makefile":
        yield from lines_of_makefile(document)
    elif document.language in ("systemd", "quadlet"):
        yield from lines_of_unit(document)
    elif document.language == "compose":
        yield from lines_of_yaml(document, ())
    elif document.language == "workflow":
        from persistlint.hosts.read import read

        fragments = read(document).fragments
        offsets = {offset for fragment in fragments for offset in _of_script(fragment)}
        yield from lines_of_yaml(document, {document.position(offset)[0] for offset in offsets})


def _of_script(fragment: Fragment) -> set[int]:
    reader = _LineStarts(fragment.text.decode("latin-1"))
    reader.parse()
    # What is no shell grammar may be read wrongly from there on.
    end = min((problem.start for problem in reader.problems), default=len(fragment.text) + 1)
    return {_origin(fragment, start) for start in reader.starts if start < end}


def _origin(fragment: Fragment, offset: int) -> int:
    if offset >= len(fragment.text):
        return fragment.mapping.end(offset)
    return fragment.mapping.start(offset)


class _LineStarts(Parser):
    """Notes where a line begins in code, outside of words."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.starts = {0}
        self._inside = 0

    def _newline(self) -> None:
        super()._newline()
        if not self._inside:
            self.starts.add(self.at)

    def substitution(self, close: str) -> List:
        self._inside += 1
        try:
            return super().substitution(close)
        finally:
            self._inside -= 1
