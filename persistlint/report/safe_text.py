"""Text of files and names made fit for a terminal: no control characters get through, and widths are known."""

from __future__ import annotations

TAB = 4

#: Names that are longer are cut where there is little room.
LONGEST = 80

#: Marks that change the direction or join what stands beside them, so that a line shows something else than it holds.
_HIDDEN = frozenset(
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
    # No characters at all: XML can't hold them.
    "\ufffe\uffff"
)


def safe(text: str) -> str:
    r"""Return ``text`` on one line, with every control or hidden character written out (``\x1b``)."""
    if text.isprintable():
        # Nothing that is written out counts as printable.
        return text
    return "".join(_shown(character) for character in text)


def cut(text: str, longest: int = LONGEST) -> str:
    """Return the text on one line, without control characters, and at most ``longest`` characters of it."""
    shown = safe(text[: 2 * longest])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def cells(text: str) -> list[tuple[str, int]]:
    """Return for each code point its shown text and the columns that takes. Tabs go to the next stop."""
    if text.isascii() and text.isprintable():
        return [(character, 1) for character in text]
    out = []
    column = 0
    for character in text:
        if character == "\t":
            shown = " " * (TAB - column % TAB)
            width = len(shown)
        else:
            shown = _shown(character)
            width = len(shown) if len(shown) > 1 else _columns(shown)
        out.append((shown, width))
        column += width
    return out


def width(text: str) -> int:
    """Return the columns that ``text`` takes on a terminal."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def wrap(text: str, columns: int) -> list[str]:
    """Return ``text`` in lines of at most ``columns``, broken at blanks. A longer word stands alone."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) > columns:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line or not lines:
        lines.append(line)
    return lines


def fold(text: str, columns: int) -> list[str]:
    """Return ``text`` in lines of at most ``columns``: broken at blanks, a longer word behind a slash, else behind another mark, else anywhere."""
    out = []
    for line in wrap(text, columns):
        while width(line) > columns:
            cut = columns
            while width(line[:cut]) > columns:
                cut -= 1
            slash = line.rfind("/", 1, cut)
            mark = max(line.rfind(mark, 1, cut) for mark in ":=,.-_@")
            if max(slash, mark) > columns // 2:
                cut = (slash if slash > columns // 2 else mark) + 1
            out.append(line[:cut])
            line = line[cut:]
        out.append(line)
    return out


def _shown(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        # A byte that is no UTF-8.
        return f"\\x{code - 0xDC00:02x}"
    if code < 32 or 0x7F <= code < 0xA0:
        return f"\\x{code:02x}"
    if character in _HIDDEN or 0xD800 <= code <= 0xDFFF or 0xE0000 <= code <= 0xE007F:
        return f"\\u{code:04x}"
    return character


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    # Only text beyond Latin pays for this import.
    from unicodedata import combining, east_asian_width

    if combining(character) or "\ufe00" <= character <= "\ufe0f":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
