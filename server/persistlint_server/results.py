"""What is known about one version of a document."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.settings.settings import Settings
    from persistlint_server.documents import Snapshot


class Result:
    """The ``analysis`` of a ``snapshot`` under ``settings``, and its ``diagnostics`` as the protocol has them.

    ``analysis`` is None where the document isn't read, or where the analysis broke down, which was said. ``tried`` keeps what edits of the
    text would do, by what was asked: code actions are asked for at every move of the cursor.
    """

    __slots__ = ("analysis", "diagnostics", "settings", "snapshot", "tried")

    def __init__(
        self,
        snapshot: Snapshot,
        settings: Settings,
        analysis: Analysis | None,
        diagnostics: list[dict[str, Any]],
    ) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self.analysis = analysis
        self.diagnostics = diagnostics
        self.tried: dict[object, Any] = {}
