"""PSL210 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

FOUND = [
    ("docker run -d -v nginx.conf:/etc/nginx/nginx.conf nginx\n", [(1, "warning")]),
    (
        "docker run -d \\\n  -v init.sql:/docker-entrypoint-initdb.d/init.sql:ro \\\n  postgres:16\n",
        [(2, "warning")],
    ),
    ('CONF=app.yml\nsudo docker run -d -v "$CONF:/etc/app/config.yml" app\n', [(1, "warning")]),
    ("podman run --rm -v prometheus.yml:/etc/prometheus/prometheus.yml prom/prometheus\n", [(1, "warning")]),
    (
        "docker run --rm --volume=requirements.txt:/requirements.txt python:3 pip install -r /requirements.txt\n",
        [(1, "warning")],
    ),
]

SILENT = [
    # It says so.
    "docker run -d --mount type=volume,source=app.conf,target=/etc/app.conf my/app:1\n",
    "docker run -d --mount type=bind,source=./app.conf,target=/etc/app.conf my/app:1\n",
    "docker run -d -v ./nginx.conf:/etc/nginx/nginx.conf nginx\n",
    'docker run -d -v "$PWD/nginx.conf":/etc/nginx/nginx.conf nginx\n',
    "docker run -d -v my.app.data:/data redis:7\n",
    "docker run -d -v v1.2:/data redis:7\n",
    "docker run -d -v registry.local:/var/lib/registry registry:2\n",
    "docker volume create app.conf\ndocker run -d -v app.conf:/etc/app.conf app\n",
    'docker run -d -v "$FILE:/etc/app.conf" app\n',
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL210", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL210", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run -d -v 'a.conf:/etc/a.conf' nginx\n", "docker run -d -v './a.conf:/etc/a.conf' nginx\n"),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL210", before)] == [after]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --mount source=haproxy.cfg,target=/usr/local/etc/haproxy/haproxy.cfg haproxy:3.0\n",
    "docker create -v my.cnf:/etc/mysql/conf.d/my.cnf -e MYSQL_ROOT_PASSWORD=x mysql:8.4\n",
    "for f in a.sql b.sql; do docker run --rm -v $f:/tmp/$f postgres:16 psql -h db -f /tmp/$f; done\n",
    'run() { docker run --rm -v "$1:/etc/app/app.toml:ro" my/app:1; }\nrun app.toml\n',
    ("README.md", "```sh\ndocker run -d -v Caddyfile.conf:/etc/caddy/Caddyfile.conf caddy:2\n```\n"),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL210", case)


def test_a_volume_that_the_text_removes_is_meant():
    text = "docker run -d -v app.conf:/etc/app.conf app:1\n"
    assert told("PSL210", text)
    assert told("PSL210", text + "docker volume rm app.conf\n") == []
