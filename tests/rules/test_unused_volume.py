"""PSL416 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told, told_about

FOUND = {
    "an underscore for a hyphen": (
        "docker volume create my-data\ndocker run -d -v my_data:/data acme/app\n",
        2,
    ),
    "one letter more": (
        "docker volume create sample-volume\ndocker run -d --mount source=sample-volumes,target=/data acme/app\n",
        2,
    ),
    "two letters exchanged": (
        "docker volume create pgdata1\ndocker run -d -v pgdtaa1:/var/lib/postgresql/data postgres:16\n",
        2,
    ),
    "case": ("sudo docker volume create appData\nsudo docker run -d -v appdata:/data acme/app\n", 2),
    "in a variable": (
        "V=app-store\ndocker volume create $V\ndocker run -d \\\n  -v app_store:/data \\\n  acme/app\n",
        4,
    ),
    "podman": ("podman volume create web-files\npodman run -d -v webfiles:/data docker.io/acme/app\n", 2),
    "never mounted": ("docker volume create pgdata\ndocker run -d --name web nginx:1.27\n", 1),
}

SILENT = {
    "mounted": "docker volume create pgdata\ndocker run -d -v pgdata:/data acme/app\n",
    "names that are alike on purpose": (
        "docker volume create data1\ndocker volume create data2\ndocker run -d -v data1:/a acme/app\ndocker run -d -v data2:/a acme/app\n"
    ),
    "two that differ in a digit": "docker volume create shop-data1\ndocker run -d -v shop-data2:/data acme/app\n"
    "docker run -d -v shop-data1:/data acme/app\n",
    "a script that prepares": "docker volume create pgdata\ndocker network create shop\n",
    "Compose mounts it": "docker volume create pgdata\ndocker run --rm alpine true\ndocker compose up -d\n",
    "another script may": "docker volume create pgdata\ndocker run --rm alpine true\n./start.sh\n",
    "a service mounts it": "docker volume create pgdata\ndocker service create --mount source=pgdata,target=/d acme/app\ndocker run --rm alpine true\n",
    "names that aren't known": 'docker volume create pgdata\ndocker run -d -v "$VOL:/data" acme/app\ndocker run $OPTS acme/app\n',
    "spoken of elsewhere": "docker volume create pgdata\ndocker volume inspect pgdata\ndocker run --rm alpine true\n",
    "behind a choice": 'if [ "$1" = init ]; then docker volume create pgdata; fi\ndocker run --rm alpine true\n',
    "a name that isn't known": 'docker volume create "$NAME"\ndocker run -d -v data:/data acme/app\n',
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL416", text) == [(line, "info")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL416", SILENT[name]) == []


def test_message():
    (message,) = messages("PSL416", FOUND["an underscore for a hyphen"][0])
    assert message == (
        "Docker makes a new volume `my_data` here, as the one that was created is called `my-data`. Write `my-data`."
    )


def test_fix():
    assert fixed(FOUND["an underscore for a hyphen"][0]) == (
        "docker volume create my-data\ndocker run -d -v my-data:/data acme/app\n"
    )


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    (
        "README.md",
        "```sh\ndocker volume create grafana-data\ndocker run -d -v grafana_data:/var/lib/grafana grafana/grafana:11.2.0\n```\n",
    ),
    "docker volume create --driver local shop-db\ndocker run -d --mount type=volume,src=shopdb,dst=/var/lib/mysql mysql:8.4\n",
    "docker volume create backups\ndocker run --rm -v backup:/backup alpine ls /backup\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL416", case)
