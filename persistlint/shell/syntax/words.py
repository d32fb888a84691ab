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
from persistlint.shell.syntax.templates import OPENINGS, TEMPLATE, template_start
from persistlint.text.budgets import LONGEST_ARITHMETIC, MOST_NESTED, SECOND_READING
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: A run of characters that mean nothing to an unquoted word.
_PLAIN = regex(r"[^\\'\"$`\s;&|<>()]+")
#: The same inside double quotes.
_QUOTED = regex(r"[^\\\"$`]+")
#: The same in a here-document's body.
_BODY = regex(r"[^\\$`]+")
_NAME = regex(r"[A-Za-z_][A-Za-z0-9_]*")
#: In documents: whatever else the reader may want to write (the source holds UTF-8, a character for each byte).
ELLIPSIS = regex(r"(?:\.\.\.|\xe2\x80\xa6|<\.\.\.>|<\xe2\x80\xa6>)(?=[ \t\r\n;&|)]|$)")
#: In documents: an arrow that leads to a remark about the command (``docker ps   <--- the id stands here``).
REMARK = regex(r"(?:<[-=]{2,}>?|<-(?=[ \t])|[-=]+>(?=[ \t]))(?=[ \tA-Za-z\x80-\xff(]|$)")
#: One that is a path is taken for one only before a colon: `</dev/null >log` is two redirections.
PLACEHOLDER_TEXT = regex(
    r"<(?:[A-Za-z\x80-\xff](?:[A-Za-z0-9\x80-\xff _./:|\-'(),]|\[:?[\w.-]+\]){0,90}(?<! )>(?!>)|/[A-Za-z0-9 _./|\-]{1,60}(?<! )>(?=:))"
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
#: Characters that are read between two calls of the checkpoint.
STRIDE = 4_096


#: For an opening bracket of each kind, what may end the search for the closing one, or hide it.
_CLOSING = {"(": regex(r"[()'\"\\]"), "[": regex(r"[\[\]'\"\\\n]"), "@": regex(r"[()\\\n]")}


class TooDeep(Exception):
    """The text nests deeper than ``MOST_NESTED``."""


class Unfinished(Exception):
    """A double quote inside another one has no end: then the one around it has none either."""


class Region:
    """Text with an end of its own: the source, the body of a here-document, what stands in backquotes.

    It keeps what was found not to be there, so that nothing is looked for again from inside.
    """

    __slots__ = ("absent", "closers", "quotes", "unfinished")

    def __init__(self) -> None:
        #: How many double quotes are open.
        self.quotes = 0
        #: Where double quotes begin that have no end.
        self.unfinished: set[int] = set()
        #: From where on a text doesn't occur.
        self.absent: dict[str, int] = {}
        #: Where brackets close, by their kind and place; -1 for those that don't.
        self.closers: dict[tuple[str, int], int] = {}


class WordReader:
    """Reads words of ``source`` from ``at`` on, up to ``limit``. ``problems`` collects what is no shell grammar."""

    def __init__(self, source: str, at: int = 0, limit: int | None = None) -> None:
        self.source = source
        self.at = at
        self.limit = len(source) if limit is None else limit
        self.problems: list[Problem] = []
        self.depth = 0
        #: How many loops deep the loops are that were read in the body of the loop around.
        self.loops = 0
        #: Whether ``<name>`` is something for the reader to fill in (documents), not two redirections.
        self.placeholders = False
        #: Called after at most ``STRIDE`` characters; what it raises ends the reading.
        self.checkpoint: Callable[[], None] | None = None
        self._ask_at = self.at
        self._region = Region()
        #: Characters that may still be read a second time, because a quote or bracket turned out to have no end.
        self._second_reading = SECOND_READING * self.limit + LONGEST_ARITHMETIC

    def substitution(self, close: str) -> List:
        """Parse a list up to the unquoted ``close`` and step over it (the parser's part)."""
        raise NotImplementedError

    def ask(self) -> None:
        """Call the checkpoint; loops do so when they come to ``_ask_at``."""
        self._ask_at = self.at + STRIDE
        if self.checkpoint is not None:
            self.checkpoint()

    def mark(self) -> tuple[Any, ...]:
        """Return what ``go_back`` needs to forget all that is read from here on."""
        return self.at, self.depth, len(self.problems)

    def go_back(self, mark: tuple[Any, ...]) -> None:
        """Go back to a mark. The reader may come here again, so the characters between are paid for."""
        self._second_reading -= self.at - mark[0]
        self.at, self.depth, problems = mark[:3]
        del self.problems[problems:]
        self._ask_at = self.at

    def enter(self, limit: int) -> tuple[int, Region]:
        """Read up to ``limit`` only; ``leave`` takes what this returns."""
        around = self.limit, self._region
        region = Region()
        if limit == self.limit:
            region.absent = self._region.absent
        self.limit, self._region = limit, region
        return around

    def leave(self, around: tuple[int, Region]) -> None:
        """Go on in the text around."""
        self.limit, self._region = around

    def find(self, text: str, start: int) -> int:
        """Return where ``text`` stands next in this region, or -1. What isn't there is looked for once."""
        absent = self._region.absent
        if start >= absent.get(text, self.limit):
            return -1
        place = self.source.find(text, start, self.limit)
        if place < 0:
            absent[text] = start
        return place

    def closer(self, opening: int, kind: str) -> int:
        """Return where the bracket at ``opening`` closes, or -1.

        ``kind`` is ``(`` for arithmetic, ``[`` for an index, ``@`` for an extended pattern; the last two end with their line.
        All brackets on the way are remembered, so that those inside an open one aren't looked at again.
        """
        closers = self._region.closers
        closer = closers.get((kind, opening))
        if closer is not None:
            return closer
        if self._second_reading < 0:
            return -1
        opens = "[" if kind == "[" else "("
        pattern = _CLOSING[kind]
        source = self.source
        stack = [opening]
        at = opening + 1
        while True:
            match = pattern.search(source, at, self.limit)
            if match is None:
                end = self.limit
                break
            end = match.start()
            if end >= self._ask_at:
                self.ask()
                self._ask_at = end + STRIDE
            character = source[end]
            at = end + 1
            if character == opens:
                stack.append(end)
            elif character == "\\":
                at += 1
            elif character in "'\"":
                close = self.find(character, at)
                if close < 0:
                    break
                at = close + 1
            elif character == "\n":
                break
            else:
                closers[kind, stack.pop()] = end
                if not stack:
                    return end
        for unclosed in stack:
            closers[kind, unclosed] = -1
        self._second_reading -= end - opening
        return -1

    def text_of(self, start: int, end: int) -> str:
        """Return the source between two offsets as text."""
        raw = self.source[start:end]
        return raw if raw.isascii() else raw.encode("latin-1").decode("utf-8", "surrogateescape")

    def peek(self, length: int = 1) -> str:
        end = self.at + length
        return self.source[self.at : end if end < self.limit else self.limit]

    def word(self, stop: str = "") -> WordNode | None:
        """Return the word at ``at``, None where there is none. ``stop`` are further characters that end it when unquoted."""
        while self.source.startswith("\\\n", self.at) and self.at + 1 < self.limit:
            self.at += 2
        start = self.at
        if self.placeholders and (match := ELLIPSIS.match(self.source, start, self.limit)) is not None:
            self.at = match.end()
            part = Part(PLACEHOLDER, start, self.at, "")
            part.text = "..."
            return WordNode(start, self.at, [part])
        parts = self.parts("", stop)
        return WordNode(start, self.at, parts) if parts else None

    def quoted_word(self) -> WordNode:
        """Return all that is left as one word. Blanks and operators are text, quotes are quotes."""
        start = self.at
        try:
            return WordNode(start, self.limit, self.parts("]"))
        except TooDeep:
            return WordNode(start, self.limit, [self._too_deep_part(start, self.limit)])

    def _too_deep_part(self, start: int, end: int) -> Part:
        """Return what stands for text that nests too deeply: nothing is known of it."""
        self.problems.append(Problem(start, end, "nested too deeply"))
        part = Part(PLACEHOLDER, start, end, "")
        part.text = "..."
        return part

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
            if at >= self._ask_at:
                self.ask()
            character = source[at]
            if self.placeholders and character in OPENINGS and self._template(out):
                continue
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
                match = _PLAIN.match(source, at, limit)
                end = match.end() if match else at + 1
                if self.placeholders:
                    end = template_start(source, at + 1, end, limit)
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
        """Return the end of the character that begins at ``at``. In UTF-8 it may be several bytes."""
        end = at + 1
        while end < self.limit and "\x80" <= self.source[end] <= "\xbf" and self.source[at] >= "\xc0":
            end += 1
        return end

    def _placeholder(self, out: list[Part]) -> bool:
        """Read a placeholder such as ``<container>``, ``<your host's name>`` or ``<<name>>``; return whether there is one."""
        match = PLACEHOLDER_TEXT.match(self.source, self.at, self.limit)
        if match is None:
            return False
        part = Part(PLACEHOLDER, self.at, match.end(), "")
        self.at = match.end()
        out.append(part)
        return True

    def _template(self, out: list[Part], quoting: str = "") -> bool:
        """Read a template's text, which is unknown. Return False where there is none."""
        match = TEMPLATE.match(self.source, self.at, self.limit)
        if match is None:
            return False
        out.append(Part(PLACEHOLDER, self.at, match.end(), quoting))
        self.at = match.end()
        return True

    def _quoted_placeholders(self, out: list[Part], start: int, end: int) -> None:
        for match in PLACEHOLDER_TEXT.finditer(self.source, start, end):
            if match.start() > start:
                self._text(out, start, match.start(), '"')
            out.append(Part(PLACEHOLDER, match.start(), match.end(), '"'))
            start = match.end()
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
        """Read ``@(a|b)`` as one piece of text up to its closing parenthesis."""
        start = self.at
        close = self.closer(start + 1, "@")
        end = close + 1 if close >= 0 else start + 1
        self._text(out, start, end, "")
        self.at = end

    def _single(self, out: list[Part]) -> None:
        start = self.at + 1
        end = self.find("'", start)
        if end < 0:
            end = self._unfinished(self.at, "unfinished single quote")
            self.at = end
        else:
            self.at = end + 1
        out.append(Part(TEXT, start, end, "'"))

    def _unfinished(self, start: int, reason: str) -> int:
        """Note a quote without an end; it is taken to end with its line."""
        end = self.find("\n", start)
        if end < 0:
            end = self.limit
        self.problems.append(Problem(start, end, reason))
        return end

    def _double(self, out: list[Part]) -> None:
        """Read ``"…"``. A quotation without an end is read again as one that ends with its line.

        Only the outermost of them is: what stands in it is read anew then, and the quotes in it are known to have no end.
        """
        opening = self.at
        region = self._region
        first = len(out)
        is_unfinished = opening in region.unfinished
        mark = None if region.quotes else self.mark()
        if not is_unfinished:
            region.quotes += 1
            try:
                finished = self._quoted(out)
            except Unfinished:
                finished = False
            region.quotes -= 1
            if finished:
                if len(out) == first:
                    out.append(Part(TEXT, opening + 1, opening + 1, '"'))
                return
            region.unfinished.add(opening)
        if mark is None:
            raise Unfinished
        del out[first:]
        self.go_back(mark)
        if self._second_reading < 0:
            # What stands here would be read again and again: it is left unread up to its end.
            self.problems.append(Problem(opening, self.limit, "unfinished double quote"))
            end = self.limit
        else:
            end = self._unfinished(opening, "unfinished double quote")
        out.append(Part(TEXT, opening + 1, end, '"'))
        self.at = end

    def _quoted(self, out: list[Part]) -> bool:
        """Read what follows a double quote, up to the one that ends it; False where there is none."""
        self.at += 1
        source = self.source
        while True:
            at = self.at
            if at >= self._ask_at:
                self.ask()
            if at >= self.limit:
                return False
            character = source[at]
            if character == '"':
                self.at += 1
                return True
            if character == "\\":
                following = source[at + 1 : at + 2]
                if following == "\n":
                    pass
                elif following in ('"', "\\", "$", "`"):
                    out.append(Part(TEXT, at + 1, at + 2, '"'))
                else:
                    self._text(out, at, min(at + 2, self.limit), '"')
                self.at = min(at + 2, self.limit)
            elif self.placeholders and character in OPENINGS and self._template(out, '"'):
                continue
            elif character == "$":
                self._dollar(out, '"')
            elif character == "`":
                self._backquote(out, '"')
            else:
                match = _QUOTED.match(source, at, self.limit)
                end = match.end() if match else at + 1
                if self.placeholders:
                    end = template_start(source, at + 1, end, self.limit)
                if self.placeholders and "<" in source[at:end]:
                    self._quoted_placeholders(out, at, end)
                else:
                    self._text(out, at, end, '"')
                self.at = end

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
            end = self.find("]", start)
            if end < 0:
                self._text(out, start, start + 1, quoting)
                self.at = start + 1
                return
            part = Part(ARITHMETIC, start, end + 1, quoting)
            part.text = source[start + 2 : end]
            self.at = end + 1
            out.append(part)
        else:
            match = _NAME.match(source, start + 1, self.limit)
            if match:
                name = match.group()
                self.at = match.end()
                while source.startswith("\\\n", self.at) and _NAME_ON.match(source, self.at + 2, self.limit):
                    # The name goes on after a backslash and line end.
                    match = _NAME_ON.match(source, self.at + 2, self.limit)
                    name += match.group() if match else ""
                    self.at += 2 + len(match.group() if match else "")
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
        """Read ``$((…))``; return False where the parentheses turn out to be a command substitution with a subshell."""
        end = self.arithmetic_end(self.at + 3)
        if end < 0:
            return False
        part = Part(ARITHMETIC, self.at, end + 2, quoting)
        part.text = self.source[self.at + 3 : end]
        self.at = end + 2
        out.append(part)
        return True

    def arithmetic_end(self, start: int) -> int:
        """Return the offset of the ``))`` that ends the arithmetic text at ``start``, -1 where it is no arithmetic."""
        close = self.closer(start - 1, "(")
        if close < 0:
            return -1
        if (
            close - start < LONGEST_ARITHMETIC
            and close + 1 < self.limit
            and self.source.startswith("))", close)
        ):
            return close
        self._second_reading -= close - start
        return -1

    def _ansi(self, out: list[Part]) -> None:
        """Read ``$'…'`` with backslash escapes (bash manual, "ANSI-C Quoting")."""
        start = self.at + 2
        at = start
        source = self.source
        if start < self._region.absent.get("$'", self.limit):
            while at < self.limit and source[at] != "'":
                at += 2 if source[at] == "\\" else 1
        else:
            at = self.limit
        if at >= self.limit:
            self._region.absent.setdefault("$'", start)
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
            match = _ANSI.match(source, slash, at)
            end = match.end() if match else min(self._character_end(slash + 1), at)
            part = Part(TEXT, slash, end, "'")
            part.text = _ansi_text(source[slash + 1 : end]) if match else self.text_of(slash, end)
            out.append(part)
            begin = end
        if at == start:
            out.append(Part(TEXT, start, start, "'"))
        self.at = at + 1

    def _backquote(self, out: list[Part], quoting: str) -> None:
        start = self.at
        source = self.source
        at = start + 1
        if start < self._region.absent.get("`", self.limit):
            while at < self.limit and source[at] != "`":
                at += 2 if source[at] == "\\" else 1
        else:
            at = self.limit
        if at >= self.limit:
            self._region.absent.setdefault("`", start)
            end = self._unfinished(start, "unfinished backquote")
            self._text(out, start, end, quoting)
            self.at = end
            return
        part = Part(COMMAND, start, at + 1, quoting)
        if "\\" not in source[start:at]:
            around = self.enter(at)
            self.at = start + 1
            try:
                part.script = self.substitution("")
            finally:
                self.leave(around)
        self.at = at + 1
        out.append(part)

    def _braced(self, out: list[Part], quoting: str) -> None:
        """Read ``${…}``."""
        self.depth += 1
        if self.depth > MOST_NESTED:
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
        match = _NAME.match(source, self.at, self.limit)
        if match:
            name = match.group()
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
            close = self.closer(self.at, "[")
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
            close = self.find("}", self.at)
            line = self.find("\n", self.at)
            if close < 0 or (0 <= line < close):
                close = (line if line >= 0 else self.limit) - 1
                self.problems.append(Problem(start, close + 1, "unfinished ${"))
            part.parameter = None
            self.at = max(close, start + 1)
        self.at = min(self.at + 1, self.limit)
        part.end = self.at
        out.append(part)
        self.depth -= 1

    def body_parts(self, start: int, end: int, strip_tabs: bool) -> list[Part]:
        """Return the parts of a here-document's body that expands. It is read as in double quotes, but quotes are text.

        From where it nests too deeply nothing of it is known.
        """
        at, depth = self.at, self.depth
        around = self.enter(end)
        self.at = start
        out: list[Part] = []
        try:
            self._body_parts(out, strip_tabs)
        except TooDeep:
            self.depth = depth
            out.append(self._too_deep_part(out[-1].end if out else start, end))
        finally:
            self.at = at
            self.leave(around)
        return out

    def _body_parts(self, out: list[Part], strip_tabs: bool) -> None:
        source = self.source
        end = self.limit
        line_start = True
        while self.at < end:
            at = self.at
            if at >= self._ask_at:
                self.ask()
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
                match = _BODY.match(source, at, end)
                stop = match.end() if match else at + 1
                if strip_tabs:
                    newline = source.find("\n", at, stop)
                    if newline >= 0:
                        stop = newline + 1
                        line_start = True
                self._text(out, at, stop, '"')
                self.at = stop


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
