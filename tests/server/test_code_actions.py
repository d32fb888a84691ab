"""Code actions, applied by the client as the protocol says, and analysed again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PUSHING, Client

TEXT = "#!/bin/bash\ndocker run -v '~/é🙂:/y' --name one alpine:3.20\ndocker run -v '~/b:/y' alpine:3.20\n"


def actions(client: Client, uri: str, line: int, **context: Any) -> list[dict[str, Any]]:
    place = {"line": line, "character": 20}
    return client.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": [], **context},
        },
    )


def applied(text: str, edit: dict[str, Any], encoding: str = "utf-16") -> str:
    """Return the text after an edit, with positions counted as ``encoding`` counts them."""
    (change,) = edit["documentChanges"]
    lines = text.split("\n")

    def offset(position: dict[str, int]) -> int:
        line = lines[position["line"]]
        width = units = 0
        for character in line:
            if units >= position["character"]:
                break
            units += len(character.encode("utf-16-le")) // 2
            width += 1
        return sum(len(each) + 1 for each in lines[: position["line"]]) + width

    for each in sorted(change["edits"], key=lambda each: -offset(each["range"]["start"])):
        start, end = offset(each["range"]["start"]), offset(each["range"]["end"])
        text = text[:start] + each["newText"] + text[end:]
    return text


@pytest.fixture
def opened(start: Callable[..., Client], project: Path) -> tuple[Client, str]:
    client = start()
    client.initialize(folder=project)
    uri = (project / "a.sh").as_uri()
    client.open(uri, TEXT, version=0)
    assert [item["code"] for item in client.diagnostics(uri, 0)].count("PSL207") == 2
    return client, uri


def test_a_fix(opened: tuple[Client, str]) -> None:
    client, uri = opened
    fix = actions(client, uri, 1, only=["quickfix"])[0]
    assert fix["isPreferred"] is True
    assert fix["edit"]["documentChanges"][0]["textDocument"] == {"uri": uri, "version": 0}
    # A line with other than ASCII characters is replaced whole: some clients count its columns wrongly.
    (edit,) = fix["edit"]["documentChanges"][0]["edits"]
    assert edit["range"]["start"] == {"line": 1, "character": 0}
    client.replace(uri, 1, applied(TEXT, fix["edit"]))
    assert [item["code"] for item in client.diagnostics(uri, 1)].count("PSL207") == 1
    assert client.shutdown() == 0


@pytest.mark.parametrize("title", ["Fix all of PSL207", "Fix everything", "Ignore PSL207 in this file"])
def test_all_at_once(opened: tuple[Client, str], title: str) -> None:
    client, uri = opened
    action = next(
        offered_action
        for offered_action in actions(client, uri, 2)
        if offered_action["title"].startswith(title)
    )
    client.replace(uri, 1, applied(TEXT, action["edit"]))
    assert "PSL207" not in [item["code"] for item in client.diagnostics(uri, 1)]
    assert client.shutdown() == 0


def test_ignore_here(opened: tuple[Client, str]) -> None:
    client, uri = opened
    action = next(
        offered_action
        for offered_action in actions(client, uri, 2)
        if offered_action["title"].startswith("Ignore PSL207 here")
    )
    text = applied(TEXT, action["edit"])
    assert text.split("\n")[2] == "# persistlint: ignore[PSL207] "
    client.replace(uri, 1, text)
    assert [item["code"] for item in client.diagnostics(uri, 1)].count("PSL207") == 1


def test_kinds(opened: tuple[Client, str]) -> None:
    client, uri = opened
    assert {offered_action["kind"] for offered_action in actions(client, uri, 1, only=["source"])} == {
        "source.fixAll.persistlint"
    }
    assert not actions(client, uri, 1, only=["source.organizeImports"])
    assert not actions(client, uri, 0, only=["quickfix"])


def test_resolved_later(start: Callable[..., Client], project: Path) -> None:
    client = start()
    document = PUSHING["textDocument"]
    lazy = {
        **document["codeAction"],
        "dataSupport": True,
        "resolveSupport": {"properties": ["edit"]},
    }
    result = client.initialize({**PUSHING, "textDocument": {**document, "codeAction": lazy}}, folder=project)
    assert result["capabilities"]["codeActionProvider"]["resolveProvider"] is True
    uri = (project / "a.sh").as_uri()
    client.open(uri, TEXT)
    action = actions(client, uri, 1, only=["quickfix"])[0]
    assert "edit" not in action
    resolved = client.ask("codeAction/resolve", action)
    assert "$HOME" in applied(TEXT, resolved["edit"])
    client.change(uri, 2, (0, 0, 0, 0, "#"))
    assert client.error("codeAction/resolve", action)["code"] == -32801


def test_asked_twice_the_menu_is_the_same(opened: tuple[Client, str]) -> None:
    client, uri = opened
    first = actions(client, uri, 1)
    assert first
    assert actions(client, uri, 1) == first
    # What is remembered is about this text.
    client.replace(uri, 1, TEXT.replace("~/é🙂", "~/c"))
    fix = actions(client, uri, 1, only=["quickfix"])[0]
    assert "$HOME/c" in fix["edit"]["documentChanges"][0]["edits"][0]["newText"]


def test_a_menu_for_a_text_that_is_gone(opened: tuple[Client, str]) -> None:
    client, uri = opened
    # Of so many runs and mounts that the fixes are still tried when the next key is pressed.
    text = TEXT + "".join(f"docker run -v '~/{n}:/y' --name n{n} alpine:3.20\n" for n in range(150))
    client.replace(uri, 1, text)
    client.diagnostics(uri, 1)
    for version in range(2, 12):
        place = {"line": version, "character": 20}
        asked = client.start(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": uri},
                "range": {"start": place, "end": place},
                "context": {"diagnostics": []},
            },
        )
        client.change(uri, version, (0, 0, 0, 0, "#"))
        response = client.response(asked)
        assert response.get("error", {}).get("code", -32801) == -32801
    assert client.diagnostics(uri, 11)
    assert not any("internal error" in line for line in client.log)


def test_the_menu_says_what_is_unsafe_and_nothing_twice(start: Callable[..., Client], project: Path) -> None:
    client = start()
    client.initialize(folder=project)
    uri = (project / "a.sh").as_uri()
    client.open(uri, "#!/bin/bash\ndocker run -d --name db --user 70 postgres:16\n")
    client.diagnostics(uri)
    place = {"line": 1, "character": 42}
    menu = client.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
        },
    )
    fix = menu[0]
    assert fix["title"].count("(") == 1
    assert "(unsafe: " in fix["title"]
    texts = [
        applied("#!/bin/bash\ndocker run -d --name db --user 70 postgres:16\n", each["edit"])
        for each in menu
        if "edit" in each
    ]
    assert len(set(texts)) == len(texts)
