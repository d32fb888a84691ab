"""The flow of control: arms of a branch, their early ends, and how their environments come together again."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.environment import Dead, Environment, Split
from persistlint.shell.invocation import Branch, Guard, Invocation, limited
from persistlint.text.budgets import MOST_SPLITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from persistlint.shell.evaluate.frames import Frame
    from persistlint.shell.evaluate.state import ShellState
    from persistlint.shell.invocation import Event


def evaluate_arms(
    shell: ShellState, branch: Branch, arms: list[tuple[int, Callable[[], Any]]], *, split: bool = False
) -> None:
    """Evaluate each arm in its own fork of the environment, and go on with the union of those that reach the end."""
    base = shell.environment
    flow = shell.guard()
    reached: list[tuple[Guard, Environment]] = []
    dead_events = False
    any_arm = False
    live_mask = 0
    for mask, run in arms:
        guard = flow.narrowed(branch, mask)
        if guard is None:
            continue
        any_arm = True
        fork = base.fork()
        shell.use(fork)
        if not split:
            guard = limited(guard)
        fork.set(env.FLOW, guard)
        mark = len(shell.events)
        run()
        if shell.ended():
            # An arm that leaves a loop or a function comes back later: the others must stay apart from it.
            dead_events = dead_events or _comes_back(shell.environment) or _engine_events(shell.events, mark)
        else:
            reached.append((shell.guard(), fork))
            live_mask |= mask
    shell.use(base)
    if any_arm:
        _go_on(shell.environment, branch, flow, reached, live_mask, dead_events=dead_events)


def evaluate_under(shell: ShellState, choices: list[tuple[Branch, int]], run: Callable[[], Any]) -> None:
    """Evaluate what happens only where all these branches went this way, as arms in one another would.

    Most of it changes nothing that a later command reads: then there is one fork, and not one for each branch.
    """
    base = shell.environment
    flows = [shell.guard()]
    for branch, mask in choices:
        narrowed = flows[-1].narrowed(branch, mask)
        if narrowed is None:
            return
        flows.append(limited(narrowed))
    fork = base.fork()
    fork.set(env.FLOW, flows[-1])
    mark = len(shell.events)
    shell.use(fork)
    run()
    if not shell.ended() and shell.guard() == flows[-1] and not fork.changed_from(base).keys() - {env.FLOW}:
        shell.use(base)
        base.set(env.FLOW, flows[0] or None)
        return
    dead_events = False
    for number in range(len(choices) - 1, -1, -1):
        branch, mask = choices[number]
        outer = base
        if number:
            outer = base.fork()
            outer.set(env.FLOW, flows[number])
        reached: list[tuple[Guard, Environment]] = []
        live_mask = 0
        if shell.ended():
            dead_events = dead_events or _comes_back(shell.environment) or _engine_events(shell.events, mark)
        else:
            reached.append((shell.guard(), shell.environment))
            live_mask = mask
            dead_events = False
        otherwise = flows[number].narrowed(branch, branch.all_arms & ~mask)
        if otherwise is not None:
            other = outer.fork()
            other.set(env.FLOW, limited(otherwise))
            reached.append((limited(otherwise), other))
            live_mask |= branch.all_arms & ~mask
        shell.use(outer)
        _go_on(shell.environment, branch, flows[number], reached, live_mask, dead_events=dead_events)


def _go_on(
    base: Environment,
    branch: Branch,
    flow: Guard,
    reached: list[tuple[Guard, Environment]],
    live_mask: int,
    *,
    dead_events: bool,
) -> None:
    """Go on, in the environment before the branch, with the union of the arms that reached their end."""
    if not reached:
        base.set(env.FLOW, Dead("exit"))
        return
    base.merge(reached)
    if len(reached) == 1 and not dead_events:
        narrowed = reached[0][0]
        if branch not in flow.arms and branch in narrowed.arms:
            narrowed = Guard({key: mask for key, mask in narrowed.arms.items() if key != branch})
        base.set(env.FLOW, narrowed or None)
    elif len(reached) == 1:
        base.set(env.FLOW, reached[0][0])
    elif dead_events:
        base.set(env.FLOW, flow.narrowed(branch, live_mask) or None)
    else:
        base.set(env.FLOW, flow or None)


def _comes_back(environment: Environment) -> bool:
    flow = environment.get(env.FLOW)
    return isinstance(flow, Dead) and flow.kind != "exit"


def _engine_events(events: list[Event], start: int) -> bool:
    return any(isinstance(event, Invocation) and event.is_engine for event in events[start:])


def gather(shell: ShellState, frame: Frame, kinds: tuple[str, ...], outer: object) -> None:
    """Bring back the arms of a frame that ended early in one of these ways."""
    ends = [(guard, ended) for kind, guard, ended in frame.ends if kind in kinds]
    frame.ends = [end for end in frame.ends if end[0] not in kinds]
    join_arms(shell, ends, outer)


def join_arms(shell: ShellState, arms: list[tuple[Guard, Environment]], outer: object) -> None:
    if not arms:
        return
    base = shell.environment
    if not shell.ended():
        arms = [(shell.guard(), base.fork()), *arms]
    base.merge(arms)
    if len(arms) == 1:
        base.set(env.FLOW, arms[0][0] or None)
    else:
        base.set(env.FLOW, outer if isinstance(outer, Guard) else None)


def evaluate_split(shell: ShellState, split: Split, run: Callable[[], Any]) -> None:
    if len(shell.hard) >= MOST_SPLITS:
        keep, shell.expander.splitting = shell.expander.splitting, False
        run()
        shell.expander.splitting = keep
        return
    shell.hard.append(split.branch)
    evaluate_arms(shell, split.branch, [(mask, run) for mask in split.masks], split=True)
    shell.hard.pop()
    # Each arm has asked its own question, so that none is left.
    shell.forget_question()
