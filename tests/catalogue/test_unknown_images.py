"""The list of images that a tree names and that the catalogue doesn't know."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from persistlint.catalogue.lookup import lookup
from persistlint.docker.image_reference import parse_reference
from persistlint.shell.values import Value

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "unknown_images.py"


def test_the_list(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("docker run -d acme/store:2\ndocker run -d arm64v8/redis:7\n")
    (tmp_path / "compose.yaml").write_text(
        "services:\n  a:\n    image: acme/store:1\n  b:\n    image: mirror.gcr.io/library/mysql\n"
    )
    (tmp_path / "Dockerfile").write_text("FROM acme/base AS one\nFROM one\nARG X\nFROM $X\n")
    record = subprocess.run(
        [sys.executable, "-m", "persistlint", "inspect", "."], cwd=tmp_path, capture_output=True, check=True
    ).stdout
    assert json.loads(record)["commands"]
    output = subprocess.run(
        [sys.executable, SCRIPT], input=record, capture_output=True, check=True
    ).stdout.decode()
    assert output.splitlines() == [
        "     2 acme/store",
        "     1 acme/base",
        "2 of 5 names in files are known (40.0%)",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "arm64v8/postgres:16",
        "amd64/mysql",
        "arm32v7/redis",
        "i386/mariadb",
        "s390x/mongo",
        "docker.io/ppc64le/rabbitmq",
    ],
)
def test_an_image_for_one_processor_is_the_image(name: str) -> None:
    knowledge = lookup(parse_reference(Value.of(name)))
    assert knowledge is not None and knowledge.name == name.rpartition("/")[2].partition(":")[0]


@pytest.mark.parametrize("name", ["arm64v9/postgres", "acme/amd64/mysql", "ghcr.io/amd64/mysql", "amd64"])
def test_another_owner_is_another_image(name: str) -> None:
    knowledge = lookup(parse_reference(Value.of(name)))
    assert knowledge is None
