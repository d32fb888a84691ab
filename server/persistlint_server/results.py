"""Results: what is known about one version of a document."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lsprotocol import types

    from persistlint.analysis.analysis import Analysis
    from persistlint.settings.settings import Settings
    from persistlint_server.documents import Snapshot


class Result:
    """The ``analysis`` of a ``snapshot`` under ``settings``, and its ``diagnostics`` as the protocol has them.

    ``analysis`` is None where the document isn't read, or where the analysis broke down, which was said. ``tried`` keeps what edits of the
    text would do, by what was asked: code actions are asked for at every move of the cursor. ``half_typed`` says whether something of the text can't be read, and then
    ``earlier`` is the last result of one that could be read wholly, None where there is none.
    """

    __slots__ = ("analysis", "diagnostics", "earlier", "half_typed", "settings", "snapshot", "tried")

    def __init__(
        self,
        snapshot: Snapshot,
        settings: Settings,
        analysis: Analysis | None,
        diagnostics: list[types.Diagnostic],
    ) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self.analysis = analysis
        self.diagnostics = diagnostics
        self.half_typed = False
        self.earlier: Result | None = None
        self.tried: dict[object, Any] = {}


def result_id(diagnostics: list[types.Diagnostic]) -> str:
    """Return what stands for these diagnostics in the client's next question."""
    from hashlib import blake2b

    return blake2b(repr(diagnostics).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
