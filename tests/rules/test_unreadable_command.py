"""PSL901 as people would write it."""

import pytest

from tests.rules.told import told, told_about

FOUND = [
    ("echo start\ndocker run -d --name db 'postgres:16\n", 2),
    ("docker run -d postgres:16 >\n", 1),
    ("docker exec -i db sh <<EOF\necho hi\n", 1),
    ("bash -c 'docker run \"alpine'\n", 1),
]

SILENT = [
    "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\n",
    "echo 'open\n",
    "docker run --rm alpine sh -c 'echo \"$HOME\"'\n",
    "# docker run 'unfinished\necho fine\n",
    "docker build -t x - <<EOF\nFROM alpine\nEOF\n",
    'echo "docker run \'x"\n',
    # No command of docker's.
    "@FOR /f %i IN ('minikube docker-env --shell cmd') DO @%i\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    lines_and_severities = told("PSL901", text)
    assert [severity for _, severity in lines_and_severities] == ["warning"]
    assert lines_and_severities[0][0] == line


NOTES = [
    "docker run <image> <command>   # run it\n",
    "ssh node1 'docker node inspect <node ID>'\n",
    "docker context show'\n",
]


@pytest.mark.parametrize("text", NOTES)
def test_a_note_where_nothing_is_at_stake(text):
    assert told("PSL901", text) == [(1, "info")]


def test_a_fill_in_form_beside_a_command():
    assert told("PSL901", "docker ps; docker run -d 'postgres:16\n") == [(1, "warning")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL901", text) == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'docker exec db psql -c "select 1\n',
    ("README.md", "```sh\ndocker run -d --name db -e POSTGRES_PASSWORD='x postgres:16\n```\n"),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL901", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    'echo "it\'s fine"\ndocker ps\n',
    "docker ps # it's fine\n",
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL901", case) == []


def test_in_a_block_of_any_words_it_is_a_note():
    assert told_about("PSL901", ("README.md", '```text\ndocker run "$x\n```\n')) == [(2, "info")]
