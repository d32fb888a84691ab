"""A program's arguments, taken apart as getopt does."""

from __future__ import annotations

from persistlint.shell.values import Literal, Piece, Unknown, Value, Word


def pattern_of(word: Word) -> Value | None:
    """Return the pattern of a word that a shell expands to file names (``/data/*``), None for other words.

    The evaluator gives such a word as an opaque unknown whose key is ``("glob", identity of the pattern)``.
    """
    if not word.opaque or len(word.value.pieces) != 1:
        return None
    piece = word.value.pieces[0]
    key = piece.key if isinstance(piece, Unknown) else None
    if not isinstance(key, tuple) or len(key) != 2 or key[0] != "glob" or not isinstance(key[1], tuple):
        return None
    pieces: list[Piece] = []
    for part in key[1]:
        if isinstance(part, str):
            pieces.append(Literal(part, word.span))
        elif isinstance(part, tuple) and len(part) == 2:
            pieces.append(Unknown("part of the pattern", part[1], word.span))
    return Value(pieces)


class Arguments:
    """``options`` in order as (name without dashes, value or None, the word); ``operands`` are the other words.

    ``opaque`` is true where a word may be none, one or many: then nothing after it is sure.
    """

    __slots__ = ("opaque", "operands", "options")

    def __init__(self) -> None:
        self.options: list[tuple[str, Value | None, Word]] = []
        self.operands: list[Word] = []
        self.opaque = False

    def has(self, *names: str) -> bool:
        """Return whether one of the options is given."""
        return any(name in names for name, _, _ in self.options)

    def values(self, *names: str) -> list[tuple[Value, Word]]:
        """Return the values of these options, each with the word that holds it."""
        return [(value, word) for name, value, word in self.options if name in names and value is not None]

    def last(self, *names: str) -> tuple[Value, Word] | None:
        """Return the last value of these options with its word, which is the one that counts. None without one."""
        values = self.values(*names)
        return values[-1] if values else None


def read_arguments(
    words: list[Word],
    short: str = "",
    long: frozenset[str] = frozenset(),
    *,
    single_dash: bool = False,
    attached: str = "",
) -> Arguments:
    """Return the options and operands in ``words``, which don't include the program.

    ``short`` are the letters whose option takes a value, ``long`` the long names that take one as the next word. With ``single_dash`` a word ``-name`` is a long
    option (find, openssl, Go's flag package). ``attached`` are letters whose value, if there is one, stands in the same word (``-psecret``).
    """
    arguments = Arguments()
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        marked = word.value.marked()
        if word.opaque:
            arguments.opaque = arguments.opaque or pattern_of(word) is None
            arguments.operands.append(word)
            continue
        if marked == "--":
            arguments.operands += words[index:]
            arguments.opaque = arguments.opaque or any(
                rest.opaque and pattern_of(rest) is None for rest in words[index:]
            )
            break
        if len(marked) < 2 or marked[0] != "-":
            arguments.operands.append(word)
            continue
        if marked.startswith("--") or single_dash:
            start = 2 if marked.startswith("--") else 1
            equals = marked.find("=")
            if equals >= 0:
                arguments.options.append((marked[start:equals], word.value.cut(equals + 1), word))
                continue
            name = marked[start:]
            if name in long and index < len(words):
                arguments.options.append((name, words[index].value, words[index]))
                arguments.opaque = arguments.opaque or words[index].opaque
                index += 1
            else:
                arguments.options.append((name, None, word))
            continue
        for position in range(1, len(marked)):
            letter = marked[position]
            if letter in attached:
                rest = word.value.cut(position + 1)
                arguments.options.append((letter, rest if rest.pieces else None, word))
                break
            if letter not in short:
                arguments.options.append((letter, None, word))
                continue
            if position + 1 < len(marked):
                arguments.options.append((letter, word.value.cut(position + 1), word))
            elif index < len(words):
                arguments.options.append((letter, words[index].value, words[index]))
                arguments.opaque = arguments.opaque or words[index].opaque
                index += 1
            break
    return arguments
