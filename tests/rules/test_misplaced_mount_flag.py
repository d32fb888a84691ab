"""PSL216 as people would write it."""

import pytest

from tests.rules.told import fixed, fixes, told

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

#: A blank that cuts the value in two: the rest of it can be no image's name.
FOUND += [
    ("docker run -d -v /srv/My Site:/usr/share/nginx/html:ro nginx\n", [(1, "error")]),
    ("docker run -d --volume=$HOME/My Site:/site nginx\n", [(1, "error")]),
    ("docker create \\\n  -v /mnt/other media:/media \\\n  --name tv acme/tv:1\n", [(2, "error")]),
    ('docker run --rm -v "$PWD"/backup :/backup alpine ls /backup\n', [(1, "error")]),
    ("docker run -d -v pgdata :/var/lib/postgresql/data postgres:16\n", [(1, "error")]),
    ('if true; then sudo podman run -v "$A" Files:/f:ro alpine ls; fi\n', [(1, "error")]),
]

#: What web sites and word processors make of hyphens.
FOUND += [
    ("docker run -d \u2013v pgdata:/var/lib/postgresql/data postgres:16\n", [(1, "error")]),
    ("docker run -d \u2014volume=pgdata:/data redis:7\n", [(1, "error")]),
    ("docker run \u2013rm \u2013it \u2013v data:/data alpine sh\n", [(1, "error")]),
    ("docker run -d \\\n  \u2013\u2013name db \\\n  -v pgdata:/data redis:7\n", [(2, "error")]),
    ("docker create \u2014mount source=data,target=/data redis:7\n", [(1, "error")]),
]

SILENT = [
    # Two words of the container's command, and a placeholder.
    "docker run --rm -v /data alpine scp host:/srv/x /data\n",
    "docker run --rm -v /data acme/copy:1.2 box:/data\n",
    'docker run --rm -v "/srv/My Site:/site" nginx:1.27\n',
    "docker run --rm -v /srv/My\\ Site:/site nginx:1.27\n",
    "docker run -d -v /data $REGISTRY:/x\n",
    "docker run -d \u2026 postgres:16\n",
    "docker run -d [\u2013v NAME:PATH] IMAGE\n",
    "docker run --rm alpine echo \u2013v data:/x\n",
    "docker run \u2013whatever alpine\n",
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
        (
            "docker run -d -v /srv/My Site:/usr/share/nginx/html:ro nginx\n",
            'docker run -d -v "/srv/My Site:/usr/share/nginx/html:ro" nginx\n',
        ),
        (
            "docker run -d --volume=$HOME/My Site:/s1 nginx\n",
            'docker run -d "--volume=$HOME/My Site:/s1" nginx\n',
        ),
        (
            "docker run -d -v pgdata :/var/lib/postgresql/data postgres:16\n",
            "docker run -d -v pgdata:/var/lib/postgresql/data postgres:16\n",
        ),
        (
            "docker run \u2013rm \u2014volume=data:/data \u2013\u2013name box alpine ls \u2013l\n",
            "docker run --rm --volume=data:/data --name box alpine ls \u2013l\n",
        ),
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


def test_letters_behind_v_change_places_with_it():
    assert fixed("docker run -vd data:/x app:1\n") == "docker run -dv data:/x app:1\n"
