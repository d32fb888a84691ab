"""While something is half typed, what was found elsewhere stays, where it is now."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from persistlint.text.document import Document
from persistlint_server.features.half_typed import _changed_lines
from tests.server.client import PULLING, Client

SCRIPT = """\
#!/usr/bin/env bash
docker run -d --name first postgres:16

docker run -d --name second -v "docs:/data" mongo:7
docker rm -f "second"
"""
URI = "file:///nowhere/half.sh"


class Editor:
    """Types into an open document, and sees what is shown."""

    def __init__(self, client: Client, text: str = SCRIPT, line: int = 2) -> None:
        self.client = client
        self.version = 1
        self.line, self.column = line, 0
        client.open(URI, text)
        self.shown = client.diagnostics(URI, 1)

    def type(self, letter: str) -> list[dict[str, Any]]:
        return self.edit(self.line, self.column, letter)

    def edit(self, line: int, column: int, text: str, removed: int = 0) -> list[dict[str, Any]]:
        self.version += 1
        self.client.change(URI, self.version, (line, column, line, column + removed, text))
        self.line, self.column = (line + 1, 0) if text == "\n" else (line, column + len(text))
        self.shown = self.client.diagnostics(URI, self.version)
        return self.shown


def told(diagnostics: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(diagnostic["code"], diagnostic["range"]["start"]["line"]) for diagnostic in diagnostics]


@pytest.fixture
def client(start: Callable[..., Client], project: Path) -> Client:
    started = start()
    started.initialize(folder=project)
    return started


@pytest.mark.parametrize(
    "typed",
    [
        'echo "it is done" > "$(mktemp)"',
        "x=$(date)",
        'if [ -n "$X" ]; then\n  echo "$X"\nfi',
        "for i in 1 2; do\n  echo $i\ndone",
        "{\n  echo 'x'\n}",
        'echo one \\\n  "two" \\\n  three',
    ],
)
def test_what_stands_elsewhere_stays(client: Client, typed: str) -> None:
    editor = Editor(client)
    before = editor.shown
    assert told(before) == [("PSL101", 1), ("PSL201", 3)]
    lines = 0
    for letter in typed:
        shown = editor.type(letter)
        lines += letter == "\n"
        if letter == "\\":
            # The next line is part of this one until there is a new one.
            continue
        assert told(shown) == [("PSL101", 1), ("PSL201", 3 + lines)], editor.line
        for old, new in zip(before, shown, strict=True):
            assert old["message"] == new["message"]
        (related,) = shown[1]["relatedInformation"]
        assert related["location"]["range"]["start"]["line"] == 3 + lines
    assert client.shutdown() == 0


def test_an_edit_elsewhere_shows_what_is_unfinished(client: Client) -> None:
    editor = Editor(client)
    for letter in "if true; then\n  x":
        editor.type(letter)
    assert told(editor.shown) == [("PSL101", 1), ("PSL201", 4)]
    assert ("PSL901", 2) in told(editor.edit(0, 0, "#"))
    # And back to it: it is known now.
    assert ("PSL901", 2) in told(editor.edit(3, 3, "y"))
    editor.edit(3, 4, "\n")
    editor.edit(4, 0, "f")
    assert told(editor.edit(4, 1, "i")) == [("PSL101", 1), ("PSL201", 5)]
    assert client.shutdown() == 0


def test_saving_shows_what_is_unfinished(client: Client) -> None:
    editor = Editor(client)
    assert told(editor.type('"')) == [("PSL101", 1), ("PSL201", 3)]
    client.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    shown = told(client.diagnostics(URI))
    assert ("PSL901", 2) in shown and ("PSL201", 3) not in shown
    assert client.shutdown() == 0


def test_the_typed_line_itself_is_as_it_is_now(client: Client) -> None:
    editor = Editor(client, SCRIPT.replace("first postgres:16", 'first "postgres:16"'), 1)
    assert told(editor.shown) == [("PSL101", 1), ("PSL201", 3)]
    # The closing quote goes: what was said about this line isn't known to be true any more.
    assert told(editor.edit(1, 39, "", removed=1)) == [("PSL201", 3)]
    assert told(editor.edit(1, 39, '"')) == [("PSL101", 1), ("PSL201", 3)]
    assert client.shutdown() == 0


def test_a_client_that_asks(start: Callable[..., Client], project: Path) -> None:
    client = start()
    client.initialize(PULLING, folder=project)
    client.open(URI, SCRIPT)
    document = {"textDocument": {"uri": URI}}
    assert told(client.ask("textDocument/diagnostic", document)["items"]) == [("PSL101", 1), ("PSL201", 3)]
    client.change(URI, 2, (2, 0, 2, 0, "'"))
    assert told(client.ask("textDocument/diagnostic", document)["items"]) == [("PSL101", 1), ("PSL201", 3)]
    assert client.shutdown() == 0


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_that_differ(end: str) -> None:
    """All lines before and behind those that differ are the same, moved by a number of lines."""
    chance = random.Random(7)
    for _ in range(400):
        lines = [chance.choice(["", "a", "b", "ab", '"']) for _ in range(chance.randrange(1, 9))]
        other = list(lines)
        for _ in range(chance.randrange(3)):
            at = chance.randrange(len(other) + 1)
            if chance.random() < 0.5 and at < len(other):
                other[at : at + chance.randrange(3)] = [chance.choice(["", "a", "x"])]
            else:
                other.insert(at, chance.choice(["", "a", "c"]))
        before, now = (Document("x.sh", end.join(text).encode(), "shell") for text in (lines, other))
        first, last, by = _changed_lines(before, now)
        old = [before.line(number) for number in range(1, len(before.line_starts) + 1)]
        new = [now.line(number) for number in range(1, len(now.line_starts) + 1)]
        assert old[:first] == new[:first]
        assert first - 1 <= last
        assert old[last + 1 :] == new[last + 1 + by :]


COMPOSE = """\
services:
  db:
    image: postgres:16
    restart: always
  cache:
    image: redis:7
    restart: always
"""


def test_a_compose_file_is_refused_only_when_its_line_is_finished(client: Client, project: Path) -> None:
    uri = (project / "compose.yaml").as_uri()
    client.open(uri, COMPOSE, language="dockercompose")
    before = told(client.diagnostics(uri, 1))
    assert [code for code, _ in before] == ["PSL101", "PSL101"]
    shown = before
    version = 1
    for column, letter in enumerate("    ports: [80:"):
        version += 1
        client.change(uri, version, (7, column, 7, column, letter))
        shown = told(client.diagnostics(uri, version))
        assert shown == before, letter
    # Elsewhere, the line has been left as it is.
    client.change(uri, version + 1, (0, 0, 0, 0, " "))
    client.change(uri, version + 2, (0, 0, 0, 1, ""))
    shown = told(client.diagnostics(uri, version + 2))
    assert ("PSL226", 7) in shown
