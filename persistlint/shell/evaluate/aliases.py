"""Aliases (bash manual, "Aliases"): the text of one takes the place of a command's first word, and is read as shell text there."""

from __future__ import annotations

from persistlint.shell.code import Code, NestedCode
from persistlint.shell.environment import Environment, Scalar
from persistlint.shell.evaluate.scripts import compose
from persistlint.shell.syntax.nodes import SimpleCommand, WordNode
from persistlint.shell.syntax.parser import Parser
from persistlint.shell.values import Unknown, Value, Word
from persistlint.shell.wording import engine_word
from persistlint.text.budgets import MOST_ALIASES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.state import ShellState


def alias_named(environment: Environment, name: str) -> Value | None:
    """Return the text that an alias gives a command's first word, None without an alias. ``name`` is the word as written, as quotes prevent aliases."""
    entry = environment.get("alias " + name)
    return entry.value if isinstance(entry, Scalar) else None


def with_alias(
    shell: ShellState, text: Value, nodes: list[WordNode], code: Code, names: tuple[str, ...] = ()
) -> list[Word]:
    """Return the words of a command whose first word stands for ``text``. ``names`` are the aliases that are being followed."""
    first = nodes[0]
    names = (*names, code.source[first.start : first.end])
    span = code.span(first.start, first.end)
    source, segments, unknowns = compose(text)
    nested = NestedCode(source, segments, unknowns, span)
    parser = Parser(source)
    tree, _ = parser.parse()
    command = tree.statements[0] if len(tree.statements) == 1 and not tree.background else None
    if source.strip() and (
        not isinstance(command, SimpleCommand)
        or parser.problems
        or command.read().redirects
        or command.assignments
    ):
        # More than the beginning of one command.
        if engine_word(source, 0, len(source)) >= 0:
            shell.gap(f"the alias `{names[-1]}` isn't followed", span)
        return [Word(Value((Unknown(names[-1], ("alias", span)),)), span, opaque=True)]
    words: list[Word] = []
    if isinstance(command, SimpleCommand) and command.words:
        words = _words(shell, command.words, nested, names)
    # A blank at its end: the next word may be an alias, too.
    if source[-1:] in (" ", "\t") and len(nodes) > 1:
        return words + _words(shell, nodes[1:], code, names)
    return words + shell.expander.words(nodes[1:], code)


def _words(shell: ShellState, nodes: list[WordNode], code: Code, names: tuple[str, ...]) -> list[Word]:
    name = code.source[nodes[0].start : nodes[0].end]
    text = alias_named(shell.environment, name) if name not in names and len(names) < MOST_ALIASES else None
    return (
        with_alias(shell, text, nodes, code, names) if text is not None else shell.expander.words(nodes, code)
    )
