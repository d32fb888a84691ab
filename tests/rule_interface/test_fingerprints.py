"""Fingerprints: what a finding keeps when its file is moved, formatted and edited elsewhere."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.hosts.detect import language_of
from persistlint.rules.finding import Finding
from persistlint.rules.fingerprints import fingerprint, fingerprints
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from persistlint.text.spans import Span, document_anchor
from tests.programs import needed

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").rglob("*") if path.suffix == ".sh")


def everything() -> Settings:
    settings = Settings()
    settings.select = ["ALL"]
    return settings


def of(text: str, path: str = "run.sh", language: str = "shell") -> list[str]:
    document = Document(path, text.encode(), language)
    return fingerprints(analyse(document, Workspace("."), everything()).findings)


def finding(start: int, end: int, identity: str = "db", about: str = "") -> Finding:
    span = Span(document_anchor("run.sh"), start, end)
    return Finding("PSL101", "unmounted-data-path", "warning", span, "lost", identity, about=about)


def test_equal_ones_are_told_apart_by_their_number() -> None:
    findings = [finding(0, 1), finding(5, 6), finding(7, 8, identity="cache")]
    first, second, third = fingerprints(findings)
    assert (second, len(first)) == (f"{first}:2", 16)
    assert third not in (first, second)
    assert fingerprints([finding(100, 101)]) == [first]


def test_the_command_counts_and_blanks_do_not() -> None:
    assert fingerprint(finding(0, 1, about="container run a")) != fingerprint(
        finding(0, 1, about="container run b")
    )
    assert fingerprint(finding(0, 1, identity="a\n  b")) == fingerprint(finding(0, 1, identity="a b"))
    assert fingerprint(finding(0, 1, identity="\udcff"))


BEFORE = """\
#!/bin/bash
NAME=db
docker run -d --rm --name "$NAME" -e POSTGRES_PASSWORD=x postgres:16
docker run -d redis:7 redis-server --appendonly yes
docker run --rm -v data:/d -v /e:d alpine sh -c 'echo x > /srv/x'
docker volume prune -af
docker run -d -v "`pwd`"/../x:/x -v $(date +%F):/var/lib/mysql mysql:8
"""

#: The same commands: lines moved, other quotes, continuations, a tag and an option that no finding is about.
AFTER = """\
#!/bin/bash

# A comment
set -euo pipefail
echo start
if true; then :; fi
NAME='db'
docker run --detach --rm \\
    --name $NAME \\
    --env POSTGRES_PASSWORD=y --label a=b \\
    'postgres:16'
docker run -d redis:7 redis-server --appendonly yes >/dev/null
docker run --rm -v data:/d \\
  -v "/e:d" alpine sh -c "echo x > /srv/x"
docker    volume   prune   --all --force
docker run -d -v "$(pwd)/../x":/x -v $(date +%F):/var/lib/mysql mysql:8
"""


def test_how_a_command_is_written_does_not_count() -> None:
    assert of(BEFORE)
    assert of(BEFORE) == of(AFTER)


def test_a_new_version_of_the_image_is_the_same_container() -> None:
    text = "docker run -d postgres:%s\n"
    assert of(text % "16.1") == of(text % "16.2") != []


def test_the_path_does_not_count() -> None:
    assert of(BEFORE, "a/run.sh") == of(BEFORE, "b/start.sh")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
@pytest.mark.parametrize("style", [("-i", "4"), ("-i", "2", "-ci", "-bn", "-sr", "-fn"), ("-s",), ("-mn",)])
def test_formatting_with_shfmt_keeps_every_fingerprint(path: Path, style: tuple[str, ...]) -> None:
    program = needed("shfmt", "apt install shfmt")
    before = path.read_bytes()
    formatted = subprocess.run([program, *style], input=before, capture_output=True, check=True).stdout
    language = language_of(str(path), before)
    # Minified text has no comments, and its suppressions silence nothing.
    if style == ("-mn",) and b"persistlint:" in before:
        pytest.skip("a minified script has no comments")
    assert sorted(of(before.decode(), language=language)) == sorted(of(formatted.decode(), language=language))
