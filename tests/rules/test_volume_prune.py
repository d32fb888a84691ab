"""PSL409 as people would write it."""

import pytest

from tests.rules.told import fixed, told

FOUND = {
    "all": ("docker volume prune -a -f\n", "warning"),
    "all in a cluster": ("docker volume prune -af\n", "warning"),
    "all by a filter": ("docker volume prune --force --filter all=1\n", "warning"),
    "the system with its volumes": ("docker system prune -af --volumes\n", "warning"),
    "over several lines, sudo": ("sudo docker system prune \\\n  --all --force \\\n  --volumes\n", "warning"),
    "in a function": ("tidy() {\n  docker system prune --volumes -f\n}\ntidy\n", "warning"),
    "bare": ("docker volume prune -f\n", "info"),
    "bare, podman": ("podman volume prune -f\n", "warning"),
    "it asks": ("docker system prune --volumes\n", "info"),
    "answered": ('read -p "Sure? " reply\nif [ "$reply" = y ]; then docker volume prune -af; fi\n', "info"),
}

SILENT = {
    "a label": "docker volume prune -f --filter label=ci\ndocker volume prune -af --filter label=project=shop\n",
    "no volumes": "docker system prune -af\ndocker system prune -f\n",
    "containers and images": "docker container prune -f\ndocker image prune -af\ndocker builder prune -f\n",
    "it asks": "docker volume prune\n",
    "the filter isn't known": 'docker volume prune -f --filter "$FILTER"\n',
    "unknown options": "docker system prune $OPTS\n",
    "switched off": "docker system prune -f --volumes=false\n",
    "only named": 'echo "docker volume prune -af"\n# docker system prune --volumes -f\n',
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, severity = FOUND[name]
    assert [each for _, each in told("PSL409", text)] == [severity]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL409", SILENT[name]) == []


def test_engines_before_23():
    assert told("PSL409", "docker volume prune -f\n", settings='engine-version = "20.10"\n') == [
        (1, "warning")
    ]


def test_a_ci_file_is_only_noted():
    assert told("PSL409", "docker system prune -af --volumes\n", "ci/run.sh") == [(1, "info")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker system prune -af --volumes\n", "docker system prune -af\n"),
        ("docker volume prune -af\n", "docker volume prune -f\n"),
        ("docker volume prune --all --force\n", "docker volume prune --force\n"),
        ("docker volume prune -f\n", "docker volume prune -f\n"),
    ],
)
def test_fixes(before, after):
    assert fixed(before) == after


def test_the_scripts_of_a_ci_system():
    assert told("PSL409", "docker system prune -af --volumes\n", "hack/jenkins/common.sh") == [(1, "info")]
    assert told("PSL409", "docker system prune -af --volumes\n", "deploy/common.sh") == [(1, "warning")]
