"""PSL221 as people would write it."""

import pytest

from tests.rules.told import fixed, fixes, told, told_about

FOUND = [
    ("docker run --rm -v '$PWD/data:/data' alpine ls\n", [(1, "error")]),
    ("docker run --rm -v '$(pwd)':/src alpine ls\n", [(1, "error")]),
    ("docker run -d \\\n  --mount 'type=bind,source=$HOME/x,target=/x' \\\n  alpine ls\n", [(2, "error")]),
    ("docker run --rm -v '/srv/${APP}/data:/data' alpine ls\n", [(1, "error")]),
    ("V='$PWD/data:/data'\nsudo docker run --rm -v \"$V\" alpine ls\n", [(1, "error")]),
    ("podman run --rm -v '$PWD:/x' alpine ls\n", [(1, "error")]),
]

SILENT = [
    'docker run --rm -v "$PWD/data:/data" alpine ls\n',
    "sh -c 'docker run --rm -v \"$PWD/data:/data\" alpine ls'\n",
    "ssh web 'docker run --rm -v $PWD/data:/data alpine ls'\n",
    "eval 'docker run --rm -v $PWD/data:/data alpine ls'\n",
    "docker run --rm -v '/srv/data:/data' alpine sh -c 'echo $HOME'\n",
    "docker run --rm -v '/srv/cost$:/data' alpine ls\n",
    "docker run --rm -e 'A=$B' alpine ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL221", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL221", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run --rm -v '$PWD/data:/data' alpine ls\n",
            'docker run --rm -v "$PWD/data:/data" alpine ls\n',
        ),
        (
            "docker run --rm '--volume=$PWD/data:/data' alpine ls\n",
            'docker run --rm "--volume=$PWD/data:/data" alpine ls\n',
        ),
        (
            "docker run --rm -v '$PWD/data':/data alpine ls\n",
            'docker run --rm -v "$PWD/data":/data alpine ls\n',
        ),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL221", before)] == [after]


@pytest.mark.parametrize(
    "definition", ["alias 'yq=docker run --rm -v {}:/x yq'", "alias yq='docker run --rm -v {}:/x yq'"]
)
def test_an_alias_is_expanded_where_it_is_used(definition):
    text = "```bash\n" + definition.format("${PWD}") + "\nyq a\n```\n"
    assert told("PSL221", text, "README.md") == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker create -v '$HOME/.ssh:/root/.ssh:ro' alpine:3.20\n",
    "docker run --rm --volume='${PWD}/src:/src' golang:1.23 go vet ./...\n",
    (
        "README.md",
        "```sh\ndocker run -d --mount 'type=bind,source=$(pwd)/html,target=/usr/share/nginx/html' nginx:1.27\n```\n",
    ),
    "opts=(-v '$DATA:/data' --rm)\ndocker run \"${opts[@]}\" alpine:3.20 ls /data\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL221", case)


@pytest.mark.parametrize(
    ("path", "safe"),
    [("$PWD", True), ("$(pwd)", True), ("$(make-it)", False), ("$HOME/`id`", False)],
)
def test_a_safe_fix_runs_no_other_program(path, safe):
    assert [each for each, _ in fixes("PSL221", f"docker run -d -v '{path}/x:/x' app:1\n")] == [safe]


@pytest.mark.parametrize("mount", ["$'$PWD/x:/x'", "'$HOME/a$$b:/x'", "'$HOME/$1:/x'", "'$HOME/a`b:/x'"])
def test_no_fix_where_double_quotes_would_mean_more(mount):
    text = f"docker run -d -v {mount} app:1\n"
    assert told("PSL221", text)
    assert fixed(text) == text
