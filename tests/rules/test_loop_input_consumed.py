"""PSL807 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

FOUND = [
    ('while read -r l; do\n  docker exec -i c cmd "$l"\ndone < list\n', 2),
    ('cat list | while read -r l; do\n  docker exec -i c cmd "$l"\ndone\n', 2),
    ("docker ps -q | while read id; do docker exec -i $id backup; done\n", 1),
    ('while IFS=, read -r a b; do\n  sudo docker exec --interactive c add "$a"\ndone < users.csv\n', 2),
    ('while read -r v; do\n  docker run --rm -i -v $v:/v:ro alpine tar c /v > $v.tar\ndone <<< "$vols"\n', 2),
    ("while read -r v; do\n  podman exec -i c \\\n    cmd $v\ndone < <(list)\n", 2),
    ("while read -r v; do\n  podman exec -it c cmd $v\ndone < list\n", 2),
    ("while read -r l; do\n  docker compose exec -T c cmd\ndone < list\n", 2),
    ("while read -r l; do\n  docker compose exec c cmd $l\ndone < list\n", 2),
    ("while read -r d; do\n  docker exec -i db pg_dump $d | gzip > $d.gz\ndone < list\n", 2),
]

SILENT = [
    'while read -r l; do docker exec c cmd "$l"; done < list\n',
    'while read -r l; do docker exec -i c cmd "$l" < /dev/null; done < list\n',
    "while read -r l; do docker exec -i c psql < $l; done < list\n",
    "while read -r l; do zcat $l | docker exec -i c psql; done < list\n",
    "while read -r l <&3; do docker exec -i c cmd $l; done 3< list\n",
    "for f in *.sql; do docker exec -i db psql < $f; done\n",
    "for f in $(ls); do docker exec -i db psql -f $f; done\n",
    "{ docker exec -i db psql; } < dump.sql\n",
    "cat dump.sql | docker exec -i db psql\n",
    "while true; do docker exec -i db psql -c 'select 1'; sleep 5; done\n",
    "while read -r l; do docker exec -id c cmd $l; done < list\n",
    "restore() { docker exec -i db psql; }\nrestore < dump.sql\n",
    "while read -r l; do docker compose exec -T c cmd < /dev/null; done < list\n",
    "while read -r l; do docker compose exec -d c cmd; done < list\n",
    "while read -r l; do docker compose exec --interactive=false c cmd; done < list\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL807", text) == [(line, "warning")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL807", text) == []


def test_fix():
    text = "while read -r l; do docker exec -i c cmd; done < l\n"
    assert fixes("PSL807", text) == [(True, text.replace(" -i", ""))]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'for_each() {\n  while read -r db; do\n    docker exec -i pg psql -c "vacuum" "$db"\n  done < dbs.txt\n}\nfor_each\n',
    'docker volume ls -q | while read -r v; do docker run -i --rm -v "$v":/v alpine du -s /v; done\n',
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL807", case)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("f() { docker exec -i c cmd; }\nwhile read -r l; do f; done < list\n", 1),
        ("exec < list\nwhile read -r l; do docker exec -i c cmd; done\n", 2),
        ("while read -r l; do x=$(docker exec -i c cmd); done < list\n", 1),
        ("while read -r l; do { docker exec -i c cmd; }; done < list\n", 1),
        ("while read -r l; do if [ $l ]; then docker exec -i c cmd; fi; done < list\n", 1),
        ("while read -r l; do for x in a b; do docker exec -i $x cmd; done; done < list\n", 1),
        ("while true; do read -r l || break; docker exec -i c cmd; done < list\n", 1),
        ("next() { read -r l; }\nwhile next; do docker exec -i c cmd; done < list\n", 2),
        ("{ while read -r l; do docker exec -i c cmd; done; } < list\n", 1),
        ("f() { while read -r l; do docker exec -i c cmd; done; }\nf < list\n", 1),
        ("while read -r l; do docker exec -i c cmd & done < list\n", 1),
        ("while read -r l; do docker exec -i db sh -c 'cat >> /x'; done < list\n", 1),
    ],
)
def test_what_reads_on_from_the_list(text: str, line: int) -> None:
    assert told("PSL807", text) == [(line, "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "f() { docker exec -i c psql; }\nwhile read -r l; do f < $l; done < list\n",
        "f() { docker exec -i c psql; }\nwhile read -r l; do cat $l | f; done < list\n",
        "while read -r l; do { docker exec -i c psql; } < $l; done < list\n",
        "while read -r l; do { read -r head; docker exec -i c psql; } < $l; done < list\n",
        "while read -r l; do f() { docker exec -i c psql; }; f <<< $l; done < list\n",
        "while true; do docker exec -i c psql; done < list\n",
        "while read -r l < /dev/tty; do docker exec -i c psql; done < list\n",
        "while read -u 3 -r l; do docker exec -i c psql; done < list\n",
        "while read -r l; do exec < /dev/null; docker exec -i c psql; done < list\n",
        "#!/bin/sh\nwhile read -r l; do docker exec -i c cmd & done < list\n",
        "while read -r l; do echo $l | xargs docker exec -i c cmd; done < list\n",
        "while read -r l; do docker exec -i c cmd <&-; done < list\n",
    ],
)
def test_what_reads_something_else(text: str) -> None:
    assert told("PSL807", text) == []


@pytest.mark.parametrize(
    "command", ["sh -c 'cat >> /x'", "psql", "tee -a /x", "mysql -uroot", "tar x", "sh", "dd of=/x", "cat"]
)
def test_a_program_that_reads_needs_its_option(command: str) -> None:
    assert fixes("PSL807", f"while read -r l; do docker exec -i c {command}; done < list\n") == []
