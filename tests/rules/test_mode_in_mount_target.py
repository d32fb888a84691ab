"""PSL214 as people would write it."""

import pytest

from tests.rules.told import fixed, fixes, told, told_about

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


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'docker run -d --mount "type=bind,src=$PWD/conf,target=/etc/nginx/conf.d:ro" nginx:1.27\n',
    "docker run --rm --mount source=data,destination=/data:Z alpine ls /data\n",
    (
        "README.md",
        "```sh\ndocker run -d \\\n  --mount type=bind,src=/srv/x,dst=/x:ro \\\n  alpine ls /x\n```\n",
    ),
    'mnt() { docker run --rm --mount "type=bind,source=$1,target=$2:ro" alpine ls; }\nmnt /srv/a /a\n',
    "for d in a1 b1; do docker run --rm --mount source=$d,target=/$d:rw alpine ls; done\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL214", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    "docker run --rm --mount type=bind,source=/a,target=/b,ro alpine ls\n",
    "docker run --rm -v /a:/b:ro alpine ls\n",
    "docker run --rm --mount 'type=bind,source=/a,target=/b:c' alpine ls\n",
    'docker run --rm --mount "type=bind,source=/a,target=$T" alpine ls\n',
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL214", case) == []


def test_no_comma_is_written_into_a_quotation():
    text = "docker run -d --mount '\"dst=/b:ro\",src=vol' app:1\n"
    assert told("PSL214", text)
    assert fixed(text) == text
