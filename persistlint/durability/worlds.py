"""The worlds of a document: one choice for every branch that some docker command depends on."""

from __future__ import annotations

from persistlint.shell.invocation import NO_GUARD, Branch, Event, Gap, Guard, Invocation, is_unit
from persistlint.text.budgets import MOST_REPLAYED, MOST_WORLDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

World = tuple[Guard, "str | None", str]

#: The branches that docker commands depend on, each with the masks of the arms in which some command happens, in order.
Masks = dict[Branch, dict[int, None]]


def worlds(events: Sequence[Event], unsplit: list[Branch] | None = None) -> list[World]:
    """Return each world as (its choices, "when …" for people or None, the name of its uncalled function or "").

    Arms that no docker command tells apart are one choice; a branch inside another one's arm is chosen only there. Branches that ask the same go the
    same way. A function that nothing calls is a world of its own.
    In a document of many commands there are fewer worlds: each replays them all. ``unsplit`` is given the branches that stay together for that alone.
    """
    commands = sum(1 for event in events if isinstance(event, Invocation) and event.is_engine)
    most = max(min(MOST_WORLDS, MOST_REPLAYED // max(commands, 1)), 2)
    main: list[Guard] = [NO_GUARD]
    asked: dict[object, list[Branch]] = {}
    masks, periods, functions = _depended_on(events)
    for branch, groups in _choices(masks):
        same = []
        if branch.question is not None:
            same = asked.setdefault((branch.question, periods.get(branch, 0)), [])
        split: list[Guard] = []
        for world in main:
            split += _split(world, branch, groups, same)
            if len(split) > most:
                break
        if len(split) <= most:
            main = split
            same.append(branch)
        elif unsplit is not None and most < MOST_WORLDS and len(main) * 2 <= MOST_WORLDS:
            unsplit.append(branch)
    result: list[World] = [(world, _when(world), "") for world in main]
    for function in functions:
        result.append((NO_GUARD, None, function))
    return result


def _depended_on(
    events: Sequence[Event],
) -> tuple[Masks, dict[Branch, int], dict[str, None]]:
    """Return the branches that docker commands depend on with their arms' masks, each branch's period, and the functions that nothing calls.

    A period counts the gaps in the shell before a branch, as a variable may have another value after one.
    """
    masks: Masks = {}
    periods: dict[Branch, int] = {}
    functions: dict[str, None] = {}
    passed = 0
    # Most events under a guard share it with others.
    met: set[int] = set()
    noted: set[int] = set()
    for event in events:
        function = event.function
        if function:
            functions[function] = None
        guard = event.guard
        if guard.arms:
            if id(guard) not in met:
                met.add(id(guard))
                for branch in guard.arms:
                    periods.setdefault(branch, passed)
            if not function and id(guard) not in noted and isinstance(event, Invocation) and event.is_engine:
                noted.add(id(guard))
                for branch, mask in guard.arms.items():
                    _note(masks, branch, mask)
        if isinstance(event, Gap) and event.in_shell:
            passed += 1
    return masks, periods, functions


def _choices(masks: Masks) -> list[tuple[Branch, list[int]]]:
    """Return those branches, outer ones first, each with its arms in groups that no command tells apart."""
    # A branch inside an arm needs the outer one's choice.
    for branch in list(masks):
        _note_context(masks, branch, 0)
    depths: dict[Branch, int] = {}
    ordered = sorted(masks, key=lambda branch: _depth(branch, depths))
    return [(branch, _groups(branch, masks[branch])) for branch in ordered]


def _note(masks: Masks, branch: Branch, mask: int) -> None:
    masks.setdefault(branch, {})[mask] = None


def _note_context(masks: Masks, branch: Branch, depth: int) -> None:
    if depth > 32:
        return
    for outer, mask in branch.context.arms.items():
        is_noted = outer in masks
        _note(masks, outer, mask)
        if not is_noted:
            _note_context(masks, outer, depth + 1)


def _depth(branch: Branch, depths: dict[Branch, int]) -> int:
    """Return the number of branches around it on the longest way out, itself included. ``depths`` are those known already.

    Many ways lead through the same branches: each is looked at once.
    """
    waiting = [branch]
    opened: set[Branch] = set()
    while waiting:
        innermost = waiting[-1]
        inner = [outer for outer in innermost.context.arms if outer not in depths and outer not in opened]
        opened.add(innermost)
        if inner and innermost not in depths:
            waiting += inner
        else:
            waiting.pop()
            depths[innermost] = 1 + max((depths.get(outer, 0) for outer in innermost.context.arms), default=0)
    return depths[branch]


def _groups(branch: Branch, masks: Iterable[int]) -> list[int]:
    """Return the finest parts of the arms that the masks tell apart, in the order of the arms.

    Where they are more than ``MOST_WORLDS``, the branch stays unsplit: it doesn't matter which they are.
    """
    parts = [branch.all_arms]
    for mask in masks:
        parts = [half for part in parts for half in (part & mask, part & ~mask) if half]
        if len(parts) > MOST_WORLDS:
            break
    # The lowest bit is the first arm.
    return sorted(parts, key=lambda part: part & -part)


def _split(world: Guard, branch: Branch, groups: list[int], same: list[Branch]) -> list[Guard]:
    """Return the worlds that a branch makes of one. Branches that ask the ``same`` follow the first choice."""
    if world.joined(branch.context) is None or not _implies(world, branch.context):
        # The branch isn't reached here.
        return [world]
    out: list[Guard] = []
    earlier = next((other for other in same if other in world.arms), None)
    if earlier is not None:
        groups = [world.arms[earlier]]
    for group in groups:
        narrowed = world.narrowed(branch, group)
        if narrowed is not None:
            out.append(narrowed)
    return out or [world]


def _implies(world: Guard, guard: Guard) -> bool:
    """Return whether ``world`` makes every choice that ``guard`` asks for."""
    return all(
        world.arms.get(branch, branch.all_arms) & ~mask & branch.all_arms == 0
        for branch, mask in guard.arms.items()
    )


def _when(world: Guard) -> str | None:
    """Return the world's choices as text, with arms that are chosen together joined by "or". None without a choice."""
    parts: list[str] = []
    asked: set[object] = set()
    for branch, mask in world.arms.items():
        if mask == branch.all_arms or (branch.question, mask) in asked:
            continue
        if branch.question is not None:
            asked.add((branch.question, mask))
        chosen = [text for arm, text in enumerate(branch.conditions) if mask >> arm & 1 and text]
        if chosen:
            parts.append(" or ".join(dict.fromkeys(chosen)))
    return "when " + " and ".join(parts) if parts else None


def select(events: Sequence[Event], world: World) -> list[tuple[Event, str]]:
    """Return the events of a world (those of its function), with how sure each is there.

    An event that a branch which the world doesn't choose may prevent is "possible". A function's own world has a gap at both ends: what happens
    before and after the call isn't known.
    """
    guard, _, function = world
    chosen: list[tuple[Event, str]] = []
    #: Whether a guard is fulfilled here (None: it contradicts); most events share a few.
    answers: dict[int, bool | None] = {}
    for event in events:
        if event.function != function:
            continue
        held = event.guard
        if held.arms:
            key = id(held)
            if key not in answers:
                answers[key] = None if guard.joined(held) is None else _implies(guard, held)
            implied = answers[key]
            if implied is None:
                continue
        else:
            implied = True
        certainty = "possible" if isinstance(event, Gap) else getattr(event, "certainty", "certain")
        if certainty == "certain" and not implied:
            certainty = "possible"
        chosen.append((event, certainty))
    if function and chosen:
        first, last = chosen[0][0], chosen[-1][0]
        unit = is_unit(function)
        earlier = f"what happens before `{function}`" if unit else f"who calls {function}, and after what"
        later = f"what follows `{function}`" if unit else f"what follows the call of {function}"
        before = Gap(earlier, first.span.at_start(), NO_GUARD, function)
        after = Gap(later, last.span.at_end(), NO_GUARD, function)
        before.block, after.block = first.block, last.block
        chosen = [(before, "possible"), *chosen, (after, "possible")]
    return chosen
