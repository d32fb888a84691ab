"""Functions: evaluated at each call; those that nothing calls once, with unknown parameters."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.code import Code
from persistlint.shell.environment import Alternatives, Array, Dead, Environment, Scalar
from persistlint.shell.evaluate.flow import join_arms
from persistlint.shell.evaluate.frames import Frame, FunctionEntry
from persistlint.shell.evaluate.memo import Remembered
from persistlint.shell.invocation import Event
from persistlint.shell.standard_input import UNKNOWN_INPUT
from persistlint.shell.syntax.nodes import Function
from persistlint.shell.values import Unknown, Value, Word
from persistlint.text.budgets import MOST_CALLS, MOST_RECURSION
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.shell import Shell
    from persistlint.shell.evaluate.state import ShellState


def define(environment: Environment, node: Function, code: Code) -> None:
    entry = FunctionEntry(node.name, node.body, code, code.span(node.start, node.end))
    environment.set(node.name + "()", entry)


def functions_named(shell: ShellState, name: str) -> tuple[FunctionEntry | None, ...]:
    """Return the functions of this name of which any may be in force. None among them means that it may be no function.

    Which one it is may depend on a branch (``Split`` is raised). There are several where no branch that is remembered tells them
    apart (defined in a loop, or too many).
    """
    entry = shell.environment.get(name + "()")
    if not isinstance(entry, Alternatives):
        return (entry,) if isinstance(entry, FunctionEntry) else ()
    chosen = shell.expander.lookup(name + "()")
    if chosen is None or isinstance(chosen, FunctionEntry):
        return (chosen,)
    return tuple(
        dict.fromkeys(
            entry_option if isinstance(entry_option, FunctionEntry) else None
            for entry_option in entry.possible(shell.guard())
        )
    )


def call(
    shell: Shell,
    entry: FunctionEntry,
    words: list[Word],
    span: Span,
    given: frozenset[str] = frozenset(),
) -> None:
    """Evaluate the function's body with these arguments; ``given`` are the variables that stand before the call."""
    shell.called.add(entry.span)
    depth = sum(1 for frame in shell.frames if frame.kind == "function")
    if depth >= MOST_CALLS or shell.spent:
        shell.gap(f"`{entry.name}` calls itself, or calls nest too deeply", span, in_shell=True)
        return
    inside = [frame for frame in shell.frames if frame.function == entry]
    arguments = tuple(word.value.identity() for word in words[1:]) if inside or len(words) < 2 else None
    # With the words of a call around it, it does what that one does: a menu that comes back to itself from each of its items.
    again = sum(1 for frame in inside if frame.arguments is not None and frame.arguments == arguments)
    if len(inside) >= MOST_RECURSION or again > 1:
        shell.gap(f"`{entry.name}` calls itself", span, in_shell=True)
        return
    old = shell.environment.get(env.POSITIONAL)
    shifted = shell.environment.get("~shifted")
    shell.environment.set(env.POSITIONAL, Array(tuple(shell.expander.separate(words[1:]))))
    frame = Frame("function", entry)
    frame.arguments = arguments
    outer_call = next((around for around in reversed(shell.frames) if around.kind == "function"), None)
    frame.given = given | outer_call.given if outer_call is not None else given
    shell.frames.append(frame)
    path, shell.expander.path = shell.expander.path, (*shell.expander.path, span)
    outer = shell.environment.get(env.FLOW)
    mark = len(shell.dropped)
    with shell.scope.within(via=(*shell.scope.via, span)):
        shell.statement(entry.body, entry.code)
    shell.expander.path = path
    shell.frames.pop()
    ends = [(guard, ended) for kind, guard, ended in frame.ends if kind == "return"]
    flow = shell.environment.get(env.FLOW)
    if isinstance(flow, Dead) and flow.kind == "return" and not ends:
        shell.environment.set(env.FLOW, outer)
    # Each arm has local variables of its own.
    dropped = [ended for _, ended, _ in shell.dropped[mark:]]
    for environment in (shell.environment, *(ended for _, ended in ends), *dropped):
        for name in sorted(frame.locals):
            _restore(shell, environment, len(shell.frames), name)
    for environment in dropped:
        environment.set(env.POSITIONAL, old)
        environment.set("~shifted", shifted)
    join_arms(shell, ends, outer)
    shell.environment.set(env.POSITIONAL, old)
    shell.environment.set("~shifted", shifted)


def local_marker(position: int, name: str) -> str:
    """Return the name of the entry that holds a variable's state from before the frame at this position made it local."""
    return f"~local {position} {name}"


def _restore(shell: ShellState, environment: Environment, position: int, name: str) -> None:
    """Bring back what a variable was before the call made it local."""
    marker = local_marker(position, name)
    before = environment.get(marker)
    if before is None:
        return
    environment.set(marker, None)
    if isinstance(before, tuple):
        entry, letters = before
        environment.set(name, entry)
        environment.set("attr " + name, letters)
        return
    # It was made local on some branches only.
    unknown = Unknown(name, ("local", shell.expander.path, shell.here, name), None, "", "maybe")
    entries = [environment.get(name)]
    if isinstance(before, Alternatives):
        entries += [option[0] for _, option in before.options if isinstance(option, tuple)]
    if any(isinstance(entry, Array) and entry.keys is not None for entry in entries):
        environment.set(name, Array((), ("*",)))
    elif any(isinstance(entry, (Array, Alternatives)) for entry in entries):
        environment.set(name, Array((Word(Value((unknown,)), None, opaque=True),)))
    else:
        environment.set(name, Scalar(Value((unknown,))))


def evaluate_uncalled(shell: Shell) -> None:
    """Evaluate each function that nothing called once, with unknown parameters."""
    entries = list(
        dict.fromkeys(
            function
            for name, entry in sorted(shell.environment.peek_items())
            for function in _functions(entry)
        )
    )
    entries.sort(key=lambda entry: (shell.anchors.get(entry.span.anchor, (1 << 30, 0)), entry.span.start))
    called = set(shell.called)
    results: list[tuple[FunctionEntry, list[Event]]] = []
    before = shell.environment
    before.settle()
    for entry in entries:
        if entry.span in called or entry.span.anchor not in shell.anchors:
            continue
        shell.environment = before.fork()
        shell.expander.environment = shell.environment
        shell.called = set()
        key = ("uncalled", entry.span)
        remembered = shell.memo.find(key, shell.environment)
        if remembered is None:
            reads = shell.environment.start_trace()
            mark = len(shell.events)
            cost = shell.budget
            _uncalled_body(shell, entry)
            made = shell.events[mark:]
            del shell.events[mark:]
            remembered = Remembered(
                dict(reads), {}, made, shell.called, cost - shell.budget, dict(shell.sourced)
            )
            if not shell.spent:
                shell.memo.store(key, remembered)
        else:
            shell.sourced.update(remembered.sourced)
            shell.called = remembered.called
            shell.budget -= remembered.cost
        results.append((entry, remembered.events))
        called |= shell.called - {entry.span}
    shell.environment = before
    shell.expander.environment = before
    for entry, events in results:
        if entry.span not in called:
            shell.events += events


def _functions(entry: object) -> list[FunctionEntry]:
    entries = [option for _, option in entry.options] if isinstance(entry, Alternatives) else [entry]
    return [option for option in entries if isinstance(option, FunctionEntry)]


def _uncalled_body(shell: Shell, entry: FunctionEntry) -> None:
    shell.environment.set(env.FLOW, None)
    shell.environment.set(env.POSITIONAL, None)
    shell.environment.set("~shifted", 0)
    keep = shell.expander.path
    shell.expander.path = ("uncalled", entry.name)
    _forget_empty(shell)
    shell.frames.append(Frame("function", entry))
    dropped, shell.dropped = shell.dropped, []
    with shell.scope.within(UNKNOWN_INPUT, function=entry.name):
        shell.statement(entry.body, entry.code)
    shell.dropped = dropped
    shell.frames.pop()
    shell.expander.path = keep


def _forget_empty(shell: ShellState) -> None:
    """Make unknown what the text leaves empty: whoever calls the function has filled it in, or another function has."""
    for name, entry in sorted(shell.environment.peek_items()):
        if not name.isidentifier() or name == "IFS":
            continue
        unknown = Value((Unknown(name, ("empty", shell.expander.path, name), None, "", "maybe"),))
        forgotten: Scalar | Array
        if isinstance(entry, Scalar) and not entry.value.pieces:
            forgotten = Scalar(unknown)
        elif isinstance(entry, Array) and not entry.items and entry.keys is None:
            forgotten = Array((Word(unknown, None, opaque=True),))
        else:
            continue
        # The read is noted, so that what is remembered of the function goes with another value.
        shell.environment.get(name)
        shell.environment.set(name, forgotten)


def in_function(frames: list[Frame]) -> bool:
    return any(frame.kind == "function" for frame in frames)
