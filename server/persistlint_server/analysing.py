"""One version of a document, analysed under its project's settings, and turned into diagnostics."""

from __future__ import annotations

import os

from persistlint.analysis.analyse import analyse, commands_of
from persistlint.analysis.memory import Memory
from persistlint.rules.registry import rules_for
from persistlint.text.document import Document
from persistlint.text.uris import to_uri
from persistlint_server.documents import Snapshot
from persistlint_server.errors import content_modified
from persistlint_server.features.diagnostics import diagnostics_of
from persistlint_server.results import Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.analysis.analysis import Analysis
    from persistlint_server.documents import OpenDocument
    from persistlint_server.questions import Question
    from persistlint_server.server import PersistlintServer


def analysed(
    server: PersistlintServer, document: OpenDocument, snapshot: Snapshot, checkpoint: Callable[[], None]
) -> Result:
    """Return the result for ``snapshot``. An analysis that breaks down is logged, and gives no result to act on.

    ``checkpoint`` is called often and may raise to end the work.
    """
    project = server.projects.of(document)
    settings = project.settings_of(document.path)
    if document.is_file and server.projects.is_settings_file(document.path):
        from persistlint_server.features.settings_files import settings_diagnostics

        return Result(snapshot, settings, None, settings_diagnostics(server, snapshot))
    if not snapshot.document.language:
        return Result(snapshot, settings, None, [])
    memory = document.memory
    if memory is None:
        memory = document.memory = Memory()
    memory.checkpoint = checkpoint
    try:
        analysis = analyse(snapshot.document, project.workspace, settings, memory)
    except Exception as error:
        from persistlint_server.scheduler import Superseded

        if isinstance(error, Superseded):
            raise
        server.broken(f"the analysis of {snapshot.uri}", error)
        return Result(snapshot, settings, None, [])
    checkpoint()
    rules = rules_for(settings)
    for failure in rules.failures:
        server.broken(f"{failure.rule.code} ({failure.rule.name}) on {snapshot.uri}", failure.error)
    rules.failures.clear()
    document.depends_on(analysis.lookups)
    diagnostics = diagnostics_of(server, snapshot, analysis, document.typing)
    result = Result(snapshot, settings, analysis, diagnostics)
    result.half_typed = memory.shell.half_typed or any(
        problem.kind == "yaml" for project in analysis.projects for problem in project.problems
    )
    if result.half_typed:
        before, typing = document.result, document.typing
        whole = before.earlier if before is not None and before.half_typed else before
        if whole is not None and whole.settings is settings:
            result.earlier = whole
            if typing.line >= 0 and not typing.told:
                from persistlint_server.features.half_typed import kept_elsewhere

                result.diagnostics = kept_elsewhere(diagnostics, snapshot, whole)
    return result


def analysis_of_text(question: Question, document: Document, findings: bool = True) -> Analysis:
    """Return the analysis of another text of the question's document, to see what an edit would do. Without ``findings`` its commands only.

    Raises ``Superseded`` when the question needs no answer any more.
    """
    server = question.server
    opened = server.documents.get(question.snapshot.uri)
    if opened is None:
        raise content_modified()
    project = server.projects.of(opened)
    memory = opened.memory.fork() if opened.memory is not None else Memory()
    memory.checkpoint = question.checkpoint
    question.checkpoint()
    how = analyse if findings else commands_of
    return how(document, project.workspace, project.settings_of(opened.path), memory)


def analysis_of_file(
    server: PersistlintServer, path: str, data: bytes, language: str, checkpoint: Callable[[], None]
) -> tuple[Snapshot, Analysis]:
    """Return the analysis of a file that isn't open. ``checkpoint`` is called often and may raise to end the work."""
    project = server.projects.of_folder(os.path.dirname(path))
    document = Document(path, data, language)
    checkpoint()
    memory = Memory()
    memory.checkpoint = checkpoint
    analysis = analyse(document, project.workspace, project.settings_of(path), memory)
    checkpoint()
    return Snapshot(to_uri(path), None, 0, document, server.client.encoding), analysis
