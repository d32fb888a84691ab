"""``check --add-ignore`` in Makefiles, Compose files, workflows and units: the text stays what it was to the program that reads it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from persistlint.analysis.add_ignores import with_ignores
from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.conformance.quadlet.test_quadlet import GENERATOR, generated
from tests.programs import needed

MAKEFILE = """\
IMG = mysql:8
define UP
docker run -d redis:7 redis-server --appendonly yes
endef
db:
	@docker run -d --name db \\
		-e POSTGRES_PASSWORD=x postgres:16
	docker run -d -e MYSQL_ROOT_PASSWORD=x $(IMG)
ifdef X
	docker run -d -e MYSQL_ROOT_PASSWORD=x mysql:8
endif
up:
	$(UP)
"""
COMPOSE = """\
services:
  db: &db
    image: postgres:16
    environment: {POSTGRES_PASSWORD: x}
  my:
    image: mysql:8
    environment:
      MYSQL_ROOT_PASSWORD: x
    volumes:
      - "data:/var/lib/mysqll"
  flow: {image: 'mongo:7'}
volumes: {data: }
"""
UNIT = "[Service]\nExecStart=/usr/bin/docker run \\\n# between\n  --name shop -e POSTGRES_PASSWORD=x \\\n  postgres:16\n"
CONTAINER = "[Container]\nImage=docker.io/library/postgres:16\nEnvironment=POSTGRES_PASSWORD=x\n"
WORKFLOW = """\
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: docker run -d -e POSTGRES_PASSWORD=x postgres:16
      - name: several
        run: |
          set -x
          docker run -d \\
            -e MYSQL_ROOT_PASSWORD=x mysql:8
      - run: >
          docker run -d -e POSTGRES_PASSWORD=x
          postgres:16
      - {run: docker run -d mongo:7}
"""


def read(path: str, language: str, data: bytes) -> Analysis:
    return analyse(Document(path, data, language), Workspace("."), Settings())


def silenced(path: str, language: str, text: str) -> tuple[str, list[str]]:
    """Return the text with comments, and the codes that no comment can silence."""
    before = read(path, language, text.encode())
    assert before.findings
    result = with_ignores(before, Workspace("."), Settings(), "known")
    assert result.count == len(before.findings) - len(result.analysis.findings)
    again = with_ignores(result.analysis, Workspace("."), Settings(), "known")
    assert again.data == result.data
    return result.data.decode(), [finding.code for finding in result.analysis.findings]


def test_a_makefile(tmp_path: Path) -> None:
    after, left = silenced("Makefile", "makefile", MAKEFILE)
    assert left == []
    assert after.count("# persistlint: ignore[PSL101") == 4
    assert not any(line.startswith("\t#") for line in after.splitlines())
    for name, text in (("a.mk", MAKEFILE), ("b.mk", after)):
        (tmp_path / name).write_text(text)
    make = needed("make", "apt-get install make")
    printed = [
        subprocess.run(
            [make, "-n", "-f", name, "X=1", "db", "up"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for name in ("a.mk", "b.mk")
    ]
    assert printed[0] == printed[1] and "mysql:8" in printed[0]


def test_a_compose_file(tmp_path: Path) -> None:
    after, left = silenced("compose.yaml", "compose", COMPOSE)
    assert left == []
    assert "    # persistlint: ignore[PSL101] known\n    image: postgres:16\n" in after
    assert '      # persistlint: ignore[PSL203] known\n      - "data:/var/lib/mysqll"\n' in after
    assert "  # persistlint: ignore[PSL101] known\n  flow: {" in after
    docker = needed("docker", "install the Docker client")
    printed = []
    for text in (COMPOSE, after):
        (tmp_path / "compose.yaml").write_text(text)
        done = subprocess.run(
            [docker, "compose", "config", "--format", "json"], cwd=tmp_path, capture_output=True, check=True
        )
        printed.append(json.loads(done.stdout))
    assert printed[0] == printed[1]


def test_a_service_of_systemd() -> None:
    after, left = silenced("shop.service", "systemd", UNIT)
    assert left == []
    assert after == UNIT.replace("ExecStart", "# persistlint: ignore[PSL101] known\nExecStart")


def test_a_unit_of_quadlet(tmp_path: Path) -> None:
    after, left = silenced("db.container", "quadlet", CONTAINER)
    assert left == []
    assert after == CONTAINER.replace("Image", "# persistlint: ignore[PSL404] known\nImage")
    needed(GENERATOR, "apt-get install podman")
    (tmp_path / "db.container").write_text(CONTAINER)
    before = generated(tmp_path)
    (tmp_path / "db.container").write_text(after)
    assert generated(tmp_path) == before and before


def test_a_workflow() -> None:
    text = WORKFLOW
    after, left = silenced(".github/workflows/a.yml", "workflow", text)
    assert left == []
    assert "      # persistlint: ignore[PSL101] known\n      - run: docker" in after
    assert "          # persistlint: ignore[PSL101] known\n          docker run -d \\\n" in after
    # The command stands inside of a folded text, in which a comment would swallow the rest.
    assert "      # persistlint: disable[PSL101] known\n      - run: >\n" in after
    assert "      # persistlint: ignore[PSL101] known\n      - {run:" in after


@pytest.mark.parametrize(
    ("path", "language", "text"),
    [
        ("a.container", "quadlet", CONTAINER.replace("16\n", "16 # persistlint: ignore[PSL404]\n")),
        (
            "a.service",
            "systemd",
            "[Service]\nExecStart=/usr/bin/docker run -d mongo:7 # persistlint: ignore[PSL101]\n",
        ),
    ],
)
def test_behind_a_value_of_a_unit_nothing_is_a_comment(path: str, language: str, text: str) -> None:
    assert not read(path, language, text.encode()).suppressed


@pytest.mark.parametrize(
    ("path", "language", "text"),
    [
        ("Makefile", "makefile", "db:\n\tdocker run -d mongo:7 # persistlint: ignore[PSL101]\n"),
        ("Makefile", "makefile", "# persistlint: ignore-file[PSL101]\ndb:\n\tdocker run -d mongo:7\n"),
        ("compose.yaml", "compose", "services:\n  db:\n    image: mongo:7 # persistlint: ignore[PSL101]\n"),
        (
            "compose.yaml",
            "compose",
            "services:\n  # persistlint: ignore[PSL101]\n  db:\n    image: mongo:7\n",
        ),
        (
            "compose.yaml",
            "compose",
            "# persistlint: disable[PSL101]\nservices:\n  db:\n    image: mongo:7\n# persistlint: enable[PSL101]\n",
        ),
        (
            "a.service",
            "systemd",
            "[Service]\n# persistlint: ignore[PSL101]\nExecStart=/usr/bin/docker run -d mongo:7\n",
        ),
    ],
)
def test_comments_are_heard(path: str, language: str, text: str) -> None:
    analysis = read(path, language, text.encode())
    assert [finding.code for finding in analysis.suppressed] == ["PSL101"]
    assert analysis.findings == []
