"""PSL109 as people would write it."""

import pytest

from tests.rules.checking import Said, block
from tests.rules.told import told_about

FOUND = {
    "a command's result": (
        "docker run --name box ubuntu:24.04 sh -c 'mkdir -p /my-data; date > /my-data/now'\ndocker start -a box\n",
        1,
    ),
    "exec, restarted": (
        "docker run -d --name app my/app:1\ndocker exec app sh -c 'echo row >> /var/rows'\ndocker stop app\ndocker start app\n",
        1,
    ),
    "a server": (
        "docker run -d --name wiki alpine:3.20 sh -c 'date >> /var/wiki/started; sleep infinity'\ndocker restart wiki\n",
        1,
    ),
    "in a variable": (
        'N=box\ndocker run --name "$N" debian:12 sh -c "date > /data/now"\ndocker start "$N"\n',
        2,
    ),
    "in a function": (
        "go() { docker start -ai box; }\ndocker run --name box debian:12 sh -c 'date > /data/now'\ngo\n",
        2,
    ),
    "podman": ("podman run --name box debian:12 sh -c 'date > /data/now'\npodman start -a box\n", 1),
    "over lines": (
        "docker run \\\n  --name box \\\n  debian:12 \\\n  sh -c 'date > /data/now'\ndocker container start box\n",
        2,
    ),
    "a here-document": (
        "docker run -i --name box debian:12 bash <<'EOF'\ndate > /data/now\nEOF\ndocker start box\n",
        1,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    said = Said("PSL109", text)
    assert (said.lines, said.severities) == ([line], ["hint"]), said


def test_found_in_a_session_of_a_document():
    text = block(
        [
            "docker run -it --name my-ubuntu ubuntu:24.04\nmkdir my-data\necho hello > /my-data/hello.txt\nexit\n",
            "docker start -ai my-ubuntu\ncat /my-data/hello.txt\nexit\n",
        ]
    )
    said = Said("PSL109", text, "guide.md")
    assert (said.lines, said.severities) == ([4], ["hint"]), said


SILENT = {
    "with --rm": "docker run --rm --name box debian:12 sh -c 'date > /data/now'\n",
    "never started again": "docker run --name box debian:12 sh -c 'date > /data/now'\n",
    "a volume": "docker run --name box -v data:/data debian:12 sh -c 'date > /data/now'\ndocker start box\n",
    "nothing is written": "docker run --name box debian:12 ls /\ndocker start -a box\n",
    "scratch": "docker run --name box debian:12 sh -c 'date > /tmp/now'\ndocker start box\n",
    "copied out": "docker run --name box debian:12 sh -c 'date > /data/now'\ndocker start box\ndocker cp box:/data .\n",
    "removed": "docker run --name box debian:12 sh -c 'date > /data/now'\ndocker start -a box\ndocker rm box\n",
    "committed": "docker run --name box debian:12 sh -c 'date > /data/now'\ndocker start box\ndocker commit box b:1\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    said = Said("PSL109", SILENT[name])
    assert said.lines == [], said


def test_the_message_names_container_and_path():
    (message,) = Said("PSL109", FOUND["a command's result"][0]).messages
    assert "`box`" in message
    assert "`/my-data/now`" in message


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker create --name notes alpine:3.20 sh -c 'date >> /notes/log'\ndocker start notes\ndocker start -a notes\n",
    "docker run -d --name app my/app:1\ndocker exec app cp /tmp/new.db /srv/app.db\ndocker restart app\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL109", case)
