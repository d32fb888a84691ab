"""Definition, references and rename across Compose files, Makefiles, workflows, units and scripts."""

from __future__ import annotations

import pytest

from persistlint.assist.navigation import Indexed, definition, references
from persistlint.assist.rename import renamable, rename
from persistlint.assist.results import Change, Refused
from persistlint.text.edits import apply_edits
from tests.assist.cursor import CURSOR, analysed, at

COMPOSE = """\
services:
  db:
    image: postgres:16
    volumes:
      - pgdata:/var/lib/postgresql/data
      - type: volume
        source: logs
        target: /logs
  web:
    image: nginx
    container_name: front
volumes:
  pgdata:
  logs:
    name: shop-logs
"""
FILES = {
    "/shop/compose.yaml": (COMPOSE, "compose"),
    "/shop/Makefile": ("clean:\n\tdocker volume rm shop_pgdata\n\tdocker compose stop db\n", "makefile"),
    "/shop/backup.sh": (
        "V=shop_pgdata\ndocker run --rm -v $V:/d -v shop-logs:/l alpine\ndocker exec shop-db-1 ls\ndocker logs front\n",
        "shell",
    ),
    "/shop/.github/workflows/a.yml": (
        "jobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker run -v shop_pgdata:/d alpine\n",
        "workflow",
    ),
}


def project(path: str, cursor: str) -> tuple[list[Indexed], int]:
    """Return the files of the project, the one at ``path`` first, and the offset of the cursor in it."""
    text, language = FILES[path]
    texts = {name: content for name, (content, _) in FILES.items()}
    plain = cursor.replace(CURSOR, "")
    assert plain in text
    here, offset = at(text.replace(plain, cursor, 1), path, language, texts)
    others = [
        Indexed(analysed(content, name, kind, texts))
        for name, (content, kind) in FILES.items()
        if name != path
    ]
    return [Indexed(here), *others], offset


def told(places) -> list[str]:
    return sorted(f"{place.path.rpartition('/')[2]}:{place.line}:{place.text()}" for place in places)


CURSORS = [
    ("/shop/compose.yaml", "- pg▮data:"),
    ("/shop/compose.yaml", "\n  pg▮data:"),
    ("/shop/Makefile", "shop_pg▮data"),
    ("/shop/backup.sh", "-v $▮V"),
    ("/shop/.github/workflows/a.yml", "shop_pg▮data"),
]


@pytest.mark.parametrize(("path", "cursor"), CURSORS)
def test_a_volume_of_compose_is_found_in_every_file(path: str, cursor: str) -> None:
    (here, *others), offset = project(path, cursor)
    assert told(place.place for place in references(here, offset, others)) == [
        "Makefile:2:shop_pgdata",
        "a.yml:5:shop_pgdata",
        "backup.sh:1:shop_pgdata",
        "backup.sh:2:$V",
        "compose.yaml:13:pgdata",
        "compose.yaml:5:pgdata",
    ]
    assert told(definition(here, offset, others)) == ["compose.yaml:13:pgdata"]


@pytest.mark.parametrize(("path", "cursor"), CURSORS)
def test_a_volume_of_compose_is_renamed_in_every_file(path: str, cursor: str) -> None:
    documents, offset = project(path, cursor)
    range_to_rename = renamable(documents[0], offset, documents)
    assert range_to_rename is not None and not isinstance(range_to_rename, Refused)
    assert range_to_rename[1] in ("pgdata", "shop_pgdata")
    prefix = "" if path.endswith(".yaml") else "shop_"
    change = rename(documents[0], offset, f"{prefix}files", documents)
    assert isinstance(change, Change)
    after = {}
    for name, (content, _) in FILES.items():
        edits = [edit for edit in change.edits if edit.path == name]
        after[name] = apply_edits(content.encode(), edits).decode()
    assert after == {
        name: content.replace("pgdata:", "files:").replace("pgdata", "files")
        for name, (content, _) in FILES.items()
    }


def test_the_project_s_name_stays_where_compose_gives_it() -> None:
    documents, offset = project("/shop/Makefile", "shop_pg▮data")
    change = rename(documents[0], offset, "files", documents)
    assert isinstance(change, Refused)
    assert "Compose puts `shop_` before it" in change.reason


def test_a_volume_with_a_name_of_its_own() -> None:
    (here, *others), offset = project("/shop/compose.yaml", "name: shop-▮logs")
    assert told(place.place for place in references(here, offset, others)) == [
        "backup.sh:2:shop-logs",
        "compose.yaml:15:shop-logs",
    ]
    (here, *others), offset = project("/shop/compose.yaml", "source: lo▮gs")
    assert told(place.place for place in references(here, offset, others)) == [
        "compose.yaml:14:logs",
        "compose.yaml:7:logs",
    ]
    change = rename(here, offset, "journal", [here, *others])
    assert isinstance(change, Change)
    assert told_edits(change) == ["compose.yaml:journal", "compose.yaml:journal"]


def told_edits(change: Change) -> list[str]:
    return sorted(f"{edit.path.rpartition('/')[2]}:{edit.text}" for edit in change.edits)


def test_a_service_is_known_by_its_container_and_its_name_stays() -> None:
    (here, *others), offset = project("/shop/backup.sh", "exec shop-▮db-1")
    assert told(place.place for place in references(here, offset, others)) == [
        "Makefile:3:db",
        "backup.sh:3:shop-db-1",
        "compose.yaml:2:db",
    ]
    assert told(definition(here, offset, others)) == ["compose.yaml:2:db"]
    change = renamable(here, offset, [here, *others])
    assert isinstance(change, Refused)
    assert "other services reach it under this name" in change.reason


def test_a_container_s_name_is_renamed() -> None:
    documents, offset = project("/shop/backup.sh", "logs fr▮ont")
    change = rename(documents[0], offset, "gate", documents)
    assert isinstance(change, Change)
    assert told_edits(change) == ["backup.sh:gate", "compose.yaml:gate"]


def test_units_name_one_volume() -> None:
    unit = "[Container]\nImage=alpine\nVolume=pgdata.volume:/d\n"
    here, offset = at(
        unit.replace("pgdata", "pg▮data"),
        "/shop/db.container",
        "quadlet",
        {"/shop/pgdata.volume": "[Volume]\n"},
    )
    script = Indexed(analysed("podman volume rm systemd-pgdata\n", "/shop/clean.sh"))
    volume = Indexed(analysed("[Volume]\n", "/shop/pgdata.volume", "quadlet"))
    places = references(Indexed(here), offset, [script, volume])
    assert {each.place.path for each in places} == {
        "/shop/db.container",
        "/shop/clean.sh",
        "/shop/pgdata.volume",
    }
    assert {place.path for place in definition(Indexed(here), offset, [script, volume])} == {
        "/shop/pgdata.volume"
    }
    assert isinstance(renamable(Indexed(here), offset, [script, volume]), Refused)
