"""Fixing a document round after round, until nothing more can be fixed."""

from __future__ import annotations

from persistlint.rules.fixes import MAX_ROUNDS, choose, fixed
from persistlint.text.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from persistlint.analysis.analysis import Analysis
    from persistlint.rules.fixes import ChosenFix
    from persistlint.settings.settings import Settings

    class Analyser(Protocol):
        """The interface of an analyser, which analyses a text again and drops the fixes that don't hold (``persistlint.cli.analyser.Analyser``)."""

        def analyse(self, document: Document, settings: Settings) -> Analysis | None: ...

        def keep_checked(self, analysis: Analysis, settings: Settings) -> None: ...


class Mended:
    """A document's text after its fixes (``data``), the analysis of this text, and the fixes ``made``: path, line, code, rule and title of each."""

    __slots__ = ("analysis", "data", "made")

    def __init__(self, data: bytes, analysis: Analysis, made: list[dict[str, Any]]) -> None:
        self.data = data
        self.analysis = analysis
        self.made = made


def mended(
    analyser: Analyser, document: Document, settings: Settings, analysis: Analysis, unsafe: bool
) -> Mended:
    """Fix ``document``, whose ``analysis`` is given. Nothing is written.

    A round after which less is understood than before is taken back: the text is better left alone than broken.
    """
    made: list[dict[str, Any]] = []
    for _ in range(MAX_ROUNDS):
        analyser.keep_checked(analysis, settings)
        chosen = choose(analysis.findings, analysis.sources, unsafe, document.path)
        data = fixed(document.data, chosen, document.path)
        if data == document.data:
            break
        changed = Document(document.path, data, document.language)
        after = analyser.analyse(changed, settings)
        if after is None or len(after.not_understood) > len(analysis.not_understood):
            break
        made += [_row(chosen_fix, document.path, analysis) for chosen_fix in chosen]
        document, analysis = changed, after
    return Mended(document.data, analysis, made)


def _row(chosen: ChosenFix, path: str, analysis: Analysis) -> dict[str, Any]:
    """Return the row for a mended finding. Its line is the one in the text before this round."""
    finding = chosen.finding
    line = analysis.sources.place(finding.span).line
    return {
        "path": path,
        "line": line,
        "code": finding.code,
        "rule": finding.rule,
        "title": chosen.fix.title,
    }
