"""Markdown, as the rules' pages are written in it, drawn for a terminal."""

from __future__ import annotations

import re

from persistlint.report.safe_text import safe, width, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.style import Style


#: What the roles of examples are called.
_CAPTIONS = {"bad": "Bad", "good": "Good", "proof": "Proof, on a real engine"}

#: A run of stars around text that neither begins nor ends with a blank.
_EMPHASIS = re.compile(r"(?<![\\*\w])(\*{1,3})(?![\s*])([^*]*?[^\s*\\])\1(?![*\w])")

#: Code between stars.
_STRONG_CODE = re.compile(r"(?<![\\*\w`])(\*{1,3})(`[^`*]+`)\1(?![*\w])")

#: A line of the text that says why there is no proof.
_NO_PROOF = "no-proof:"


def render_page(text: str, style: Style, facts: str = "") -> str:
    """Markdown as plain text: headings, wrapped paragraphs and lists, code indented, tables in columns.

    ``facts`` is a line to put below the title.
    """
    return "\n".join(_Page(style, facts).lines(text.splitlines())).strip("\n") + "\n"


class _Page:
    def __init__(self, style: Style, facts: str) -> None:
        self.style = style
        self.facts = facts
        self.out: list[str] = []
        self.paragraph: list[str] = []
        self.table: list[list[str]] = []
        #: Whether the last thing written was a list item: the next one follows it without a blank line.
        self.after_item = False

    def lines(self, lines: list[str]) -> list[str]:
        fence = ""
        lines = _without_front_matter(lines)
        for line in lines:
            stripped = line.strip()
            if fence:
                if stripped.startswith(fence) and not stripped.strip(fence[0]):
                    fence = ""
                    self.out.append("")
                else:
                    marked = _marker(line)
                    shown = self.style.paint(marked, "faint") if marked else _shown(line)
                    self.out.append(f"    {shown}".rstrip())
                continue
            if stripped.startswith(("```", "~~~")):
                self.flush()
                fence = stripped[: len(stripped) - len(stripped.lstrip(stripped[0]))]
                caption = _caption(stripped[len(fence) :].strip())
                if caption:
                    self.out.append("  " + self.style.paint(f"{safe(caption)}:", "faint"))
            elif stripped.startswith("|"):
                self.flush(but_table=True)
                self.table.append([cell.strip() for cell in _table_cells(stripped)])
            elif stripped.startswith("#"):
                self.flush()
                self.heading(stripped)
            elif not stripped:
                self.flush()
            elif _item(stripped):
                self.flush()
                self.paragraph = [line.rstrip()]
            else:
                self.paragraph.append(line.rstrip())
        self.flush()
        return self.out

    def heading(self, line: str) -> None:
        text = safe(_inline(line.lstrip("#").strip()))
        if self.out and self.out[-1]:
            self.out.append("")
        if line.startswith("##") and not self.style.colour:
            # Without colours a heading is told from a short paragraph as in a manual.
            text = text.upper()
        self.out.append(self.style.paint(text, "strong"))
        if self.facts:
            self.out.append(safe(self.facts))
            self.facts = ""
        self.out.append("")
        self.after_item = False

    def flush(self, but_table: bool = False) -> None:
        """Write out what is held: a paragraph or list item, a table."""
        if self.paragraph:
            first = self.paragraph[0]
            indent = len(first) - len(first.lstrip())
            text = " ".join(line.strip() for line in self.paragraph)
            if text.startswith(_NO_PROOF):
                text = f"It has no proof on a real engine:{text.removeprefix(_NO_PROOF)}"
            text = safe(_inline(text))
            mark = _item(text)
            hanging = indent + len(mark)
            rows = wrap(text[len(mark) :], self.style.width - hanging)
            if mark and self.after_item and self.out[-1:] == [""]:
                self.out.pop()
            self.out.append(" " * indent + mark + rows[0])
            self.out += [" " * hanging + row for row in rows[1:]]
            self.out.append("")
            self.paragraph = []
            self.after_item = bool(mark)
        if self.table and not but_table:
            self.out += _columns(self.table, self.style)
            self.out.append("")
            self.table = []


def _without_front_matter(lines: list[str]) -> list[str]:
    if lines[:1] == ["---"] and "---" in lines[1:]:
        return lines[lines.index("---", 1) + 1 :]
    return lines


def _item(text: str) -> str:
    """Return the mark of a list item at the start of ``text``, with its blank, "" where there is none."""
    mark = text.partition(" ")[0]
    if mark in ("-", "*", "+") or (mark[:-1].isdecimal() and mark[-1:] in (".", ")")):
        return f"{mark} " if len(text) > len(mark) else ""
    return ""


def _inline(text: str) -> str:
    """Return the text without the marks that a terminal has no use for: emphasis, and a link's address behind its text."""
    text = _without_emphasis(text)
    out = ""
    while True:
        start = text.find("[")
        middle = text.find("](", start)
        end = text.find(")", middle)
        if start < 0 or middle < 0 or end < 0:
            return out + text
        if (out + text[:start]).count("`") % 2 or "]" in text[start:middle]:
            # In code, or no link's text.
            out, text = out + text[: start + 1], text[start + 1 :]
            continue
        label, address = text[start + 1 : middle], text[middle + 2 : end]
        shown = f"{label} ({address})" if "://" in address and address != label else label
        out, text = out + text[:start] + shown, text[end + 1 :]


def _without_emphasis(text: str) -> str:
    """Return the text without the stars of ``*emphasis*`` and ``**strength**``. One in code, before a blank or escaped is a star."""
    parts = _STRONG_CODE.sub(r"\2", text).split("`")
    for index in range(0, len(parts), 2):
        parts[index] = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", parts[index]))
    return "`".join(parts)


def _caption(info: str) -> str:
    """Return the caption above a code block: its role and its file's name, else its language."""
    words = info.split()
    role = _CAPTIONS.get(words[1]) if len(words) > 1 else None
    files = [word.removeprefix("file=") for word in words if word.startswith("file=")]
    if role is None:
        return f"{words[0]} {files[0]}" if files else info
    return f"{role} ({files[0] if files else words[0]})"


def _marker(line: str) -> str:
    """Return the mark line for an example's line that only says what is found above it, "" for any other line."""
    text = line.strip()
    for start, end in (("# <- ", ""), ("<!-- <- ", " -->")):
        if text.startswith(start) and text.endswith(end):
            return " " * (len(line) - len(line.lstrip())) + f"^ {text.removeprefix(start).removesuffix(end)}"
    return ""


def _table_cells(line: str) -> list[str]:
    """Return the cells of a table row. A bar that is escaped or stands in code separates nothing."""
    cells = [""]
    code = escaped = False
    for character in line.strip().removeprefix("|"):
        if escaped:
            cells[-1] += character if character == "|" else f"\\{character}"
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "|" and not code:
            cells.append("")
        else:
            code ^= character == "`"
            cells[-1] += character
    return cells[:-1] if not cells[-1].strip() else cells


def _columns(rows: list[list[str]], style: Style) -> list[str]:
    rows = [[safe(_inline(cell)) for cell in row] for row in rows if any(cell.strip("-: ") for cell in row)]
    if not rows:
        return []
    count = max(len(row) for row in rows)
    rows = [row + [""] * (count - len(row)) for row in rows]
    sizes = [max(width(row[column]) for row in rows) for column in range(count)]
    # What doesn't fit is taken from the widest columns, and wrapped.
    while sum(sizes) + 2 * (count - 1) > style.width and max(sizes) > 8:
        sizes[sizes.index(max(sizes))] -= 1
    out = []
    for index, row in enumerate(rows):
        cells = [wrap(cell, size) for cell, size in zip(row, sizes, strict=True)]
        for line in range(max(len(cell) for cell in cells)):
            parts = []
            for cell, size in zip(cells, sizes, strict=True):
                text = cell[line] if line < len(cell) else ""
                parts.append(text + " " * (size - width(text)))
            text = "  ".join(parts).rstrip()
            out.append(style.paint(text, "strong") if index == 0 else text)
    return out


def _shown(line: str) -> str:
    return safe(line.expandtabs(4))
