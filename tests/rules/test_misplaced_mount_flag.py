"""PSL216 as people would write it."""

import pytest

from tests.rules.told import fixes, told

FOUND = [
    ("docker run -d postgres:16 -v pgdata:/var/lib/postgresql/data\n", [(1, "error")]),
    ("docker run -it ubuntu bash -v $PWD:/work\n", [(1, "error")]),
    ("docker run -d redis:7 \\\n  --mount type=volume,source=data,target=/data\n", [(2, "error")]),
    ("IMG=nginx\nsudo docker run -d $IMG --volume=site:/usr/share/nginx/html:ro\n", [(2, "error")]),
    ("podman run -d redis:7 -v data:/data\n", [(1, "error")]),
    ("docker -v data:/x run alpine ls\n", [(1, "error")]),
    ("docker start -v data:/x web\n", [(1, "error")]),
    ('docker build -v "$PWD":/src -t app .\n', [(1, "error")]),
    ("docker run --rm -vit alpine sh\n", [(1, "error")]),
    ("docker run --rm -v python:3.12 python -V\n", [(1, "error")]),
]

SILENT = [
    "docker run myimage -v http://other.com\n",
    "docker run golang go test -v ./...\n",
    "docker run nats -js -sd /data\n",
    "docker run postgres psql -v ON_ERROR_STOP=1\n",
    "docker run alpine ls -v\n",
    "docker run docker docker run -v a1:/b alpine ls\n",
    "docker run --rm -vdata:/data -v=log:/log -itv tmp:/tmp alpine ls\n",
    "docker run $OPTS -v data:/data\n",
    "docker -v\n",
    "docker exec web ls -v a1:/b\n",
    'podman build -v "$PWD":/src -t app .\n',
    "docker compose run -v data:/data web\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL216", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL216", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run -d redis:7 -v data:/data --restart always\n",
            "docker run -d -v data:/data --restart always redis:7\n",
        ),
        ("docker -v data:/x run --rm alpine ls\n", "docker run -v data:/x --rm alpine ls\n"),
        ("docker run --rm -vit alpine sh\n", "docker run --rm -it alpine sh\n"),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL216", before)] == [after]


def test_no_fix_where_a_command_follows():
    assert fixes("PSL216", "docker run -d redis:7 -v data:/data redis-server --appendonly yes\n") == []


def test_a_specification_without_its_flag():
    assert told(
        "PSL216", "docker create --name web \\\n  $HOME/conf:/conf \\\n  -v $HOME/site:/site \\\n  nginx\n"
    ) == [(2, "error")]
