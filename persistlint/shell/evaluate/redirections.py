"""Redirections: files, here-documents, here-strings."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.streams import Redirect
from persistlint.shell.syntax.nodes import RedirectNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.expansion.expander import Expander


def redirections(expander: Expander, nodes: list[RedirectNode], code: Code) -> tuple[Redirect, ...]:
    """Return the redirections with their words evaluated."""
    out: list[Redirect] = []
    for node in nodes:
        span = code.span(node.start, node.end)
        if node.operator in ("<<", "<<-"):
            body = node.body or []
            refused = expander.refused
            value = expander.text(body, code)
            # An expansion that is refused in a here-document fails this command alone.
            expander.refused = refused
            out.append(
                Redirect(
                    node.operator,
                    node.descriptor,
                    value,
                    span,
                    code.span(node.body_start, node.body_end),
                    not node.quoted,
                )
            )
            continue
        value = expander.single(node.word, code)
        target = code.span(node.word.start, node.word.end) if node.word is not None else None
        out.append(Redirect(node.operator, node.descriptor, value, span, target))
    return tuple(out)
