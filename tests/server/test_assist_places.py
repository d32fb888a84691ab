"""What an editor asks at a place, from the real process: hover, completion, names, symbols, hints, refactorings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PULLING, PUSHING, Client

pytestmark = pytest.mark.long


Start = Callable[..., Client]

#: A client that has everything that is asked here.
FULL: dict[str, Any] = {
    **PUSHING,
    "textDocument": {
        **PUSHING["textDocument"],
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "rename": {"prepareSupport": True},
    },
}

ENCODINGS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


def with_encoding(encoding: str) -> dict[str, Any]:
    return {**FULL, "general": {"positionEncodings": [encoding]}}


def units(text: str, encoding: str) -> int:
    """Return the length of ``text`` as the encoding counts."""
    if encoding == "utf-8":
        return len(text.encode())
    return len(text.encode("utf-16-le")) // 2 if encoding == "utf-16" else len(text)


def position(text: str, encoding: str = "utf-16") -> tuple[str, dict[str, int]]:
    """Return the text without its cursor, and the cursor's position."""
    before, mark, after = text.partition("▮")
    assert mark
    line = before.rpartition("\n")[2]
    return before + after, {"line": before.count("\n"), "character": units(line, encoding)}


def stretch(text: str, found: dict[str, Any], encoding: str = "utf-16") -> str:
    """Return what stands at a range of one line."""
    start, end = found["start"], found["end"]
    assert start["line"] == end["line"]
    line = text.split("\n")[start["line"]]
    at = [index for index in range(len(line) + 1) if units(line[:index], encoding) == start["character"]]
    to = [index for index in range(len(line) + 1) if units(line[:index], encoding) == end["character"]]
    return line[at[0] : to[0]]


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """Return the text after edits whose positions count UTF-16 units, as an editor makes them."""
    lines = text.split("\n")

    def offset(place: dict[str, int]) -> int:
        line = lines[min(place["line"], len(lines) - 1)]
        count = next(
            (i for i in range(len(line) + 1) if units(line[:i], "utf-16") >= place["character"]), len(line)
        )
        return sum(len(edit) + 1 for edit in lines[: place["line"]]) + count

    for edit in sorted(
        edits,
        key=lambda edit: (edit["range"]["start"]["line"], edit["range"]["start"]["character"]),
        reverse=True,
    ):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


class Editor:
    """One document in a client."""

    def __init__(
        self,
        start: Start,
        text: str,
        project: Path,
        capabilities: dict[str, Any] | None = None,
        name: str = "a.sh",
        language: str = "shellscript",
    ) -> None:
        self.client = start()
        self.capabilities = FULL if capabilities is None else capabilities
        self.encoding = self.capabilities["general"]["positionEncodings"][0]
        self.announced = self.client.initialize(self.capabilities, folder=project)["capabilities"]
        self.uri = (project / name).as_uri()
        self.text = text
        self.position = {"line": 0, "character": 0}
        if "▮" in text:
            self.text, self.position = position(text, self.encoding)
        self.client.open(self.uri, self.text, language)

    def ask(self, method: str, **further: Any) -> Any:
        return self.client.ask(method, self.params(**further))

    def params(self, **further: Any) -> dict[str, Any]:
        return {"textDocument": {"uri": self.uri}, "position": self.position, **further}


def test_what_is_announced(start: Start, project: Path) -> None:
    announced = Editor(start, "", project).announced
    for provider in (
        "completionProvider",
        "definitionProvider",
        "referencesProvider",
        "documentHighlightProvider",
        "documentSymbolProvider",
        "workspaceSymbolProvider",
        "inlayHintProvider",
        "codeLensProvider",
        "foldingRangeProvider",
        "hoverProvider",
    ):
        assert announced[provider], provider
    assert announced["renameProvider"] == {"prepareProvider": True}
    assert "refactor.rewrite" in announced["codeActionProvider"]["codeActionKinds"]
    assert announced["completionProvider"]["resolveProvider"] is True


def test_rename_for_a_client_that_doesn_t_prepare(start: Start, project: Path) -> None:
    assert Editor(start, "", project, PUSHING).announced["renameProvider"] is True


@pytest.mark.parametrize("encoding", list(ENCODINGS))
def test_positions_count_as_agreed(start: Start, project: Path, encoding: str) -> None:
    text = 'V="é🙂"; docker run -v pg▮data:/x alpine; docker volume rm pgdata\n'
    editor = Editor(start, text, project, with_encoding(encoding))
    assert editor.announced["positionEncoding"] == encoding
    hover = editor.ask("textDocument/hover")
    assert stretch(editor.text, hover["range"], encoding) == "pgdata"
    references = editor.ask("textDocument/references", context={"includeDeclaration": True})
    assert [stretch(editor.text, mark["range"], encoding) for mark in references] == ["pgdata", "pgdata"]
    marks = editor.ask("textDocument/documentHighlight")
    assert [mark["range"] for mark in marks] == [mark["range"] for mark in references]


# -- completion ------------------------------------------------------------------------------------------------------


def test_completion_and_the_text_about_an_item(start: Start, project: Path) -> None:
    editor = Editor(start, "docker volume create pgdata\necho 🙂; docker run -v p▮\n", project)
    completions = editor.ask("textDocument/completion")
    (item,) = [item for item in completions["items"] if item["label"] == "pgdata"]
    assert item["textEdit"]["newText"] == "pgdata:"
    assert stretch(editor.text, item["textEdit"]["range"]) == "p"
    assert completions["isIncomplete"] is False


def test_documentation_comes_with_the_resolving(start: Start, project: Path) -> None:
    editor = Editor(start, "docker run --▮\n", project)
    completions = editor.ask("textDocument/completion")
    (item,) = [item for item in completions["items"] if item["label"] == "--volume"]
    assert "documentation" not in item
    assert item["insertTextFormat"] == 2 and "${1:name}" in item["textEdit"]["newText"]
    resolved = editor.client.ask("completionItem/resolve", item)
    assert resolved["documentation"]["kind"] == "markdown"
    assert "**`-v, --volume`**" in resolved["documentation"]["value"]
    assert {key: resolved[key] for key in item} == item


def test_no_snippets_for_a_client_without(start: Start, project: Path) -> None:
    editor = Editor(start, "docker run --▮\n", project, PUSHING)
    items = editor.ask("textDocument/completion")["items"]
    assert items and not any(
        "insertTextFormat" in item or "$" in item["textEdit"]["newText"] for item in items
    )


def test_completion_while_typing(start: Start, project: Path) -> None:
    editor = Editor(start, "docker volume create pgdata\n", project)
    editor.client.change(editor.uri, 2, (1, 0, 1, 0, 'docker run -v "'))
    editor.position = {"line": 1, "character": 15}
    items = editor.ask("textDocument/completion")["items"]
    assert [item["label"] for item in items] == ["pgdata"]
    editor.client.change(editor.uri, 3, (1, 15, 1, 15, "pgdata:"), (1, 22, 1, 22, " mysql:8"))
    editor.position = {"line": 1, "character": 22}
    items = editor.ask("textDocument/completion")["items"]
    assert [item["label"] for item in items] == ["/var/lib/mysql"]


def test_completion_knows_the_folder_s_other_files(start: Start, project: Path) -> None:
    (project / "setup.sh").write_text("docker volume create elsewhere\n")
    editor = Editor(start, "docker run -v ▮\n", project)
    # The first question starts the look through the folder, one that needs all of it waits for that.
    editor.ask("textDocument/completion")
    editor.client.ask("workspace/symbol", {"query": ""})
    items = editor.ask("textDocument/completion")["items"]
    assert [item["label"] for item in items] == ["elsewhere"]


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("README.md", "markdown", "```sh\ndocker run --restart al▮\n```\n"),
        ("Dockerfile", "dockerfile", "FROM alpine\nRUN docker run --restart al▮\n"),
    ],
)
def test_completion_in_other_languages(
    start: Start, project: Path, name: str, language: str, text: str
) -> None:
    editor = Editor(start, text, project, name=name, language=language)
    assert "always" in [item["label"] for item in editor.ask("textDocument/completion")["items"]]


# -- names -------------------------------------------------------------------------------------------------------------


def test_definition_in_a_file_that_isn_t_open(start: Start, project: Path) -> None:
    (project / "setup.sh").write_text("set -e\ndocker volume create pgdata\n")
    editor = Editor(start, "docker run -v pgd▮ata:/x alpine\n", project)
    (definition,) = editor.ask("textDocument/definition")
    assert definition["uri"] == (project / "setup.sh").as_uri()
    assert definition["range"]["start"] == {"line": 1, "character": 21}


def test_references_follow_files_that_change(start: Start, project: Path) -> None:
    other = project / "setup.sh"
    other.write_text("docker volume create pgdata\n")
    editor = Editor(start, "docker run -v pgd▮ata:/x alpine\n", project)
    references = editor.ask("textDocument/references", context={"includeDeclaration": True})
    assert {each["uri"] for each in references} == {editor.uri, other.as_uri()}
    without = editor.ask("textDocument/references", context={"includeDeclaration": False})
    assert {each["uri"] for each in without} == {editor.uri}
    other.write_text("docker volume create something-else\n")
    references = editor.ask("textDocument/references", context={"includeDeclaration": True})
    assert {each["uri"] for each in references} == {editor.uri}


def test_the_editor_s_text_counts_not_the_file_s(start: Start, project: Path) -> None:
    other = project / "setup.sh"
    other.write_text("docker volume create pgdata\n")
    editor = Editor(start, "docker run -v pgd▮ata:/x alpine\n", project)
    editor.client.open(other.as_uri(), "\n\ndocker volume create pgdata\n")
    (definition,) = editor.ask("textDocument/definition")
    assert definition["range"]["start"]["line"] == 2


def test_rename_across_files_and_through_a_variable(start: Start, project: Path) -> None:
    texts = {
        "vars.sh": "VOL=pgdata\n",
        "setup.sh": 'echo "é"; docker volume create pgdata # made\n',
        "README.md": "Run\n\n```sh\ndocker volume rm pgdata\n```\n",
        "other.sh": "docker volume create pgdata2\n",
    }
    for name, text in texts.items():
        (project / name).write_text(text)
    editor = Editor(start, '. ./vars.sh\ndocker run -v "$VOL▮":/x alpine\n', project)
    prepared = editor.ask("textDocument/prepareRename")
    assert prepared["placeholder"] == "pgdata"
    assert stretch(editor.text, prepared["range"]) == "$VOL"
    edit = editor.ask("textDocument/rename", newName="newdata")
    after = {}
    for change in edit["documentChanges"]:
        name = change["textDocument"]["uri"].rpartition("/")[2]
        assert change["textDocument"]["version"] is None
        after[name] = applied(texts[name], change["edits"])
    assert after == {
        name: text.replace("pgdata", "newdata") for name, text in texts.items() if name != "other.sh"
    }


def test_rename_of_open_documents_has_their_versions(start: Start, project: Path) -> None:
    editor = Editor(start, "docker run -v pgd▮ata:/x alpine\n", project)
    editor.client.open((project / "b.sh").as_uri(), "docker volume rm pgdata\n", version=7)
    edit = editor.ask("textDocument/rename", newName="newdata")
    assert {
        document_change["textDocument"]["uri"][-4:]: document_change["textDocument"]["version"]
        for document_change in edit["documentChanges"]
    } == {
        "a.sh": 1,
        "b.sh": 7,
    }


@pytest.mark.parametrize(
    ("text", "new", "reason"),
    [
        ("P=app\ndocker volume create ${P}-da▮ta\n", "new", "the name is computed"),
        ("docker volume create o▮ld\n", "a/b", "is no name for a volume"),
        ("docker volume create o▮ld\ndocker volume create new\n", "new", "there is a volume `new` already"),
        ("echo o▮ld; docker ps\n", "new", "no volume and no container here"),
    ],
)
def test_rename_refuses_with_a_reason(start: Start, project: Path, text: str, new: str, reason: str) -> None:
    editor = Editor(start, text, project)
    error = editor.client.error("textDocument/rename", editor.params(newName=new))
    assert reason in error["message"]


def test_what_can_t_be_renamed_is_said_before(start: Start, project: Path) -> None:
    editor = Editor(start, "P=app\ndocker volume create ${P}-da▮ta\n", project)
    assert (
        "the name is computed"
        in editor.client.error("textDocument/prepareRename", editor.params())["message"]
    )
    nothing = Editor(start, "ec▮ho; docker ps\n", project)
    assert nothing.ask("textDocument/prepareRename") is None
    assert nothing.ask("textDocument/definition") is None
    assert nothing.ask("textDocument/references", context={"includeDeclaration": True}) is None
    assert nothing.ask("textDocument/documentHighlight") is None


def test_names_in_untitled_documents(start: Start, project: Path) -> None:
    client = start()
    client.initialize(FULL)
    client.open("untitled:One", "docker volume create pgdata\n")
    client.open("untitled:Two", "docker run -v pgdata:/x alpine\n")
    params = {"textDocument": {"uri": "untitled:Two"}, "position": {"line": 0, "character": 16}}
    (definition,) = client.ask("textDocument/definition", params)
    assert definition["uri"] == "untitled:One"
    edit = client.ask("textDocument/rename", {**params, "newName": "new"})
    assert {document_change["textDocument"]["uri"] for document_change in edit["documentChanges"]} == {
        "untitled:One",
        "untitled:Two",
    }


# -- the outline -------------------------------------------------------------------------------------------------------


def test_document_symbols(start: Start, project: Path) -> None:
    text = "docker volume create data\ndocker run -d --name web -v data:/srv alpine\n"
    nested = Editor(start, text, project)
    symbols = nested.ask("textDocument/documentSymbol")
    assert [(each["name"], each["detail"]) for each in symbols] == [
        ("data", "volume"),
        ("web", "container alpine"),
    ]
    assert stretch(text, symbols[1]["selectionRange"]) == "web"
    flat = Editor(start, text, project, PUSHING)
    symbols = flat.ask("textDocument/documentSymbol")
    assert [each["location"]["uri"] for each in symbols] == [flat.uri, flat.uri]


def test_workspace_symbols(start: Start, project: Path) -> None:
    (project / "setup.sh").write_text("docker volume create elsewhere\n")
    editor = Editor(start, "docker run -d --name web alpine\n", project)
    symbols = editor.client.ask("workspace/symbol", {"query": ""})
    assert {(each["name"], each["location"]["uri"]) for each in symbols} == {
        ("web", editor.uri),
        ("elsewhere", (project / "setup.sh").as_uri()),
    }
    symbols = editor.client.ask("workspace/symbol", {"query": "ELSE"})
    assert [each["name"] for each in symbols] == ["elsewhere"]


def test_inlay_hints(start: Start, project: Path) -> None:
    text = "docker run --rm -v /a alpine true\ndocker run -v ./b:/b alpine true\n"
    editor = Editor(start, text, project)
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 2, "character": 0}}
    hints = editor.ask("textDocument/inlayHint", range=whole)
    assert [(each["label"], each["position"]["line"]) for each in hints] == [
        ("anonymous volume, deleted by --rm", 0),
        ("= $PWD/b", 1),
    ]
    second = {"start": {"line": 1, "character": 0}, "end": {"line": 2, "character": 0}}
    assert len(editor.ask("textDocument/inlayHint", range=second)) == 1


def test_code_lenses_count_the_folder(start: Start, project: Path) -> None:
    (project / "run.sh").write_text(
        "docker run -d --name one -v data:/x alpine\ndocker run -d -v data:/x alpine\n"
    )
    editor = Editor(start, "docker volume create data\ndocker run -d --name one -v data:/x alpine\n", project)
    editor.client.ask("workspace/symbol", {"query": ""})
    (lens,) = editor.ask("textDocument/codeLens")
    assert lens["command"] == {"title": "2 containers use this volume", "command": ""}
    assert lens["range"]["start"] == {"line": 0, "character": 21}


def test_folding(start: Start, project: Path) -> None:
    editor = Editor(start, "docker run \\\n  -v a1:/x \\\n  alpine\necho\n", project)
    assert editor.ask("textDocument/foldingRange") == [{"startLine": 0, "endLine": 2}]


# -- refactorings --------------------------------------------------------------------------------------------------------


def actions(editor: Editor, only: list[str] | None = None) -> list[dict[str, Any]]:
    context: dict[str, Any] = {"diagnostics": []}
    if only is not None:
        context["only"] = only
    place = {"start": editor.position, "end": editor.position}
    return editor.ask("textDocument/codeAction", range=place, context=context)


def test_refactorings_are_code_actions(start: Start, project: Path) -> None:
    editor = Editor(start, "echo 🙂\ndocker run --name db -v ./da▮ta:/x alpine\n", project)
    offered_actions = actions(editor, ["refactor"])
    assert [offered_action["kind"] for offered_action in offered_actions] == ["refactor.rewrite"] * 2
    first = offered_actions[0]
    assert first["title"].startswith("Write it as --mount")
    (change,) = first["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": editor.uri, "version": 1}
    assert applied(editor.text, change["edits"]) == (
        "echo 🙂\ndocker run --name db --mount type=bind,source=./data,target=/x alpine\n"
    )
    assert actions(editor, ["quickfix"]) != offered_actions
    assert "refactor.rewrite" in {offered_action["kind"] for offered_action in actions(editor)}


def test_a_refactoring_is_resolved_when_it_is_chosen(start: Start, project: Path) -> None:
    lazy = {
        **FULL,
        "textDocument": {
            **FULL["textDocument"],
            "codeAction": {
                **FULL["textDocument"]["codeAction"],
                "dataSupport": True,
                "resolveSupport": {"properties": ["edit"]},
            },
        },
    }
    editor = Editor(start, "docker run --name db -v /da▮ta alpine\n", project, lazy)
    (action,) = [
        offered_action
        for offered_action in actions(editor, ["refactor"])
        if "name" in offered_action["title"]
    ]
    assert "edit" not in action
    edit = editor.client.ask("codeAction/resolve", action)["edit"]
    assert applied(editor.text, edit["documentChanges"][0]["edits"]) == (
        "docker run --name db -v db-data:/data alpine\n"
    )


def test_a_pulling_client_gets_the_same(start: Start, project: Path) -> None:
    editor = Editor(start, "docker volume create pgd▮ata\n", project, PULLING)
    assert len(editor.ask("textDocument/references", context={"includeDeclaration": True})) == 1
    assert editor.ask("textDocument/hover")["contents"]["value"].startswith("**`pgdata`**")
