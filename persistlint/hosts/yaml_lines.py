"""Lines of YAML that go-yaml takes and the grammar of tree-sitter-yaml refuses: flow collections and quotations that stand wherever they like.

YAML 1.2 wants those lines deeper than the key that they belong to. libyaml and go-yaml, which Compose reads with, don't look at it.
"""

from __future__ import annotations

from persistlint.text.budgets import MOST_WRONG_STARTS
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_INDICATORS = regex(rb"[ ]*(?:[-?](?=[ \t\r\n])[ \t]*)*")
_PROPERTIES = regex(rb"(?:[&!][^ \t\r\n,\[\]{}]*[ \t]+)*")
_HEADER = regex(rb"[|>][0-9+-]*[ \t]*(?:#[^\n]*)?\r?\n")
#: A plain key and the colon behind it. A blank with a hash behind it begins a remark.
_KEY = regex(rb"(?:[^ \t\r\n:#]|:(?![ \t\r\n])|[ \t]+(?!#)|(?<![ \t])#)*+:(?=[ \t\r\n])")
_BLANKS = regex(rb"[ \t]*")
_LINE_END = regex(rb"[^\n]*\n?")
_DOUBLE = regex(rb'(?s)"(?:[^"\\]|\\.)*+"')
_SINGLE = regex(rb"'(?:[^']|'')*+'")
_MARK = regex(rb"\n(?:---|\.\.\.)(?=[ \t\r\n]|\Z)")
#: What a flow collection is made of: blanks, a remark, an indicator, and a stretch of a plain scalar.
_PART = regex(
    rb"(?P<blank>[ \t\r\n]+)|(?P<indicator>[,\[\]{}])|(?P<colon>:)|(?P<plain>#|[^ \t\r\n,\[\]{}:#]+)"
)
_BREAK = regex(rb"[\r\n\t]")
_REMARK = regex(rb"#[^\r\n]*")
_SPACE = regex(rb"[ \t\r\n]+")


def with_joined_lines(text: bytes) -> bytes:
    """Return the text with each flow collection and quotation on one line, byte for byte where it was.

    Line ends, tabs and remarks in them become blanks. What isn't closed stays as it is.
    """
    return _Joiner(text).joined()


class _Joiner:
    def __init__(self, text: bytes) -> None:
        self.text = text
        self.result = bytearray(text)
        #: What begins and doesn't end, for which the rest of the text was gone through.
        self.unclosed = 0

    def joined(self) -> bytes:
        at = 0
        while at < len(self.text) and self.unclosed < MOST_WRONG_STARTS:
            at = self._line(at)
        return bytes(self.result)

    def _line(self, start: int) -> int:
        """Go through a line of block style, with what begins in it and ends below. Return where the next one begins."""
        text = self.text
        indicators = _INDICATORS.match(text, start)
        at = indicators.end() if indicators is not None else start
        column = max(text.rfind(b"-", start, at), text.rfind(b"?", start, at)) - start
        # A value, or a key and its value.
        for _ in range(2):
            at = self._past(_PROPERTIES, at)
            first = text[at : at + 1]
            if first in (b"|", b">"):
                return self._past_block(at, column)
            if first in (b'"', b"'", b"[", b"{"):
                end = self._past_quotation(at) if first in (b'"', b"'") else self._past_flow(at)
                if end is None:
                    self.unclosed += 1
                    break
                behind = self._past(_BLANKS, end)
                if text[behind : behind + 1] != b":":
                    if text[end : end + 1] == b"#":
                        self._blank(_REMARK, end)
                    at = end
                    break
                if b"\n" in text[at:end]:
                    # A key stands on one line.
                    self.result[at:end] = text[at:end]
                column, at = at - start, self._past(_BLANKS, behind + 1)
                continue
            key = _KEY.match(text, at) if first != b"#" else None
            if key is None:
                break
            column, at = at - start, self._past(_BLANKS, key.end())
        return self._past(_LINE_END, at)

    def _past(self, pattern: re.Pattern[bytes], at: int) -> int:
        match = pattern.match(self.text, at)
        return match.end() if match is not None else at

    def _past_block(self, at: int, column: int) -> int:
        """Return where the lines of a block scalar end, all of which stand deeper than its key or dash."""
        header = _HEADER.match(self.text, at)
        if header is None:
            return self._past(_LINE_END, at)
        at = header.end()
        while at < len(self.text):
            end = self._past(_LINE_END, at)
            line = self.text[at:end]
            if line.strip() and len(line) - len(line.lstrip(b" ")) <= column:
                break
            at = end
        return at

    def _past_quotation(self, at: int) -> int | None:
        quotation = (_DOUBLE if self.text[at : at + 1] == b'"' else _SINGLE).match(self.text, at)
        if quotation is None or _MARK.search(self.text, at, quotation.end()) is not None:
            return None
        self._blank(_BREAK, at, quotation.end())
        if self.text[at : at + 1] == b'"':
            self._mend_escapes(at, quotation.end())
        return quotation.end()

    def _mend_escapes(self, start: int, end: int) -> None:
        """Write another escape for a line end's and for ``\\'``, which go-yaml takes."""
        at = self.text.find(b"\\", start, end)
        while at >= 0:
            if self.text[at + 1 : at + 2] in (b"\r", b"\n", b"\t"):
                self.result[at : at + 1] = b" "
            elif self.text[at + 1 : at + 2] == b"'":
                self.result[at + 1 : at + 2] = b"/"
            at = self.text.find(b"\\", at + 2, end)

    def _past_flow(self, start: int) -> int | None:
        """Return where the collection ends that begins here, None where it doesn't."""
        text = self.text
        at, depth = start, 0
        # Whether a value may begin here, and whether a quotation or collection ended here.
        fresh, closed = True, False
        breaks: list[int] = []
        while at < len(text):
            byte = text[at : at + 1]
            if fresh and byte in (b'"', b"'"):
                end = self._past_quotation(at)
                if end is None:
                    return None
                at, fresh, closed = end, False, True
                continue
            if byte == b"#" and (closed or fresh or text[at - 1 : at] in (b" ", b"\t", b"\n")):
                breaks.append(at)
                at = self._past(_REMARK, at)
                continue
            part = _PART.match(text, at)
            if part is None:
                return None
            kind, end = part.lastgroup, part.end()
            if kind == "blank":
                if _MARK.search(text, at, min(len(text), end + 4)) is not None:
                    return None
                breaks.append(at)
            elif kind == "indicator":
                depth += (byte in (b"[", b"{")) - (byte in (b"]", b"}"))
                fresh, closed = byte in (b"[", b"{", b","), byte in (b"]", b"}")
                if depth == 0:
                    break
            elif kind == "colon":
                fresh = closed or text[end : end + 1] in (b" ", b"\t", b"\r", b"\n", b",", b"]", b"}")
                closed = False
            else:
                if fresh and part.group() == b"-" and text[end : end + 1] in (b",", b"]", b"}"):
                    self.result[at:end] = b"_"
                fresh = closed = False
            at = end
        if depth or at >= len(text):
            return None
        for place in breaks:
            if text[place : place + 1] == b"#":
                self._blank(_REMARK, place)
            else:
                self._blank(_BREAK, place, self._past(_SPACE, place))
        return end

    def _blank(self, pattern: re.Pattern[bytes], start: int, end: int | None = None) -> None:
        """Write blanks over what the pattern matches: all of it up to ``end``, or what begins at ``start``."""
        if end is None:
            stop = self._past(pattern, start)
            self.result[start:stop] = b" " * (stop - start)
            return
        for match in pattern.finditer(self.text, start, end):
            self.result[match.start() : match.end()] = b" " * (match.end() - match.start())
