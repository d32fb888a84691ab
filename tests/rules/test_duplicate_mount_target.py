"""PSL206 as people would write it."""

import pytest

from tests.rules.told import told

FOUND = [
    ("docker run --rm -v a1:/x -v b1:/x alpine ls\n", [(1, "error")]),
    ("docker run --rm -v a1:/x -v ./b:/x/ alpine ls\n", [(1, "error")]),
    (
        'docker run -d \\\n  -v "$PWD/a":/data \\\n  --mount source=b1,target=/data \\\n  redis:7\n',
        [(3, "error")],
    ),
    ("docker run --rm -v a1:/x --tmpfs /x alpine ls\n", [(1, "error")]),
    (
        "podman run --rm --mount type=volume,source=keep,target=/data --tmpfs /data alpine ls\n",
        [(1, "error")],
    ),
    (
        'D=/var/lib/x\nrun() { docker run --rm -v "one:$D" "$@"; }\nrun -v two:/var/lib/x alpine ls\n',
        [(3, "error")],
    ),
]

SILENT = [
    "docker run --rm -v a1:/x -v a1:/x alpine ls\n",
    "docker run --rm -v a1:/x -v b1:/x/y alpine ls\n",
    "docker run --rm -v /x -v b1:/x alpine ls\n",
    'docker run --rm -v "$A" -v b1:/x alpine ls\n',
    'if [ -n "$1" ]; then V=a1:/x; else V=b1:/x; fi\ndocker run --rm -v "$V" alpine ls\n',
    "docker run --rm -v a1:/x alpine ls\ndocker run --rm -v b1:/x alpine ls\n",
    "podman run --rm -v a1:/x -v a1:/x alpine ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL206", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL206", text) == []
