"""PSL803 as people would write it."""

import pytest

from tests.rules.told import fixes, told

FOUND = [
    ("docker exec db pg_dump app | gzip > app.sql.gz\n", [(1, "warning")]),
    ("docker exec db mysqldump --all-databases | gzip -9 > $(date +%F).gz\n", [(1, "warning")]),
    ("set -eu\ndocker exec -i db pg_dump app | xz > app.xz\n", [(2, "warning")]),
    ('f() {\n  sudo docker exec "$1" pg_dumpall | gzip > "$2"\n}\nf db out.gz\n', [(2, "warning")]),
    ("docker exec mongo mongodump --archive | aws s3 cp - s3://b/x\n", [(1, "warning")]),
    ("docker run --rm -v d:/d:ro alpine tar c /d | ssh host 'cat > x.tar'\n", [(1, "warning")]),
    ("podman exec db sh -c 'pg_dump app' | \\\n  gzip > app.gz\n", [(1, "warning")]),
    ("docker exec db pg_dump app | sed s/a/b/ > app.sql\n", [(1, "warning")]),
    ("if docker exec db pg_dump app | gzip > a.gz; then echo ok; fi\n", [(1, "warning")]),
    ("docker exec db pg_dump app > app.sql\n", [(1, "info")]),
    ("docker exec db pg_dump app > /backup/app.sql 2> /backup/err.log\n", [(1, "info")]),
]

SILENT = [
    "docker exec a tar c /x | docker exec -i b tar x\n",
    "set -o pipefail\ndocker exec db pg_dump app | gzip > app.gz\n",
    "#!/bin/bash\nset -euo pipefail\ndocker exec db pg_dump app | gzip > app.gz\n",
    'docker exec db pg_dump app | gzip > app.gz\n[ "${PIPESTATUS[0]}" -eq 0 ] || exit 1\n',
    "docker exec db pg_dump app | head -5\n",
    "docker exec db pg_dump app | grep -c INSERT\n",
    "docker exec db psql -c 'select 1' | gzip > x.gz\n",
    'docker exec db pg_dump app > "app-$(date +%F).sql"\n',
    "docker exec db pg_dump app > app.sql.tmp && mv app.sql.tmp app.sql\n",
    "docker exec db pg_dump app > out.sql\nmv out.sql app.sql\n",
    "if ! docker exec db pg_dump app > app.sql; then exit 1; fi\n",
    "docker exec db pg_dump app >> all.sql\n",
    "docker exec db pg_dump --help | gzip > x\n",
    "n=$(docker exec db pg_dump app | gzip | wc -c)\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL803", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL803", text) == []


def test_silent_in_documents():
    text = "```sh\ndocker exec db pg_dump app | gzip > app.gz\n```\n"
    assert told("PSL803", text, "README.md") == []


def test_a_terminal_comes_first():
    assert told("PSL803", "docker exec -t db pg_dump app | gzip > app.gz\n") == []


def test_the_fix_is_for_bash():
    line = "docker exec db pg_dump app | gzip > app.gz\n"
    assert fixes("PSL803", "#!/bin/bash\n" + line) == [(False, "#!/bin/bash\nset -o pipefail\n" + line)]
    assert fixes("PSL803", "#!/bin/sh\n" + line) == []
    # The pipe is the other machine's shell's.
    assert fixes("PSL803", f"#!/bin/bash\nssh host '{line.strip()}'\n") == []
