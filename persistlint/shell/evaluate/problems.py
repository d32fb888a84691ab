"""Unreadable text that may hold a docker command."""

from __future__ import annotations

import itertools
from bisect import bisect_right

from persistlint.shell.invocation import NotUnderstood
from persistlint.shell.syntax.nodes import Unclosed
from persistlint.shell.wording import engine_word
from persistlint.text.spans import Anchor, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.state import ShellState


def name_leftover_problems(
    shell: ShellState, source: str, text: bytes, number: int, first_event: int
) -> None:
    """Name the lines with an engine's name that lie in unreadable text and in no command that was listed."""
    if not shell.problems:
        return
    places: list[tuple[int, int]] = []
    for event in shell.events[first_event:]:
        place = shell.anchors.get(event.span.anchor)
        if place is not None and place[0] == number:
            places.append((place[1] + event.span.start, place[1] + event.span.end))
    listed = _Stretches(places)
    _name_unclosed(shell, source, number)
    searched = 0
    for problem in sorted(shell.problems, key=lambda problem: problem.start):
        if isinstance(problem, Unclosed) or problem.end < searched:
            continue
        at = max(source.rfind("\n", searched, problem.start) + 1, searched)
        line_end = source.find("\n", max(problem.end, problem.start))
        end = len(source) if line_end < 0 else line_end
        searched = end + 1
        while True:
            at = engine_word(source, at, end)
            if at < 0 or not listed.holds(at):
                break
            at += 1
        if at < 0:
            continue
        anchor: Anchor = (shell.path, f"!{number}", 0)
        shell.anchors[anchor] = (number, 0)
        line_end = source.find("\n", at)
        end = min(len(source) if line_end < 0 else line_end, end)
        from persistlint.shell.harmless import harmless

        event = NotUnderstood(problem.reason, Span(anchor, at, end))
        event.harmless = harmless(source[at:end])
        event.block = shell.scope.block
        shell.events.append(event)


class _Stretches:
    """Parts of a text, which may overlap."""

    __slots__ = ("_furthest", "_starts")

    def __init__(self, places: list[tuple[int, int]]) -> None:
        places.sort()
        self._starts = [start for start, _ in places]
        #: The furthest end of the parts up to each.
        self._furthest = list(itertools.accumulate((end for _, end in places), max))

    def holds(self, offset: int) -> bool:
        """Return whether one of the parts holds this offset."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and self._furthest[index] > offset


def _name_unclosed(shell: ShellState, source: str, number: int) -> None:
    """Name the compound commands without an end that hold an engine's name, where nothing else is wrong with the text.

    Excerpts in documents may end anywhere; zsh has short forms without an end.
    """
    if shell.document or shell.dialect == "zsh":
        return
    if any(not isinstance(problem, Unclosed) for problem in shell.problems):
        # That may be why no end was found.
        return
    for problem in shell.problems:
        # Those around the innermost one lack theirs because of it.
        if isinstance(problem, Unclosed) and engine_word(source, problem.start, problem.until) >= 0:
            anchor: Anchor = (shell.path, f"!{number}", 0)
            shell.anchors[anchor] = (number, 0)
            event = NotUnderstood(problem.reason, Span(anchor, problem.start, problem.end))
            event.unclosed = True
            event.block = shell.scope.block
            shell.events.append(event)
            return
