"""PSL207 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

FOUND = [
    ("docker run --rm --volume=~/x:/x alpine ls\n", [(1, "error")]),
    ('docker run --rm -v "~/x:/x" alpine ls\n', [(1, "error")]),
    ("docker run --rm -v '~/x':/x alpine ls\n", [(1, "error")]),
    ("docker run --rm -v~/x:/x alpine ls\n", [(1, "error")]),
    ("docker run -d \\\n  --mount type=bind,source=~/x,target=/x \\\n  alpine ls\n", [(2, "error")]),
    ("D='~/data'\nsudo docker run --rm -v \"$D:/data\" alpine ls\n", [(1, "error")]),
    ('args=(--rm "--volume=~/x:/x")\ndocker run "${args[@]}" alpine ls\n', [(1, "error")]),
]

SILENT = [
    "docker run --rm -v ~/x:/x alpine ls\n",
    "docker run --rm --volume ~/x:/x alpine ls\n",
    "docker run --rm -v ~ada/x:/x alpine ls\n",
    'D=~/data\ndocker run --rm -v "$D:/data" alpine ls\n',
    'docker run --rm -v "$HOME/x:/x" alpine ls\n',
    "docker run --rm alpine ls '~/x:/x'\n",
    "ssh web 'docker run --rm -v ~/x:/x alpine ls'\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL207", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL207", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run --rm --volume=~/x:/x alpine ls\n", 'docker run --rm --volume="$HOME"/x:/x alpine ls\n'),
        ('docker run --rm -v "~/x:/x" alpine ls\n', 'docker run --rm -v "$HOME/x:/x" alpine ls\n'),
        ("docker run --rm -v '~/x':/x alpine ls\n", 'docker run --rm -v "$HOME/x":/x alpine ls\n'),
        (
            'docker run --rm --mount "type=bind,source=~/x,target=/x" alpine ls\n',
            'docker run --rm --mount "type=bind,source=$HOME/x,target=/x" alpine ls\n',
        ),
        (
            "D='~/data'\ndocker run --rm -v \"$D:/data\" alpine ls\n",
            'D="$HOME/data"\ndocker run --rm -v "$D:/data" alpine ls\n',
        ),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL207", before)] == [after]


@pytest.mark.parametrize(
    "definition", ["alias 'yq=docker run --rm -v {}:/x yq'", "alias yq='docker run --rm -v {}:/x yq'"]
)
def test_an_alias_is_expanded_where_it_is_used(definition):
    text = "```bash\n" + definition.format("~/x") + "\nyq a\n```\n"
    assert told("PSL207", text, "README.md") == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'docker run -d -v "~/site":/usr/share/nginx/html:ro nginx:1.27\n',
    "docker create --volume='~/.ssh:/root/.ssh:ro' alpine:3.20\n",
    (
        "README.md",
        "```sh\ndocker run --rm --mount type=bind,src=~/.aws,dst=/root/.aws,ro amazon/aws-cli:2.17.0 s3 ls\n```\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL207", case)
