"""The map and the inspection of scripts that the engine has read."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.workspace import Workspace
from persistlint.durability.survival import EVENTS
from persistlint.report.inspect_report import inspect_document
from persistlint.report.json_report import dump
from persistlint.report.map_markdown import render_map_markdown
from persistlint.report.map_report import map_document
from persistlint.report.map_text import render_map
from persistlint.report.style import Style
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.programs import needed_module

SCRIPT = """\
docker volume create shop
docker run -d --rm --name db postgres:16
docker run -d --name web -v shop:/srv -v ./conf:/etc/nginx nginx:1.27 sh -c 'echo hi > /srv/a; echo x > /var/www/b'
docker stop db
"""


def read(text: str, name: str = "run.sh", language: str = "shell") -> Analysis:
    return analyse(Document(name, text.encode(), language), Workspace("."), Settings())


MAP = """\
run.sh

  container db (postgres:16, --rm, line 2): gone, line 4: `docker stop db`, and `--rm` deletes the container
    path                      lives in          stop  rm    rm -v  --rm  reboot  prune  written by
    /var/lib/postgresql/data  anonymous volume  no    yes*  no     no    ?       no     the image
    everything else           container layer   no    no    no     no    no      no

  container web (nginx:1.27, line 3): there at the end of the text
    path             lives in         stop  rm   rm -v  --rm  reboot  prune  written by
    /etc/nginx       bind $PWD/conf   yes   yes  yes    yes   yes     yes
    /srv             volume shop      yes   yes  yes    yes   yes     yes
    /srv/a           volume shop      yes   yes  yes    yes   yes     yes    echo
    /var/www/b       container layer  yes   no   no     no    yes     no     echo
    everything else  container layer  yes   no   no     no    yes     no

  volumes
    `shop`, line 1: mounted by web on `/srv`
    an anonymous volume, line 2: mounted by db on `/var/lib/postgresql/data`; gone, line 4: `docker stop
      db`, and `--rm` deletes the container
"""


def test_the_map_for_people() -> None:
    assert render_map(read(SCRIPT), Style(width=110), legend=False) == MAP
    assert render_map(read(SCRIPT), Style(width=110)).startswith(MAP + "\nyes: it survives; no: it is gone;")


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_the_tables_are_aligned(columns: int) -> None:
    """Each mark stands below its event, in a terminal of any width and with marks of the terminal's colours."""
    for colour in (False, True):
        text = render_map(read(SCRIPT), Style(colour=colour, width=columns))
        lines = re.sub("\x1b\\[[0-9;]*m", "", text).splitlines()
        heads = [index for index, line in enumerate(lines) if line.lstrip().startswith("path ")]
        assert len(heads) == 2
        for head in heads:
            for event in EVENTS:
                at = lines[head].index(f"  {event} ") + 2
                column = set()
                for line in itertools.takewhile(str.strip, lines[head + 1 :]):
                    column.add(line[at : at + max(4, len(event))].strip())
                assert column <= {"yes", "no", "yes*", "?", ""} and column != {""}


def test_the_map_in_markdown() -> None:
    text = render_map_markdown(read(SCRIPT + "docker run --rm $X 'a|b'\n"))
    assert "### Container `web` (nginx:1.27, line 3)\n\nthere at the end of the text.\n\n| path |" in text
    assert "| `/var/www/b` | container layer | yes | **no** | **no** | **no** | yes | **no** | echo |" in text
    assert "- `shop`, line 1: mounted by web on `/srv`\n" in text
    markdown = needed_module("markdown_it").MarkdownIt("commonmark").enable("table")
    html = markdown.render(text)
    assert html.count("<table>") == text.count("| path |") >= 2
    assert "<td><code>/srv/a</code></td>" in html and "a|b" not in re.sub("<code>.*?</code>", "", html)


def test_what_a_container_that_is_refused_keeps() -> None:
    text = render_map(read("docker run -d --name aa -v x/y:/z alpine\n"), Style(width=110))
    assert "container aa (alpine, line 1): docker refuses to make it: create x/y" in text
    assert "everything else" not in text


def test_marks_of_what_is_not_sure() -> None:
    text = render_map(
        read(
            'docker run -d --name aa $O unheard/of\ndocker run -d --name bb --rm=$R -v /x -v "$(mktemp -d):/y" -v /tmp/z:/z alpine sleep 99\n'
            "docker run -d --name cc --read-only -v /v alpine sh -c 'echo 1 > /w; sleep 999'\n"
        ),
        Style(width=120),
        legend=False,
    )
    rows = {tuple(line.split()) for line in text.splitlines()}
    assert ("everything", "else", "unknown", *"??????") in rows
    assert ("/x", "anonymous", "volume", "?", "yes*", "no", "no", "?", "no") in rows
    assert any(row[:1] == ("/y",) and row[-6:] == ("yes", "yes", "yes", "yes", "?", "yes") for row in rows)
    assert ("/z", "bind", "/tmp/z", "yes", "yes", "yes", "yes", "no", "yes") in rows
    assert ("/v", "anonymous", "volume", "yes", "yes*", "no", "no", "yes", "no") in rows
    assert ("/w", "read-only", *"------", "echo") in rows


def test_nothing_to_map() -> None:
    assert render_map(read("echo hi\n"), Style()) == ""


def test_worlds_are_told_apart() -> None:
    text = render_map(
        read(
            "docker run -d --name db postgres\ncase $1 in\n  stop) docker rm -f db ;;\n  *) docker logs db ;;\nesac\n"
        ),
        Style(),
    )
    assert "when `$1` is `stop`" in text


def test_the_map_for_programs() -> None:
    alone = map_document([read(SCRIPT)])
    assert alone["version"] == 1
    assert {"id", "path", "line", "column", "durability", "at_end"} <= alone["writes"][0].keys()
    assert {row["name"] for row in alone["volumes"]} >= {"shop"}
    both = map_document([read(SCRIPT), read(SCRIPT, "other.sh")])
    ids = [row["id"] for key in ("volumes", "containers", "writes") for row in both[key]]
    assert len(ids) == len(set(ids))
    containers = {row["id"] for row in both["containers"]}
    assert {row["container"] for row in both["writes"]} <= containers
    assert {user for row in both["volumes"] for user in row["mounted_by"]} <= containers
    assert json.loads(dump(both)) == both


def test_inspection() -> None:
    document = inspect_document(
        [
            read(SCRIPT + "docker run $OPTS x\n"),
            read("FROM a AS b\nFROM b\nVOLUME /v\nUSER u\n", "Dockerfile", "dockerfile"),
        ]
    )
    commands = document["commands"]
    assert [command["verb"] for command in commands] == [
        "volume create",
        "container run",
        "container run",
        "container stop",
        "container run",
    ]
    assert [command["id"] for command in commands] == ["c1", "c2", "c3", "c4", "c5"]
    first = commands[1]
    assert (first["path"], first["line"], first["column"], first["end_line"], first["end_column"]) == (
        "run.sh",
        2,
        1,
        2,
        41,
    )
    assert first["argv"] == ["docker", "run", "-d", "--rm", "--name", "db", "postgres:16"]
    assert (first["resolved"], commands[4]["resolved"]) == (True, False)
    assert commands[4]["argv"][2] == "⟨OPTS…⟩"
    (image,) = document["images"]
    assert (image["path"], image["line"], image["volumes"], image["user"]) == ("Dockerfile", 1, ["/v"], "u")
    assert image["stages"] == [{"name": "b", "from": "a"}, {"name": None, "from": "b"}]


def test_assumptions_and_calls_are_told() -> None:
    document = inspect_document([read('run() { docker run "$1:${TAG:-16}"; }\nrun postgres\nrun redis\n')])
    assert [command["argv"][2] for command in document["commands"]] == ["postgres:16", "redis:16"]
    assert document["commands"][0]["assumes"] == ["TAG is unset"]
    assert document["commands"][0]["via"] == [{"path": "run.sh", "line": 2}]


def test_what_an_image_assumes_is_told() -> None:
    text = "ARG TAG=3\nFROM alpine:$TAG\nARG DIR=/d\nVOLUME $DIR\n"
    (image,) = inspect_document([read(text, "Dockerfile", "dockerfile")])["images"]
    assert (image["volumes"], image["assumes"]) == (["/d"], ["DIR is unset", "TAG is unset"])


def test_a_dockerfile_in_a_script_has_its_tags() -> None:
    document = inspect_document([read("docker build -t shop - <<'EOF'\nFROM alpine\nVOLUME /data\nEOF\n")])
    (image,) = document["images"]
    assert (image["tags"], image["line"], image["volumes"]) == (["shop"], 2, ["/data"])


def test_the_tutorial_is_mapped() -> None:
    path = Path(__file__).parents[1] / "data" / "understanding-data-persistence.md"
    analysis = analyse(Document("guide.md", path.read_bytes(), "markdown"), Workspace("."), Settings())
    text = render_map(analysis, Style(width=110))
    assert "volume pgdata" in text and "volume my-volume" in text
    rows = {tuple(line.split()) for line in text.splitlines()}
    assert ("/my-data/hello.txt", "container", "layer", *["no"] * 6, "echo") in rows
    assert ("/my-data/hello.txt", "volume", "my-volume", *["yes"] * 6, "echo") in rows
    assert ("/var/lib/postgresql/data", "volume", "pgdata", *["yes"] * 6, "the", "image") in rows
