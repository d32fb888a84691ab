"""PSL225 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

FOUND = [
    ('docker run --rm -v "$(dirname "$0")/data":/data alpine ls\n', [(1, "warning")]),
    ("docker run --rm -v $(dirname $0):/src alpine ls\n", [(1, "warning")]),
    (
        'DIR=$(dirname "${BASH_SOURCE[0]}")\nsudo docker run -d \\\n  -v "$DIR/conf":/conf \\\n  app\n',
        [(1, "warning")],
    ),
    (
        'docker run --rm --mount "type=bind,source=$(dirname "$0")/data,target=/data" alpine ls\n',
        [(1, "warning")],
    ),
    ('HERE="$(dirname "$0")"\nrun() { docker run --rm -v "$HERE":/src alpine ls; }\nrun\n', [(1, "warning")]),
]

SILENT = [
    'D=$(cd "${0%/*}" && pwd)\ndocker run --rm -v "$D/data:/data" alpine ls\n',
    'cd "${0%/*}"\ndocker run --rm -v "$PWD/data:/data" alpine ls\n',
    'docker run --rm -v "${1%/*}/data:/data" alpine ls\n',
    'D=$(cd `dirname $0` && pwd)\ndocker run --rm -v "$D/data:/data" alpine ls\n',
    'D=$(cd -- "$(dirname -- "$0")" && pwd)\ndocker run --rm -v "$D/data:/data" alpine ls\n',
    'DIR=$(cd "$(dirname "$0")" && pwd)\ndocker run --rm -v "$DIR/data":/data alpine ls\n',
    'DIR=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" >/dev/null 2>&1 && pwd)\ndocker run --rm -v "$DIR/data":/data alpine ls\n',
    'DIR=$(dirname "$(readlink -f "$0")")\ndocker run --rm -v "$DIR/data":/data alpine ls\n',
    'DIR=$(realpath "$(dirname "$0")")\ndocker run --rm -v "$DIR/data":/data alpine ls\n',
    'cd "$(dirname "$0")"\ndocker run --rm -v "$PWD/data":/data alpine ls\n',
    'DIR=$(dirname "$0")\nDIR=$(cd "$DIR" && pwd)\ndocker run --rm -v "$DIR/data":/data alpine ls\n',
    'docker run --rm -v "$PWD/data":/data alpine ls "$(dirname "$0")"\n',
    'DIR=$(dirname "$0")\ndocker build -t app "$DIR"\n',
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL225", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL225", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run --rm -v $(dirname $0)/x:/src alpine ls\n",
            'docker run --rm -v $(cd "$(dirname "$0")" && pwd)/x:/src alpine ls\n',
        ),
        (
            "D=`dirname $0`\ndocker run --rm -v $D/x:/src alpine ls\n",
            'D=$(cd "$(dirname "$0")" && pwd)\ndocker run --rm -v $D/x:/src alpine ls\n',
        ),
        (
            'D="${0%/*}"\ndocker run --rm -v "$D/x":/src alpine ls\n',
            'D="$(cd "$(dirname "$0")" && pwd)"\ndocker run --rm -v "$D/x":/src alpine ls\n',
        ),
        (
            "docker run --rm -v ${BASH_SOURCE[0]%/*}:/src alpine ls\n",
            'docker run --rm -v $(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd):/src alpine ls\n',
        ),
        (
            'D=$(dirname -- "$0")\ndocker run --rm -v "$D/x":/src alpine ls\n',
            'D=$(cd "$(dirname -- "$0")" && pwd)\ndocker run --rm -v "$D/x":/src alpine ls\n',
        ),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL225", before)] == [after]


def test_a_script_below_a_dotted_directory_is_a_note():
    text = '#!/bin/bash\nDIR="$(dirname "${BASH_SOURCE[0]}")"\ndocker run -d -v "$DIR/data:/data" redis:7\n'
    assert told("PSL225", text, "ci/run.sh") == [(2, "warning")]
    assert told("PSL225", text, ".ci/run.sh") == [(2, "info")]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'SCRIPT_DIR="$(dirname "$0")"\ndocker run -d -v "${SCRIPT_DIR}/nginx.conf:/etc/nginx/nginx.conf:ro" nginx:1.27\n',
    'D=`dirname "$0"`\ndocker create --volume "$D/data:/data" my/app:1\n',
    'start() { docker run --rm -v "$1/src":/src alpine ls; }\nstart "$(dirname "${BASH_SOURCE[0]}")"\n',
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL225", case)
