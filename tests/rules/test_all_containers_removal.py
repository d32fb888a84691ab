"""PSL421 as people would write it."""

import pytest

from tests.rules.told import fixed, told

FOUND = {
    "by force, with volumes": ("docker rm -fv $(docker ps -aq)\n", "warning"),
    "apart, in backticks": ("docker container rm -f -v `docker container ls -aq`\n", "warning"),
    "through xargs": ("docker ps -aq | xargs docker rm -vf\n", "warning"),
    "xargs, sudo": ("sudo docker ps -a -q | xargs -r sudo docker rm -f -v\n", "warning"),
    "without volumes": ("docker rm -f $(docker ps -aq)\n", "info"),
    "stopped first": ("docker stop $(docker ps -aq)\ndocker rm $(docker ps -aq)\n", "info"),
    "podman's own word": ("podman rm -fa\n", "info"),
    "podman's own word, with volumes": ("podman rm --force --volumes --all\n", "warning"),
    "podman's list": ("podman rm -f $(podman ps -aq)\n", "info"),
    "in a function": ("wipe() { docker rm -f -v $(docker ps -a -q); }\nwipe\n", "info"),
    "asked": ('read -r answer\nif [ "$answer" = y ]; then docker rm -fv $(docker ps -aq); fi\n', "info"),
}

SILENT = {
    "a filter": "docker rm -fv $(docker ps -aq --filter label=ci)\n",
    "stopped ones only": "docker rm -v $(docker ps -aq -f status=exited)\n",
    "chosen by grep": "docker ps -a | grep old | xargs docker rm -fv\n",
    "one": "docker rm -fv db\n",
    "one that isn't known": 'docker rm -fv "$1"\ndocker rm -fv $IDS\n',
    "xargs of something else": "cat ids | xargs docker rm -fv\n",
    "filtered before xargs": "docker ps -aq -f name=ci | xargs docker rm -fv\n",
    "stopped only": "docker stop $(docker ps -aq)\n",
    "Compose": "docker compose rm -f\n",
    "a prune": "docker container prune -f\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, severity = FOUND[name]
    assert [each for _, each in told("PSL421", text)] == [severity]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL421", SILENT[name]) == []


def test_it_speaks_instead_of_411():
    text = "docker run -d --restart always --name db -v md:/var/lib/mysql mysql:8.4\ndocker rm -fv $(docker ps -aq)\n"
    assert told("PSL411", text) == []
    assert told("PSL421", text) == [(2, "warning")]


def test_fix():
    assert fixed("docker rm -fv $(docker ps -aq)\n") == "docker container prune -f\n"


def test_the_scripts_of_a_ci_system():
    assert told("PSL421", "docker rm -fv $(docker ps -aq)\n", "hack/jenkins/common.sh") == [(1, "info")]
    assert told("PSL421", "docker rm -fv $(docker ps -aq)\n", "deploy/common.sh") == [(1, "warning")]


#: Loops over all that there are.
LOOPS = [
    ("for x in $(docker ps -aq); do docker rm -fv $x; done\n", [(1, "warning")]),
    ('for x in `docker ps -aq`\ndo\n  echo removing $x\n  docker rm -fv "$x"\ndone\n', [(4, "warning")]),
    ('docker ps -aq | while read -r x; do sudo docker rm -fv "$x"; done\n', [(1, "warning")]),
    ('while read -r x; do docker rm -fv "$x"; done < <(docker ps -aq)\n', [(1, "warning")]),
]


@pytest.mark.parametrize(("text", "expected"), LOOPS)
def test_in_a_loop(text, expected):
    assert told("PSL421", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "for x in $(docker ps -aq | grep old); do docker rm -fv $x; done\n",
        "for x in $(docker ps -aq); do [ $x = keep ] && continue; docker rm -fv $x; done\n",
        'for x in $(docker ps -aq); do if test -n "$x"; then docker rm -fv $x; fi; done\n',
        "for x in $(docker ps -aq --filter label=ci); do docker rm -fv $x; done\n",
        "for x in one two; do docker rm -fv $x; done\n",
        "docker ps -aq\nfor x in $NAMES; do docker rm -fv $x; done\n",
        'docker ps -aq | grep old | while read -r x; do docker rm -fv "$x"; done\n',
    ],
)
def test_not_in_a_loop_over_some(text):
    assert told("PSL421", text) == []
