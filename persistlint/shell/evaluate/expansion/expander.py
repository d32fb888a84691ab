"""From words as written to evaluated words: braces, tildes, parameters, arithmetic, splitting (bash manual, "Shell Expansions").

Pathname expansion would ask the file system: a word with an unquoted pattern becomes an opaque word, except where
no file's name can be meant (an option, a URL, a ``source:target``).
"""

from __future__ import annotations

from persistlint.shell.code import OPEN, Code
from persistlint.shell.environment import Environment
from persistlint.shell.evaluate.expansion.items import Break, Fields, Item, Many, may_vanish
from persistlint.shell.evaluate.expansion.texts import Texts
from persistlint.shell.invocation import ENGINES
from persistlint.shell.syntax.nodes import (
    ARITHMETIC,
    COMMAND,
    PARAMETER,
    PLACEHOLDER,
    PROCESS,
    TEXT,
    List,
    Part,
    SimpleCommand,
    WordNode,
)
from persistlint.shell.values import DOUBLE, Literal, Piece, Unknown, Value, Word
from persistlint.text.budgets import MOST_BRACE_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Expander(Texts):
    """Expands words. ``substitute`` evaluates the list of a command substitution: its output, None where that isn't known."""

    def __init__(
        self,
        environment: Environment,
        dialect: str,
        substitute: Callable[[List, Code, object], Value | None],
    ) -> None:
        super().__init__(environment, dialect)
        self._substitute = substitute

    def words(self, nodes: list[WordNode], code: Code) -> list[Word]:
        """Return all fields that the words become."""
        out: list[Word] = []
        for node in nodes:
            out += self.word(node, code)
            if self.refused:
                break
        return out

    def word(self, node: WordNode, code: Code) -> list[Word]:
        """Return the fields that one word becomes: none, one or several."""
        fields = node.fields
        if fields is not None and fields[0] is code:
            return fields[1]
        parts = node.parts
        if len(parts) == 1:
            part = parts[0]
            if part.kind == TEXT and part.text is None:
                text = code.text(part.start, part.end)
                if OPEN not in text and (part.quoting or not _special(text)):
                    span = code.span(part.start, part.end)
                    word = Word(Value((Literal(text, span, part.quoting),)), code.span(node.start, node.end))
                    node.fields = (code, [word])
                    return node.fields[1]
        out: list[Word] = []
        alternatives = self._braces(parts, code)
        if alternatives is None:
            # The substitutions in the word are evaluated once, for what they run.
            self._fields(parts, node, code)
            return [Word(self._too_many(node, code), code.span(node.start, node.end), opaque=True)]
        self.steps += len(alternatives) - 1
        path = self.path
        for number, alternative in enumerate(alternatives):
            if number:
                # ``$RANDOM{a,b}`` is two evaluations.
                self.path = (*path, ("brace", number))
            out += self._fields(alternative, node, code)
        self.path = path
        return out

    def _fields(self, parts: list[Part], node: WordNode, code: Code) -> list[Word]:
        keep, self.assumes = self.assumes, set()
        alone, self._alone = self._alone, True
        whole, self._whole = self._whole, False
        items = self._items(parts, code, tilde=True)
        self._alone, self._whole = alone, whole
        assumes = frozenset(self.assumes)
        self.assumes = keep | assumes if assumes else keep
        span = code.span(node.start, node.end)
        if all(isinstance(item, (Literal, Unknown)) for item in items):
            if not items:
                return []
            word = self._glob(Word(Value(items, assumes), span))  # type: ignore[arg-type]
            if not word.opaque and all(may_vanish(piece) for piece in word.value.pieces):
                word = Word(word.value, span, opaque=True)
            return [word]
        out: list[Word] = []
        current: list[Piece] = []
        started = glued = vanishing = False

        def finish() -> None:
            nonlocal started, glued
            if vanishing and started and not any(isinstance(p, Literal) and p.text for p in current):
                # "$@$x" without parameters is no word where the rest is empty.
                glued = True
            if started:
                word = Word(Value(current[:], assumes), span, glued)
                out.append(word if glued else self._glob(word))
            current.clear()
            started = glued = False

        for item in items:
            if isinstance(item, Break):
                finish()
            elif isinstance(item, Many):
                if started and current:
                    # "x$@y": glued to its neighbours, so that the whole is no single word.
                    glued = True
                    current.append(item.unknown)
                    continue
                finish()
                glued = started = True
                current.append(item.unknown)
            elif isinstance(item, Fields):
                vanishing = vanishing or not item.items
                for position, word in enumerate(item.items):
                    if position:
                        finish()
                    if word.opaque:
                        glued = True
                    current.extend(word.value.pieces)
                    started = True
            else:
                current.append(item)
                started = True
        finish()
        for index, word in enumerate(out):
            # Unquoted unknowns alone may be no word, one or many.
            pieces = word.value.pieces
            if pieces and not word.opaque and all(may_vanish(piece) for piece in pieces):
                out[index] = Word(word.value, span, opaque=True)
        return out

    def _glob(self, word: Word) -> Word:
        pieces = word.value.pieces
        strict = self.environment.get("-nullglob") or self.environment.get("-failglob")
        if not any(
            not piece.quoting
            and (_globs(piece.text) if isinstance(piece, Literal) else strict and may_vanish(piece))
            for piece in pieces
        ):
            return word
        if not strict:
            text = "".join(piece.text for piece in pieces if isinstance(piece, Literal))
            if text.startswith("-") or ":" in text or "=" in text:
                return word
            if "*" not in text and "?" not in text and not ("[" in text and "]" in text):
                return word
        text = word.value.display()
        unknown = Unknown(text, ("none or files" if strict else "glob", word.value.identity()), word.span)
        return Word(Value((unknown,), word.value.assumes), word.span, opaque=True)

    def single(self, node: WordNode | None, code: Code, *, assignment: bool = False) -> Value:
        """Return the word as one value, without splitting (assignments, case words, redirection targets, ``[[ ]]``)."""
        if node is None:
            return Value()
        keep, self.assumes = self.assumes, set()
        whole, self._whole = self._whole, True
        matching, self._matching = self._matching, False
        items = self._items(node.parts, code, tilde=True, assignment=assignment)
        self._whole, self._matching = whole, matching
        pieces: list[Piece] = []
        for item in items:
            if isinstance(item, Many):
                pieces.append(item.unknown)
            elif isinstance(item, Fields):
                for position, word in enumerate(item.items):
                    if position:
                        pieces.append(Literal(" "))
                    pieces.extend(word.value.pieces)
            elif not isinstance(item, Break):
                pieces.append(item)
            elif pieces:
                pieces.append(Literal(" "))
        value = Value(pieces, frozenset(self.assumes))
        self.assumes = keep | self.assumes
        return value

    def text(self, parts: list[Part], code: Code) -> Value:
        """Return the text of a here-document's body."""
        return self.single(WordNode(parts[0].start, parts[-1].end, parts) if parts else None, code)

    def pattern(self, node: WordNode | None, code: Code) -> str | None:
        """Return the word as a pattern in which quoted text stands for itself, None where a part is unknown."""
        if node is None:
            return ""
        out: list[str] = []
        whole, self._whole = self._whole, True
        matching, self._matching = self._matching, True
        items = self._items(node.parts, code, tilde=True)
        self._whole, self._matching = whole, matching
        for item in items:
            if not isinstance(item, Literal):
                return None
            if item.quoting:
                from persistlint.shell.patterns import quote_pattern

                out.append(quote_pattern(item.text))
            else:
                out.append(item.text)
        return "".join(out)

    def _items(
        self, parts: list[Part], code: Code, *, tilde: bool = False, assignment: bool = False
    ) -> list[Item | Fields]:
        out: list[Item | Fields] = []
        self._items_into(out, parts, code, tilde=tilde, assignment=assignment)
        return out

    def _items_into(
        self,
        out: list[Item | Fields],
        parts: list[Part],
        code: Code,
        *,
        tilde: bool = False,
        assignment: bool = False,
        split: bool = False,
    ) -> None:
        """Add what the parts become to ``out``; ``split`` where bare text is split as expansions are."""
        alone = self._alone
        self._alone = alone and len(parts) == 1
        for index, part in enumerate(parts):
            self.steps += 1
            if self.refused:
                break
            if part.kind == TEXT:
                text: list[Item | Fields] = [] if split and not part.quoting else out
                self._text_items(
                    text,
                    part,
                    code,
                    first=index == 0 and tilde,
                    last=index == len(parts) - 1,
                    assignment=assignment,
                )
                if text is not out:
                    for item in text:
                        if isinstance(item, Literal) and not item.quoting:
                            self._split_fields(out, (item,), part, code)
                        else:
                            out.append(item)
            elif part.kind == PARAMETER:
                self._parameter(out, part, code, assignment)
            elif part.kind == ARITHMETIC:
                out.append(self._arithmetic(part, code))
            elif part.kind == PLACEHOLDER:
                span = code.span(part.start, part.end)
                if part.text is not None:
                    name = part.text
                    out.append(Many(Unknown(name, ("placeholder", name, span), span, DOUBLE, "placeholder")))
                    continue
                name = code.text(part.start, part.end).strip("<>")
                out.append(Unknown(name, ("placeholder", name), span, DOUBLE, "placeholder"))
            elif part.kind == PROCESS:
                if part.script is not None:
                    self._substitute(part.script, code, self._key(part, code))
                out.append(
                    Unknown(
                        code.text(part.start, part.end),
                        self._key(part, code),
                        code.span(part.start, part.end),
                        DOUBLE,
                    )
                )
            elif part.kind == COMMAND:
                self._command(out, part, code, assignment)
        self._alone = alone

    def _command(self, out: list[Item | Fields], part: Part, code: Code, assignment: bool) -> None:
        key = self._key(part, code)
        span = code.span(part.start, part.end)
        value = self._substitute(part.script, code, key) if part.script is not None else None
        if value is None:
            name = code.text(part.start, part.end)
            if len(name) > 60:
                name = name[:57] + "…"
            value = Value((Unknown(name, key, span, "", _output_kind(part.script, code)),))
        self._add(out, value, part, code, assignment)

    def last_of_braces(self, node: WordNode | None, code: Code) -> Value | None:
        """Return the value of ``name=word`` where brace expansion makes several words: they are split, and the last assignment stays. Else None."""
        alternatives = self._braces(node.parts, code) if node is not None else []
        if node is not None and alternatives is None:
            return self._too_many(node, code)
        if node is None or alternatives is None or len(alternatives) < 2:
            return None
        equals = Part(TEXT, node.start, node.start, "'")
        equals.text = "="
        return self._fields([equals, *alternatives[-1]], node, code)[0].value.cut(1)

    def _too_many(self, node: WordNode, code: Code) -> Value:
        """Return an unknown value for a word of which braces make too many words."""
        span = code.span(node.start, node.end)
        return Value((Unknown(code.text(node.start, node.end), ("braces", self.path, span), span),))

    def _braces(self, parts: list[Part], code: Code) -> list[list[Part]] | None:
        """Brace expansion, before all others: ``a{b,c}`` and ``{1..3}``. None: too many words."""
        if self.dialect in ("sh", "dash", "ash", "posix"):
            return [parts]
        for part in parts:
            if part.kind == TEXT and not part.quoting and part.text is None:
                if "{" in code.source[part.start : part.end]:
                    break
        else:
            return [parts]
        from persistlint.shell.braces import expand_braces

        return expand_braces(parts, code, MOST_BRACE_WORDS)


def _output_kind(script: List | None, code: Code) -> str:
    """Return "id" where the output is one word: the id or name that docker prints for what it made. Else return "command"."""
    if script is None or len(script.statements) != 1 or not isinstance(script.statements[0], SimpleCommand):
        return "command"
    node = script.statements[0].read()
    words = [code.source[word.start : word.end] for word in node.words[:4]]
    if words[:1] == ["sudo"]:
        del words[0]
    if len(words) > 1 and words[0] in ENGINES and words[1] in ("run", "create", "container", "volume"):
        if words[1] in ("run", "create") or words[2:3] in (["run"], ["create"]):
            return "id"
    return "command"


def _special(text: str) -> bool:
    """Return whether unquoted text needs more than being taken as it stands."""
    if text.isalnum():
        return False
    for character in text:
        if character in "*?[~{\ue000":
            return True
    return False


def _globs(text: str) -> bool:
    return "*" in text or "?" in text or "[" in text
