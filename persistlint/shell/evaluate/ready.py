"""A command that is ready to be run."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.code import Code
    from persistlint.shell.streams import Redirect
    from persistlint.shell.syntax.nodes import SimpleCommand
    from persistlint.shell.values import Value, Word
    from persistlint.text.spans import Span


class Ready:
    """A simple command whose words, redirections and assignments before it (``prefix``) are evaluated. ``node`` is how it is written."""

    __slots__ = ("code", "node", "prefix", "redirects", "span", "words")

    def __init__(
        self,
        words: list[Word],
        redirects: tuple[Redirect, ...],
        prefix: list[tuple[str, Value]],
        node: SimpleCommand,
        code: Code,
        span: Span,
    ) -> None:
        self.words = words
        self.redirects = redirects
        self.prefix = prefix
        self.node = node
        self.code = code
        self.span = span
