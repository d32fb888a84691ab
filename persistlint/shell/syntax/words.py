"""Reading words: quoting, expansions, and where each byte of them is written.

The text is a ``str`` with one character a byte (latin-1), so that offsets are bytes; ``text_of`` gives a stretch back as real text.
"""

from __future__ import annotations

from persistlint.shell.syntax.nodes import (
    ARITHMETIC,
    COMMAND,
    PARAMETER,
    PLACEHOLDER,
    PROCESS,
    TEXT,
    List,
    Parameter,
    Part,
    Problem,
    WordNode,
)
from persistlint.text.regex import regex

#: A run of characters that mean nothing to an unquoted word.
_PLAIN = regex(r"[^\\'\"$`\s;&|<>()]+")
#: The same inside double quotes.
_QUOTED = regex(r"[^\\\"$`]+")
#: The same in a here-document's body.
_BODY = regex(r"[^\\$`]+")
_NAME = regex(r"[A-Za-z_][A-Za-z0-9_]*")
#: In documents: whatever else the reader may want to write (the source holds UTF-8, a character for each byte).
ELLIPSIS = regex(r"(?:\.\.\.|\xe2\x80\xa6|<\.\.\.>|<\xe2\x80\xa6>)(?=[ \t\r\n;&|)]|$)")
#: One that is a path is taken for one only before a colon: `</dev/null >log` is two redirections.
PLACEHOLDER_TEXT = regex(
    r"<(?:[A-Za-z\x80-\xff][A-Za-z0-9\x80-\xff _./:|\-'(),]{0,90}(?<! )>(?!>)|/[A-Za-z0-9 _./|\-]{1,60}(?<! )>(?=:))"
    r"|<<[a-z][a-z0-9 _-]{0,60}(?<! )>>(?=[ \t\r\n:]|$)"
)
_NAME_ON = regex(r"[A-Za-z0-9_]+")
_OPERATOR = regex(r":[-=?+]|##|%%|//|/#|/%|\^\^|,,|@[a-zA-Z]|[-=?+#%/^,:@]")
_ANSI = regex(
    r"(?s)\\(?:[abeEfnrtv\\'\"?]|[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|c.)"
)
_ANSI_NAMES = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_SPECIAL = "@*#?-$!0123456789"
#: How deep expansions and compound commands may nest before the rest is left unread.
DEPTH = 120
#: Characters of an arithmetic expression; what is longer is not read as one.
LONGEST_ARITHMETIC = 10_000


class TooDeep(Exception):
    """The text nests deeper than ``DEPTH``."""


class WordReader:
    """Reads words of ``source`` from ``at`` on, up to ``limit``. ``problems`` collects what is no shell grammar."""

    def __init__(self, source: str, at: int = 0, limit: int | None = None) -> None:
        self.source = source
        self.at = at
        self.limit = len(source) if limit is None else limit
        self.problems: list[Problem] = []
        self.depth = 0
        #: Whether ``<name>`` is something for the reader to fill in (documents), not two redirections.
        self.placeholders = False

    def substitution(self, close: str) -> List:
        """Parse a list up to the unquoted ``close`` and step over it (the parser's part)."""
        raise NotImplementedError

    def text_of(self, start: int, end: int) -> str:
        """The source between two offsets as text."""
        raw = self.source[start:end]
        return raw if raw.isascii() else raw.encode("latin-1").decode("utf-8", "surrogateescape")

    def peek(self, length: int = 1) -> str:
        end = self.at + length
        return self.source[self.at : end if end < self.limit else self.limit]

    def word(self, stop: str = "") -> WordNode | None:
        """The word at ``at``, or None where there is none. ``stop`` are further characters that end it when unquoted."""
        while self.source.startswith("\\\n", self.at) and self.at + 1 < self.limit:
            self.at += 2
        start = self.at
        if self.placeholders and (found := ELLIPSIS.match(self.source, start, self.limit)) is not None:
            self.at = found.end()
            part = Part(PLACEHOLDER, start, self.at, "")
            part.text = "..."
            return WordNode(start, self.at, [part])
        parts = self.parts("", stop)
        return WordNode(start, self.at, parts) if parts else None

    def quoted_word(self) -> WordNode:
        """All that is left as one word: blanks and operators are text, quotes are quotes."""
        start = self.at
        return WordNode(start, self.limit, self.parts("]"))

    def parts(self, context: str, stop: str = "") -> list[Part]:
        """Parts up to the end of the word.

        ``context`` is ``""`` for a word, ``}`` for the word inside ``${…}``, ``"`` for one inside ``"${…}"``, ``/`` for a pattern up to a slash,
        ``]`` for the text between brackets.
        """
        source = self.source
        limit = self.limit
        out: list[Part] = []
        while self.at < limit:
            at = self.at
            character = source[at]
            if character == "\\":
                if source.startswith("\\\n", at) and at + 1 < limit:
                    self.at += 2
                    continue
                if at + 1 >= limit:
                    self._text(out, at, limit, "")
                    self.at = limit
                    continue
                end = self._character_end(at + 1)
                if context == '"' and source[at + 1] not in '"\\$`}':
                    self._text(out, at, end, '"')
                else:
                    out.append(Part(TEXT, at + 1, end, "\\"))
                self.at = end
            elif character == "'" and context != '"':
                self._single(out)
            elif character == '"':
                self._double(out)
            elif character == "$":
                self._dollar(out, '"' if context == '"' else "")
            elif character == "`":
                self._backquote(out, '"' if context == '"' else "")
            elif (context in ("}", '"') and character == "}") or character in stop:
                return out
            elif context:
                # Inside ${…} blanks and operators are text.
                end = at + 1
                self._text(out, at, end, '"' if context == '"' else "")
                self.at = end
            elif character == "<" and self.placeholders and self._placeholder(out):
                continue
            elif character in "<>" and at + 1 < limit and source[at + 1] == "(":
                part = Part(PROCESS, at, at, "")
                self.at += 2
                part.script = self.substitution(")")
                part.end = self.at
                out.append(part)
            elif character in "?*@+!" and at + 1 < limit and source[at + 1] == "(":
                self._extended_pattern(out)
            elif character in " \t\n\r;&|<>()":
                if character == "\r" and not (at + 1 >= limit or source[at + 1] == "\n"):
                    self._text(out, at, at + 1, "")
                    self.at += 1
                    continue
                return out
            else:
                found = _PLAIN.match(source, at, limit)
                end = found.end() if found else at + 1
                if stop:
                    for offset in range(at, end):
                        if source[offset] in stop:
                            end = offset
                            break
                if end < limit and source[end] == "(" and source[end - 1] in "?*@+!" and end - 1 > at:
                    end -= 1
                self._text(out, at, end, "")
                self.at = end
        return out

    def _character_end(self, at: int) -> int:
        """Where the character ends that begins at ``at``: in UTF-8 it may be several bytes."""
        end = at + 1
        while end < self.limit and "\x80" <= self.source[end] <= "\xbf" and self.source[at] >= "\xc0":
            end += 1
        return end

    def _placeholder(self, out: list[Part]) -> bool:
        """``<container>``, ``<your host's name>``, ``<<name>>``: text that nobody knows yet."""
        found = PLACEHOLDER_TEXT.match(self.source, self.at, self.limit)
        if found is None:
            return False
        part = Part(PLACEHOLDER, self.at, found.end(), "")
        self.at = found.end()
        out.append(part)
        return True

    def _quoted_placeholders(self, out: list[Part], start: int, end: int) -> None:
        for found in PLACEHOLDER_TEXT.finditer(self.source, start, end):
            if found.start() > start:
                self._text(out, start, found.start(), '"')
            out.append(Part(PLACEHOLDER, found.start(), found.end(), '"'))
            start = found.end()
        if end > start:
            self._text(out, start, end, '"')

    def _text(self, out: list[Part], start: int, end: int, quoting: str) -> None:
        if out:
            last = out[-1]
            if last.kind == TEXT and last.end == start and last.quoting == quoting and last.text is None:
                last.end = end
                return
        out.append(Part(TEXT, start, end, quoting))

    def _extended_pattern(self, out: list[Part]) -> None:
        """``@(a|b)``: one piece of text up to its closing parenthesis."""
        start = self.at
        depth = 0
        at = start + 1
        while at < self.limit:
            character = self.source[at]
            if character == "\\":
                at += 1
            elif character == "(":
                depth += 1
            elif character == ")":
                depth -= 1
                if depth == 0:
                    break
            elif character == "\n":
                break
            at += 1
        end = min(at + 1, self.limit) if at < self.limit and self.source[at] == ")" else start + 1
        self._text(out, start, end, "")
        self.at = end

    def _single(self, out: list[Part]) -> None:
        start = self.at + 1
        end = self.source.find("'", start, self.limit)
        if end < 0:
            end = self._unfinished(self.at, "unfinished single quote")
            self.at = end
        else:
            self.at = end + 1
        out.append(Part(TEXT, start, end, "'"))

    def _unfinished(self, start: int, reason: str) -> int:
        """Note a quote without an end; it is taken to end with its line."""
        end = self.source.find("\n", start, self.limit)
        if end < 0:
            end = self.limit
        self.problems.append(Problem(start, end, reason))
        return end

    def _double(self, out: list[Part]) -> None:
        opening = self.at
        self.at += 1
        source = self.source
        first = len(out)
        while True:
            at = self.at
            if at >= self.limit:
                # Read again as a quote that ends with its line.
                if len(out) > first:
                    del out[first:]
                end = self._unfinished(opening, "unfinished double quote")
                out.append(Part(TEXT, opening + 1, end, '"'))
                self.at = end
                return
            character = source[at]
            if character == '"':
                self.at += 1
                break
            if character == "\\":
                following = source[at + 1 : at + 2]
                if following == "\n":
                    pass
                elif following in ('"', "\\", "$", "`"):
                    out.append(Part(TEXT, at + 1, at + 2, '"'))
                else:
                    self._text(out, at, min(at + 2, self.limit), '"')
                self.at = min(at + 2, self.limit)
            elif character == "$":
                self._dollar(out, '"')
            elif character == "`":
                self._backquote(out, '"')
            else:
                found = _QUOTED.match(source, at, self.limit)
                end = found.end() if found else at + 1
                if self.placeholders and "<" in source[at:end]:
                    self._quoted_placeholders(out, at, end)
                else:
                    self._text(out, at, end, '"')
                self.at = end
        if len(out) == first:
            out.append(Part(TEXT, opening + 1, opening + 1, '"'))

    def _dollar(self, out: list[Part], quoting: str) -> None:
        source = self.source
        start = self.at
        following = source[start + 1 : start + 2] if start + 1 < self.limit else ""
        if following == "(":
            if source.startswith("$((", start) and self._arithmetic(out, quoting):
                return
            self.at = start + 2
            part = Part(COMMAND, start, start, quoting)
            part.script = self.substitution(")")
            part.end = self.at
            out.append(part)
        elif following == "{":
            self._braced(out, quoting)
        elif following == "'" and quoting != '"':
            self._ansi(out)
        elif following == '"' and quoting != '"':
            self.at += 1
            self._double(out)
        elif following == "[":
            end = source.find("]", start, self.limit)
            if end < 0:
                self._text(out, start, start + 1, quoting)
                self.at = start + 1
                return
            part = Part(ARITHMETIC, start, end + 1, quoting)
            part.text = source[start + 2 : end]
            self.at = end + 1
            out.append(part)
        else:
            found = _NAME.match(source, start + 1, self.limit)
            if found:
                name = found.group()
                self.at = found.end()
                while source.startswith("\\\n", self.at) and _NAME_ON.match(source, self.at + 2, self.limit):
                    # The name goes on after a backslash and line end.
                    found = _NAME_ON.match(source, self.at + 2, self.limit)
                    name += found.group() if found else ""
                    self.at += 2 + len(found.group() if found else "")
            elif following and following in _SPECIAL:
                name = following
                self.at = start + 2
            else:
                self._text(out, start, start + 1, quoting)
                self.at = start + 1
                return
            part = Part(PARAMETER, start, self.at, quoting)
            part.parameter = Parameter(name)
            out.append(part)

    def _arithmetic(self, out: list[Part], quoting: str) -> bool:
        """``$((…))``; False where the parentheses turn out to be a command substitution with a subshell."""
        end = self.arithmetic_end(self.at + 3)
        if end < 0:
            return False
        part = Part(ARITHMETIC, self.at, end + 2, quoting)
        part.text = self.source[self.at + 3 : end]
        self.at = end + 2
        out.append(part)
        return True

    def arithmetic_end(self, start: int) -> int:
        """Where the ``))`` stands that ends the arithmetic text at ``start``; -1 where it is no arithmetic."""
        depth = 0
        at = start
        source = self.source
        limit = min(self.limit, start + LONGEST_ARITHMETIC)
        while at < limit:
            character = source[at]
            if character == "(":
                depth += 1
            elif character == ")":
                if depth == 0:
                    return at if source.startswith("))", at) and at + 1 < self.limit else -1
                depth -= 1
            elif character in "'\"":
                close = source.find(character, at + 1, self.limit)
                if close < 0:
                    return -1
                at = close
            elif character == "\\":
                at += 1
            at += 1
        return -1

    def _ansi(self, out: list[Part]) -> None:
        """``$'…'`` with backslash escapes (bash manual, "ANSI-C Quoting")."""
        start = self.at + 2
        at = start
        source = self.source
        while at < self.limit and source[at] != "'":
            at += 2 if source[at] == "\\" else 1
        if at >= self.limit:
            end = self._unfinished(self.at, "unfinished single quote")
            out.append(Part(TEXT, start, end, "'"))
            self.at = end
            return
        begin = start
        while begin < at:
            slash = source.find("\\", begin, at)
            if slash < 0:
                slash = at
            if slash > begin:
                out.append(Part(TEXT, begin, slash, "'"))
            if slash >= at:
                break
            found = _ANSI.match(source, slash, at)
            end = found.end() if found else min(self._character_end(slash + 1), at)
            part = Part(TEXT, slash, end, "'")
            part.text = _ansi_text(source[slash + 1 : end]) if found else self.text_of(slash, end)
            out.append(part)
            begin = end
        if at == start:
            out.append(Part(TEXT, start, start, "'"))
        self.at = at + 1

    def _backquote(self, out: list[Part], quoting: str) -> None:
        start = self.at
        source = self.source
        at = start + 1
        while at < self.limit and source[at] != "`":
            at += 2 if source[at] == "\\" else 1
        if at >= self.limit:
            end = self._unfinished(start, "unfinished backquote")
            self._text(out, start, end, quoting)
            self.at = end
            return
        part = Part(COMMAND, start, at + 1, quoting)
        if "\\" not in source[start:at]:
            keep = self.limit
            self.limit = at
            self.at = start + 1
            part.script = self.substitution("")
            self.limit = keep
        self.at = at + 1
        out.append(part)

    def _braced(self, out: list[Part], quoting: str) -> None:
        """``${…}``."""
        self.depth += 1
        if self.depth > DEPTH:
            raise TooDeep
        start = self.at
        source = self.source
        self.at = start + 2
        prefix = ""
        if self.peek() in ("!", "#") and self.peek(2)[1:] != "}":
            following = self.peek(2)[1:]
            if self.peek() == "#" and following in ("-", ":", "?", "#", "%"):
                prefix = ""
            else:
                prefix = self.peek()
                self.at += 1
        found = _NAME.match(source, self.at, self.limit)
        if found:
            name = found.group()
        else:
            digits = self.at
            while digits < self.limit and source[digits].isdecimal():
                digits += 1
            name = source[self.at : digits] or (
                self.peek() if self.peek() and self.peek() in _SPECIAL else ""
            )
        parameter = Parameter(name)
        parameter.prefix = prefix
        self.at += len(name)
        part = Part(PARAMETER, start, start, quoting)
        part.parameter = parameter
        ok = bool(name)
        if ok and self.peek() == "[":
            close = self._bracket_end(self.at)
            if close < 0:
                ok = False
            else:
                parameter.index = source[self.at + 1 : close]
                self.at = close + 1
        if ok and self.peek() != "}":
            operator = _OPERATOR.match(source, self.at, self.limit)
            if operator is None:
                if prefix == "!" and self.peek() in ("*", "@"):
                    parameter.operator = self.peek()
                    self.at += 1
                else:
                    ok = False
            else:
                parameter.operator = operator.group()
                self.at = operator.end()
                context = '"' if quoting == '"' else "}"
                if parameter.operator.startswith("/"):
                    begin = self.at
                    parameter.argument = WordNode(begin, begin, self.parts("}", "/"))
                    parameter.argument.end = self.at
                    if self.peek() == "/":
                        self.at += 1
                        begin = self.at
                        parameter.replacement = WordNode(begin, begin, self.parts(context))
                        parameter.replacement.end = self.at
                else:
                    # Patterns are read with quotes as quotes, also inside double quotes.
                    if parameter.operator[0] in "#%^,":
                        context = "}"
                    begin = self.at
                    parameter.argument = WordNode(begin, begin, self.parts(context))
                    parameter.argument.end = self.at
        if not ok or self.peek() != "}":
            close = source.find("}", self.at, self.limit)
            line = source.find("\n", self.at, self.limit)
            if close < 0 or (0 <= line < close):
                close = (line if line >= 0 else self.limit) - 1
                self.problems.append(Problem(start, close + 1, "unfinished ${"))
            part.parameter = None
            self.at = max(close, start + 1)
        self.at = min(self.at + 1, self.limit)
        part.end = self.at
        out.append(part)
        self.depth -= 1

    def _bracket_end(self, start: int) -> int:
        depth = 0
        at = start
        while at < self.limit:
            character = self.source[at]
            if character == "[":
                depth += 1
            elif character == "]":
                depth -= 1
                if depth == 0:
                    return at
            elif character == "\n":
                return -1
            elif character == "\\":
                at += 1
            elif character in "'\"":
                close = self.source.find(character, at + 1, self.limit)
                if close < 0:
                    return -1
                at = close
            at += 1
        return -1

    def body_parts(self, start: int, end: int, strip_tabs: bool) -> list[Part]:
        """The parts of a here-document's body that expands: as in double quotes, but quotes are text."""
        keep_at, keep_limit = self.at, self.limit
        self.at, self.limit = start, end
        out: list[Part] = []
        source = self.source
        line_start = True
        while self.at < end:
            at = self.at
            if line_start and strip_tabs and source[at] == "\t":
                self.at += 1
                continue
            line_start = False
            character = source[at]
            if character == "\\":
                following = source[at + 1 : at + 2] if at + 1 < end else ""
                if following == "\n":
                    line_start = strip_tabs
                elif following in ("\\", "$", "`"):
                    out.append(Part(TEXT, at + 1, at + 2, '"'))
                else:
                    self._text(out, at, at + 1, '"')
                    self.at += 1
                    continue
                self.at += 2
            elif character == "$":
                self._dollar(out, '"')
            elif character == "`":
                self._backquote(out, '"')
            else:
                found = _BODY.match(source, at, end)
                stop = found.end() if found else at + 1
                if strip_tabs:
                    newline = source.find("\n", at, stop)
                    if newline >= 0:
                        stop = newline + 1
                        line_start = True
                self._text(out, at, stop, '"')
                self.at = stop
        self.at, self.limit = keep_at, keep_limit
        return out


def _ansi_text(escape: str) -> str:
    first = escape[0]
    if first in _ANSI_NAMES:
        return _ANSI_NAMES[first]
    if first in "01234567":
        return chr(int(escape, 8) & 0xFF)
    if first in "xuU":
        code = int(escape[1:], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    if first == "c":
        return chr(ord(escape[1:2] or "@") & 0x1F)
    return escape
