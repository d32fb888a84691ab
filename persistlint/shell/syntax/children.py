"""Parts of a command of the shell's grammar: the commands and the words that stand right in it."""

from __future__ import annotations

from persistlint.shell.syntax.nodes import (
    AndOr,
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
    Subshell,
    Test,
    While,
    WordNode,
)


def commands_in(node: Node) -> list[Node]:
    """Return the commands right inside a compound one, in the order of the text; none of those in its words."""
    if isinstance(node, List):
        return list(node.statements)
    if isinstance(node, AndOr):
        return [node.first, *(command for _, command in node.rest)]
    if isinstance(node, Pipeline):
        return list(node.commands)
    if isinstance(node, If):
        commands: list[Node] = [command for arm in node.arms for command in arm]
        return commands if node.otherwise is None else [*commands, node.otherwise]
    if isinstance(node, While):
        return [node.condition, node.body]
    if isinstance(node, Case):
        return [body for _, body, _ in node.items]
    if isinstance(node, (ArithmeticFor, Coprocess, For, Function, Group, Subshell)):
        return [node.body]
    return []


def words_in(node: Node) -> list[WordNode]:
    """Return the words right in a compound command or a test, in the order of the text. A simple command has its own."""
    if isinstance(node, Case):
        return [node.word, *(pattern for patterns, _, _ in node.items for pattern in patterns)]
    if isinstance(node, (For, Test)):
        return list(node.words or [])
    return []
