"""From a document to its findings: every stage of the flow, in order."""

from __future__ import annotations

from persistlint.analysis.analysis import Analysis, Lookup
from persistlint.analysis.collect import collect
from persistlint.analysis.traces import may_hold_commands
from persistlint.text.sources import Sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.memory import Memory
    from persistlint.analysis.workspace import Workspace
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document


def analyse(
    document: Document, workspace: Workspace, settings: Settings, memory: Memory | None = None
) -> Analysis:
    """Return the analysis of ``document``: everything that can be said about it. Reads text only; ends on any input.

    ``memory`` keeps from one analysis of a document to the next what the shell does in statements that an edit doesn't change.
    """
    sources = Sources()
    sources.add(document)
    analysis = Analysis(document, sources)
    if document.language not in settings.skip_languages and may_hold_commands(document):
        from persistlint.analysis.memory import Memory as NewMemory
        from persistlint.analysis.reading import Reading

        if memory is None:
            # The project's index may have read the document before, for another one.
            memory = workspace.take_memory(document.path) or NewMemory()
        Reading(analysis, workspace, settings, memory).run()
    collect(analysis, settings, workspace, memory.checkpoint if memory is not None else None)
    if any(b"until=" in text.data and b"persistlint:" in text.data for text in sources.documents.values()):
        from persistlint.suppressions.today import today

        # A comment may count until a certain day: tomorrow the result may be another.
        analysis.lookups.append(Lookup("date", "today", today()))
    return analysis


def commands_of(
    document: Document, workspace: Workspace, settings: Settings, memory: Memory | None = None
) -> Analysis:
    """Return the analysis of ``document`` with its commands and images only: no timelines and no findings."""
    sources = Sources()
    sources.add(document)
    analysis = Analysis(document, sources)
    if may_hold_commands(document):
        from persistlint.analysis.memory import Memory as NewMemory
        from persistlint.analysis.reading import Reading

        Reading(analysis, workspace, settings, memory or NewMemory()).commands()
    return analysis
