"""Simple commands: their words and assignments are evaluated, then a function, a builtin or a program is run."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.engines import ENGINE_NAMES, held_by
from persistlint.shell.environment import Scalar, Split
from persistlint.shell.evaluate.aliases import alias_named, with_alias
from persistlint.shell.evaluate.assignments import assign
from persistlint.shell.evaluate.builtins import BUILTINS
from persistlint.shell.evaluate.declarations import DECLARATIONS, declare, declare_words
from persistlint.shell.evaluate.expansion.items import program_of_split
from persistlint.shell.evaluate.flow import evaluate_arms, evaluate_split
from persistlint.shell.evaluate.frames import FunctionEntry
from persistlint.shell.evaluate.functions import call, functions_named
from persistlint.shell.evaluate.inputs import input_of
from persistlint.shell.evaluate.lines import refusal_branch, refuse, refused
from persistlint.shell.evaluate.plain import leaves_shell, mentions_engine
from persistlint.shell.evaluate.programs import emit, run_program
from persistlint.shell.evaluate.quiet import keeps_to_itself
from persistlint.shell.evaluate.ready import Ready
from persistlint.shell.evaluate.redirections import redirections
from persistlint.shell.evaluate.variables import refuses
from persistlint.shell.invocation import Branch, NotUnderstood
from persistlint.shell.syntax.nodes import Assignment, SimpleCommand
from persistlint.shell.values import Literal, Value, Word
from persistlint.shell.wording import engine_word
from persistlint.text.budgets import MOST_SPLITS
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.shell.environment import Environment
    from persistlint.shell.evaluate.shell import Shell
    from persistlint.shell.evaluate.state import ShellState

_STATEFUL = DECLARATIONS | {"command", "builtin"}
#: Builtins in which an assignment before them can be read.
_EVALUATING = frozenset({"eval", "source", "."})


def evaluate_simple(shell: Shell, node: SimpleCommand, code: Code) -> bool | None:
    span = code.span(node.start, node.end)
    if not shell.step(span):
        return None
    problem = code.problem_at(node.start, node.end) if code.problems else None
    if problem is not None:
        if not shell.dry and engine_word(code.source, node.start, node.end) >= 0:
            event = NotUnderstood(problem.reason, span, shell.event_guard(), shell.scope.function)
            from persistlint.shell.harmless import harmless

            event.harmless = harmless(code.source[node.start : node.end])
            event.block = shell.scope.block
            shell.events.append(event)
        return None
    node.read()
    shell.here = span
    shell.expander.refused = ""
    shell.undecided = False
    if leaves_shell(shell.environment, node, code):
        if shell.dry:
            return None
        if not mentions_engine(node, code):
            _ordinary(shell, node, code, span)
            return None
    mark = len(shell.events)
    dropped = len(shell.dropped)
    environment = shell.environment
    journal = environment.open_journal()
    try:
        status = _command(shell, node, code, span)
        environment.close_journal(journal, revert=False)
        return status
    except Split as split:
        # Expansions may have assigned something (``$((n++))``) before it was known that the command depends on a branch.
        shell.use(environment)
        environment.close_journal(journal, revert=True)
        del shell.events[mark:]
        del shell.dropped[dropped:]
        statuses: list[bool | None] = []
        evaluate_split(shell, split, lambda: statuses.append(evaluate_simple(shell, node, code)))
        if statuses and all(status is statuses[0] for status in statuses):
            return statuses[0]
        shell.undecided = False in statuses
        return None


def _ordinary(shell: Shell, node: SimpleCommand, code: Code, span: Span) -> None:
    """Evaluate a program that is no engine. Its words set nothing and tell no branches apart."""
    expander = shell.expander
    keep, expander.splitting = expander.splitting, False
    words = expander.words(node.words, code)
    redirects = redirections(shell.expander, node.redirects, code) if node.redirects else ()
    expander.splitting = keep
    if not refused(shell):
        emit(shell, words, redirects, [], span)


def _command(shell: Shell, node: SimpleCommand, code: Code, span: Span) -> bool | None:
    expander = shell.expander
    if not node.words:
        status = _assign_all(shell, node.assignments, code)
        if not shell.ended():
            redirections(shell.expander, node.redirects, code)
        return status
    keep = expander.splitting
    if len(shell.hard) >= MOST_SPLITS:
        expander.splitting = False
    name, matters = _kind(shell.environment, node, code)
    alias = alias_named(shell.environment, name)
    if not matters and alias is None:
        expander.splitting = False
    try:
        if name in DECLARATIONS:
            return declare(shell, name, node, code)
        words = (
            with_alias(shell, alias, node.words, code)
            if alias is not None
            else expander.words(node.words, code)
        )
        if refused(shell):
            return None
        if not words:
            return _assign_all(shell, node.assignments, code)
        redirects = redirections(shell.expander, node.redirects, code)
        prefix = [
            (assignment.name, expander.single(assignment.value, code, assignment=True))
            for assignment in node.assignments
            if assignment.array is None and assignment.index is None
        ]
        if refused(shell):
            return None
    finally:
        expander.splitting = keep
    if any(refuses(shell, name) for name, _ in prefix):
        if shell.dialect in ("dash", "ash"):
            refuse(shell)
            return None
        # bash says so, and runs the command without it.
        prefix = [(name, value) for name, value in prefix if not refuses(shell, name)]
    return _run(shell, Ready(words, redirects, prefix, node, code, span))


def _assign_all(
    shell: ShellState, assignments: list[Assignment], code: Code, *, sure: bool = False
) -> bool | None:
    """Carry out the assignments of a command without words, up to a refused one. With ``sure``, the first isn't refused."""
    for index, assignment in enumerate(assignments):
        if not sure and not shell.dry and refuses(shell, assignment.name) is None:
            span = code.span(assignment.start, assignment.start)
            following = assignments[index:]
            evaluate_arms(
                shell,
                refusal_branch(shell, span),
                [(1, lambda: _assign_all(shell, following, code, sure=True)), (2, lambda: refuse(shell))],  # noqa: B023
            )
            return None
        sure = False
        if assign(shell, assignment, code) is False:
            refuse(shell)
        if shell.ended() or refused(shell):
            return False
        if index % 256 == 255 and not shell.step(code.span(assignment.start, assignment.start)):
            return None
    return True


def _kind(environment: Environment, node: SimpleCommand, code: Code) -> tuple[str, bool]:
    """Return the command's name as written, and whether its words matter enough to tell branches apart."""
    first = node.words[0]
    name = code.source[first.start : first.end]
    if name in DECLARATIONS:
        return name, True
    if environment.get(name + "()") is not None:
        return name, True
    if "$" in name or mentions_engine(node, code):
        return name, True
    return name, name in (
        "eval",
        "set",
        "shift",
        "source",
        ".",
        "cd",
        "bash",
        "sh",
        "ssh",
        "exec",
        "trap",
    )


def _run(shell: Shell, ready: Ready) -> bool | None:
    functions = True
    while ready.words[0].text in ("command", "builtin") and len(ready.words) > 1:
        # They look for no function; options ask about a command or change its PATH.
        inner = ready.words[1:]
        while inner and inner[0].text in ("-p", "--"):
            inner = inner[1:]
        if not inner or not (inner[0].text in BUILTINS or inner[0].text in _STATEFUL):
            break
        ready.words = inner
        functions = False
    name = ready.words[0].text
    if name is not None and functions:
        candidates = functions_named(shell, name)
        if len(candidates) > 1:
            _run_any(shell, candidates, ready)
            return None
        if candidates and candidates[0] is not None:
            _call(shell, candidates[0], ready)
            return None
    return _run_no_function(shell, ready)


def _run_any(shell: Shell, candidates: tuple[FunctionEntry | None, ...], ready: Ready) -> None:
    """Run the command once for each function that its name may stand for."""
    name = ready.words[0].text
    conditions = tuple(
        f"definition {number} of `{name}` is in force" if function else f"`{name}` is no function"
        for number, function in enumerate(candidates, 1)
    )
    branch = Branch(
        ("function", shell.expander.path, ready.span), ready.span, conditions, shell.event_guard()
    )

    def run(function: FunctionEntry | None) -> None:
        if function is None:
            _run_no_function(shell, ready)
        else:
            _call(shell, function, ready)

    evaluate_arms(
        shell,
        branch,
        [(1 << index, lambda function=function: run(function)) for index, function in enumerate(candidates)],  # type: ignore[misc]
    )


def _call(shell: Shell, function: FunctionEntry, ready: Ready) -> None:
    if not ready.redirects and keeps_to_itself(shell, function):
        shell.undecided = False
        return
    given = frozenset(name for name, _ in ready.prefix)
    with shell.scope.within(input_of(shell, ready.redirects, "call", ready.span), ready.redirects):
        _with(shell, ready.prefix, lambda: call(shell, function, ready.words, ready.span, given))
    shell.undecided = False


def _run_no_function(shell: Shell, ready: Ready) -> bool | None:
    words = ready.words
    name = words[0].text
    if name is not None:
        if name in DECLARATIONS:
            return declare_words(shell, words)
        builtin = BUILTINS.get(name)
        if builtin is not None:
            if ready.prefix and name in _EVALUATING:
                return _with(shell, ready.prefix, lambda: builtin(shell, ready))
            return builtin(shell, ready)
    elif words[0].opaque and len(words) > 1 and (words[1].text or "").rsplit("/", 1)[-1] in ENGINE_NAMES:
        # "$SUDO docker …"
        words = words[1:]
        name = words[0].text
    elif words[0].opaque and program_of_split(words[0]) in ENGINE_NAMES:
        # D='docker run'; $D … after IFS may have been changed: as little as possible is taken from it.
        program = Value(
            (Literal(program_of_split(words[0])),), words[0].value.assumes | {"IFS holds a blank"}
        )
        words = [Word(program, words[0].span), *words]
    ready.words = words
    return run_program(shell, ready)


def _with(shell: ShellState, prefix: list[tuple[str, Value]], run: Callable[[], bool | None]) -> bool | None:
    """Run with ``name=value …`` before the command: they hold while it runs."""
    before = [(name, shell.environment.get(name)) for name, _ in prefix]
    exported = [(f"export {name}", shell.environment.get(f"export {name}")) for name, _ in prefix]
    for name, value in prefix:
        shell.environment.set(name, Scalar(held_by(name, value)))
        shell.environment.set(f"export {name}", True)
    mark = len(shell.dropped)
    status = run()
    for environment in (shell.environment, *(ended for _, ended, _ in shell.dropped[mark:])):
        for name, entry in (*before, *exported):
            environment.set(name, entry)
    return status
