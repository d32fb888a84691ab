"""A shell that evaluates the commands inside its constructs: what loops, calls and scripts need of the evaluator, which knows them all."""

from __future__ import annotations

from persistlint.shell.evaluate.inputs import input_in_background
from persistlint.shell.evaluate.state import ShellState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from persistlint.shell.code import Code
    from persistlint.shell.syntax.nodes import List, Node


class Shell(ShellState):
    """The state with what evaluates further commands in it. ``Evaluator`` says how a statement and a subshell are evaluated."""

    def statement(self, node: Node, code: Code) -> bool | None:
        """Evaluate a command and return its status: whether it succeeds, None where that isn't known."""
        raise NotImplementedError

    def subshell(self, run: Callable[[], Any]) -> None:
        """Evaluate in a copy of the environment: what it sets is gone afterwards."""
        raise NotImplementedError

    def one(self, statement: Node, code: Code, background: bool) -> bool | None:
        """Evaluate a statement of a list and return its status. One that ends in ``&`` changes nothing here and succeeds."""
        if not background:
            return self.statement(statement, code)
        with self.scope.within(input_in_background(self), background=True):
            self.subshell(lambda: self.statement(statement, code))
        return True

    def statements(self, node: List, code: Code) -> bool | None:
        """Evaluate the statements of a list up to one that ends the flow of control, and return the last one's status."""
        status: bool | None = True
        around = self.scope.background
        with self.scope.within(background=around):
            for index, statement in enumerate(node.statements):
                self.scope.background = around or index in node.background
                status = self.one(statement, code, index in node.background)
                if self.ended():
                    break
        return status

    def condition(self, node: List, code: Code) -> bool | None:
        """Evaluate the statements that a construct asks for their status."""
        with self.scope.within(condition=True):
            return self.statements(node, code)
