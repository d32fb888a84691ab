"""Loops: rounds that are known follow one another; of others the body is walked once, with what it assigns unknown."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.code import Code
from persistlint.shell.environment import Alternatives, Array, Environment, Scalar, Split, may_be_unset
from persistlint.shell.evaluate.flow import evaluate_split, gather, join_arms
from persistlint.shell.evaluate.frames import Frame
from persistlint.shell.evaluate.inputs import standard_input
from persistlint.shell.evaluate.lines import refusal_branch, refuse, refused
from persistlint.shell.evaluate.variables import refuses, store, unknown_value
from persistlint.shell.invocation import Branch, Guard, Invocation
from persistlint.shell.syntax.nodes import Arithmetic, ArithmeticFor, For, List, SimpleCommand, Test, While
from persistlint.shell.values import Unknown, Value, Word
from persistlint.text.budgets import MOST_NESTED_ROUNDS, MOST_ROUNDS, MOST_WALKS
from persistlint.text.regex import regex
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from persistlint.shell.evaluate.expansion.expander import Expander
    from persistlint.shell.evaluate.shell import Shell
    from persistlint.shell.evaluate.state import ShellState

_NAME = regex(r"[A-Za-z_]\w*")


def evaluate_for(shell: Shell, node: For, code: Code) -> None:
    if shell.asking:
        shell.loop_met = True
        return
    words: list[Word] | None
    try:
        if node.words is None:
            items = shell.expander.positional()
            words = list(items) if items is not None else None
        else:
            shell.expander.any_order = True
            words = shell.expander.separate(shell.expander.words(node.words, code))
    except Split as split:
        evaluate_split(shell, split, lambda: evaluate_for(shell, node, code))
        return
    finally:
        shell.expander.any_order = False
    if refused(shell):
        return
    if words and _begins_no_round(shell, node.name):
        return
    if (
        node.select
        or shell.dry
        or words is None
        or any(word.opaque for word in words)
        or len(words) > _most_rounds(shell, node.body)
    ):
        name = node.name
        span = code.span(node.start, node.end)

        def set_name() -> None:
            if name.isidentifier():
                _store(shell, name, unknown_value(shell, name, "loop", span))

        _repeat(shell, span, lambda: shell.statements(node.body, code), set_name)
        return
    _rounds(
        shell,
        code.span(node.start, node.end),
        [lambda word=word: _store(shell, node.name, word.value) for word in words],  # type: ignore[misc]
        lambda: shell.statements(node.body, code),
    )


def evaluate_while(shell: Shell, node: While, code: Code) -> None:
    if shell.asking:
        shell.loop_met = True
        return

    def body() -> None:
        status = shell.condition(node.condition, code)
        if status is not None and status == node.until and not shell.dry:
            return
        if not shell.ended():
            shell.statements(node.body, code)

    keep, shell.expander.splitting = shell.expander.splitting, False
    span = code.span(node.start, node.end)
    fed = standard_input(shell)
    mark = len(shell.events)
    inputs, shell.inputs_read = shell.inputs_read, set()
    if not _never(shell, node, code):
        _repeat(shell, span, body)
    if fed in shell.inputs_read:
        for event in shell.events[mark:]:
            if isinstance(event, Invocation) and event.standard_input == fed and event.input_loop is None:
                event.input_loop = span
    # The large set takes in the small one, so that the work stays linear.
    inputs |= shell.inputs_read
    shell.inputs_read = inputs
    shell.expander.splitting = keep


def _never(shell: Shell, node: While, code: Code) -> bool:
    """Return whether there is no round. If the condition ends the flow of control, that is carried out.

    Conditions with loops inside are not asked: loops in the conditions of loops would be evaluated twice at each depth.
    """
    statements = node.condition.statements
    if shell.dry:
        return False
    if len(statements) != 1 or not isinstance(statements[0], (Test, SimpleCommand, Arithmetic)):
        return False
    mark, dropped = len(shell.events), len(shell.dropped)
    probe = shell.environment.fork()
    base = shell.environment
    shell.use(probe)
    shell.asking, shell.loop_met = True, False
    try:
        status = shell.statement(statements[0], code)
    finally:
        met, shell.asking, shell.loop_met = shell.loop_met, False, False
    ended = shell.ended()
    shell.use(base)
    del shell.events[mark:], shell.dropped[dropped:]
    if met:
        return False
    if ended:
        # The condition is asked once, and the loop ends.
        shell.condition(node.condition, code)
        return True
    return status is not None and status == node.until


def evaluate_arithmetic_for(shell: Shell, node: ArithmeticFor, code: Code) -> None:
    if shell.asking:
        shell.loop_met = True
        return
    first, condition, step = node.expressions
    shell.expander.number(first, code)
    if shell.expander.refused:
        shell.expander.refused = ""
        return
    span = code.span(node.start, node.end)
    # A bounded loop with known numbers is unrolled; the bound is found by counting without the body.
    base = shell.environment
    names = set(_NAME.findall(condition + " " + step))
    if shell.dry:
        _walk(shell, lambda: (shell.statements(node.body, code), _number(shell.expander, step, code)), None)
        return
    written = _written(shell, lambda: shell.statements(node.body, code), None)
    probe = base.fork()
    shell.use(probe)
    most = _most_rounds(shell, node.body)
    rounds = most + 1 if names & written.keys() else 0
    while rounds <= most:
        value = _number(shell.expander, condition, code) if condition.strip() else None
        if value is None:
            rounds = most + 1
            break
        if value == 0:
            break
        rounds += 1
        if _number(shell.expander, step, code) is None:
            rounds = most + 1
    shell.use(base)
    if rounds > most:
        _repeat(shell, span, lambda: (shell.statements(node.body, code), _number(shell.expander, step, code)))
        return

    def begin(number: int) -> None:
        if number:
            _number(shell.expander, step, code)

    _rounds(
        shell,
        span,
        [lambda number=number: begin(number) for number in range(rounds)],  # type: ignore[misc]
        lambda: shell.statements(node.body, code),
        lambda: _number(shell.expander, step, code) if rounds else None,
    )


def _number(expander: Expander, expression: str, code: Code) -> int | None:
    """Return the value of an expression between the parentheses of ``for ((…))``. A refused one only ends the loop."""
    number = expander.number(expression, code)
    expander.refused = ""
    return number


def _store(shell: ShellState, name: str, value: Value) -> None:
    """Set a loop's variable."""
    keep, shell.expander.splitting = shell.expander.splitting, False
    store(shell, name, value)
    shell.expander.splitting = keep


def _begins_no_round(shell: ShellState, name: str) -> bool:
    """Return whether the shell refuses to set a loop's variable. Then only the loop fails; sh ends."""
    keep, shell.expander.splitting = shell.expander.splitting, False
    verdict = not shell.dry and name.isidentifier() and refuses(shell, name)
    shell.expander.splitting = keep
    if verdict and shell.dialect in ("sh", "dash", "ash", "posix"):
        refuse(shell)
    return verdict is True


def _most_rounds(shell: ShellState, body: List) -> int:
    """Return how many rounds a loop may take here to be unrolled."""
    walks = body.loops * (body.loops + 1) // 2
    return min(MOST_ROUNDS, MOST_NESTED_ROUNDS // shell.rounds, MOST_WALKS // (shell.rounds * max(walks, 1)))


def _rounds(
    shell: ShellState,
    span: Span,
    starts: list[Callable[[], object]],
    body: Callable[[], object],
    finish: Callable[[], object] | None = None,
) -> None:
    """Evaluate a loop of known rounds, each an occurrence. ``finish`` is evaluated after the last one."""
    frame = Frame("loop")
    shell.frames.append(frame)
    path = shell.expander.path
    outer = shell.environment.get(env.FLOW)
    broken: list[tuple[Guard, Environment]] = []
    rounds, shell.rounds = shell.rounds, shell.rounds * max(len(starts), 1)
    for number, start in enumerate(starts):
        if shell.ended():
            break
        shell.expander.path = (*path, (span, number))
        start()
        if refused(shell):
            # ``declare -i i; for i in 'a b'``
            break
        body()
        gather(shell, frame, ("continue",), outer)
        broken += [(guard, ended) for kind, guard, ended in frame.ends if kind == "break"]
        frame.ends.clear()
    if finish is not None and not shell.ended():
        finish()
    shell.rounds = rounds
    shell.expander.path = path
    shell.frames.pop()
    join_arms(shell, broken, outer)


def _repeat(
    shell: ShellState, span: Span, body: Callable[[], Any], start: Callable[[], Any] | None = None
) -> None:
    """Evaluate a loop of unknown rounds: its body once, with everything that it assigns unknown before and after."""
    if shell.dry:
        _walk(shell, body, start)
        return
    base = shell.environment
    path = shell.expander.path
    shell.expander.path = (*path, (span, "repeat"))
    written = _written(shell, body, start)
    before = {name: base.get(name) for name in written}
    lengths = _forget(shell, written, before, span)
    if lengths:
        # A list keeps what it begins with only if every further round leaves that alone.
        again = _written(shell, body, start)
        for name in lengths:
            if (
                _beginning([again.get(name, base.peek(name))])[: lengths[name]]
                != _beginning([before[name]])[: lengths[name]]
            ):
                written[name] = Array((), None)
                before[name] = None
        lengths = _forget(shell, written, before, span)
    mark = len(shell.dropped)
    with shell.scope.within(certainty="repeated"):
        after_round = _round(shell, base, body, start)
    functions = [
        name
        for name in written
        if name.endswith("()") or name.startswith("attr ")
        if after_round.peek(name) != base.peek(name)
    ]
    if functions and not shell.further_round:
        # The next round may call what this one has defined, or meet what it has made read-only. What a loop inside defines, it has defined by then.
        shell.further_round = True
        again_from = base.fork()
        for name in functions:
            again_from.set(name, after_round.peek(name))
        with shell.scope.within(certainty="repeated"):
            after_round = _round(shell, again_from, body, start)
        shell.further_round = False
    shell.use(base)
    shell.expander.path = (*path, (span, "after"))
    _forget(shell, written, before, span, after_round)
    _leave_line(shell, mark, span, lambda: _forget(shell, written, before, span, after_round))
    shell.expander.path = path


def _leave_line(shell: ShellState, mark: int, span: Span, forget: Callable[[], Any]) -> None:
    """Join the flows after a loop in which some round may have dropped its line: what follows is reached on one way only."""
    dropped = shell.dropped[mark:]
    if not dropped:
        return
    del shell.dropped[mark:]
    base = shell.environment
    branch = refusal_branch(shell, span)
    flow = shell.guard()
    left = flow.narrowed(branch, 2)
    for _, ended, errexit in dropped:
        shell.use(ended)
        forget()
        shell.dropped.append((left or flow, ended, errexit))
    shell.use(base)
    base.set(env.FLOW, flow.narrowed(branch, 1))


def _round(
    shell: ShellState, base: Environment, body: Callable[[], Any], start: Callable[[], Any] | None
) -> Environment:
    """Evaluate one round in a copy of ``base`` and return the copy."""
    round_ = base.fork()
    shell.use(round_)
    shell.frames.append(Frame("loop"))
    if start is not None:
        start()
    body()
    shell.frames.pop()
    return round_


def _walk(shell: ShellState, body: Callable[[], Any], start: Callable[[], Any] | None) -> None:
    """Evaluate one round, only for what it assigns."""
    frame = Frame("loop")
    shell.frames.append(frame)
    outer = shell.environment.get(env.FLOW)
    if start is not None:
        start()
    body()
    shell.frames.pop()
    gather(shell, frame, ("continue", "break"), outer)


def _written(
    shell: ShellState, body: Callable[[], Any], start: Callable[[], Any] | None
) -> dict[str, object]:
    """Return the names that a loop's body may assign, whichever branches it takes, with their entries after one round."""
    base = shell.environment
    mark = len(shell.events)
    probe = base.fork()
    shell.use(probe)
    shell.dry += 1
    called, shell.called = shell.called, set()
    _walk(shell, body, start)
    shell.called = called
    shell.dry -= 1
    shell.use(base)
    del shell.events[mark:]
    written = probe.changed_from(base)
    written.pop(env.FLOW, None)
    return dict(sorted(written.items()))


def _forget(
    shell: ShellState,
    written: dict[str, object],
    before: dict[str, object],
    span: Span,
    after_round: Environment | None = None,
) -> dict[str, int]:
    """Make unknown what was written; lists keep what they begin with (how many items is answered).

    Functions, aliases, traps and attributes are, before the loop, as they were; after it as ``after_round`` has them.
    """
    lengths: dict[str, int] = {}
    for name, after in written.items():
        if name == env.POSITIONAL or name == "~shifted":
            shell.environment.set(env.POSITIONAL, None)
            shell.environment.set("~shifted", "unknown")
            continue
        if name.startswith("-"):
            continue
        if name == "~traps" or " " in name or name.endswith("()"):
            if after_round is not None:
                entry = after_round.peek(name)
                if name.startswith("attr ") and entry != before[name]:
                    # There may have been no round.
                    rounds = Branch(
                        ("rounds", shell.expander.path, span), span, ("there is a round", "there is none")
                    )
                    entry = Alternatives(((Guard({rounds: 1}), entry), (Guard({rounds: 2}), before[name])))
                shell.environment.set(name, entry)
            continue
        options = _options(after) + _options(before[name])
        kind = "maybe" if any(may_be_unset(entry) for entry in options) else ""
        unknown = Unknown(
            "PWD" if name == env.CWD else name,
            ("loop", shell.expander.path, span, name),
            None,
            "",
            "cwd" if name == env.CWD else kind,
        )
        arrays = [entry for entry in options if isinstance(entry, Array)]
        if any(array.keys is not None for array in arrays):
            shell.environment.set(name, Array((), ("*",)))
        elif arrays:
            beginning = _beginning([before[name], after])
            if beginning:
                lengths[name] = len(beginning)
            shell.environment.set(name, Array((*beginning, Word(Value((unknown,)), None, opaque=True))))
        else:
            shell.environment.set(name, Scalar(Value((unknown,))))
    return lengths


def _options(entry: object) -> list[object]:
    return [option for _, option in entry.options] if isinstance(entry, Alternatives) else [entry]


def _beginning(entries: list[object]) -> tuple[Word, ...]:
    """Return the items that all these lists begin with."""
    lists: list[tuple[Word, ...]] = []
    for entry in entries:
        for option in _options(entry):
            if not isinstance(option, Array) or option.keys is not None:
                return ()
            lists.append(option.items)
    out = lists[0]
    for items in lists[1:]:
        length = 0
        while length < min(len(out), len(items)) and out[length] == items[length]:
            length += 1
        out = out[:length]
    for length, item in enumerate(out):
        if item.opaque:
            return out[:length]
    return out
