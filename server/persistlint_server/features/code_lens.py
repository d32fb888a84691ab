"""Code lenses: how many containers use a volume."""

from __future__ import annotations

from persistlint.assist.lens import lenses, title

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.questions import Question


def answer(question: Question) -> list[dict[str, Any]]:
    """A lens for each volume that the document creates. Files that aren't open count as far as they are known."""
    names = question.session.names
    uri = question.snapshot.uri
    found = lenses(names.indexed(uri, question.analysis), names.open_documents(uri))
    return [
        {
            "range": question.range(lens.place.start, lens.place.end),
            # A command without a name is shown, and does nothing.
            "command": {"title": title(len({*lens.uses, *names.uses(lens.key)})), "command": ""},
        }
        for lens in found
    ]
