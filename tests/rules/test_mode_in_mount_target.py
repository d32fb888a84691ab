"""PSL214 as people would write it."""

import pytest

from tests.rules.told import fixes, told

FOUND = [
    ("docker run --rm --mount type=bind,source=/a,target=/b:ro alpine ls\n", [(1, "error")]),
    ("docker run -d \\\n  --mount source=conf,dst=/conf:ro,readonly \\\n  alpine ls\n", [(2, "error")]),
    ('T=/x:rw\nsudo docker run --rm --mount "source=a1,target=$T" alpine ls\n', [(1, "error")]),
    (
        'm=(--mount "type=bind,source=$PWD,destination=/src:z")\ndocker run --rm "${m[@]}" alpine ls\n',
        [(1, "error")],
    ),
    ("docker create --mount type=bind,source=/a,target=/b:cached alpine\n", [(1, "error")]),
]

SILENT = [
    "docker run --rm --mount type=bind,source=/a,target=/b,readonly alpine ls\n",
    "docker run --rm -v /a:/b:ro alpine ls\n",
    "docker run --rm --mount type=bind,source=/a:ro,target=/b alpine ls\n",
    'docker run --rm --mount "type=bind,source=/a,target=$T" alpine ls\n',
    "docker run --rm --mount type=bind,source=/a,target=/b:x alpine ls\n",
    "docker run --rm --tmpfs /x:ro alpine ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL214", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL214", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run --rm --mount type=bind,source=/a,target=/b:ro alpine ls\n",
            "docker run --rm --mount type=bind,source=/a,target=/b,readonly alpine ls\n",
        ),
        (
            "docker run --rm --mount source=a1,target=/b:ro,readonly alpine ls\n",
            "docker run --rm --mount source=a1,target=/b,readonly alpine ls\n",
        ),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL214", before)] == [after]
