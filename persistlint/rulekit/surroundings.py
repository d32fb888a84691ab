"""Surroundings of a command in the text: its comments, the paragraph before its block, the headings that it stands under."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.docker.commands import Command
    from persistlint.rules.rule import Context
    from persistlint.text.document import Document
    from persistlint.text.spans import Span

_COMMENT = regex(r"(?:^|(?<=\s))(?:#|//)[\s#!*-]*(?P<text>\S[^\n]*)$")
_HEADING = regex(r"(?P<level>#{1,6})[ \t]+(?P<text>\S[^\n]*)$")
_FENCE = ("```", "~~~")
#: So many lines above a command are looked at for its comment, and so many above a block for the paragraph that leads to it.
_MOST_COMMENT = 8
_MOST_LEAD = 6
_MOST_BLOCK = 300


def comments_of(command: Command, context: Context) -> list[str]:
    """Return the comments of a command: on its lines, and above it, also with one blank line between."""
    return comments_at(command.span, context)


def comments_at(span: Span, context: Context) -> list[str]:
    """Return the comments on the lines of ``span``, and above it, also with one blank line between."""
    place = _place_of(span, context)
    if place is None:
        return []
    document, first, last = place
    comments = []
    # Thousands of commands may stand on one line.
    read: dict[int, str] = context.once_a_document(f"comments of {document.path}", dict)
    for number in range(first, min(last, first + _MOST_BLOCK) + 1):
        if number not in read:
            match = _COMMENT.search(document.line_text(number))
            read[number] = match["text"] if match is not None else ""
        if read[number]:
            comments.append(read[number])
    number, blanks = first - 1, 0
    while number > 0 and first - number <= _MOST_COMMENT:
        line = document.line_text(number).strip(" \t>")
        if not line and not blanks:
            blanks += 1
        elif line.startswith("#") and not line.startswith("#!"):
            comments.append(line.lstrip("#! \t"))
        else:
            break
        number -= 1
    return comments


#: Where a text says that a command is typed: in another terminal than the one before.
_TERMINAL = regex(
    r"(?i)\b(?:an?other|other|second|new|different|separate|otra|outr[oa]|nuev[ao]|nov[oa]|segund[ao]|autre|nouve(?:au|lle)|second[ea]?|ander(?:e[mnrs]?)|zweite[mnrs]?|neue[mnrs]?|altr[oa]|nuov[oa]|другом|новом|втором)"
    r"[ -]+(?:\w+[ -]+)?(?:terminal\w*|shells?|consol[ea]|konsole|console|ventana|fenster|window|tab|терминале|окне)\b|\bterminal(?: (?:khác|mới|thứ)|e? (?:baru|lain)|i? (?:2|two|b)\b)|\bfrom (?:the|your) host\b"
    r"|(?:另[一外]个?|新的?|其他)(?:终端|窗口|終端|視窗)|(?:別|新し)(?:の|い)(?:ターミナル|端末)|(?:다른|새) 터미널"
)


def in_another_terminal(text: str) -> bool:
    """Return whether a comment or a sentence says that what follows is typed in another terminal."""
    return _TERMINAL.search(text) is not None


def comments_of_services(command: Command, context: Context) -> list[str]:
    """Return the comments above the ``services:`` that a service stands under: they are about all of them."""
    place = _place(command, context)
    if place is None:
        return []
    document, first, _ = place
    heads: list[int] = context.once_a_document(
        f"heads of services of {document.path}", lambda: _service_heads(document)
    )
    at = bisect_left(heads, first) - 1
    if at < 0 or document.line_text(heads[at]).strip(" \t>") != "services:":
        return []
    comments = []
    for above in range(heads[at] - 1, max(0, heads[at] - 1 - _MOST_COMMENT), -1):
        line = document.line_text(above).strip(" \t>")
        if not line.startswith("#"):
            break
        comments.append(line.lstrip("# \t"))
    return comments


def _service_heads(document: Document) -> list[int]:
    """Return the numbers of the lines ``services:``, and of those at which a block of a document begins or ends."""
    lines = (
        (number, document.line_text(number).strip(" \t>"))
        for number in range(1, len(document.line_starts) + 1)
    )
    return [number for number, line in lines if line == "services:" or line.startswith(_FENCE)]


def comments_at_head(command: Command, context: Context) -> list[str]:
    """Return the comments that the command's file begins with."""
    place = _place(command, context)
    if place is None:
        return []
    document = place[0]
    comments = []
    for number in range(1, min(_MOST_COMMENT, len(document.line_starts)) + 1):
        line = document.line_text(number).strip()
        if line.startswith("#") and not line.startswith("#!"):
            comments.append(line.lstrip("# \t"))
        elif line not in ("", "---"):
            break
    return comments


def comments_around(span: Span, context: Context) -> list[str]:
    """Return the whole lines of comment above ``span``, in it, and right below it."""
    place = _place_of(span, context)
    if place is None:
        return []
    document, first, last = place
    comments = []
    lines = len(document.line_starts)
    for step, start in ((-1, first - 1), (1, first)):
        number, apart = start, 0
        while 0 < number <= lines and apart <= _MOST_COMMENT and abs(number - first) <= _MOST_BLOCK:
            line = document.line_text(number).strip()
            inside = step > 0 and number <= last
            if line.startswith("#"):
                comments.append(line.lstrip("# \t"))
            elif not inside and line:
                break
            apart += not inside
            number += step
    return comments


def told_before(span: Span, context: Context) -> list[str]:
    """Return what the commands before ``span`` tell the user (``echo "Removing volumes"``), and the comments of its paragraph.

    A paragraph ends at a blank line. A message may stand one paragraph above.
    """
    place = _place_of(span, context)
    if place is None:
        return []
    document, first, _ = place
    sentences, blanks = [], 0
    for number in range(first - 1, max(0, first - 1 - _MOST_COMMENT), -1):
        line = document.line_text(number).strip()
        if not line:
            blanks += 1
            if blanks > 1:
                break
            continue
        match = _TOLD.match(line)
        if match is not None:
            sentences.append(match["text"])
        elif line.startswith("#") and not line.startswith("#!") and not blanks:
            sentences.append(line.lstrip("# \t"))
    return sentences


#: A command that tells something: ``echo``, and functions like ``print_status``, ``log_info``, ``step``.
_TOLD = regex(
    r"(?:echo|printf|(?:print|log|msg|say)\w*|info|warn(?:ing)?|step|status|notice|header|title)\b[^\"'\w]*[\"']?(?P<text>[^\n]+)"
)


def tagged_as_shell(span: Span, context: Context) -> bool | None:
    """Return whether the fenced block of a document that ``span`` stands in is tagged as shell commands; None where it is in no such block."""
    place = _place_of(span, context)
    if place is None or context.language != "markdown":
        return None
    from persistlint.hosts.markdown import is_shell_tag, tag_of

    document, first, _ = place
    for number in range(first - 1, max(0, first - 1 - _MOST_BLOCK), -1):
        line = document.line_text(number).strip(" \t>")
        if line.startswith(_FENCE):
            return is_shell_tag(tag_of(line.lstrip("`~")))
    return None


def lines_of_block(span: Span, context: Context) -> list[str]:
    """Return the lines of the fenced block of a document that ``span`` stands in, a few hundred on either side of it at most."""
    place = _place_of(span, context)
    if place is None:
        return []
    document, first, last = place
    above: list[str] = []
    for number in range(first, max(0, first - _MOST_BLOCK), -1):
        line = document.line_text(number)
        if line.strip(" \t>").startswith(_FENCE):
            break
        above.append(line)
    below: list[str] = []
    for number in range(first + 1, min(len(document.line_starts), last + _MOST_BLOCK) + 1):
        line = document.line_text(number)
        if line.strip(" \t>").startswith(_FENCE):
            break
        below.append(line)
    return [*reversed(above), *below]


def headings_of(command: Command, context: Context) -> list[str]:
    """Return the headings of a document that a command stands under, the innermost first. The outermost is the page's title."""
    place = _place(command, context)
    if place is None or context.language != "markdown":
        return []
    document, first, _ = place
    headings = context.once_a_document(f"headings of {document.path}", lambda: list(_headings(document)))
    chain: list[str] = []
    level = 7
    for number, depth, text in reversed(headings):
        if number < first and depth < level:
            chain.append(text)
            level = depth
    return chain


def lead_of(command: Command, context: Context) -> str:
    """Return the paragraph of a document that stands before a command's block; "" where a heading or another block stands there."""
    place = _place(command, context)
    if place is None or context.language != "markdown":
        return ""
    document, first, _ = place
    number = first
    if _in_block(document, first, context):
        fences = _fence_lines(document, context)
        index = bisect_right(fences, first - 1) - 1
        number = max(fences[index] if index >= 0 else 0, first - _MOST_BLOCK)
    lines: list[str] = []
    for above in range(number - 1, max(0, number - 1 - _MOST_LEAD), -1):
        line = document.line_text(above).strip(" \t>")
        if line.startswith(_FENCE) or _HEADING.match(line) or (not line and lines):
            break
        if line:
            lines.append(line)
    return " ".join(reversed(lines))


def followed_by(command: Command, context: Context) -> list[str]:
    """Return the comment behind a command of a document, and the paragraph behind its block."""
    place = _place(command, context)
    if place is None or context.language != "markdown":
        return []
    document, _, last = place
    texts: list[str] = []
    number, blanks = last + 1, 0
    while number <= last + 3:
        line = document.line_text(number).strip(" \t>")
        if line.startswith("#"):
            texts.append(line.lstrip("#! \t"))
        elif line or blanks:
            break
        else:
            blanks += 1
        number += 1
    number = last
    if _in_block(document, last, context):
        fences = _fence_lines(document, context)
        index = bisect_right(fences, last)
        end = fences[index] if index < len(fences) else len(document.line_starts) + 1
        number = min(end, last + _MOST_BLOCK)
    lines: list[str] = []
    for below in range(number + 1, number + 1 + _MOST_LEAD):
        line = document.line_text(below).strip(" \t>")
        if line.startswith(_FENCE) or _HEADING.match(line) or (not line and lines):
            break
        if line:
            lines.append(line)
    if lines:
        texts.append(" ".join(lines)[:400])
    return texts


def _in_block(document: Document, line: int, context: Context) -> bool:
    """Return whether ``line`` lies in a code block, and isn't a bare command in the text."""
    from persistlint.suppressions.fences import Fences

    if document.line_text(line).startswith(("    ", "\t")):
        return True
    fences = context.once_a_document(f"fences of {document.path}", lambda: Fences(document))
    return fences.word_of(line) is not None


def _fence_lines(document: Document, context: Context) -> list[int]:
    """Return the numbers of the document's lines that begin or end a fenced block."""
    return context.once_a_document(
        f"fence lines of {document.path}",
        lambda: [
            number
            for number in range(1, len(document.line_starts) + 1)
            if document.line_text(number).strip(" \t>").startswith(_FENCE)
        ],
    )


def _headings(document: Document) -> Iterator[tuple[int, int, str]]:
    fence = ""
    before = ""
    for number in range(1, len(document.line_starts) + 1):
        line = document.line_text(number)
        stripped = line.strip(" \t>")
        if fence:
            if stripped.startswith(fence) and not stripped.strip(fence[0]):
                fence = ""
        elif stripped.startswith(_FENCE):
            fence = stripped[:3]
        elif (heading := _HEADING.match(line)) is not None:
            yield number, len(heading["level"]), heading["text"].rstrip("# \t")
        elif before and not stripped.strip("=") and stripped.startswith("=="):
            yield number - 1, 1, before
        elif before and not stripped.strip("-") and stripped.startswith("---"):
            yield number - 1, 2, before
        before = stripped if not fence and stripped and not stripped.startswith(("|", "- ", "* ")) else ""


def _place(command: Command, context: Context) -> tuple[Document, int, int] | None:
    return _place_of(command.span, context)


def _place_of(span: Span, context: Context) -> tuple[Document, int, int] | None:
    if not context.sources.knows(span):
        return None
    place = context.sources.place(span)
    document = place.document
    return document, place.line, document.position(max(place.start, place.end - 1))[0]
