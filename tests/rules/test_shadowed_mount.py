"""PSL205 as people would write it."""

import pytest

from tests.rules.told import told

FOUND = [
    (
        "docker run --rm --mount type=volume,source=keep,target=/data --tmpfs /data alpine ls\n",
        [(1, "error")],
    ),
    (
        'docker run -d \\\n  --tmpfs /data/ \\\n  --mount type=bind,source="$PWD/d",target=/data \\\n  redis:7\n',
        [(2, "error")],
    ),
    (
        'opts=(--mount source=keep,dst=/x --tmpfs /x:size=1m)\nsudo docker run --rm "${opts[@]}" alpine ls\n',
        [(1, "error")],
    ),
    ('T=/srv/state\ndocker create --mount "type=volume,src=st,dst=$T" --tmpfs "$T" alpine\n', [(1, "error")]),
    ("docker run --rm --mount target=/x --tmpfs=/x alpine ls\n", [(1, "error")]),
]

SILENT = [
    "docker run --rm -v keep:/data --tmpfs /data alpine ls\n",
    "docker run --rm --mount source=keep,target=/data --tmpfs /data/tmp alpine ls\n",
    'docker run --rm --mount source=keep,target=/data --tmpfs "$X" alpine ls\n',
    "docker run --rm --read-only --tmpfs /tmp --tmpfs /run --mount source=keep,target=/data alpine ls\n",
    "podman run --rm --mount type=volume,source=keep,target=/data --tmpfs /data alpine ls\n",
    "docker run --rm --mount type=tmpfs,target=/a --tmpfs /b alpine ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL205", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL205", text) == []
