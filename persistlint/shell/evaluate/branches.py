"""``if``, ``case``, ``&&``, ``||`` and pipelines."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.evaluate.flow import evaluate_arms, evaluate_under
from persistlint.shell.evaluate.inputs import standard_input
from persistlint.shell.evaluate.lines import refused
from persistlint.shell.invocation import ENGINES, Branch
from persistlint.shell.standard_input import StandardInput
from persistlint.shell.streams import Stage
from persistlint.shell.syntax.nodes import (
    AndOr,
    Arithmetic,
    Case,
    Group,
    If,
    List,
    Node,
    Pipeline,
    SimpleCommand,
    Subshell,
    Test,
    WordNode,
)
from persistlint.shell.values import Value
from persistlint.shell.wording import short
from persistlint.shell.wrappers import SHELLS
from persistlint.text.budgets import MOST_ARMS, MOST_BRANCHES, MOST_CASES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.shell.evaluate.expansion.expander import Expander
    from persistlint.shell.evaluate.shell import Shell
    from persistlint.shell.evaluate.state import ShellState

#: Commands whose failure is an answer, not an accident: what follows ``&&`` is only possible.
_QUESTIONS = frozenset(
    {
        "[",
        "test",
        "grep",
        "egrep",
        "fgrep",
        "command",
        "which",
        "type",
        "hash",
        "diff",
        "cmp",
        "pgrep",
        "curl",
        "wget",
        "ping",
        "nc",
        "pidof",
        "mountpoint",
        "read",
        "let",
        "expr",
        "false",
        "getent",
        "id",
        "systemctl",
        "is_running",
    }
)


_ENGINE_QUESTIONS = frozenset(
    {
        "inspect",
        "ps",
        "images",
        "info",
        "version",
        "ls",
        "top",
        "port",
        "logs",
        "events",
        "stats",
        "diff",
        "search",
    }
)


_ENGINE_GROUPS = frozenset({"container", "image", "volume", "network", "system", "context"})


def evaluate_and_or(shell: Shell, node: AndOr, code: Code) -> bool | None:
    """Evaluate ``a && b || c`` from left to right. Each ``&&`` and ``||`` depends on the status of everything before it."""
    status = shell.statement(node.first, code)
    previous = node.first
    #: The branches of which all must have gone this way for ``status`` to hold; else the list has failed so far.
    under: list[tuple[Branch, int]] = []
    for operator, command in node.rest:
        if shell.ended():
            break
        wanted = operator == "&&"
        if shell.dry:
            status = None
        if status is False:
            under = []
        undecided = shell.undecided and isinstance(previous, SimpleCommand)
        asks = status is None and not (wanted and not undecided and _expected(previous, code))
        if under and not wanted:
            if status is True and len(under) == 1:
                branch, mask = under[0]
                _under(shell, [(branch, branch.all_arms & ~mask)], command, code)
            else:
                _under(shell, [(_branch(shell, previous, command, code), 2)], command, code)
            under, status = [], None
        elif asks and not wanted:
            _under(shell, [(_branch(shell, previous, command, code), 2)], command, code)
            status = None
        elif status is not None and status != wanted:
            continue
        else:
            if asks:
                under = [*under[1 - MOST_BRANCHES :], (_branch(shell, previous, command, code), 1)]
            status = _under(shell, under, command, code)
        previous = command
    return None if under and status is not False else status


def _expected(node: Node, code: Code) -> bool:
    """Return whether people expect the command to succeed: it does something and asks nothing."""
    if isinstance(node, SimpleCommand):
        node.read()
        words = [code.source[word.start : word.end] for word in node.words[:4]]
        while words and words[0] in ("sudo", "time", "command"):
            words = words[1:]
        if not words:
            return True
        name = words[0].rsplit("/", 1)[-1]
        if name in ENGINES:
            verb = words[1] if len(words) > 1 else ""
            if verb in _ENGINE_GROUPS and len(words) > 2:
                verb = words[2]
            return verb not in _ENGINE_QUESTIONS
        return name not in _QUESTIONS and not name.startswith(("is_", "has_", "check", "$"))
    if isinstance(node, Pipeline):
        return not node.negated and _expected(node.commands[-1], code)
    if isinstance(node, AndOr):
        return _expected(node.rest[-1][1], code)
    if isinstance(node, (Group, Subshell)):
        return not node.body.statements or _expected(node.body.statements[-1], code)
    return not isinstance(node, (Test, Arithmetic))


def _branch(shell: ShellState, previous: Node, command: Node, code: Code) -> Branch:
    """Return the branch on whether the command before ``&&`` or ``||`` succeeds (the first arm) or fails."""
    span = code.span(command.start, command.end)
    text = short(code.text(previous.start, previous.end))
    branch = Branch(
        ("and-or", shell.expander.path, span),
        span,
        (f"`{text}` succeeds", f"`{text}` fails"),
        shell.event_guard(),
    )
    shell.soft.add(branch)
    return branch


def _under(shell: Shell, under: list[tuple[Branch, int]], command: Node, code: Code) -> bool | None:
    """Evaluate the command where all these branches went this way; its status there."""
    if not under:
        return shell.statement(command, code)
    statuses: list[bool | None] = []
    certainty = shell.scope.certainty

    def taken() -> None:
        with shell.scope.within(certainty="possible" if certainty == "certain" else certainty):
            statuses.append(shell.statement(command, code))

    evaluate_under(shell, under, taken)
    return statuses[0] if statuses else None


def evaluate_pipeline(shell: Shell, node: Pipeline, code: Code) -> bool | None:
    status: bool | None = None
    with shell.scope.within(negated=node.negated, stage=shell.scope.stage):
        if len(node.commands) == 1:
            status = shell.statement(node.commands[0], code)
            if status is not None and node.negated:
                status = not status
        else:
            names = tuple(_name_of(command, code) for command in node.commands)
            before = standard_input(shell)
            for position, command in enumerate(node.commands):
                shell.scope.stage = stage = Stage(position, len(node.commands), names)
                span = code.span(command.start, command.end)
                printed = (
                    _printed(shell, node.commands[position - 1], names[position], code) if position else None
                )
                piped = StandardInput("pipe", "pipe", shell.expander.path, span, None, stage, printed)
                fed = piped if position else before
                with shell.scope.within(fed):
                    shell.subshell(lambda command=command: shell.statement(command, code))  # type: ignore[misc]
    return status


def _printed(shell: ShellState, command: Node, reader: str, code: Code) -> Value | None:
    """Return what a stage prints for the shell, or the `tee`, that reads it; None where that isn't known, and for another reader."""
    if reader not in SHELLS and reader not in ("ssh", "tee"):
        return None
    from persistlint.shell.evaluate.substitution import output_of

    # What depends on a branch is unknown here: the pipeline isn't evaluated once for each of its choices.
    splitting, shell.expander.splitting = shell.expander.splitting, False
    try:
        return output_of(List(command.start, command.end, [command], set()), code, shell)
    finally:
        shell.expander.splitting = splitting


def _name_of(node: Node, code: Code) -> str:
    """Return the program that a pipeline's stage starts with, as far as its text tells."""
    if not isinstance(node, SimpleCommand):
        return ""
    node.read()
    for word in node.words:
        text = code.text(word.start, word.end)
        if text not in ("sudo", "command", "time"):
            return text.rsplit("/", 1)[-1]
    return ""


def evaluate_if(shell: Shell, node: If, code: Code) -> None:
    _if_arms(shell, node, 0, code)


def _if_arms(shell: Shell, node: If, index: int, code: Code) -> None:
    """Evaluate the arms from ``index`` on: each is reached where the condition before it fails."""
    flat = None
    while index < len(node.arms):
        condition, body = node.arms[index]
        index += 1
        shell.forget_question()
        status = shell.condition(condition, code)
        asked = shell.question
        shell.forget_question()
        if shell.ended():
            return
        if shell.dry:
            status = None
        if status is True:
            shell.statements(body, code)
            return
        if status is False:
            continue
        first, last = condition.start, condition.end
        if condition.statements:
            first, last = condition.statements[0].start, condition.statements[-1].end
        span = code.span(first, last)
        text = short(code.text(first, last))
        branch = Branch(
            ("if", shell.expander.path, span),
            span,
            (f"`{text}` succeeds", f"`{text}` fails"),
            shell.event_guard(),
            # The condition is that test alone.
            asked[1] if asked is not None and asked[0] == span else None,
        )
        if shell.arms < MOST_ARMS:
            evaluate_arms(
                shell,
                branch,
                [
                    (1, lambda body=body: shell.statements(body, code)),  # type: ignore[misc]
                    (2, lambda index=index: _later_arms(shell, node, index, code)),  # type: ignore[misc]
                ],
            )
            return
        # Each arm is then possible by itself.
        flat = Branch(("else", shell.expander.path, span), span, ("none succeeds", "one succeeds"))
        evaluate_arms(
            shell,
            branch,
            [(1, lambda body=body: shell.statements(body, code)), (2, lambda: None)],  # type: ignore[misc]
        )
        if shell.ended():
            return
    otherwise = node.otherwise
    if otherwise is None:
        return
    if flat is None:
        shell.statements(otherwise, code)
    else:
        evaluate_arms(shell, flat, [(1, lambda: shell.statements(otherwise, code)), (2, lambda: None)])


def _later_arms(shell: Shell, node: If, index: int, code: Code) -> None:
    shell.arms += 1
    _if_arms(shell, node, index, code)
    shell.arms -= 1


def evaluate_case(shell: Shell, node: Case, code: Code) -> None:
    keep, shell.expander.splitting = shell.expander.splitting, False
    subject = shell.expander.single(node.word, code)
    shell.expander.splitting = keep
    if refused(shell):
        return
    _case_from(shell, node, subject, 0, code)


def _case_from(shell: Shell, node: Case, subject: Value, start: int, code: Code) -> None:
    """Evaluate a case's items from ``start`` on: the first that matches, or each that may match."""
    items = node.items
    if subject.text is not None and not subject.assumes and not shell.dry:
        while start < len(items):
            verdict = _matches_item(shell.expander, items[start][0], subject.text, code)
            if verdict:
                _case_item(shell, node, subject, start, code)
                return
            if verdict is None:
                break
            start += 1
    rest = start + MOST_CASES if len(items) - start > MOST_CASES + 1 else 0
    items = items[start : start + MOST_CASES] if rest else items[start:]
    if not items:
        return
    name = short(code.text(node.word.start, node.word.end).strip('"'))
    texts = [[code.text(pattern.start, pattern.end) for pattern in patterns] for patterns, _, _ in items]
    conditions = [
        f"`{name}` is "
        + (" or ".join(f"`{pattern}`" for pattern in patterns) if patterns != ["*"] else "anything else")
        for patterns in texts
    ]
    exhaustive = any("*" in patterns for patterns in texts)
    if not exhaustive:
        conditions.append(f"`{name}` is {'anything' if rest else 'something'} else")
    span = code.span(node.start, node.end)
    key = ("case", shell.expander.path, span, start)
    branch = Branch(key, span, tuple(conditions), shell.event_guard())
    arms: list[tuple[int, Callable[[], object]]] = [
        (1 << number, lambda index=start + number: _case_item(shell, node, subject, index, code))  # type: ignore[misc]
        for number in range(len(items))
    ]
    if not exhaustive:
        # More items than a branch has arms are a branch of their own in the last one.
        arms.append((1 << len(items), lambda: _case_from(shell, node, subject, rest, code) if rest else None))
    evaluate_arms(shell, branch, arms)


def _matches_item(expander: Expander, patterns: list[WordNode], subject: str, code: Code) -> bool | None:
    """Return whether one of an item's patterns matches the subject, None where that isn't known."""
    keep, expander.splitting = expander.splitting, False
    verdict: bool | None = False
    for node in patterns:
        pattern = expander.pattern(node, code)
        from persistlint.shell.patterns import matches

        answer = matches(pattern, subject) if pattern is not None else None
        if answer:
            verdict = True
            break
        if answer is None:
            verdict = None
    expander.splitting = keep
    return verdict


def _case_item(shell: Shell, node: Case, subject: Value, index: int, code: Code) -> None:
    """Evaluate an item's body, and the bodies that ``;&`` and ``;;&`` add to it."""
    while index < len(node.items):
        _, body, terminator = node.items[index]
        shell.statements(body, code)
        if shell.ended() or terminator == ";;":
            return
        index += 1
        if terminator == ";;&":
            _case_from(shell, node, subject, index, code)
            return
