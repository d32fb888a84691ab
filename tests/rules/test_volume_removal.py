"""PSL408 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told

DB = "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\n"

FOUND = {
    "all": ("docker volume rm $(docker volume ls -q)\n", 1),
    "all, forced, in backticks": ("docker volume rm -f `docker volume ls -q`\n", 1),
    "those without a container": ("docker volume rm $(docker volume ls -qf dangling=true)\n", 1),
    "through xargs, sudo": ("sudo docker volume ls -q | xargs sudo docker volume rm\n", 1),
    "xargs with a filter": ("docker volume ls -q --filter dangling=true | xargs -r docker volume rm\n", 1),
    "podman's own word": ("podman volume rm -a\n", 1),
    "podman's own word, by force": ("podman volume rm --all --force\n", 1),
    "podman's list": ("podman volume rm $(podman volume ls -q)\n", 1),
    "in a function": (
        "stop_all() {\n  docker stop app\n  docker volume rm $(docker volume ls -q) 2>/dev/null || true\n}\nstop_all\n",
        3,
    ),
    "the database's, at each deployment": ("docker rm -f db\ndocker volume rm pgdata\n" + DB, 2),
    "the database's, from a variable": (
        'VOL=shop-data\ndocker stop db; docker rm db\ndocker volume rm "$VOL" || true\n'
        'docker run -d --restart always --name db -v "$VOL:/var/lib/mysql" mysql:8.4\n',
        3,
    ),
}

SILENT = {
    "a label": "docker volume rm $(docker volume ls -q --filter label=project=shop)\n",
    "a name": "docker volume ls -q -f name=ci_ | xargs docker volume rm\n",
    "chosen by grep": "docker volume ls -q | grep old | xargs docker volume rm\n",
    "one that isn't known": 'docker volume rm "$1"\ndocker volume rm $VOLUMES\n',
    "made for the purpose": (
        "docker volume create scratch\ndocker run --rm -v scratch:/w alpine touch /w/x\ndocker volume rm scratch\n"
    ),
    "at the end": DB + "docker rm -f db\ndocker volume rm pgdata\n",
    "in an arm for it": f'case "$1" in\nreset) docker volume rm pgdata ;;\nstart) {DB.strip()} ;;\nesac\n',
    "a function named for it": "reset_db() {\n  docker rm -f db\n  docker volume rm pgdata\n  "
    + DB
    + "}\nreset_db\n",
    "filled again": (
        "docker rm -f db\ndocker volume rm pgdata\n"
        'docker run --rm -v pgdata:/d -v "$PWD":/b alpine tar xf /b/dump.tar -C /d\n' + DB
    ),
    "after a question": 'read -r yes\n[ "$yes" = y ] && docker volume rm $(docker volume ls -q)\n',
    "a test database": "docker volume rm pgdata\n" + DB.replace("--name db", "--name test-db"),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL408", text) == [(line, "warning")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL408", SILENT[name]) == []


def test_tests_are_no_excuse():
    assert told("PSL408", "docker volume rm $(docker volume ls -q)\n", "tests/run.sh") == [(1, "warning")]


def test_a_document_is_only_noted():
    text = "```sh\ndocker volume rm $(docker volume ls -q)\n```\n"
    assert told("PSL408", text, "notes.md") == [(2, "info")]


def test_message():
    (message,) = messages("PSL408", "docker rm -f db\ndocker volume rm pgdata\n" + DB)
    assert message.startswith(
        "Each time that this runs it deletes the volume `pgdata`, on which `db` is started again below."
    )


def test_fix():
    assert fixed("docker volume rm $(docker volume ls -q)\n") == "docker volume prune -f\n"
    assert (
        fixed("sudo docker volume rm $(docker volume ls -q)\n")
        == "sudo docker volume rm $(docker volume ls -q)\n"
    )


#: Loops over all that there are.
LOOPS = [
    ("for x in $(docker volume ls -q); do docker volume rm $x; done\n", [(1, "warning")]),
    (
        'for x in `docker volume ls -q`\ndo\n  echo removing $x\n  docker volume rm "$x"\ndone\n',
        [(4, "warning")],
    ),
    ('docker volume ls -q | while read -r x; do sudo docker volume rm "$x"; done\n', [(1, "warning")]),
    ('while read -r x; do docker volume rm "$x"; done < <(docker volume ls -q)\n', [(1, "warning")]),
]


@pytest.mark.parametrize(("text", "expected"), LOOPS)
def test_in_a_loop(text, expected):
    assert told("PSL408", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "for x in $(docker volume ls -q | grep old); do docker volume rm $x; done\n",
        "for x in $(docker volume ls -q); do [ $x = keep ] && continue; docker volume rm $x; done\n",
        'for x in $(docker volume ls -q); do if test -n "$x"; then docker volume rm $x; fi; done\n',
        "for x in $(docker volume ls -q --filter label=ci); do docker volume rm $x; done\n",
        "for x in one two; do docker volume rm $x; done\n",
        "docker volume ls -q\nfor x in $NAMES; do docker volume rm $x; done\n",
        'docker volume ls -q | grep old | while read -r x; do docker volume rm "$x"; done\n',
    ],
)
def test_not_in_a_loop_over_some(text):
    assert told("PSL408", text) == []
