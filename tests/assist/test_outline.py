"""Symbols, inlay hints, code lenses and folding."""

from __future__ import annotations

import pytest

from persistlint.assist.folding import folds
from persistlint.assist.inlay import inlay_hints
from persistlint.assist.lens import lenses
from persistlint.assist.navigation import Indexed
from persistlint.assist.symbols import document_symbols, matches
from tests.assist.cursor import analysed, settings


def test_symbols_of_a_script():
    text = (
        "docker build -t app:1 .\ndocker volume create data\n"
        "docker run -d --name web -v data:/srv -v cache1:/c app:1\ndocker run --rm alpine true\n"
    )
    symbols = document_symbols(Indexed(analysed(text)))
    assert [
        (each.kind, each.name, each.detail, each.place.line, each.selection.text()) for each in symbols
    ] == [
        ("image", "app:1", "built here", 1, "app:1"),
        ("volume", "data", "", 2, "data"),
        ("container", "web", "app:1", 3, "web"),
        ("volume", "cache1", "", 3, "cache1"),
        ("container", "alpine", "without a name", 4, "alpine"),
    ]


def test_symbols_of_a_dockerfile():
    text = "FROM golang:1 AS build\nRUN true\nFROM alpine\nVOLUME /x\n"
    symbols = document_symbols(Indexed(analysed(text, "/project/Dockerfile", "dockerfile")))
    assert [(each.kind, each.name, each.detail) for each in symbols] == [
        ("stage", "build", "FROM golang:1"),
        ("stage", "alpine", "FROM alpine"),
    ]


def test_a_name_s_selection_lies_inside_its_command():
    text = "N=web\ndocker run -d --name $N alpine\n"
    (symbol,) = document_symbols(Indexed(analysed(text)))
    assert symbol.selection.text() == "$N"
    assert symbol.place.start <= symbol.selection.start


def test_rounds_of_a_loop_are_symbols_of_their_own():
    symbols = document_symbols(Indexed(analysed("for n in aa bb; do docker run -d --name $n alpine; done\n")))
    assert [each.name for each in symbols] == ["aa", "bb"]


@pytest.mark.parametrize(
    ("query", "names"), [("", ["data", "web"]), ("wb", ["web"]), ("dt", ["data"]), ("x", [])]
)
def test_letters_in_their_order_find_a_symbol(query, names):
    assert [name for name in ("data", "web") if matches(name, query)] == names


def hinted(text, language="shell", path="/project/script.sh", configured=None):
    """Return the text with each hint in ⟦⟧ where it is shown."""
    analysis = analysed(text, path, language)
    data = analysis.document.data
    for hint in reversed(inlay_hints(analysis, configured or settings(), 0, len(data))):
        assert hint.tooltip
        data = data[: hint.offset] + f"⟦{hint.label}⟧".encode() + data[hint.offset :]
    return data.decode()


@pytest.mark.parametrize(
    "expected",
    [
        "docker run --rm -v /data⟦anonymous volume, deleted by --rm⟧ alpine true\n",
        "docker run -v /data⟦anonymous volume⟧ alpine true\n",
        'docker run --mount "type=volume,dst=/x"⟦anonymous volume⟧ alpine true\n',
        "docker run -d --rm postgres:16⟦/var/lib/postgresql/data: anonymous volume, deleted by --rm⟧\n",
        "docker run -d -v pg1:/var/lib/postgresql/data postgres:16\n",
        "docker run -v ./data⟦= $PWD/data⟧:/d alpine true\n",
        "cd /srv/app\ndocker run -v ./data⟦= /srv/app/data⟧:/d alpine true\n",
        "cd /srv/app\ndocker run -v ../data⟦= /srv/data⟧:/d alpine true\n",
        "docker run -v /srv/data:/d alpine true\n",
        "docker run -v named:/d alpine true\n",
        "docker run -v $X alpine true\n",
        "docker run $OPTS postgres:16\n",
        # What differs between two rounds isn't told.
        'for d in /a /b; do cd "$d"; docker run -v ./x:/d alpine true; done\n',
    ],
)
def test_inlay_hints(expected):
    text = ""
    for part in expected.split("⟦"):
        text += part.partition("⟧")[2] if "⟧" in part else part
    assert hinted(text) == expected


def test_a_relative_source_that_the_client_doesn_t_take():
    old = settings()
    old.client_version = (20, 10)
    text = "docker run -v ./data:/d alpine true\n"
    assert hinted(text, configured=old) == text


def test_hints_of_a_stretch_only():
    analysis = analysed("docker run -v /a alpine true\ndocker run -v /b alpine true\n")
    half = len(analysis.document.data) // 2
    assert len(inlay_hints(analysis, settings(), 0, half)) == 1
    assert len(inlay_hints(analysis, settings(), 0, 2 * half)) == 2


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("docker volume create v1\n", ["no containers use this volume"]),
        ("docker volume create v1\ndocker run -v v1:/x alpine\n", ["1 container uses this volume"]),
        (
            "docker volume create v1\ndocker run -v v1:/x alpine\ndocker run --mount src=v1,dst=/y alpine\n",
            ["2 containers use this volume"],
        ),
        # An upgrade makes the same container again.
        (
            "docker volume create v1\ndocker run --name db -v v1:/x alpine\ndocker rm -f db\ndocker run --name db -v v1:/x alpine\n",
            ["1 container uses this volume"],
        ),
        ("docker volume create v1\npodman run -v v1:/x alpine\n", ["no containers use this volume"]),
        ("docker run -v v1:/x alpine\n", []),
    ],
)
def test_lenses(text, titles):
    assert [lens.title for lens in lenses(Indexed(analysed(text)))] == titles


def test_a_lens_counts_the_workspace():
    here = Indexed(analysed("docker volume create v1\n"))
    other = Indexed(analysed("docker run -v v1:/x alpine\n", "/project/other.sh"))
    (lens,) = lenses(here, [here, other])
    assert lens.title == "1 container uses this volume"
    assert [use.path for use in lens.uses.values()] == ["/project/other.sh"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("docker run \\\n  -v a1:/x \\\n  alpine\necho\n", [(1, 3)]),
        ("docker run alpine\n", []),
        ("echo a \\\n  b\n", []),
        ("x=1\ndocker exec -i db psql <<EOF\nselect 1;\nEOF\n", [(2, 3)]),
        ("for i in 1 2; do\n  docker run \\\n    alpine\ndone\n", [(2, 3)]),
    ],
)
def test_folding(text, lines):
    assert folds(analysed(text)) == lines


COMPOSE = (
    "name: shop\nservices:\n  db:\n    image: postgres:16\n    volumes: ['pgdata:/var/lib/postgresql/data', './x:/y']\n"
    "  web:\n    build: .\nvolumes:\n  pgdata:\n"
)


def test_services_are_symbols_by_their_names():
    symbols = document_symbols(Indexed(analysed(COMPOSE, language="compose", path="/project/compose.yaml")))
    assert [(symbol.name, symbol.kind, symbol.detail) for symbol in symbols] == [
        ("db", "container", "postgres:16"),
        ("web", "container", ""),
        ("shop_pgdata", "volume", ""),
    ]


def test_a_compose_file_s_paths_need_no_hint():
    assert hinted(COMPOSE, "compose", "/project/compose.yaml") == COMPOSE
