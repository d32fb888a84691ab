"""A client that isn't ours, pytest-lsp's, which takes every message apart by the protocol's types, with what real clients said of themselves."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


try:
    import pytest_lsp
    from lsprotocol import converters, types
except ImportError:
    if os.environ.get("CI") == "true":
        raise
    pytest.skip("needs pytest-lsp: pip install -e '.[dev]'", allow_module_level=True)

RECORDED = sorted((Path(__file__).parent / "clients").glob("*.json"))
CONVERTER = converters.get_converter()
MAKER = "docker volume create pgdata\n"
USER = "#!/bin/sh\nVOLUME=pgdata\nN='é🙂'; docker run -d --name db postgres:16\ndocker run --rm -v \"$VOLUME:/x\" alpine:3.20 true\n"


async def findings(
    client: pytest_lsp.LanguageClient, offered: types.ServerCapabilities, uri: str
) -> list[types.Diagnostic]:
    """Pulled or pushed, as the server offers."""
    if offered.diagnostic_provider is not None:
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=types.TextDocumentIdentifier(uri))
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)
    if uri not in client.diagnostics:
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[uri])


async def session(folder: Path, capabilities: types.ClientCapabilities) -> None:
    server = pytest_lsp.ClientServerConfig(server_command=[sys.executable, "-m", "persistlint_server"])
    client = await server.start()
    assert isinstance(client, pytest_lsp.LanguageClient)
    try:
        result = await client.initialize_session(
            types.InitializeParams(
                process_id=os.getpid(),
                root_uri=folder.as_uri(),
                workspace_folders=[types.WorkspaceFolder(uri=folder.as_uri(), name="work")],
                capabilities=capabilities,
            )
        )
        await ask_everything(client, result.capabilities, folder)
        await client.shutdown_session()
    finally:
        # It waits for the server's end, which a session that failed doesn't bring.
        client.protocol.notify("exit")
        await client.stop()


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_session(path: Path, tmp_path: Path) -> None:
    (tmp_path / "maker.sh").write_text(MAKER)
    (tmp_path / "user.sh").write_text(USER)
    capabilities = json.loads(path.read_text())["capabilities"]
    asyncio.run(session(tmp_path, CONVERTER.structure(capabilities, types.ClientCapabilities)))


async def ask_everything(
    client: pytest_lsp.LanguageClient, offered: types.ServerCapabilities, folder: Path
) -> None:
    uri = (folder / "user.sh").as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "shellscript", 0, USER))
    )
    all_findings = await findings(client, offered, uri)
    assert [each.code for each in all_findings] == ["PSL101"]
    here = types.TextDocumentIdentifier(uri)
    place = all_findings[0].range.start
    hover = await client.text_document_hover_async(types.HoverParams(here, place))
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert "PostgreSQL" in hover.contents.value
    menu = await client.text_document_code_action_async(
        types.CodeActionParams(here, all_findings[0].range, types.CodeActionContext([]))
    )
    fix = (menu or [])[0]
    assert isinstance(fix, types.CodeAction)
    if fix.edit is None:
        fix = await client.code_action_resolve_async(fix)
    assert fix.edit is not None
    for _ in range(2):
        # In both files, and through the variable.
        places = await client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(True), here, types.Position(1, 9))
        )
        assert len(places or []) == 3
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(here))
    assert symbols
    renamed = await client.text_document_rename_async(
        types.RenameParams(position=types.Position(1, 9), new_name="files", text_document=here)
    )
    assert renamed is not None
    changed = renamed.document_changes or renamed.changes
    assert changed is not None
    assert len(changed) == 2
