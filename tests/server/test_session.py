"""From ``initialize`` to ``exit``, with the real process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.client import PULLING, Client

BAD = "#!/bin/bash\ndocker run -d --name db postgres:16\n"


def test_a_finding_and_its_end(start: Callable[..., Client], project: Path) -> None:
    client = start()
    result = client.initialize(folder=project)
    assert result["serverInfo"]["name"] == "persistlint"
    assert "diagnosticProvider" not in result["capabilities"]
    uri = (project / "a.sh").as_uri()
    client.open(uri, BAD)
    (diagnostic,) = client.diagnostics(uri, 1)
    assert diagnostic["code"] == "PSL101"
    assert diagnostic["range"] == {
        "start": {"line": 1, "character": 24},
        "end": {"line": 1, "character": 35},
    }
    # The pages have no address yet, and nothing links to nowhere.
    assert "codeDescription" not in diagnostic
    client.change(uri, 2, (1, 24, 1, 24, "-v pgdata:/var/lib/postgresql/data "))
    assert client.diagnostics(uri, 2) == []
    client.change(uri, 3, (2, 0, 2, 0, "# nothing\n"))
    assert client.diagnostics(uri, 3) == []
    assert client.shutdown() == 0
    assert client.stderr == b""


def test_closing_clears(start: Callable[..., Client], project: Path) -> None:
    client = start()
    client.initialize(folder=project)
    uri = (project / "a.sh").as_uri()
    client.open(uri, BAD, version=0)
    assert client.diagnostics(uri, 0)
    client.close_document(uri)
    assert client.diagnostics(uri) == []


def test_pull(start: Callable[..., Client], project: Path) -> None:
    client = start()
    result = client.initialize(PULLING, folder=project)
    assert result["capabilities"]["diagnosticProvider"]["identifier"] == "persistlint"
    uri = (project / "a.sh").as_uri()
    client.open(uri, BAD)
    report = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    assert [item["code"] for item in report["items"]] == ["PSL101"]
    again = client.ask(
        "textDocument/diagnostic",
        {"textDocument": {"uri": uri}, "previousResultId": report["resultId"]},
    )
    assert again == {"kind": "unchanged", "resultId": report["resultId"]}


@pytest.mark.parametrize(
    ("uri", "language", "text"),
    [
        ("untitled:Untitled-1", "shellscript", BAD),
        ("untitled:Untitled-2", "dockerfile", "FROM postgres:16\nVOLUME data\n"),
        ("untitled:Untitled-3", "markdown", "```sh\ndocker run -d --name db postgres:16\n```\n"),
    ],
)
def test_without_a_file(start: Callable[..., Client], uri: str, language: str, text: str) -> None:
    client = start()
    client.initialize()
    client.open(uri, text, language)
    assert client.diagnostics(uri, 1)


def test_exit_without_shutdown(start: Callable[..., Client]) -> None:
    client = start()
    client.initialize()
    client.notify("exit")
    assert client.process.wait(60) == 1


def test_the_settings_of_a_file_and_of_its_folder_count(start: Callable[..., Client], project: Path) -> None:
    (project / "persistlint.toml").write_text(
        'ignore = ["PSL2"]\n\n[per-file."demo/"]\nignore = ["PSL101"]\n'
    )
    (project / "demo").mkdir()
    client = start()
    client.initialize(folder=project)
    text = f"{BAD}docker run -d --name wiki -v wiki/pages:/pages registry.example.com/wiki:3\n"
    for name, codes in (("a.sh", ["PSL101"]), ("demo/a.sh", [])):
        uri = (project / name).as_uri()
        client.open(uri, text)
        assert [diagnostic["code"] for diagnostic in client.diagnostics(uri, 1)] == codes
    settings = (project / "persistlint.toml").as_uri()
    client.open(settings, (project / "persistlint.toml").read_text())
    (project / "persistlint.toml").write_text("")
    client.notify("textDocument/didSave", {"textDocument": {"uri": settings}})
    uri = (project / "demo/a.sh").as_uri()
    while len(diagnostic := client.diagnostics(uri, 1)) < 2:
        pass
    assert [each["code"] for each in diagnostic] == ["PSL101", "PSL208"]


@pytest.mark.parametrize(
    ("refreshes", "takes_pushed", "pulls"), [(True, True, True), (False, True, False), (False, False, True)]
)
def test_pulling_is_for_clients_that_would_not_show_what_is_stale(
    start: Callable[..., Client], project: Path, refreshes: bool, takes_pushed: bool, pulls: bool
) -> None:
    text = {"diagnostic": {}, **({"publishDiagnostics": {}} if takes_pushed else {})}
    client = start()
    result = client.initialize(
        {"textDocument": text, "workspace": {"diagnostics": {"refreshSupport": refreshes}}}, folder=project
    )
    assert ("diagnosticProvider" in result["capabilities"]) == pulls
    uri = (project / "a.sh").as_uri()
    client.open(uri, BAD)
    if pulls:
        assert client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
    else:
        assert client.diagnostics(uri, 1)
        # Nothing in the text is different, and still the client hears of it.
        (project / "persistlint.toml").write_text('ignore = ["PSL101"]\n')
        change = {"uri": (project / "persistlint.toml").as_uri(), "type": 1}
        client.notify("workspace/didChangeWatchedFiles", {"changes": [change]})
        assert client.diagnostics(uri, 1) == []


def test_a_pull_that_says_for_itself_what_diagnostics_may_have(
    start: Callable[..., Client], project: Path
) -> None:
    client = start()
    client.initialize(
        {
            "textDocument": {"diagnostic": {"codeDescriptionSupport": True, "dataSupport": True}},
            "workspace": {"diagnostics": {"refreshSupport": True}},
        },
        folder=project,
    )
    uri = (project / "a.sh").as_uri()
    client.open(uri, BAD)
    (item,) = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
    assert item["code"] == "PSL101"
    assert item["data"]["rule"]


def test_the_map_names_files_as_seen_from_the_innermost_folder(
    start: Callable[..., Client], project: Path
) -> None:
    (project / "app").mkdir()
    (project / "lib.sh").write_text("serve() { docker run -d --name web -v ./www:/www nginx:1.27; }\n")
    client = start()
    client.initialize(folder=project)
    uri = (project / "app" / "a.sh").as_uri()
    client.open(uri, "#!/bin/bash\n. ../lib.sh\nserve\ndocker rm -f web\n")
    command = {"command": "persistlint.map", "arguments": [uri]}
    text = client.ask("workspace/executeCommand", command)
    assert text.startswith("app/a.sh\n")
    assert "lib.sh:1" in text
    assert f"{project}/lib.sh" not in text
    # As wide as the client shows it, within reason.
    narrow = client.ask("workspace/executeCommand", {**command, "arguments": [uri, 10]})
    assert max(map(len, narrow.splitlines())) < max(map(len, text.splitlines())) <= 100
    added = {"uri": (project / "app").as_uri(), "name": "app"}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [added], "removed": []}})
    assert client.ask("workspace/executeCommand", command).startswith("a.sh\n")


def test_the_picture_is_a_page(start: Callable[..., Client], project: Path) -> None:
    client = start()
    client.initialize(folder=project)
    uri = (project / "a.sh").as_uri()
    client.open(uri, "#!/bin/bash\ndocker run -d --name web -v www:/www nginx:1.27\n")
    page = client.ask("workspace/executeCommand", {"command": "persistlint.picture", "arguments": [uri]})
    assert page.startswith("<!DOCTYPE html>") and "volume www" in page and "<h2>a.sh</h2>" in page
    assert f"{project}/a.sh" not in page


def test_a_verbose_trace_tells_what_was_said(start: Callable[..., Client], project: Path) -> None:
    client = start()
    client.initialize(folder=project, trace="verbose")
    client.open((project / "a.sh").as_uri(), f"#!/bin/bash\n#{'x' * 9999}\n")
    while True:
        trace = client.notification("$/logTrace")
        if trace["message"] == "received notification textDocument/didOpen":
            break
    assert '"languageId": "shellscript"' in trace["verbose"]
    assert len(trace["verbose"]) < 2100
