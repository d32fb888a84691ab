"""Streams of a command: its redirections, and its place in a pipeline."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.values import Value
    from persistlint.text.spans import Span


class Redirect:
    """A redirection: ``operator`` as in bash (``>``, ``>>``, ``<``, ``<<``, ``<<<``, ``2>`` is fd 2 with ``>``).

    ``target`` is the file word, the here-string's or here-document's text. ``expands`` is false for a here-document with a quoted
    delimiter. ``target_span`` of a here-document is its body.
    """

    __slots__ = ("descriptor", "expands", "operator", "span", "target", "target_span")

    def __init__(
        self,
        operator: str,
        descriptor: int | None,
        target: Value | None,
        span: Span,
        target_span: Span | None = None,
        expands: bool = True,
    ) -> None:
        self.operator = operator
        self.descriptor = descriptor
        self.target = target
        self.span = span
        self.target_span = target_span
        self.expands = expands

    @property
    def reads(self) -> bool:
        """Return whether the redirection feeds standard input."""
        return self.operator in ("<", "<<", "<<-", "<<<", "<>") and self.descriptor in (None, 0)

    @property
    def writes(self) -> bool:
        """Return whether the redirection takes standard output."""
        return self.operator in (">", ">>", ">|", "&>", "&>>") and self.descriptor in (None, 1)


class Stage:
    """One command of a pipeline: the ``position`` from 0, out of ``count``; ``names`` are the programs of all stages."""

    __slots__ = ("count", "names", "position")

    def __init__(self, position: int, count: int, names: tuple[str, ...]) -> None:
        self.position = position
        self.count = count
        self.names = names
