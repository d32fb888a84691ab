"""Mentions of names in a text's commands, counted for many names at once."""

from __future__ import annotations

from collections import Counter

from persistlint.durability.model import HostCommand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.rules.rule import Context
    from persistlint.shell.invocation import Invocation
    from persistlint.text.spans import Span

#: Fewer names than this are looked for one by one.
_FEW = 50


class Mentions:
    """Counts of names in the words of a text's docker commands and of this world's other commands."""

    __slots__ = ("_by_place", "_counts")

    def __init__(self, names: Iterable[str], context: Context) -> None:
        invocations = [command.invocation for command in context.commands]
        invocations += [
            happening.invocation
            for happening in context.timeline.happenings
            if isinstance(happening, HostCommand)
        ]
        self._counts = _count(_words(invocations), set(names))
        self._by_place: dict[Span, list[Invocation]] = {}
        for invocation in invocations:
            self._by_place.setdefault(invocation.span, []).append(invocation)

    def named_elsewhere(self, name: str, span: Span) -> bool:
        """Return whether a command that isn't written at ``span`` has the name in its words."""
        return self._counts[name] > _count(_words(self._by_place.get(span, [])), {name})[name]


def _count(text: str, names: set[str]) -> Counter[str]:
    """Return how often each name stands in the text."""
    counts: Counter[str] = Counter()
    by_length: dict[int, set[str]] = {}
    for name in names:
        by_length.setdefault(len(name), set()).add(name)
    for length, alike in by_length.items():
        if len(alike) < _FEW:
            counts.update({name: text.count(name) for name in alike})
        else:
            # Each stretch of the text is looked up, instead of each name being looked for in all of it.
            stretches = (text[at : at + length] for at in range(len(text) - length + 1))
            counts.update(filter(alike.__contains__, stretches))
    return counts


def _words(invocations: list[Invocation]) -> str:
    """Return the words as one text in which no name reaches from one word into the next."""
    return "\0".join(word.display() for invocation in invocations for word in invocation.words)
