"""PSL802 as people would write it."""

import pytest

from tests.rules.told import fixes, messages, told

FOUND = [
    ("docker exec db psql -U postgres app < app.sql\n", 1),
    ("cat app.sql | docker exec db psql -U postgres app\n", 1),
    ("gunzip < app.sql.gz | sudo docker exec db mysql app\n", 1),
    ("docker exec db mysql -uroot <<EOF\ncreate database app;\nEOF\n", 1),
    ("docker run --rm -v data:/d alpine sh <<'EOF'\ntouch /d/x\nEOF\n", 1),
    ("podman exec db psql <<< 'select 1'\n", 1),
    ("docker run --rm -v data:/d alpine tar xz -C /d < backup.tgz\n", 1),
    ('restore() {\n  docker exec "$1" \\\n    psql app < "$2"\n}\nrestore db app.sql\n', 2),
    ("docker exec a tar c /x | docker exec b tar x\n", 1),
    ('echo "flushall" | docker exec redis redis-cli\n', 1),
    ("docker exec db sh -c 'mysql -uroot app' < app.sql\n", 1),
    ("docker exec -t db psql < app.sql\n", 1),
    ('while read -r f; do\n  docker exec db psql app < "$f"\ndone < list\n', 2),
]

SILENT = [
    "docker exec -i db psql < app.sql\n",
    "docker exec --interactive db psql < app.sql\n",
    "docker exec -it db psql < app.sql\n",
    'while read -r l; do docker exec c cmd "$l"; done < list\n',
    'cat list | while read -r l; do docker exec c cmd "$l"; done\n',
    "docker exec db ls < /dev/null\n",
    "docker exec -d db worker < jobs\n",
    "docker compose exec db psql < app.sql\n",
    "docker exec $FLAGS db psql < app.sql\n",
    "f() { docker exec db psql -c 'select 1'; }\ncat x | f\n",
    "docker exec db sh -c 'psql < /dump.sql' <<EOF\nEOF\n",
    "docker run -a stdin alpine cat < x\n",
    "docker run --rm -d img < /dev/null\n",
    "echo y | docker container prune\n",
    "docker load < image.tar\n",
    "docker cp - db:/x < x.tar\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL802", text) == [(line, "error")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL802", text) == []


def test_the_message_names_program_container_and_input():
    (message,) = messages("PSL802", "docker exec db psql app < app.sql\n")
    assert message.startswith("`psql` in `db` reads nothing of `app.sql`")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("docker exec db psql < a.sql\n", "docker exec -i db psql < a.sql\n"),
        ("docker exec -t db psql < a.sql\n", "docker exec -i db psql < a.sql\n"),
        (
            "docker exec \\\n  --user postgres \\\n  db psql < a.sql\n",
            "docker exec \\\n  --user postgres \\\n  -i \\\n  db psql < a.sql\n",
        ),
    ],
)
def test_fixes(text, after):
    assert fixes("PSL802", text) == [(True, after)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('d() { docker exec db "$@"; }\nd psql < dump.sql\n', 1),
        ("{ docker exec db psql; } < dump.sql\n", 1),
        ("( docker exec db psql app ) < dump.sql\n", 1),
        ("if [ -f x ]; then docker exec db psql; fi < dump.sql\n", 1),
        ("case $1 in all) docker exec db mysql -u root ;; esac < dump.sql\n", 1),
        ("exec < dump.sql\ndocker exec db psql\n", 2),
        ("cat dump.sql | { docker exec db psql -U postgres; }\n", 1),
        ("restore() { docker exec db mysql; }\nzcat x.gz | restore\n", 1),
        ("restore() { docker exec db tar x -C /data; }\nrestore <<< $x\n", 1),
        ("sh -c 'docker exec db tee /x' < file\n", 1),
        ("f() { docker exec db sh -c 'cat >> /x'; }\nwhile read -r n; do f < $n; done < names\n", 1),
        ("{ docker exec db psql & wait; } < dump.sql\n", 1),
    ],
)
def test_what_stands_around_feeds_it(text: str, line: int) -> None:
    assert told("PSL802", text) == [(line, "error")]


@pytest.mark.parametrize(
    "text",
    [
        "{ docker exec db createdb app; docker exec -i db psql app; } < dump.sql\n",
        "{ docker exec db psql < /dev/null; docker exec -i db psql; } < dump.sql\n",
        "f() { docker exec db psql -f /x.sql; }\nf < dump.sql\n",
        "while read -r n; do docker exec db psql; done < names\n",
        "exec < names\nwhile read -r n; do docker exec db psql; done\n",
        "#!/bin/sh\n{ docker exec db psql & wait; } < dump.sql\n",
        "exec < dump.sql\nexec < /dev/null\ndocker exec db psql\n",
        "( exec < dump.sql )\ndocker exec db psql\n",
        "coproc docker exec db psql\n",
        "f() { docker exec db psql; }\nf\n",
        "cat names | xargs docker exec db psql\n",
        "if [ -n $1 ]; then exec < dump.sql; fi\ndocker exec db psql\n",
    ],
)
def test_what_stands_around_does_not_feed_it(text: str) -> None:
    assert told("PSL802", text) == []


@pytest.mark.parametrize(
    ("command", "reads"),
    [
        ("psql -c 'select 1'", False),
        ("psql --command='select 1'", False),
        ("psql -f /x.sql", False),
        ("mysql -e 'show tables'", False),
        ("mariadb --execute='show tables' app", False),
        ("psql -c 'copy t from stdin'", True),
        ("psql -c '\\copy t from STDIN csv'", True),
        ("psql app", True),
        ("mysql -uroot app", True),
        ("psql -U postgres -d app", True),
    ],
)
def test_a_client_that_is_given_its_commands_reads_nothing(command: str, reads: bool) -> None:
    assert bool(told("PSL802", f"docker exec db {command} < file\n")) is reads


@pytest.mark.parametrize(
    "text",
    [
        "{ docker exec a psql; docker exec -i b psql; } < dump.sql\n",
        "{ docker exec -i a psql; docker exec b psql; } < dump.sql\n",
        "{ cat > copy.sql; docker exec b psql; } < dump.sql\n",
        "cat dump.sql | { head -1; docker exec b psql; }\n",
    ],
)
def test_another_command_that_reads_is_meant(text: str) -> None:
    assert told("PSL802", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "{ docker exec a psql; docker exec b psql; } < dump.sql\n",
        'f() { docker exec "$1" psql; }\n{ f a; f b; } < dump.sql\n',
        "for n in a b; do docker exec $n psql; done < dump.sql\n",
        "exec < dump.sql\ndocker exec a tee /x\ndocker exec b cat\n",
    ],
)
def test_of_several_that_would_read_none_is_mended(text: str) -> None:
    assert told("PSL802", text)
    assert fixes("PSL802", text) == []
