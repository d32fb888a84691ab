"""What is wrong in settings files is shown there, whether they are open or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PULLING, Client

pytestmark = pytest.mark.long


GOOD = "#!/bin/bash\necho nothing\n"
WRONG = 'ignore = ["NOPE"]\nfail-on = "sometimes"\nnothing = 1\n'


def codes_by_line(diagnostics: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(each["range"]["start"]["line"], each["code"]) for each in diagnostics]


def changed(client: Client, path: Path, kind: int = 2) -> None:
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": kind}]})


def test_a_closed_file_is_told_of_and_cleared_when_mended(
    start: Callable[..., Client], project: Path
) -> None:
    settings = project / "persistlint.toml"
    settings.write_text(WRONG)
    client = start()
    client.initialize(folder=project)
    # Everything that is wrong, without any document.
    assert codes_by_line(client.diagnostics(settings.as_uri())) == [
        (0, "PSL906"),
        (1, "PSL906"),
        (2, "PSL906"),
    ]
    settings.write_text('nothing = 1\nignore = ["PSL2"]\n')
    changed(client, settings)
    assert codes_by_line(client.diagnostics(settings.as_uri())) == [(0, "PSL906")]
    settings.write_text('ignore = ["PSL2"]\n')
    changed(client, settings)
    assert client.diagnostics(settings.as_uri()) == []
    assert client.shutdown() == 0


def test_a_deleted_file_is_cleared(start: Callable[..., Client], project: Path) -> None:
    (project / "deep").mkdir()
    settings = project / "deep" / "persistlint.toml"
    settings.write_text(WRONG)
    client = start()
    client.initialize(folder=project)
    # It counts for this document only.
    client.open((project / "deep" / "a.sh").as_uri(), GOOD)
    assert client.diagnostics(settings.as_uri())
    settings.unlink()
    changed(client, settings, 3)
    assert client.diagnostics(settings.as_uri()) == []


def test_a_file_that_another_one_extends(start: Callable[..., Client], project: Path) -> None:
    (project / "persistlint.toml").write_text('extend = ["team.toml"]\n')
    team = project / "team.toml"
    team.write_text('ignore = ["PSL1"]\nnothing = 1\n')
    client = start()
    client.initialize(folder=project)
    assert codes_by_line(client.diagnostics(team.as_uri())) == [(1, "PSL906")]
    uri = (project / "a.sh").as_uri()
    client.open(uri, "docker run -d --name db postgres:16\n")
    client.diagnostics(uri, 1)
    # Mended by somebody: also the documents are analysed by what it says now.
    team.write_text('ignore = ["PSL1"]\n')
    changed(client, team)
    assert client.diagnostics(team.as_uri()) == []
    team.write_text("")
    changed(client, team)
    while codes_by_line(client.diagnostics(uri, 1)) != [(0, "PSL101")]:
        pass


def test_opened_and_closed_again(start: Callable[..., Client], project: Path) -> None:
    settings = project / "persistlint.toml"
    settings.write_text(WRONG)
    client = start()
    client.initialize(folder=project)
    assert len(client.diagnostics(settings.as_uri())) == 3
    # While it is open its unsaved text counts.
    client.open(settings.as_uri(), WRONG.replace("nothing = 1\n", ""), "toml")
    assert len(client.diagnostics(settings.as_uri(), 1)) == 2
    client.close_document(settings.as_uri())
    while len(client.diagnostics(settings.as_uri())) != 3:
        pass


def replaced(path: Path, text: str) -> None:
    """Write the file in one step: the server, which is asked just then, must not see half of it."""
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)


def test_a_client_that_pulls_the_workspace(start: Callable[..., Client], project: Path) -> None:
    settings = project / "persistlint.toml"
    settings.write_text(WRONG)
    client = start()
    client.initialize(PULLING, folder=project)
    first = client.ask("workspace/diagnostic", {"previousResultIds": []})
    (report,) = first["items"]
    assert report["uri"] == settings.as_uri()
    assert len(report["items"]) == 3
    previous = [{"uri": report["uri"], "value": report["resultId"]}]
    waiting = client.start("workspace/diagnostic", {"previousResultIds": previous})
    replaced(settings, "nothing = 1\n")
    changed(client, settings)
    (report,) = client.result(waiting)["items"]
    assert len(report["items"]) == 1
    previous = [{"uri": report["uri"], "value": report["resultId"]}]
    waiting = client.start("workspace/diagnostic", {"previousResultIds": previous})
    replaced(settings, "")
    changed(client, settings)
    (report,) = client.result(waiting)["items"]
    assert (report["uri"], report["items"]) == (settings.as_uri(), [])
    # What may have been pushed before it asked is taken back, and nothing is shown twice.
    assert client.shutdown() == 0
    pushed = [
        message["params"]["diagnostics"]
        for message in list(client.notifications.queue)
        if message["method"] == "textDocument/publishDiagnostics"
    ]
    assert not pushed or pushed[-1] == []
