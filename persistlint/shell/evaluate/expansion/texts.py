"""Known text in a word: tildes, and unknown pieces that stand in text that was itself computed."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.code import CLOSE, OPEN, Code
from persistlint.shell.environment import Scalar
from persistlint.shell.evaluate.expansion.items import Fields, Item, byte_length
from persistlint.shell.evaluate.expansion.parameters import Parameters
from persistlint.shell.syntax.nodes import Part
from persistlint.shell.values import DOUBLE, Literal, Piece, Unknown
from persistlint.text.numerals import number_of
from persistlint.text.regex import regex

_TILDE = regex(r"~([\w.+-]*)")


class Texts(Parameters):
    """Reads the literal parts of words."""

    def _text_items(
        self, out: list[Item | Fields], part: Part, code: Code, *, first: bool, last: bool, assignment: bool
    ) -> None:
        start, end = part.start, part.end
        if part.text is not None:
            out.append(Literal(part.text, None, part.quoting))
            return
        text = code.text(start, end)
        if OPEN in text:
            self._placeholders(out, text, start, part, code)
            return
        quoting = part.quoting
        if not quoting and "~" in text and (first or assignment):
            # At the start of a word; in an assignment after each colon, too.
            at = 0 if first else text.find(":~") + 1
            while text[at : at + 1] == "~" and (at or first):
                match = _TILDE.match(text, at)
                end_of_name = match.end() if match else at
                following = text[end_of_name : end_of_name + 1]
                if match and (
                    following == "/"
                    # Bash expands `~:/x` in any word, other shells don't.
                    or (following == ":" and (assignment or (not at and self.dialect in ("bash", "bats"))))
                    or (not following and last)
                ):
                    if at:
                        out.append(
                            Literal(text[:at], code.span(start, start + byte_length(text[:at])), quoting)
                        )
                        start += byte_length(text[:at])
                    out.append(self._tilde(match.group(1), code, start, start + end_of_name - at))
                    start += end_of_name - at
                    text = text[end_of_name:]
                    at = 0
                if not assignment:
                    break
                following_at = text.find(":~", at)
                if following_at < 0:
                    break
                at = following_at + 1
        if first and not quoting and not assignment and self.dialect not in ("sh", "dash", "ash", "posix"):
            # Words that look like assignments have their tilde expanded in bash (manual, "Tilde Expansion").
            equals = text.find("=~") if first else -1
            if equals > 0 and text[:equals].rstrip("+").isidentifier() and text[:equals].isascii():
                rest = text[equals + 2 :]
                if rest.startswith("/") or (not rest and last):
                    out.append(Literal(text[: equals + 1], code.span(start, start + equals + 1), quoting))
                    out.append(self._tilde("", code, start + equals + 1, start + equals + 2))
                    start += equals + 2
                    text = rest
        if text or quoting:
            out.append(Literal(text, code.span(start, end), quoting))

    def _tilde(self, name: str, code: Code, start: int, end: int) -> Piece:
        if name == "+":
            entry = self.environment.get(env.CWD)
            if isinstance(entry, Scalar) and len(entry.value.pieces) == 1:
                return entry.value.pieces[0]
        if name:
            return Unknown("~" + name, ("home", name), code.span(start, end), "", "home")
        entry = self.environment.get("HOME")
        if isinstance(entry, Scalar) and entry.value.known:
            return Literal(entry.value.text or "", None, DOUBLE)
        return Unknown("HOME", ("environment", "HOME"), code.span(start, end), "~", "home")

    def _placeholders(self, out: list[Item | Fields], text: str, start: int, part: Part, code: Code) -> None:
        at = 0
        offset = start
        if text.startswith("~") and not part.quoting:
            out.append(Unknown("~", ("home", text), code.span(start, start + 1), "", "home"))
            at = 1
            offset += 1
        while at < len(text):
            opened = text.find(OPEN, at)
            if opened < 0:
                opened = len(text)
            if opened > at:
                chunk = text[at:opened]
                length = len(chunk.encode("utf-8", "surrogateescape"))
                if (
                    chunk.startswith("~")
                    and not part.quoting
                    and at
                    and all(isinstance(i, Unknown) for i in out)
                ):
                    # Where what stands before it is empty, the shell expands this tilde.
                    out.append(Unknown(chunk, ("tilde", chunk, code.span(offset, offset)), None, DOUBLE))
                else:
                    out.append(Literal(chunk, code.exact(offset, offset + length), part.quoting))
                offset += length
            if opened >= len(text):
                break
            closed = text.find(CLOSE, opened)
            number = text[opened + 1 : closed] if closed > 0 else ""
            unknown = code.unknown(number_of(number)) if number.isdecimal() else None
            if unknown is not None:
                out.append(Unknown(unknown.name, unknown.key, unknown.span, part.quoting, unknown.kind))
            at = closed + 1 if closed > 0 else len(text)
            offset += len(text[opened:at].encode("utf-8", "surrogateescape"))
