"""Scripts inside of commands, evaluated once: the worlds of a document ask for the same ones."""

from __future__ import annotations

from persistlint.shell.invocation import Event
from persistlint.shell.values import Literal, Value

#: So many scripts are remembered.
MOST = 512

_known: dict[tuple[Value, str, tuple[object, ...]], list[Event]] = {}


def nested_events(script: Value, dialect: str) -> list[Event]:
    """Return the events of a script that a shell inside a container is given. The list is shared: don't change it."""
    # Equal values have equal hashes wherever they are written: the places tell the same script of many commands apart.
    places = tuple(
        (piece.span.start, piece.span.anchor)
        for piece in script.pieces
        if isinstance(piece, Literal) and piece.span is not None
    )
    key = (script, dialect, places)
    events = _known.get(key)
    if events is None:
        from persistlint.shell.evaluate.nested import evaluate_nested

        if len(_known) >= MOST:
            _known.clear()
        events = _known[key] = evaluate_nested(script, dialect)
    return events
