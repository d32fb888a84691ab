"""PSL806 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

FOUND = [
    ("docker exec -it $DB psql app < app.sql\n", 1),
    ("docker exec -it db psql -U postgres app < app.sql\n", 1),
    ("cat app.sql | docker exec -it db psql app\n", 1),
    ("docker exec -ti db mysql <<EOF\nselect 1;\nEOF\n", 1),
    ("sudo docker exec -i -t db psql <<< 'select 1'\n", 1),
    ("docker run -it --rm -v d:/d alpine tar x -C /d < x.tar\n", 1),
    ("while read -r n; do\n  docker exec -it db createdb $n\ndone < names\n", 2),
    ('r() {\n  zcat "$1" | docker exec --tty --interactive db psql\n}\nr x.gz\n', 2),
    ("docker exec -it db psql app < app.sql > out.sql\n", 1),
]

SILENT = [
    "docker exec -it db psql\n",
    "docker exec -i db psql < app.sql\n",
    "docker exec -t db psql < app.sql\n",
    "podman exec -it db psql < app.sql\n",
    "docker exec -it db psql < /dev/tty\n",
    "docker compose exec db psql < app.sql\n",
    "docker exec -it=false db psql < app.sql\n",
    "docker exec -itd db psql < app.sql\n",
    "script -qc 'docker exec -it db psql' < app.sql\n",
    "for n in a b; do docker exec -it db createdb $n; done\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL806", text) == [(line, "error")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL806", text) == []


def test_one_cause_one_finding():
    text = "docker exec -it db psql app < app.sql > out.sql\n"
    assert told("PSL801", text) == told("PSL802", text) == []


def test_fix():
    assert fixes("PSL806", "docker exec -it db psql < a\n") == [(True, "docker exec -i db psql < a\n")]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    ("README.md", "```sh\ngunzip < backup.sql.gz | docker exec -it db mysql -uroot -psecret shop\n```\n"),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL806", case)
