"""PSL218 as people would write it."""

import pytest

from tests.rules.told import fixed, told, told_about

FOUND = [
    (
        'cd "$(dirname "$0")"\ndocker run -d -v "$PWD/nginx.conf":/etc/nginx/nginx.conf:ro nginx\n',
        [(2, "warning")],
    ),
    ("docker run -d \\\n  -v ./known/app.yml:/etc/app/config.yml \\\n  app\n", [(2, "warning")]),
    (
        'cd "$(dirname "$0")"\nsudo docker run -d -v "$(pwd)/prometheus.yml:/etc/prometheus/prometheus.yml" prom/prometheus\n',
        [(2, "warning")],
    ),
    ("podman run -d -v ./known:/known -v ./nginx.conf:/etc/nginx/nginx.conf nginx\n", [(1, "error")]),
    (
        'HERE=$(cd "$(dirname "$0")" && pwd)\ndocker run -d -v "$HERE/my.cnf:/etc/mysql/my.cnf" -e MYSQL_ROOT_PASSWORD=x mysql:8\n',
        [(2, "warning")],
    ),
]

SILENT = [
    'docker run -d -v "$PWD/bower.json":/app/bower.json app\n',
    "echo 1 > app.yml\ndocker run -d -v ./known:/known -v ./app.yml:/etc/app.yml app\n",
    'cat > app.yml <<EOF\nx: 1\nEOF\ndocker run -d -v ./known:/known -v "$PWD/app.yml":/etc/app.yml app\n',
    "./setup.sh\ndocker run -d -v ./known:/known -v ./app.yml:/etc/app.yml app\n",
    "curl -fsSL https://example.com/x.tgz | tar xz\ndocker run -d -v ./known:/known -v ./app.yml:/etc/app.yml app\n",
    'docker run -d -v "$PWD/data":/data redis:7\n',
    "docker run -d -v ./.env:/app/.env app\n",
    "docker run -d -v /etc/localtime:/etc/localtime:ro -v /srv/app.yml:/etc/app.yml app\n",
    "docker run -d --mount type=bind,source=./app.yml,target=/etc/app.yml app\n",
    "docker run --rm app --print-config > app.yml\ndocker run -d -v ./known:/known -v ./app.yml:/etc/app.yml app\n",
    'docker run -d -v "$CONF_DIR/app.yml":/etc/app.yml app\n',
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL218", text, known__note="x\n") == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL218", text, known__note="x\n") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run -d -v ./known:/known -v ./app.yml:/etc/app.yml:ro app\n",
            "docker run -d -v ./known:/known --mount type=bind,source=./app.yml,target=/etc/app.yml,readonly app\n",
        ),
        (
            "docker run -d -v ./known:/known --volume=./app.yml:/etc/app.yml app\n",
            "docker run -d -v ./known:/known --mount=type=bind,source=./app.yml,target=/etc/app.yml app\n",
        ),
    ],
)
def test_fixes(before, after):
    assert fixed(before, known__note="x\n") == after


@pytest.mark.parametrize(
    ("script", "file"),
    [
        ("run.sh", "conf__app.yml"),
        ("scripts/run.sh", "conf__app.yml"),
        ("scripts/run.sh", "scripts__conf__app.yml"),
    ],
)
def test_a_file_of_the_project(script, file):
    text = 'docker run -d -v "$PWD/conf/app.yml":/etc/app.yml app\n'
    assert told("PSL218", text, script, **{file: "x: 1\n"}) == []


def test_documents_speak_of_files_that_the_reader_makes():
    text = "```sh\ndocker run -d -v ./known:/known -v ./app.yml:/etc/app.yml app\n```\n"
    assert told("PSL218", text, "README.md") == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    (
        "run.sh",
        'cd "$(dirname "$0")"\ndocker run -d --volume="$PWD"/haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro haproxy:3.0\n',
        {"known/note": "x\n"},
    ),
    (
        "run.sh",
        'HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)\ndocker create -v "$HERE/known/redis.conf:/etc/redis.conf" redis:7 redis-server /etc/redis.conf\n',
        {"known/note": "x\n"},
    ),
    (
        "run.sh",
        'cd "$(dirname "$0")"\nup() { docker run -d -v "$PWD/$1:/etc/app/$1:ro" my/app:1; }\nup app.yaml\n',
        {"known/note": "x\n"},
    ),
    (
        "run.sh",
        'cd "$(dirname "$0")" || exit\ndocker run --rm -v ./known/init.sql:/init.sql postgres:16 psql -h db -f /init.sql\n',
        {"known/note": "x\n"},
    ),
    (
        "run.sh",
        'ROOT=$(dirname "$(readlink -f "$0")")\nsudo docker run -d -v "$ROOT/my.cnf":/etc/mysql/conf.d/my.cnf:ro -e MYSQL_ROOT_PASSWORD=x mysql:8.4\n',
        {"known/note": "x\n"},
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL218", case)
