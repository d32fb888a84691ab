"""A world is replayed again: only the commands that an edit touches, and those that have to do with them.

A replay notes what each command looks at or changes (``Touched``). Commands that share nothing with a changed one, not even through others, do what they did:
their containers, volumes and writes are taken over as they are. Where a command looks at everything (a prune, a name that isn't known), the world is replayed as a whole.
"""

from __future__ import annotations

from persistlint.durability.model import Happening, Timeline
from persistlint.durability.touched import Numbering, Touched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from persistlint.durability.model import Container, Read, Refusal, Volume, Write
    from persistlint.shell.invocation import Gap

    #: Replays happenings and takes down what they do.
    Replay = Callable[[Sequence[Happening], Sequence[str], "Recording"], Timeline]

#: Worlds of fewer commands are replayed as a whole: that costs little.
FEWEST = 24

#: An earlier replay may have taken so many looks at most: one that comes near its budget is not built upon.
MOST_LOOKS = 300_000

#: Numbers that come closer to each other are made anew.
LEAST_ROOM = 1e-6


class Step:
    """What one command or gap did: what it ``touched`` in full and ``weakly``, and what it put into the timeline."""

    __slots__ = (
        "certainty",
        "containers",
        "gaps",
        "happening",
        "reads",
        "refusals",
        "touched",
        "volumes",
        "weakly",
        "writes",
    )

    def __init__(self, happening: Happening, certainty: str) -> None:
        self.happening = happening
        self.certainty = certainty
        self.touched: frozenset[int] = frozenset()
        self.weakly: frozenset[int] = frozenset()
        self.containers: list[Container] = []
        self.volumes: list[Volume] = []
        self.writes: list[Write] = []
        self.reads: list[Read] = []
        self.refusals: list[Refusal] = []
        self.gaps: list[Gap] = []


class Recording:
    """One replay step by step. ``offset`` is the number from which on its things are named."""

    __slots__ = ("_lengths", "looks", "numbered", "numbers", "offset", "steps", "strongly", "touch", "whole")

    def __init__(
        self,
        happenings: Sequence[Happening],
        certainties: Sequence[str],
        numbers: Numbering,
        offset: int = 0,
    ) -> None:
        self.steps = [
            Step(happening, certainty) for happening, certainty in zip(happenings, certainties, strict=True)
        ]
        self.numbers = numbers
        self.touch: Touched | None = Touched(numbers.things)
        self.offset = offset
        #: Whether its writes and reads have their numbers among those of a whole world.
        self.numbered = False
        #: What is touched in full by some command though others touch it weakly.
        self.strongly: set[int] = set()
        #: How many looks the replay took.
        self.looks = 0
        #: Whether every command is told apart: none looked at everything.
        self.whole = False
        self._lengths = (0, (0, 0, 0, 0, 0, 0))

    def step(self, timeline: Timeline) -> None:
        """One happening has happened."""
        number, before = self._lengths
        lengths = _lengths(timeline)
        self._lengths = (number + 1, lengths)
        step = self.steps[number]
        touch = self.touch
        assert touch is not None
        if touch.now or touch.weakly:
            step.touched, step.weakly = frozenset(touch.now), frozenset(touch.weakly)
            touch.now.clear()
            touch.weakly.clear()
        if lengths != before:
            step.containers = timeline.containers[before[0] :]
            step.volumes = timeline.volumes[before[1] :]
            step.writes = timeline.writes[before[2] :]
            step.reads = timeline.reads[before[3] :]
            step.refusals = timeline.refusals[before[4] :]
            step.gaps = timeline.gaps[before[5] :]

    def end(self, timeline: Timeline, looks: int) -> None:
        """All have happened."""
        touch = self.touch
        assert touch is not None
        if self.steps and not touch.everything:
            self.step(timeline)
            self.whole = True
        self.looks = looks
        self.strongly = touch.strongly
        self.numbers.last = max(self.numbers.last, self.offset + max(_lengths(timeline)[:3]))
        self.touch = None


def _lengths(timeline: Timeline) -> tuple[int, int, int, int, int, int]:
    return (
        len(timeline.containers),
        len(timeline.volumes),
        len(timeline.writes),
        len(timeline.reads),
        len(timeline.refusals),
        len(timeline.gaps),
    )


def replay_again(
    earlier: Sequence[Recording],
    happenings: Sequence[Happening],
    certainties: Sequence[str],
    empty: Timeline,
    replay: Replay,
    shared: dict[object, Recording],
) -> Recording | None:
    """Fill ``empty`` with the replay of ``happenings``, as far as possible from one of the ``earlier`` ones; None where it must be replayed as a whole.

    Worlds are much alike: what was replayed for another world of the text, the same commands in the same order, is in ``shared``.
    """
    best: tuple[int, Recording, list[Step | None]] | None = None
    for one in earlier:
        if not one.whole or one.looks > MOST_LOOKS:
            continue
        found = _aligned(one, happenings, certainties)
        if found is not None and (best is None or found.count(None) < best[0]):
            best = (found.count(None), one, found)
    if best is None:
        return None
    _, known, steps = best
    groups = _Groups(known)
    kept = {id(step) for step in steps if step is not None}
    for step in known.steps:
        if id(step) not in kept:
            groups.spoil(step)
    for _ in range(4):
        chosen = [index for index, step in enumerate(steps) if step is None or groups.spoilt(step)]
        if len(chosen) * 3 > len(steps) * 2:
            return None
        again = _part(
            [happenings[index] for index in chosen],
            [certainties[index] for index in chosen],
            known.numbers,
            replay,
            shared,
        )
        if chosen and not again.whole:
            return None
        if not again.strongly <= known.strongly:
            # What others only add to is looked at now: they belong together.
            return None
        news = [groups.spoil(step) for step in again.steps]
        if not any(news):
            break
    else:
        return None
    done = dict(zip(chosen, again.steps, strict=True))
    merged = Recording((), (), known.numbers)
    merged.touch = None
    merged.steps = [done.get(index) or step for index, step in enumerate(steps)]  # type: ignore[misc]
    merged.whole = True
    merged.looks = known.looks + again.looks
    merged.strongly = known.strongly
    if not _in_order(merged.steps) and not _numbered(merged.steps, again):
        return None
    again.numbered = True
    _fill(empty, merged.steps)
    return merged


def _part(
    happenings: list[Happening],
    certainties: list[str],
    numbers: Numbering,
    replay: Replay,
    shared: dict[object, Recording],
) -> Recording:
    """The replay of some of a world's commands."""
    # The gaps at a function's ends are made for their world alone.
    key = (tuple(map(id, happenings)), tuple(certainties))
    found = shared.get(key)
    if found is None or found.numbers is not numbers:
        found = shared[key] = Recording(happenings, certainties, numbers, numbers.last)
        replay(happenings, certainties, found)
    return found


def _aligned(
    known: Recording, happenings: Sequence[Happening], certainties: Sequence[str]
) -> list[Step | None] | None:
    """For each happening the step that it was; None for one that is new. None where the order is another one."""
    places = {id(step.happening): index for index, step in enumerate(known.steps)}
    last = -1
    out: list[Step | None] = []
    for happening, certainty in zip(happenings, certainties, strict=True):
        place = places.get(id(happening))
        if place is None or known.steps[place].certainty != certainty:
            out.append(None)
            continue
        if place <= last:
            return None
        last = place
        out.append(known.steps[place])
    return out


class _Groups:
    """Which steps have to do with each other, and which of them aren't what they were."""

    __slots__ = ("_parent", "_spoilt", "_strongly")

    def __init__(self, known: Recording) -> None:
        self._strongly = known.strongly
        #: For each thing another one that is touched with it.
        self._parent: dict[int, int] = {}
        self._spoilt: set[int] = set()
        for step in known.steps:
            things = self._things(step)
            if len(things) > 1:
                first, *others = things
                root = self._root(first)
                for other in others:
                    self._parent[self._root(other)] = root

    def _things(self, step: Step) -> frozenset[int]:
        if self._strongly and step.weakly:
            return step.touched | (step.weakly & self._strongly)
        return step.touched

    def _root(self, thing: int) -> int:
        parent = self._parent
        while (above := parent.get(thing, thing)) != thing:
            parent[thing] = parent.get(above, above)
            thing = above
        return thing

    def spoil(self, step: Step) -> bool:
        """All that has to do with the step must be replayed; whether that is news."""
        roots = {self._root(thing) for thing in self._things(step)} - self._spoilt
        self._spoilt |= roots
        return bool(roots)

    def spoilt(self, step: Step) -> bool:
        return any(self._root(thing) in self._spoilt for thing in self._things(step))


def _fill(timeline: Timeline, steps: Sequence[Step]) -> None:
    """Everything that the steps made, in order."""
    from persistlint.shell.invocation import Gap, NotUnderstood

    happenings, gaps = timeline.happenings, timeline.gaps
    for step in steps:
        happening = step.happening
        happenings.append(happening)
        if isinstance(happening, Gap):
            gaps.append(happening)
            continue
        if isinstance(happening, NotUnderstood):
            continue
        if step.gaps:
            gaps += step.gaps
            happenings += step.gaps
        if step.containers:
            timeline.containers += step.containers
        if step.volumes:
            timeline.volumes += step.volumes
        if step.refusals:
            timeline.refusals += step.refusals
        if step.writes:
            timeline.writes += step.writes
        if step.reads:
            timeline.reads += step.reads


def _in_order(steps: Sequence[Step]) -> bool:
    """Whether what the steps wrote and read is numbered in order already."""
    last = -1.0
    for step in steps:
        if step.writes or step.reads:
            things: list[Write | Read] = [*step.writes, *step.reads]
            numbers = sorted(map(_sequence, things))
            if numbers[0] <= last:
                return False
            last = numbers[-1]
    return True


def _numbered(steps: Sequence[Step], again: Recording) -> bool:
    """Number what was replayed ``again`` between what stands around it; False where there is no room.

    The others keep their numbers: they are parts of other timelines too.
    """
    if again.numbered:
        return False
    new = set(map(id, again.steps))
    last = -1.0
    waiting: list[Write | Read] = []
    for step in steps:
        if not step.writes and not step.reads:
            continue
        things: list[Write | Read] = [*step.writes, *step.reads]
        if step.reads:
            things.sort(key=_sequence)
        if id(step) in new:
            waiting += things
            continue
        if waiting:
            room = (things[0].sequence - last) / (len(waiting) + 1)
            if room < LEAST_ROOM:
                return False
            for number, thing in enumerate(waiting, 1):
                thing.sequence = last + room * number
            waiting = []
        last = things[-1].sequence
    for thing in waiting:
        last += 1
        thing.sequence = last
    return True


def _sequence(thing: Write | Read) -> float:
    return thing.sequence
