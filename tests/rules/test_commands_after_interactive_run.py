"""PSL108 on scripts as people write them."""

import pytest

from tests.rules.checking import Said, block
from tests.rules.told import told_about

FOUND = {
    "the tutorial's block as a script": (
        "docker run -it --rm ubuntu:22.04\nmkdir /my-data\necho hi > /my-data/hello.txt\nexit\n",
        2,
    ),
    "installs": (
        "#!/bin/sh\ndocker run -ti debian:12 /bin/bash\napt-get update\napt-get install -y vim\n",
        3,
    ),
    "sudo for docker, alpine": (
        "sudo docker container run --interactive --tty alpine sh\napk add curl\ncurl -V\n",
        2,
    ),
    "over several lines": (
        'docker run -it \\\n  --name box \\\n  -v "$PWD":/w \\\n  centos:7 \\\n  bash\nyum install -y gcc\nmake -C /w\nexit\n',
        6,
    ),
    "podman, the image in a variable": (
        "IMG=fedora:40\npodman run --rm -it $IMG bash -l\ndnf -y install git\n",
        3,
    ),
    "inside a function": (
        "shell() {\n  docker run -it ubuntu bash\n  apt update && apt install -y nano\n}\nshell\n",
        3,
    ),
    "cd first": ("docker run -it ubuntu:22.04 bash\ncd /opt\nwget http://x/y.tgz\ntar xf y.tgz\nexit\n", 3),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    said = Said("PSL108", text)
    assert (said.lines, said.severities) == ([line], ["warning"]), said


SILENT = {
    "its own command": "docker run -it --rm postgres:16 psql -h db\napt-get install -y less\n",
    "a script for the shell": "docker run -it ubuntu bash -c 'apt update'\nexit 0\n",
    "detached": "docker run -dit --name box ubuntu bash\napt-get update\nexit\n",
    "a here-document": "docker run -i ubuntu bash <<'EOF'\napt update\nexit\nEOF\nexit\n",
    "standard input from a file": "docker run -i ubuntu bash < setup.sh\napt-get update\nexit\n",
    "standard input from a pipe": "cat setup.sh | docker run -i ubuntu bash\nexit\n",
    "exit right after it": "case $1 in\n  shell) docker run -it ubuntu bash; exit;;\nesac\necho other\n",
    "cleaning up": "docker run -it --rm ubuntu bash\nrm -f /tmp/.env.$$\nexit $?\n",
    "its status is passed on": "docker run -it --rm ubuntu bash\ncode=$?\necho done\nexit $code\n",
    "the host's packages": "docker run -it --rm ubuntu bash\nsudo apt-get install -y jq\n",
    "packages after other work": (
        "docker run --rm -it ubuntu bash\ncp config /etc/app\necho ready\nsystemctl restart app\napt-get install -y jq\n"
    ),
    "another docker command comes first": "docker run -it ubuntu bash\ndocker ps\napt-get update\nexit\n",
    "a check that docker works": "docker run -it hello-world\napt-get install -y docker-compose\n",
    "unknown words": "docker run -it ubuntu $CMD\napt-get update\nexit\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    said = Said("PSL108", SILENT[name])
    assert said.lines == [], said


def test_not_in_documents():
    said = Said("PSL108", block("docker run -it ubuntu:22.04\napt update\nexit\n"), "guide.md")
    assert said.lines == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -it --name dev node:22 /bin/bash\napt-get update\napt-get install -y jq\nexit\n",
    'set -e\nIMAGE=${1:-ubuntu:24.04}\ndocker run --rm -ti "$IMAGE" bash\napt-get update\napt-get -y install build-essential\n',
    "docker run -it alpine:3.20 /bin/sh\napk update\napk add bash\nexit\n",
    "docker run --rm --interactive --tty archlinux:latest bash\npacman -Sy --noconfirm git\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL108", case)
