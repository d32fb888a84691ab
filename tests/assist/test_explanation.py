"""The events that lead to a finding."""

from __future__ import annotations

import os
from pathlib import Path

import persistlint_rules
from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.workspace import Workspace
from persistlint.assist.explanation import explanation
from persistlint.report.explanation_text import explanation_fields, render_explanation
from persistlint.report.style import Style
from persistlint.settings.settings import Settings
from persistlint.testing.pages import read_page, without_markers
from persistlint.text.document import Document
from persistlint_rules import RULES

FOLDER = Path(os.path.dirname(persistlint_rules.__file__))


def read(text: str, language: str = "shell") -> Analysis:
    name = {"shell": "run.sh", "dockerfile": "Dockerfile", "markdown": "guide.md"}[language]
    settings = Settings()
    settings.select = ["ALL"]
    return analyse(Document(name, text.encode(), language), Workspace("."), settings)


def story(text: str, code: str, language: str = "shell") -> list[tuple[int, str]]:
    """Line and event of each step behind the first finding of a rule."""
    analysis = read(text, language)
    finding = next(each for each in analysis.findings if each.code == code)
    return [(row["line"], row["event"]) for row in explanation_fields(finding, analysis)]


SCRIPT = """\
docker volume create logs
docker run -d --rm --name db -v logs:/var/log postgres:16
docker exec db psql -c 'create table x()'
./migrate.sh
docker logs db
docker stop db
"""


def test_the_story_of_a_data_path() -> None:
    assert story(SCRIPT, "PSL404") == [
        (
            2,
            "`docker run --rm` makes `db` from `postgres:16`; mounted: the volume `logs` on `/var/log` and an anonymous volume on "
            "`/var/lib/postgresql/data` (the image's VOLUME)",
        ),
        (2, "`/var/lib/postgresql/data` holds PostgreSQL's database files: in an anonymous volume"),
        (3, "`docker exec` runs `psql` in `db`"),
        (4, "not followed: `migrate.sh` runs as a program of its own"),
        (6, "`docker stop db`, and `--rm` deletes the container, and with it `/var/lib/postgresql/data`"),
    ]


def test_the_story_on_a_terminal() -> None:
    analysis = read(SCRIPT)
    finding = next(each for each in analysis.findings if each.code == "PSL404")
    text = render_explanation(finding, analysis, Style())
    assert text.startswith("  how it comes about:\n    line 2  `docker run --rm` makes `db`")
    assert text.endswith(
        "    line 6  `docker stop db`, and `--rm` deletes the container, and with it\n"
        "            `/var/lib/postgresql/data`\n"
    )
    assert all(len(line) <= 80 for line in text.splitlines())


def test_compose_makes_the_container_of_a_service() -> None:
    text = "services:\n  db:\n    image: postgres:16\n    container_name: shop\n    restart: always\n"
    analysis = analyse(Document("compose.yaml", text.encode(), "compose"), Workspace("."), Settings())
    finding = next(each for each in analysis.findings if each.code == "PSL101")
    assert explanation(finding, analysis)[0].event == (
        "`docker compose up` makes the container of service `db` from `postgres:16`; mounted: an anonymous volume on "
        "`/var/lib/postgresql/data` (the image's VOLUME)"
    )


def test_a_write_and_its_reader_in_another_container() -> None:
    text = "docker run --rm alpine sh -c 'echo 1 > /out/a'\ndocker run --rm alpine cat /out/a\n"
    assert story(text, "PSL103") == [
        (1, "`docker run --rm` makes a container from `alpine`; nothing is mounted"),
        (1, "`echo` writes `/out/a`: in the container's layer"),
        (1, "`--rm` deletes the container when its command ends, and with it `/out/a`"),
        (2, "`docker run --rm` makes a container from `alpine`; nothing is mounted"),
        (2, "`cat` reads `/out/a`, which is in the container's layer"),
        (2, "`--rm` deletes the container when its command ends"),
    ]


def test_a_copy_that_was_taken_out() -> None:
    text = "docker run -d --name db postgres:16\ndocker cp db:/var/lib/postgresql/data .\ndocker rm -fv db\n"
    analysis = read(text.replace("-d ", "-d -v /archive "))
    finding = next(each for each in analysis.findings if each.code == "PSL401")
    assert [step.event for step in explanation(finding, analysis)][-2:] == [
        "a copy of `/var/lib/postgresql/data` is taken out",
        "`docker rm -f -v db`: `db` is gone, and `/var/lib/postgresql/data` with it",
    ]


def test_a_volume_and_all_its_users() -> None:
    text = (
        "docker rm -f db\ndocker volume rm shop\ndocker volume create shop\n"
        "docker run -d --name db -v shop:/var/lib/mysql mysql:8\n"
        "docker run --rm -v shop:/b:ro alpine cat /b/x\n"
    )
    assert story(text, "PSL408") == [
        (2, "`docker volume rm shop`"),
        (3, "the volume `shop` is made"),
        (4, "`docker run` makes `db` from `mysql:8`; mounted: the volume `shop` on `/var/lib/mysql`"),
        (
            4,
            "`/var/lib/mysql` holds MySQL's database files: in the volume `shop`; it stays until volume removal",
        ),
        (
            5,
            "`docker run --rm` makes a container from `alpine`; mounted: the volume `shop` on `/b` (read-only)",
        ),
    ]


def test_data_that_a_command_deletes() -> None:
    text = (
        "docker run -d --name db -v shop:/var/lib/mysql mysql:8.4\ndocker stop db\n"
        "docker run --rm -v shop:/data alpine sh -c 'rm -rf /data/*'\n"
    )
    events = story(text, "PSL422")
    assert (2, "`docker stop db`: `db` stops") in events
    assert (3, "`rm` deletes it: `/var/lib/mysql` is gone") in events


def test_a_call_tells_only_of_itself() -> None:
    text = 'start() { docker run -d --name "$1" "$2"; }\nstart one postgres:16\nstart two mysql:8\n'
    analysis = read(text)
    for finding, name, line in zip(
        [each for each in analysis.findings if each.code == "PSL101"], ("one", "two"), (2, 3), strict=True
    ):
        steps = explanation(finding, analysis)
        assert f"makes `{name}`" in steps[0].event and steps[0].event.endswith(f"(called on line {line})")
        assert not any("makes" in step.event for step in steps[1:])


def test_the_reading_of_a_refused_command() -> None:
    ((line, event),) = story("docker run -v wiki/pages:/x alpine\n", "PSL208")
    assert line == 1 and event.startswith("`docker run` is refused: create wiki/pages")


def test_words_of_a_command_are_told_by_its_reading() -> None:
    text = "docker run -d --name tuner --privileged example/tuner -x\ndocker stop tuner\ndocker rm tuner\n"
    assert story(text, "PSL601") == [
        (1, "`docker run` makes `tuner` from `example/tuner`; nothing is mounted")
    ]


def test_unknown_words_are_told_as_they_are_written() -> None:
    text = 'docker run -d --name db postgres:16\ndocker exec db "$TOOL" x\n'
    assert "`docker exec` runs `$TOOL` in `db`" in [event for _, event in story(text, "PSL101")]


def test_an_image_definition() -> None:
    text = (
        "FROM debian:12 AS base\nVOLUME /data\nFROM base\nUSER app\nRUN echo a > /data/a\nRUN echo b > /tmp/b\n"
        "FROM alpine AS other\nVOLUME /else\nFROM base\nRUN echo c > /data/c\n"
    )
    assert story(text, "PSL503", "dockerfile") == [
        (1, "stage `base` begins from `debian:12`"),
        (2, "`/data` is a VOLUME from here on"),
        (9, "the image begins from `base`"),
        (10, "`echo` writes `/data/c`, below a VOLUME"),
    ]


def test_lines_typed_in_a_container() -> None:
    text = "```sh\ndocker run -it --rm ubuntu\nmkdir /n\necho a > /n/a\nexit\n```\nOver.\n"
    events = story(text, "PSL107", "markdown")
    assert events[0][0] == 2 and (4, "`echo` writes `/n/a`: in the container's layer") in events
    assert events[-1] == (5, "`--rm` deletes the container when its shell ends, and with it `/n/a`")


def test_words_alone_have_no_story() -> None:
    analysis = read("# persistlint: ignore[PSL101] nothing to see\ndocker run --rm -v a:/b alpine true\n")
    (finding,) = [each for each in analysis.findings if each.code.startswith("PSL9")]
    assert explanation(finding, analysis) == []
    assert render_explanation(finding, analysis, Style()) == ""


def test_a_long_story_is_told_by_its_ends() -> None:
    text = "docker run -d --name db postgres:16\n" + "".join(
        f"docker exec db psql -c {n}\n" for n in range(40)
    )
    analysis = read(text)
    finding = next(each for each in analysis.findings if each.code == "PSL101")
    lines = render_explanation(finding, analysis, Style(width=120)).splitlines()
    assert len(lines) <= 20 and any(line.endswith("… 29 more events …") for line in lines)
    assert "line 41" in lines[-1]


def test_every_example_of_every_page() -> None:
    """Whatever a rule says, its story can be told: each step has a place, and no step is told twice."""
    languages = {"sh": "shell", "dockerfile": "dockerfile", "markdown": "markdown"}
    untold, explained = [], 0
    for entry in RULES:
        page = read_page(FOLDER / (entry.name.replace("-", "_") + ".md"))
        for block in page.blocks:
            if block.role != "bad" or block.language not in languages:
                continue
            analysis = read(without_markers(block.text)[0], languages[block.language])
            for finding in analysis.findings:
                rows = explanation_fields(finding, analysis)
                assert all(row["event"].strip() and row["line"] >= 1 and row["column"] >= 1 for row in rows)
                keys = [tuple(row.values()) for row in rows]
                assert len(keys) == len(set(keys)), (finding.code, keys)
                explained += bool(rows)
                if not rows and not finding.code.startswith("PSL9"):
                    untold.append(finding.message)
    # What is said of a directory of the host has no container in it.
    assert explained > 200
    assert [text for text in untold if "`/var/lib/docker`" not in text] == []
