"""Diagnostics of Makefiles, workflows and units."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from persistlint.api import analyse
from persistlint_server.languages import language_for
from tests.server.client import PUSHING, Client


@pytest.mark.parametrize(
    ("path", "language_id", "language"),
    [
        ("Makefile", "makefile", "makefile"),
        ("rules.mk", "make", "makefile"),
        ("untitled", "makefile", "makefile"),
        (".github/workflows/ci.yml", "yaml", "workflow"),
        (".github/workflows/ci.yml", "github-actions-workflow", "workflow"),
        ("db.service", "systemd", "systemd"),
        ("db.service", "plaintext", "systemd"),
        ("db.container", "systemd-unit-file", "quadlet"),
        ("values.yaml", "yaml", ""),
    ],
)
def test_the_language_of_an_open_document(path: str, language_id: str, language: str) -> None:
    assert language_for(path, language_id, b"a: 1\n") == language


WATCHING: dict[str, Any] = {
    **PUSHING,
    "workspace": {**PUSHING["workspace"], "didChangeWatchedFiles": {"dynamicRegistration": True}},
}


def codes(client: Client, uri: str) -> list[str]:
    return [item["code"] for item in client.diagnostics(uri)]


def test_a_new_drop_in_counts_at_once(start: Callable[..., Client], project: Path) -> None:
    unit = "[Container]\nImage=docker.io/library/postgres:16\nEnvironment=POSTGRES_PASSWORD=x\n"
    client = start()
    client.initialize(WATCHING, folder=project)
    uri = (project / "db.container").as_uri()
    client.open(uri, unit, "systemd")
    assert codes(client, uri) == ["PSL404"]
    path = project / "db.container.d" / "10.conf"
    path.parent.mkdir()
    path.write_text("[Container]\nVolume=pgdata:/var/lib/postgresql/data\n")
    change = {"changes": [{"uri": path.as_uri(), "type": 1}]}
    client.notify("workspace/didChangeWatchedFiles", change)
    assert codes(client, uri) == []


def test_an_edit_analyses_again_only_what_depends_on_it(start: Callable[..., Client], project: Path) -> None:
    """Each analysis of a document is published; so the publications tell what was analysed."""
    texts = {
        "build.sh": "docker build -t acme/app .\n",
        "run.sh": "docker run -d acme/app\n",
        "other.sh": "docker run -d redis:7\n",
        "compose.yaml": "services: {db: {image: 'postgres:16'}}\n",
        "Makefile": "stop:\n\tdocker compose down\n",
        "db.service": "[Service]\nExecStart=docker run --name db postgres:16\n",
    }
    for name, text in {**texts, "Dockerfile": "FROM alpine:3.20\nVOLUME /srv/state\n"}.items():
        (project / name).write_text(text)
    client = start()
    client.initialize(WATCHING, folder=project)
    languages = {".sh": "shellscript", ".yaml": "yaml", "": "makefile", ".service": "systemd"}
    for name, text in texts.items():
        uri = (project / name).as_uri()
        client.open(uri, text, languages[Path(name).suffix])
        client.diagnostics(uri)

    def analysed(name: str, text: str) -> set[str]:
        """Return the documents that are analysed when one gets another text."""
        settled()
        edits.append(name)
        client.replace((project / name).as_uri(), 1 + len(edits), text)
        return settled()

    def settled() -> set[str]:
        """Return the documents of which something was published, once nothing waits."""
        for name in [*texts, *texts]:
            client.ask("textDocument/documentSymbol", {"textDocument": {"uri": (project / name).as_uri()}})
        published = set()
        while not client.notifications.empty():
            message = client.notifications.get()
            if message["method"] == "textDocument/publishDiagnostics":
                published.add(message["params"]["uri"].rpartition("/")[2])
        return published

    edits: list[str] = []
    assert analysed("other.sh", texts["other.sh"] + "echo\n") == {"other.sh"}
    assert analysed("build.sh", "docker build -t acme/other .\n") == {"build.sh", "run.sh"}
    assert analysed("Makefile", "stop:\n\tdocker compose up\n") == {"Makefile", "compose.yaml"}


YAML = """\
name: shop
services:
  db:
    image: postgres:16
    ports: ["80:80"]
    environment: {POSTGRES_PASSWORD: x}
    volumes:
      - pgdata:/var/lib/postgresql/data
    healthcheck:
      test: docker run x
volumes:
  pgdata:
"""


@pytest.mark.parametrize("method", ["hover", "completion", "prepareRename", "definition"])
def test_elsewhere_in_yaml_other_servers_answer(
    method: str, start: Callable[..., Client], project: Path
) -> None:
    """Beside yaml-language-server only services' names, images and volumes have answers."""
    client = start()
    client.initialize(folder=project)
    uri = (project / "compose.yaml").as_uri()
    client.open(uri, YAML, "yaml")
    client.diagnostics(uri)
    lines = set()
    for line, text in enumerate(YAML.splitlines()):
        for character in range(len(text) + 1):
            place = {
                "textDocument": {"uri": uri},
                "position": {"line": line, "character": character},
            }
            response = client.response(client.start(f"textDocument/{method}", place))
            result = response.get("result")
            if result and (not isinstance(result, dict) or result.get("items", True)):
                lines.add(text.strip())
    image, mount = "image: postgres:16", "- pgdata:/var/lib/postgresql/data"
    expected = {
        "hover": {"db:", image, mount},
        "completion": set(),
        "prepareRename": {mount, "pgdata:"},
        "definition": {"db:", mount, "pgdata:"},
    }
    assert lines == expected[method]


def test_what_stands_in_a_sourced_script_is_shown_at_the_command(
    start: Callable[..., Client], project: Path
) -> None:
    (project / "lib.sh").write_text("DATA=pgdata:/var/lib/postgresql\n")
    client = start()
    client.initialize(folder=project)
    uri = (project / "run.sh").as_uri()
    text = ". ./lib.sh\ndocker run -d -v $DATA -e POSTGRES_PASSWORD=x postgres:16\n"
    client.open(uri, text)
    (diagnostic,) = client.diagnostics(uri)
    assert (diagnostic["code"], diagnostic["range"]["start"]) == ("PSL201", {"line": 1, "character": 0})
    written = diagnostic["relatedInformation"][0]
    assert (written["location"]["uri"], written["message"]) == (
        (project / "lib.sh").as_uri(),
        "this part is written here",
    )
    # The library, and so the command line, says the same.
    (finding,) = analyse(text, path=str(project / "run.sh"), root=project).findings
    assert (finding.path, finding.line, finding.column) == (str(project / "run.sh"), 2, 1)
