"""What needs every file of the open folders: kept from one session to the next, cancelled, answered early where it can be."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from persistlint_server import kept_facts
from tests.server.client import PUSHING, Client

pytestmark = pytest.mark.long


MAKER = "#!/bin/sh\ndocker volume create pgdata\n"
USER = '#!/bin/sh\nVOLUME=pgdata\ndocker run --rm -v "$VOLUME:/x" --name "db-$1" alpine:3.20 true\n'


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    monkeypatch.setenv("PERSISTLINT_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def worth(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Everything is worth to be kept, also what took no time."""
    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(
        "import persistlint_server.folder_files\npersistlint_server.folder_files._WORTH_KEEPING = -1\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]))


def references(client: Client, uri: str, line: int = 1, character: int = 23, **more: Any) -> int:
    place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
    return client.start("textDocument/references", {**place, "context": {"includeDeclaration": True}, **more})


def places(found: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return sorted(
        (
            each["uri"].rpartition("/")[2],
            each["range"]["start"]["line"],
            each["range"]["start"]["character"],
        )
        for each in found
    )


ALL = [("a.sh", 1, 21), ("b.sh", 1, 7), ("b.sh", 2, 20)]


def session(start: Callable[..., Client], project: Path) -> list[tuple[str, int, int]]:
    client = start()
    client.initialize(folder=project)
    uri = (project / "a.sh").as_uri()
    client.open(uri, MAKER)
    places_by_key = places(client.result(references(client, uri)))
    assert client.shutdown() == 0
    return places_by_key


def test_kept_for_the_next_session(
    start: Callable[..., Client], project: Path, cache: Path, worth: None
) -> None:
    (project / "b.sh").write_text(USER)
    assert session(start, project) == ALL
    (file,) = cache.rglob("*.json")
    rows = json.loads(file.read_text())
    assert list(rows) == [str(project / "b.sh")]
    # What is kept is what counts while everything is the same …
    file.write_text(file.read_text().replace('"line":2', '"line":7'))
    assert session(start, project) == [*ALL[:2], ("b.sh", 7, 20)]
    # … and no longer.
    (project / "b.sh").write_text(f"{USER}\n")
    assert session(start, project) == ALL
    file.write_text(file.read_text().replace('"line":2', '"line":7'))
    (project / "persistlint.toml").write_text('client-version = "20.10"\n')
    assert session(start, project) == ALL


def test_a_sourced_file_counts_too(
    start: Callable[..., Client], project: Path, cache: Path, worth: None
) -> None:
    (project / "lib.sh").write_text("VOLUME=pgdata\n")
    (project / "b.sh").write_text('. ./lib.sh\ndocker run --rm -v "$VOLUME:/x" alpine:3.20 true\n')
    assert session(start, project) == [ALL[0], ("b.sh", 1, 20), ("lib.sh", 0, 7)]
    (project / "lib.sh").write_text("VOLUME=other\n")
    assert session(start, project) == [ALL[0]]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"%s": 1}', '{"%s": [1, 2, 3, 4, 5, 6]}', "[" * 100_000])
def test_what_can_not_be_read_is_passed_over(
    start: Callable[..., Client], project: Path, cache: Path, worth: None, text: str
) -> None:
    (project / "b.sh").write_text(USER)
    session(start, project)
    (file,) = cache.rglob("*.json")
    file.write_text(text.replace("%s", str(project / "b.sh")))
    assert session(start, project) == ALL


def test_keys_as_plain_data() -> None:
    key = ("volume", ("docker", (), None, ("unknown", ("env", "X"))), ("a", ("unknown", ("env", "Y")), 3))
    assert kept_facts._key(json.loads(json.dumps(kept_facts._plain(key)))) == key
    assert kept_facts._plain(("volume", ("unknown", object()))) is None


@pytest.fixture
def many(project: Path) -> Path:
    """So many files that looking through them takes longer than a message."""
    for number in range(300):
        (project / f"file-{number}.sh").write_text(USER + f"docker run --rm alpine:3.{number} true\n" * 20)
    return project


def test_the_user_may_cancel(start: Callable[..., Client], many: Path, cache: Path) -> None:
    client = start()
    client.initialize({**PUSHING, "window": {"workDoneProgress": True}}, folder=many)
    uri = (many / "a.sh").as_uri()
    client.open(uri, MAKER)
    client.diagnostics(uri)
    asked = references(client, uri, workDoneToken="mine")
    assert client.notification("$/progress")["value"]["kind"] == "begin"
    client.notify("window/workDoneProgress/cancel", {"token": "mine"})
    assert client.response(asked)["error"]["code"] == -32800
    # Asked again it goes on where it was.
    again = references(client, uri, workDoneToken="again")
    assert len(client.result(again)) == 601
    kinds = []
    while not kinds or kinds[-1] != ("again", "end"):
        progress = client.notification("$/progress")
        kinds.append((progress["token"], progress["value"]["kind"]))
    assert ("mine", "end") in kinds
    assert ("again", "report") in kinds


def test_progress_is_made_where_the_client_has_no_token(
    start: Callable[..., Client], many: Path, cache: Path
) -> None:
    client = start()
    client.initialize({**PUSHING, "window": {"workDoneProgress": True}}, folder=many)
    uri = (many / "a.sh").as_uri()
    client.open(uri, MAKER)
    client.diagnostics(uri)
    assert len(client.result(references(client, uri))) == 601
    made = [param["params"]["token"] for param in client.requests if "create" in param["method"]]
    params = [
        param["params"] for param in list(client.notifications.queue) if param["method"] == "$/progress"
    ]
    assert {param["token"] for param in params} <= set(made)


def test_a_definition_in_the_document_waits_for_no_other(
    start: Callable[..., Client], many: Path, cache: Path
) -> None:
    client = start()
    client.initialize(folder=many)
    uri = (many / "a.sh").as_uri()
    client.open(uri, f"{MAKER}docker run --rm -v pgdata:/x alpine:3.20 true\n")
    client.diagnostics(uri)
    slow = references(client, uri)
    place = {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 21}}
    quick = client.start("textDocument/definition", place)
    (definition,) = client.result(quick)
    assert definition["range"]["start"] == {"line": 1, "character": 21}
    assert slow not in client.responses
    assert len(client.result(slow)) == 602


def test_a_client_that_watches_files_is_believed(
    start: Callable[..., Client], project: Path, cache: Path
) -> None:
    (project / "b.sh").write_text(USER)
    client = start()
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
    client.initialize({**PUSHING, "workspace": {**PUSHING["workspace"], **watching}}, folder=project)
    uri = (project / "a.sh").as_uri()
    client.open(uri, MAKER)
    assert places(client.result(references(client, uri))) == ALL
    (project / "b.sh").unlink()
    change = {"uri": (project / "b.sh").as_uri(), "type": 3}
    client.notify("workspace/didChangeWatchedFiles", {"changes": [change]})
    assert places(client.result(references(client, uri))) == ALL[:1]


def changed(client: Client, path: Path, kind: int) -> None:
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": kind}]})


def test_what_the_scan_pushed_does_not_get_old(
    start: Callable[..., Client], project: Path, cache: Path
) -> None:
    bad = "#!/bin/sh\ndocker run -d --name db postgres:16\n"
    paths = [project / f"{name}.sh" for name in "abc"]
    for path in paths:
        path.write_text(bad)
    client = start()
    client.initialize(folder=project)
    answer = client.ask("workspace/executeCommand", {"command": "persistlint.scanWorkspace"})
    assert answer == {"files": 3, "diagnostics": 3}
    for path in paths:
        assert len(client.diagnostics(path.as_uri())) == 1
    # One is changed, one is gone, one is opened and closed.
    paths[0].write_text(f"{bad}docker run -d --name other postgres:16\n")
    changed(client, paths[0], 2)
    assert len(client.diagnostics(paths[0].as_uri())) == 2
    paths[1].unlink()
    changed(client, paths[1], 3)
    assert client.diagnostics(paths[1].as_uri()) == []
    client.open(paths[2].as_uri(), "#!/bin/sh\n")
    assert client.diagnostics(paths[2].as_uri(), 1) == []
    client.ask("workspace/symbol", {"query": ""})
    client.close_document(paths[2].as_uri())
    # The clearing before it may be left out, if it isn't sent yet.
    while len(client.diagnostics(paths[2].as_uri())) != 1:
        pass
    assert client.shutdown() == 0


def test_files_of_the_project_outside_the_folder_are_not_watched(
    start: Callable[..., Client], project: Path, cache: Path
) -> None:
    (project / "lib.sh").write_text("VOLUME=pgdata\n")
    (project / "app").mkdir()
    (project / "app" / "b.sh").write_text('. ../lib.sh\ndocker run --rm -v "$VOLUME:/x" alpine:3.20 true\n')
    client = start()
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
    client.initialize({**PUSHING, "workspace": {**PUSHING["workspace"], **watching}}, folder=project / "app")
    uri = (project / "app" / "a.sh").as_uri()
    client.open(uri, MAKER)
    assert len(client.result(references(client, uri))) == 3
    (project / "lib.sh").write_text("VOLUME=others\n")
    assert places(client.result(references(client, uri))) == ALL[:1]


def test_a_volume_of_compose_in_files_of_every_kind(
    start: Callable[..., Client], project: Path, cache: Path
) -> None:
    (project / "compose.yaml").write_text(
        "name: shop\nservices:\n  db:\n    image: postgres:16\n    volumes: [pgdata:/var/lib/postgresql/data]\nvolumes:\n  pgdata:\n"
    )
    (project / "Makefile").write_text("clean:\n\tdocker volume rm shop_pgdata\n")
    client = start()
    client.initialize(folder=project)
    uri = (project / "backup.sh").as_uri()
    client.open(uri, "#!/bin/sh\ndocker run --rm -v shop_pgdata:/x alpine:3.20 true\n")
    place = {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 25}}
    expected = [("Makefile", 1, 18), ("backup.sh", 1, 19), ("compose.yaml", 4, 14), ("compose.yaml", 6, 2)]
    assert places(client.result(references(client, uri, character=25))) == expected
    (made,) = client.result(client.start("textDocument/definition", place))
    assert made.get("uri", made.get("targetUri")).endswith("compose.yaml")
    edit = client.result(client.start("textDocument/rename", {**place, "newName": "shop_files"}))
    changes = {
        document_change["textDocument"]["uri"]: document_change["edits"]
        for document_change in edit["documentChanges"]
    }
    texts = {
        uri.rpartition("/")[2]: [document_change["newText"] for document_change in edits]
        for uri, edits in changes.items()
    }
    assert texts == {
        "Makefile": ["shop_files"],
        "backup.sh": ["shop_files"],
        "compose.yaml": ["files", "files"],
    }
