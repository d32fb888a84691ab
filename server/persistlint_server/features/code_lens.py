"""Code lenses: how many containers use a volume."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.requests import about_document
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.questions import Question


@server.feature(types.TEXT_DOCUMENT_CODE_LENS)
@about_document
def code_lenses(question: Question, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Return a lens for each volume that the document creates. Files that aren't open count as far as they are known."""
    from persistlint.assist.lens import lenses, title

    names = question.server.names
    uri = question.snapshot.uri
    lens_list = lenses(names.indexed(uri, question.analysis), names.open_documents(uri))
    return [
        types.CodeLens(
            question.range(lens.place.start, lens.place.end),
            # A command without a name is shown, and does nothing.
            types.Command(title=title(len({*lens.uses, *names.uses(lens.key)})), command=""),
        )
        for lens in lens_list
    ]
