"""Commands in ``package.json`` and ``devcontainer.json``."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.api import analyse
from persistlint.hosts.detect import language_of
from persistlint.hosts.json_text import read_json_host
from tests.hosts.shown import text_of

PACKAGE = '{\n  "scripts": {\n\t"db": "docker run -d --name db -e \\"POSTGRES_PASSWORD=x\\" postgres:16",\n    "x": "echo"\n  }\n}\n'


def shown(text: str, path: str = "package.json") -> list[str]:
    return [text_of(each) for each in read_json_host(path, text.encode())]


def test_scripts_are_shell_code_of_their_own() -> None:
    assert shown(PACKAGE) == ['docker run -d --name db -e "POSTGRES_PASSWORD=x" postgres:16', "echo"]
    fragments = read_json_host("package.json", PACKAGE.encode())
    assert [fragment.unit for fragment in fragments] == ["npm run db", "npm run x"]


def test_a_fix_is_written_as_json() -> None:
    result = analyse(PACKAGE, path="package.json")
    (finding,) = result.findings
    assert (finding.code, finding.line) == ("PSL101", 3)
    fixed = result.fixed(unsafe=True)
    assert "-v pgdata:/var/lib/postgresql/data" in json.loads(fixed)["scripts"]["db"]


def test_the_container_of_an_editor() -> None:
    text = (
        '{\n  // "not": this\n  "image": "alpine:3.20", /* nor, this */\n  "mounts": [\n    "source=data,target=/data,type=volume",\n'
        '    {"source": "${localWorkspaceFolder}/x", "target": "/x", "type": "bind"},\n  ],\n  "runArgs": ["-e", "A=b c"],\n}\n'
    )
    assert shown(text, "devcontainer.json") == [
        "docker run -d -e 'A=b c' --mount source=data,target=/data,type=volume "
        "--mount 'type=bind,source=⟨${localWorkspaceFolder}⟩/x,target=/x' "
        "--entrypoint /bin/sh alpine:3.20 -c 'while sleep 1000; do :; done'"
    ]
    kept_running = '{"image": "postgres:16", "overrideCommand": false}'
    assert shown(kept_running, "devcontainer.json") == ["docker run -d postgres:16 "]


def test_an_image_s_own_program_does_not_run_in_an_editor_s_container() -> None:
    text = '{"image": "postgres:16", "mounts": ["source=data,target=/data,type=volume"]}'
    assert not analyse(text, path="devcontainer.json").findings
    kept_running = text.replace(
        "]}", '], "overrideCommand": false, "runArgs": ["-e", "POSTGRES_PASSWORD=x"]}'
    )
    assert [finding.code for finding in analyse(kept_running, path="devcontainer.json").findings] == [
        "PSL203"
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"scripts": 1}', '{"scripts": {"a": 1}}', '{"image": [], "mounts": {}}', "\x00"]
)
def test_what_is_no_such_file(text: str) -> None:
    assert [each for each in shown(text) if each.strip() != "1"] == []
    shown(text, "devcontainer.json")


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.text(max_size=20), max_size=3))
def test_scripts_of_any_text(scripts: dict[str, str]) -> None:
    text = json.dumps({"scripts": scripts}, indent="\t")
    assert len(read_json_host("package.json", text.encode())) == len(scripts)


@pytest.mark.parametrize("path", ["package.json", ".devcontainer/devcontainer.json", ".devcontainer.json"])
def test_their_names(path: str) -> None:
    assert language_of(path, b"") == "json"
    assert language_of("tsconfig.json", b"") == ""
