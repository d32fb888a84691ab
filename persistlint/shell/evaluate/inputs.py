"""The standard input of what is evaluated now: from the constructs around it, from ``exec``, from its own redirections."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.environment import Alternatives
from persistlint.shell.standard_input import NO_INPUT, UNKNOWN_INPUT, StandardInput, redirected
from persistlint.text.budgets import MOST_EXECS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.state import ShellState
    from persistlint.shell.streams import Redirect
    from persistlint.text.spans import Span

#: Shells that give a command in the background an empty standard input, whatever stands around it (measured with dash).
_EMPTY_IN_BACKGROUND = frozenset(("sh", "dash", "ash", "posix", "ksh"))


def standard_input(shell: ShellState) -> StandardInput:
    """Return what a command that is evaluated now, without redirections of its own, reads."""
    around = shell.scope.standard_input
    entry = shell.environment.get(env.INPUT)
    if entry is None:
        return around
    options = [option for _, option in entry.options] if isinstance(entry, Alternatives) else [entry]
    inputs = {_executed(option, around) for option in options}
    return inputs.pop() if len(inputs) == 1 else UNKNOWN_INPUT


def _executed(entry: object, around: StandardInput) -> StandardInput:
    """Return the standard input that ``exec`` has put in the place of ``around``; that itself where it hasn't."""
    if isinstance(entry, tuple):
        for before, after in entry:
            if before == around and isinstance(after, StandardInput):
                return after
    return around


def input_of(
    shell: ShellState, redirects: tuple[Redirect, ...], binding: str, span: Span | None
) -> StandardInput:
    """Return what a construct at ``span`` with these redirections reads."""
    now = standard_input(shell)
    if not redirects or span is None:
        return now
    return redirected(now, redirects, binding, shell.expander.path, span)


def redirect_shell(shell: ShellState, redirects: tuple[Redirect, ...], span: Span) -> None:
    """Carry out ``exec < file``: the shell itself reads it from now on, up to the end of the construct around."""
    now = standard_input(shell)
    after = redirected(now, redirects, "exec", shell.expander.path, span)
    if after is now:
        return
    around = shell.scope.standard_input
    entry = shell.environment.get(env.INPUT)
    others = tuple(pair for pair in entry if pair[0] != around) if isinstance(entry, tuple) else ()
    shell.environment.set(env.INPUT, (*others[1 - MOST_EXECS :], (around, after)))


def input_in_background(shell: ShellState) -> StandardInput:
    """Return what a command in the background reads without redirections of its own.

    Without job control it is empty. In bash a redirection or pipe of a compound command around it holds all the same, unless it is
    that of a function's call (execute_cmd.c, ``stdin_redir``; measured).
    """
    now = standard_input(shell)
    if shell.document or shell.dialect == "zsh" or shell.scope.captured is not None:
        return now
    if shell.dialect not in _EMPTY_IN_BACKGROUND and now.binding in ("compound", "pipe"):
        return now
    return NO_INPUT
