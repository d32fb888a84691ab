"""PSL419 as people would write it."""

import pytest

from persistlint_rules.container_name_conflict import RULE
from tests.rules.told import fixed, told, told_about

RUN = "docker run -d --name web -p 80:80 nginx:1.27\n"
SCRIPT = "#!/bin/sh\n"

FOUND = {
    "run again": (RUN, [1]),
    "twice": (RUN + "docker run -d --name web nginx:1.28\n", [1, 2]),
    "over several lines, sudo": ("sudo docker run \\\n  --detach \\\n  --name web \\\n  nginx:1.27\n", [3]),
    "created": ("docker create --name web nginx:1.27\n", [1]),
    "a variable": ("N=web\ndocker run -d --name $N nginx:1.27\ndocker logs $N\n", [1]),
    "podman": ("podman run -d --name web docker.io/nginx:1.27\n", [1]),
}

SILENT = {
    "removed first": "docker rm -f web 2>/dev/null || true\n" + RUN,
    "removed afterwards": RUN + "docker rm -f web\n",
    "--rm": RUN.replace("-d", "-d --rm"),
    "started where it is there": "docker start web || " + RUN,
    "asked for": "docker inspect web >/dev/null 2>&1 || " + RUN,
    "listed": 'if [ -z "$(docker ps -aq -f name=web)" ]; then ' + RUN.strip() + "; fi\n",
    "in an arm": f"case $1 in\nstart) {RUN.strip()} ;;\nesac\n",
    "a name that isn't known": 'docker run -d --name "web-$1" nginx:1.27\n',
    "all are removed": "docker rm -f $(docker ps -aq)\n" + RUN,
    "unknown options": RUN.replace("-d", "-d $OPTS"),
    "no name": "docker run -d nginx:1.27\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, lines = FOUND[name]
    assert told("PSL419", SCRIPT + text) == [(line + 1, "info") for line in lines]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL419", SCRIPT + SILENT[name]) == []


def test_a_document_is_followed_once():
    assert told("PSL419", f"```sh\n{RUN}```\n", "guide.md") == []
    assert told("PSL419", f"```sh\n{RUN}# or, with a newer one\n{RUN}```\n", "guide.md") == []


def test_it_is_off_by_default():
    assert RULE.enabled is False


def test_fix():
    assert fixed(SCRIPT + RUN) == SCRIPT + "docker start web 2>/dev/null || " + RUN


def test_lines_to_copy_are_run_once():
    assert told("PSL419", RUN) == []
    assert told("PSL419", RUN + RUN) == [(2, "info")]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "#!/bin/bash\nrun() { docker run -d --name cache redis:7; }\nrun\nrun\n",
    "#!/bin/bash\nset -e\ndocker network create app\ndocker run -d --network app --name app_db -e POSTGRES_PASSWORD=x postgres:16\n",
    "#!/bin/sh\nfor i in 1 2; do docker run -d --name worker my/worker:1; done\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL419", case)


@pytest.mark.parametrize("before", ["cd /srv && ", "true && \\\n  ", "cd /srv &&\n"])
def test_what_the_run_is_joined_to_still_decides(before):
    text = SCRIPT + before + RUN
    assert fixed(text) == text
