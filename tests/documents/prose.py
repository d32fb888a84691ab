"""The sentences of a Markdown document, without its code."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_CELLS = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"``[^`]+(?:`[^`]+)*``|`[^`]*`")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")

#: A mark that ends a sentence, with what may close behind it, and blanks; no small letter follows.
_END = re.compile(r"(?<=[.!?])[\"')*_\]]*\s+(?=[^a-z\s])")


def prose_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that aren't code, front matter or comments, with their numbers from 1. An empty line stands for each gap."""
    lines = text.split("\n")
    first = lines.index("---", 1) + 1 if lines[0] == "---" else 0
    fence, comment = "", False
    for number, line in enumerate(lines[first:], first + 1):
        match = _FENCE.match(line)
        if fence:
            if line.strip() == fence:
                fence = ""
            yield number, ""
        elif match is not None:
            fence = match.group(1)
            yield number, ""
        elif line.lstrip().startswith("<") and not comment and not line.lstrip().startswith("<!--"):
            # HTML of a page of the site.
            yield number, ""
        elif comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
            yield number, ""
        else:
            yield number, line


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield each paragraph, list item and table cell on one line, with the number of its first line."""
    held: list[str] = []
    start = 0
    for number, line in [*prose_lines(text), (0, "")]:
        is_code = line.startswith("    ") and not held
        is_row = line.lstrip().startswith("|")
        is_item = _ITEM.match(line) is not None
        if held and (not line.strip() or line.startswith("#") or is_row or is_item):
            yield start, " ".join(held)
            held = []
        if is_row:
            yield from ((number, cell.strip()) for cell in _CELLS.split(line.strip().strip("|")))
        elif line.strip() and not line.startswith("#") and not (is_code and not is_item):
            start = start if held else number
            held.append(_ITEM.sub("", line).strip().lstrip("> "))


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with the number of its paragraph's first line. ``X`` stands for a stretch of code."""
    for number, paragraph in paragraphs(text):
        for sentence in _END.split(_CODE.sub("X", paragraph)):
            yield number, _LINK.sub(r"\1", sentence)


def word_count(sentence: str) -> int:
    """Return the number of words: stretches between blanks that hold a letter or a digit."""
    return len(re.findall(r"\S*\w\S*", sentence))
