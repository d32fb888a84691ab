"""Follows shell code statement by statement, without running it, and lists the invocations that it makes.

The environment is real: variables, functions, options, the working directory. What the text can't say is unknown
and stays so. Branches fork the environment and are merged again; a docker command whose words depend on one is listed once
for each choice, under a guard. A statement's effect depends only on the entries that it reads, so it is remembered (``memo``).
"""

from __future__ import annotations

from functools import partial

from persistlint.shell import environment as env
from persistlint.shell.code import Code, Problems, StatementCode
from persistlint.shell.environment import Environment, Scalar
from persistlint.shell.evaluate.branches import evaluate_and_or, evaluate_case, evaluate_if, evaluate_pipeline
from persistlint.shell.evaluate.commands import evaluate_simple
from persistlint.shell.evaluate.conditions import test_compound
from persistlint.shell.evaluate.expansion.expander import Expander
from persistlint.shell.evaluate.frames import Frame
from persistlint.shell.evaluate.functions import define, evaluate_uncalled
from persistlint.shell.evaluate.inputs import input_of
from persistlint.shell.evaluate.lines import Rest, evaluate_part, refused
from persistlint.shell.evaluate.loops import evaluate_arithmetic_for, evaluate_for, evaluate_while
from persistlint.shell.evaluate.memo import Remembered
from persistlint.shell.evaluate.problems import name_leftover_problems
from persistlint.shell.evaluate.redirections import redirections
from persistlint.shell.evaluate.scripts import evaluate_traps, substitute
from persistlint.shell.evaluate.shell import Shell
from persistlint.shell.evaluate.variables import refuses, store
from persistlint.shell.invocation import Branch
from persistlint.shell.standard_input import UNKNOWN_INPUT
from persistlint.shell.syntax.nodes import (
    AndOr,
    Arithmetic,
    ArithmeticFor,
    Case,
    Coprocess,
    For,
    Function,
    Group,
    If,
    List,
    Node,
    Pipeline,
    SimpleCommand,
    Subshell,
    Test,
    While,
)
from persistlint.shell.syntax.outline import outline
from persistlint.shell.values import Unknown, Value
from persistlint.text.budgets import MOST_NESTED, MOST_STEPS
from persistlint.text.spans import Anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from persistlint.shell.evaluate.memo import Memo, SourcedFiles
    from persistlint.shell.evaluate.state import ReadSource


class Evaluator(Shell):
    """Evaluates the fragments of one document, in order, in one environment."""

    def __init__(
        self,
        path: str,
        dialect: str = "bash",
        *,
        document: bool = False,
        read_source: ReadSource | None = None,
        memo: Memo | None = None,
        sourced_files: SourcedFiles | None = None,
        checkpoint: Callable[[], None] | None = None,
        budget: int = MOST_STEPS,
    ) -> None:
        environment = Environment()
        expander = Expander(
            environment, dialect, lambda script, code, key: substitute(self, script, code, key)
        )
        super().__init__(
            path,
            dialect,
            environment,
            expander,
            document=document,
            read_source=read_source,
            memo=memo,
            sourced_files=sourced_files,
            checkpoint=checkpoint,
            budget=budget,
        )
        expander.document = path
        expander.store = self._store
        expander.refuses = lambda name: refuses(self, name) is True
        self._seen: dict[tuple[str, str], int] = {}

    def assume(self, name: str, value: str) -> None:
        """Make a variable known that the text doesn't set (``# persistlint: assume NAME=value``)."""
        self.environment.set(name, Scalar(Value.of(value)))

    def fragment(
        self,
        text: bytes,
        number: int,
        *,
        dialect: str | None = None,
        block: int = 0,
        fresh: bool = False,
        host: tuple[str, ...] = (),
        unit: str = "",
        certainty: str = "certain",
        unknowns: Mapping[int, Unknown] | None = None,
    ) -> None:
        """Evaluate one fragment of the document. The environment is carried on to the next, unless that is ``fresh``: a shell of its own.

        ``host`` is where it runs (("build",) for a Dockerfile's RUN). A ``unit`` is a world of its own, as a function is that nothing calls. ``unknowns`` are the
        texts that aren't known, by the number that stands for each in ``text``.
        """
        if fresh:
            self.use(Environment())
        if dialect:
            self.dialect = self.expander.dialect = dialect
        self.scope.block = block
        with self.scope.within(host=host, function=unit, certainty=certainty):
            self._fragment(text, number, unknowns)

    def _fragment(self, text: bytes, number: int, unknowns: Mapping[int, Unknown] | None) -> None:
        first_event = len(self.events)
        outlined = outline(text, self.document, self.memo.outlines(number), self.checkpoint)
        self.memo.keep_outline(number, outlined)
        source = text.decode("latin-1")
        self.problems = outlined.problems
        placed = Problems(outlined.problems)
        self.environment.set(env.FLOW, None)
        rest = Rest()
        end = 0
        for index, statement in enumerate(outlined.statements):
            reached = rest.reaches(source, end, statement.start)
            end = statement.extent
            if not reached:
                continue
            anchor = self._anchor(self.path, outlined.digest(statement))
            self.anchors[anchor] = (number, statement.start)
            if self.checkpoint is not None:
                self.checkpoint()
            code = StatementCode(source, anchor, statement.start, placed, unknowns)
            node = partial(outlined.node, index)
            with self.scope.within(background=statement.background):
                self._top(anchor, code, statement.extent, node, rest.branch)
            rest.follow(self.environment)
            if self.ended():
                break
        outlined.forget_nodes()
        name_leftover_problems(self, source, text, number, first_event)
        evaluate_traps(self)

    def uncalled(self) -> None:
        """Evaluate each function that nothing called once, with unknown parameters."""
        evaluate_uncalled(self)

    def close(self) -> None:
        """Drop the expander, so that nothing more is evaluated.

        The expander knows its evaluator: the cycle would wait for the collector, with all of the text.
        """
        del self.expander

    def _anchor(self, path: str, digest: str) -> Anchor:
        count = self._seen.get((path, digest), 0)
        self._seen[path, digest] = count + 1
        return (path, digest, count)

    def _store(self, name: str, value: Value) -> None:
        """Assign a variable for an expansion."""
        if store(self, name, value) is False:
            self.expander.refused = "line"

    def _top(
        self,
        anchor: Anchor,
        code: StatementCode,
        extent: int,
        node: Callable[[], Node],
        branch: Branch | None,
    ) -> None:
        """Evaluate one top-level statement, or take its effects from the memo, by its text and what it read.

        ``branch`` is the branch on which it depends that the statement is reached.
        """
        self.environment.settle()
        unread = code.problem_at(code.base, extent + 1) is not None
        key: tuple[object, ...] = (anchor, self.scope.background, self.scope.block, unread, self.scope.host)
        if self.scope.function or self.scope.certainty != "certain":
            key = (*key, self.scope.function, self.scope.certainty)
        if branch is not None:
            key = (*key, branch)
        # One that used up what was left does so again only where as much is left.
        cut_key = (*key, "spent", self.budget, len(self.events))
        remembered = self.memo.find(key, self.environment, cut_key)
        if remembered is None:
            was_spent = self.spent
            reads = self.environment.start_trace()
            mark = len(self.events)
            called, self.called = self.called, set()
            sourced, self.sourced = self.sourced, {}
            before = self.budget
            apart = self.scope.background
            evaluate_part(
                self,
                lambda: self.one(node(), code, apart),
                branch,
                code.span(code.base, code.base),
                errexit=True,
            )
            remembered = Remembered(
                dict(reads),
                self.environment.changes(),
                self.events[mark:],
                self.called,
                before - self.budget,
                self.sourced,
            )
            # The large set takes in the small one, so that the work grows with the statements and not with their square.
            called |= self.called
            sourced.update(self.sourced)
            self.called, self.sourced = called, sourced
            remembered.is_cut = self.spent and not was_spent
            if not self.spent or remembered.is_cut:
                self.memo.store(cut_key if remembered.is_cut else key, remembered)
            return
        self.spent = self.spent or remembered.is_cut
        for name, entry in remembered.changes.items():
            self.environment.set(name, entry)
        self.events += remembered.events
        self.called |= remembered.called
        self.budget -= remembered.cost
        self.sourced.update(remembered.sourced)

    def statement(self, node: Node, code: Code) -> bool | None:
        if isinstance(node, SimpleCommand):
            return evaluate_simple(self, node, code)
        if not self.step(code.span(node.start, node.start)):
            return None
        self.depth += 1
        try:
            if self.depth > MOST_NESTED:
                self.gap("commands nest too deeply", code.span(node.start, node.start), in_shell=True)
                return None
            if not node.redirects or isinstance(node, Function):
                return self._compound(node, code)
            splitting, self.expander.splitting = self.expander.splitting, False
            redirects = redirections(self.expander, node.redirects, code)
            self.expander.splitting = splitting
            with self.scope.within(
                input_of(self, redirects, "compound", code.span(node.start, node.end)), redirects
            ):
                return self._compound(node, code)
        finally:
            self.depth -= 1

    def _compound(self, node: Node, code: Code) -> bool | None:
        if refused(self):
            return None
        status = self._dispatch(node, code)
        return None if refused(self) else status

    def _dispatch(self, node: Node, code: Code) -> bool | None:
        if isinstance(node, AndOr):
            return evaluate_and_or(self, node, code)
        if isinstance(node, If):
            evaluate_if(self, node, code)
        elif isinstance(node, Pipeline):
            return evaluate_pipeline(self, node, code)
        elif isinstance(node, List):
            return self.statements(node, code)
        elif isinstance(node, Group):
            return self.statements(node.body, code)
        elif isinstance(node, Function):
            define(self.environment, node, code)
            return True
        elif isinstance(node, For):
            evaluate_for(self, node, code)
        elif isinstance(node, While):
            evaluate_while(self, node, code)
        elif isinstance(node, Case):
            evaluate_case(self, node, code)
        elif isinstance(node, Subshell):
            self.subshell(lambda: self.statements(node.body, code))
        elif isinstance(node, Coprocess):
            # What the shell writes to it isn't followed.
            with self.scope.within(UNKNOWN_INPUT, background=True):
                self.subshell(lambda: self.statement(node.body, code))
        elif isinstance(node, ArithmeticFor):
            evaluate_arithmetic_for(self, node, code)
        elif isinstance(node, Test):
            keep, self.expander.splitting = self.expander.splitting, False
            result, question = test_compound(node, self.expander, code)
            # What stands behind ``&&`` may not have been expanded.
            self.expander.refused = ""
            self.question = (code.span(node.start, node.end), question) if question is not None else None
            self.expander.splitting = keep
            return result
        elif isinstance(node, Arithmetic):
            number = self.expander.number(node.expression, code, node.start + 2)
            if self.expander.refused:
                # The command fails, and the script goes on.
                self.expander.refused = ""
                return False
            return None if number is None else number != 0
        return None

    def subshell(self, run: Callable[[], Any]) -> None:
        """Evaluate in a copy of the environment: what it sets is gone afterwards."""
        base = self.environment
        self.use(base.fork())
        self.environment.set("~traps", None)
        self.frames.append(Frame("subshell"))
        keep = self.dropped, self.in_subshell
        self.dropped, self.in_subshell = [], True
        run()
        evaluate_traps(self)
        self.dropped, self.in_subshell = keep
        self.frames.pop()
        self.use(base)
