"""Diagnostics for a client that asks for them, of a document and of the workspace."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.errors import pull_again
from persistlint_server.requests import Request
from persistlint_server.results import result_id
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.results import Result
    from persistlint_server.server import PersistlintServer


@server.feature(
    types.TEXT_DOCUMENT_DIAGNOSTIC,
    types.DiagnosticOptions(
        identifier="persistlint", inter_file_dependencies=True, workspace_diagnostics=True
    ),
)
async def of_document(
    ls: PersistlintServer, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    """Return all diagnostics of the document, or that they are as the client has them."""
    request = Request(ls, params)

    def answer(result: Result) -> types.DocumentDiagnosticReport:
        return report(result.diagnostics, params.previous_result_id)

    ls.when_analysed(ls.document(params.text_document.uri), request, answer, pull_again)
    whole_report: types.DocumentDiagnosticReport = await request
    return whole_report


@server.feature(types.WORKSPACE_DIAGNOSTIC)
async def of_workspace(
    ls: PersistlintServer, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """Return the diagnostics of the open folders' files as soon as the client doesn't know all of them."""
    request = Request(ls, params)
    ls.scan.pull(request)
    report: types.WorkspaceDiagnosticReport = await request
    return report


def report(diagnostics: list[types.Diagnostic], previous: str | None) -> types.DocumentDiagnosticReport:
    """Return the report; its id is made of its content, so that equal ones are known whatever was analysed between."""
    id = result_id(diagnostics)
    if previous == id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=id)
    return types.RelatedFullDocumentDiagnosticReport(items=diagnostics, result_id=id)
