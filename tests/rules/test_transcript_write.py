"""PSL107 on documents as people write them."""

import pytest

from tests.rules.checking import Said, block
from tests.rules.told import told_about

FOUND = {
    "the tutorial's way": (
        "docker run -it --rm ubuntu:22.04\nmkdir my-data\necho hi > /my-data/hello.txt\nexit\n",
        6,
    ),
    "prompts": (
        "$ docker run --rm -it alpine sh\n/ # echo hi > /data.txt\n/ # cat /data.txt\nhi\n/ # exit\n",
        5,
    ),
    "root's prompt and another shell": (
        "$ sudo docker container run -ti --rm debian:12 /bin/bash\nroot@3f2a:/# touch /srv/report.csv\nroot@3f2a:/# exit\n",
        5,
    ),
    "a mount elsewhere": (
        "docker run -it --rm -v data:/data ubuntu:22.04 bash\ncd /work\necho hi > notes.txt\nexit\n",
        6,
    ),
    "podman, no exit": ("podman run -it --rm fedora bash\ndate > /report\n", 5),
    "exec into a container of the same text": (
        "docker run -d --rm --name web nginx\ndocker exec -it web bash\necho hi > /usr/share/nginx/html/index.html\nexit\n",
        6,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    said = Said("PSL107", block(text), "guide.md")
    assert said.lines == [line], said


SILENT = {
    "a volume": "docker run -it --rm -v my-volume:/my-data ubuntu:22.04\necho hi > /my-data/hello.txt\nexit\n",
    "a bind": 'docker run -it --rm -v "$PWD":/work -w /work ubuntu:22.04\necho hi > hello.txt\nexit\n',
    "only reads": "docker run -it --rm ubuntu:22.04\nls /\ncat /etc/os-release\nexit\n",
    "scratch": "docker run -it --rm ubuntu:22.04\necho hi > /tmp/x\nexit\n",
    "lines of the host": "docker run -it --rm postgres:16 psql -h db\necho hi > /data/x\n",
    "detached": "docker run -d -it --name box ubuntu:22.04\necho hi > /data/x\n",
    "unknown options": "docker run -it $OPTIONS ubuntu:22.04\necho hi > /my-data/x\nexit\n",
    "copied out": (
        "docker run -it --name box ubuntu:22.04\necho hi > /my-data/x\nexit\ndocker cp box:/my-data/x .\n"
    ),
    "committed": "docker run -it --name box ubuntu:22.04\necho hi > /my-data/x\nexit\ndocker commit box mine\n",
    "deleted again": "docker run -it --rm ubuntu:22.04\ntouch /x\nrm /x\nexit\n",
    "committed by an id": (
        "docker run -it debian:12\necho hi > /srv/x\nexit\ndocker ps -a\ndocker commit -m change 3f2a9c0b1d2e mine\n"
    ),
    "committed by what the reader puts in": (
        "docker run -it debian:12\necho hi > /srv/x\nexit\ndocker commit <container_id> mine\n"
    ),
    "copied out by an id": "docker run -it debian:12\ndate > /srv/x\nexit\ndocker cp $CONTAINER_ID:/srv/x .\n",
    "started again by an id": "docker run -it debian:12\ndate > /srv/x\nexit\ndocker start -ai 3f2a9c0b1d2e\n",
    "installed by a later line": (
        "docker run -it --rm ubuntu:22.04 bash\nwget https://example.org/tool_3.0.deb\napt-get update\ndpkg -i tool_3.0.deb\n"
    ),
    "built by later lines": (
        "docker run -it --rm gcc:13 bash\ngit clone https://example.org/a/tool /source/tool\ncd /source/tool\n./configure\nmake\n"
    ),
    "run by a later line": "docker run -it --rm python:3.12 bash\necho 'print(1)' > /job.py\npython /job.py\n",
    "the same container goes on": (
        "docker run -it --name box ubuntu:22.04\necho hi > /my-data/x\nexit\ndocker start -ai box\ncat /my-data/x\nexit\n"
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    said = Said("PSL107", block(SILENT[name]), "guide.md")
    assert said.lines == [], said


def test_not_in_scripts():
    said = Said("PSL107", "docker run -it --rm ubuntu:22.04\necho hi > /my-data/x\nexit\n")
    assert said.lines == []


def test_one_finding_for_one_session():
    text = block(
        "docker run -it --rm ubuntu:22.04\necho 1 > /data/a\necho 2 > /data/b\necho 3 > /data/c\nexit\n"
    )
    assert len(Said("PSL107", text, "guide.md").lines) == 1


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    (
        "guide.md",
        "```console\n$ docker run -it --rm python:3.12 bash\nroot@1:/# pip freeze > /requirements.txt\nroot@1:/# exit\n```\n",
    ),
    (
        "guide.md",
        "```sh\ndocker exec -it app bash\nmysqldump shop > /shop.sql\nexit\n```\n\n```sh\ndocker run -it --rm mysql:8 bash\nmysqldump -h db shop > /shop.sql\nexit\n```\n",
    ),
    (
        "guide.md",
        "1. Go in:\n\n   ```bash\n   docker run -ti --rm debian:12 bash\n   mkdir -p /srv/reports\n   cp /etc/hosts /srv/reports/\n   exit\n   ```\n",
    ),
    (
        "guide.md",
        "```console\n$ docker container run --interactive --tty --rm alpine:3.20 /bin/sh\n/ # mkdir /results && date > /results/now\n/ # exit\n```\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL107", case)
