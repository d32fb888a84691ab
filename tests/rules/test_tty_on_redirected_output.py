"""PSL801 as people would write it."""

import pytest

from tests.rules.told import fixes, messages, told

FOUND = [
    ("docker exec -it $DB pg_dump app > app.sql\n", 1),
    ("docker exec -it db pg_dump -U postgres app > app.sql\n", 1),
    ("docker exec -t db mysqldump -uroot app | gzip > app.sql.gz\n", 1),
    ("sudo docker exec -ti mongo mongodump --archive --gzip > dump.archive\n", 1),
    ("podman exec --tty db pg_dumpall > all.sql\n", 1),
    ("docker run -t --rm -v data:/d alpine tar czf - /d > backup.tgz\n", 1),
    ('f() {\n  docker exec -it "$1" sh -c "pg_dump app | gzip" > "$OUT"\n}\nf db\n', 2),
    ("{\n  echo '-- dump'\n  docker exec -t db pg_dump app\n} > app.sql\n", 3),
    ("for d in a b; do\n  docker exec -t db pg_dump $d\ndone | gzip > all.gz\n", 2),
    ("docker exec -it web cat /etc/app.conf > app.conf\n", 1),
    ("docker exec \\\n  -i -t \\\n  db pg_dump app \\\n  > app.sql\n", 2),
    ("docker exec -it db sqlite3 /data/app.db .dump > app.sql\n", 1),
]

SILENT = [
    "docker exec -t db tar -xzf/backup/acc.tgz > log\n",
    "docker exec db pg_dump app > app.sql\n",
    "docker exec -i db pg_dump app > app.sql\n",
    "docker exec -it db psql\n",
    "docker run -it --rm alpine sh | tee session.log\n",
    "docker exec -t db cat /etc/passwd | grep root\n",
    "docker exec -t db pg_dump app > /dev/null\n",
    "docker exec -t db pg_dump -f /backup/app.sql app > log.txt\n",
    "docker compose exec -T db pg_dump app > app.sql\n",
    "docker run -t --rm img build > build.log\n",
    "docker exec -t db sh -c 'pg_dump app > /backup/app.sql' > log\n",
    "docker exec $OPTS db pg_dump app > app.sql\n",
    "docker exec -t db tar cf /backup/x.tar /data > log\n",
    "docker exec -td db pg_dump app > app.sql\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    ((found_line, severity),) = told("PSL801", text)
    assert found_line == line
    assert (severity == "error") is any(
        name in text and "| gzip" not in text for name in (".archive", ".tgz", ".tar", ".gz", ".rdb", ".zip")
    )


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL801", text) == []


def test_the_message_names_program_and_file():
    (message,) = messages("PSL801", "docker exec -it db pg_dump app > app.sql\n")
    assert "`pg_dump`" in message and "`app.sql`" in message and "refuses" in message


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("docker exec -it db pg_dump a > a.sql\n", "docker exec -i db pg_dump a > a.sql\n"),
        ("docker exec -t db pg_dump a > a.sql\n", "docker exec db pg_dump a > a.sql\n"),
        ("docker exec --tty=true db pg_dump a > a.sql\n", "docker exec db pg_dump a > a.sql\n"),
    ],
)
def test_fixes(text, after):
    assert fixes("PSL801", text) == [(True, after)]
