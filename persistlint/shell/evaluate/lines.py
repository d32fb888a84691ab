"""Lines of commands, which the shell reads at once, and drops where it refuses an assignment or an expansion.

bash reads a line (to the end of a compound command that begins on it), carries it out, and reads the next one. Where it refuses ``NAME=value`` as the name is
read-only, or an expansion as ``$((1/0))``, it gives up whatever it is carrying out of that line, functions and loops too, and goes on at the next. ``eval``, a
sourced file and the text of ``bash -c`` are read by lines as well; a subshell ends. sh ends altogether (POSIX, "Consequences of Shell Errors"; measured with
bash 5.2 and dash 0.5).
"""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.environment import Dead
from persistlint.shell.evaluate.flow import evaluate_arms, join_arms
from persistlint.shell.invocation import Branch
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.shell.environment import Environment
    from persistlint.shell.evaluate.state import ShellState
    from persistlint.shell.syntax.nodes import List, Node


#: The flow of control has left its line.
DROP = "drop"
#: The entry that says what becomes of the rest of a line: True (it is dropped), the branch on which that depends, None (it is carried out).
REST = "~rest"

_WAYS = ("no assignment or expansion is refused", "an assignment or expansion is refused")


def refuse(shell: ShellState, *, errexit: bool = True) -> None:
    """Note that an assignment or expansion is refused here. With ``errexit`` it counts as a failure for ``set -e``."""
    if shell.dry:
        return
    if shell.dialect in ("sh", "dash", "ash", "posix") and not shell.document:
        shell.end("exit")
        return
    shell.dropped.append((shell.guard(), shell.environment.fork(), errexit))
    shell.environment.set(env.FLOW, Dead(DROP))


def refused(shell: ShellState) -> bool:
    """Return whether an expansion was refused since the last question. Then the rest of the line is dropped."""
    kind = shell.expander.refused
    if not kind:
        return False
    shell.expander.refused = ""
    if kind == "exit":
        if not shell.dry and not shell.document:
            shell.end("exit")
    else:
        # What can't be computed is no failure for ``set -e`` (measured).
        refuse(shell, errexit=kind != "number")
    return shell.ended()


class Rest:
    """The state of a line while its statements are evaluated one after the other: whether its rest is reached."""

    __slots__ = ("branch", "dropped")

    def __init__(self) -> None:
        self.dropped = False
        #: The branch on which it depends whether the next statement is reached.
        self.branch: Branch | None = None

    def reaches(self, source: str, end: int, start: int) -> bool:
        """Return whether the statement at ``start`` may be reached from the one that ends at ``end``."""
        if (self.dropped or self.branch is not None) and _ends_line(source, end, start):
            self.dropped, self.branch = False, None
        return not self.dropped

    def follow(self, environment: Environment) -> None:
        """Take over what the statement has left in ``REST``."""
        rest = environment.peek(REST)
        if rest is None:
            return
        environment.set(REST, None)
        if isinstance(rest, Branch):
            self.branch = rest
        else:
            self.dropped = True


def evaluate_lines(
    shell: ShellState, tree: List, source: str, evaluate_one: Callable[[Node, bool], bool | None]
) -> bool | None:
    """Evaluate a text's statements line by line. ``one`` evaluates a statement, in the background or not."""
    status: bool | None = True
    rest = Rest()
    keep, shell.dropped = shell.dropped, []
    end = tree.start
    for index, statement in enumerate(tree.statements):
        if not rest.reaches(source, end, statement.start):
            end = statement.end
            continue
        end = statement.end

        def run(statement: Node = statement, apart: bool = index in tree.background) -> None:
            nonlocal status
            status = evaluate_one(statement, apart)

        evaluate_part(shell, run, rest.branch, shell.here)
        rest.follow(shell.environment)
        if rest.dropped or rest.branch is not None:
            status = False if rest.dropped else None
        if shell.ended():
            break
    # In a subshell what leaves its line leaves all of it.
    shell.dropped = keep
    return status


def evaluate_part(
    shell: ShellState,
    run: Callable[[], object],
    branch: Branch | None,
    span: Span | None,
    *,
    errexit: bool = False,
) -> None:
    """Evaluate one statement of a line; it may depend on ``branch`` that it is reached. ``REST`` says afterwards what becomes of what follows.

    ``errexit``: whether ``set -e`` makes the shell end where it would drop a line (that of ``eval`` goes on).
    """
    outer = shell.environment.peek(env.FLOW)
    if branch is not None:
        evaluate_arms(shell, branch, [(1, run), (2, lambda: None)])
    else:
        run()
    if not shell.dropped or shell.in_subshell:
        return
    ways, shell.dropped = shell.dropped, []
    if errexit:
        ways = [way for way in ways if not way[2] or way[1].get("-errexit") is not True]
    ended = shell.ended()
    if not ways:
        if ended:
            shell.environment.set(env.FLOW, Dead("exit"))
        return
    join_arms(shell, [(guard, way) for guard, way, _ in ways], outer)
    rest = True if ended and branch is None else branch or refusal_branch(shell, span)
    shell.environment.set(REST, rest)


def refusal_branch(shell: ShellState, span: Span | None) -> Branch:
    """Return a branch on whether something is refused here (the second arm)."""
    place = span or Span(("", "", 0), 0, 0)
    return Branch(("refused", shell.expander.path, place), place, _WAYS, shell.event_guard())


def _ends_line(source: str, end: int, start: int) -> bool:
    """Return whether a line ends between two statements: one ends at ``end``, the next begins at ``start``."""
    between = source[end:start]
    # A here-document's body may end just there.
    return "#" in between or "\n" in between.replace("\\\n", "") or source[end - 1 : end] == "\n"
