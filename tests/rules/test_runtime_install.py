"""PSL106 on scripts and documents as people write them."""

import pytest

from tests.rules.checking import Said, block
from tests.rules.told import told_about

FOUND = {
    "exec": ("docker run -d --name web nginx\ndocker exec web apt-get install -y vim\n", 2),
    "exec, a shell, sudo": (
        "docker run -d --name web nginx\nsudo docker exec -it web bash -c 'apt-get update && apt-get install -y vim less'\n",
        2,
    ),
    "a container that is started again": (
        "docker run --name tools ubuntu:22.04 sh -c 'apt-get update && apt-get install -y curl'\ndocker start -ai tools\n",
        1,
    ),
    "pip in a container that goes on": (
        "docker run -d --name app python:3.12 sleep infinity\ndocker container exec app pip install requests\n"
        "docker exec app python main.py\n",
        2,
    ),
    "in a loop over names": (
        "docker run -d --name n1 alpine sleep 1d\nfor n in n1; do docker exec $n apk add --no-cache bash; done\n",
        2,
    ),
    "podman": ("podman run -d --name box fedora sleep infinity\npodman exec box dnf install -y git\n", 2),
    "the next container counts on it": (
        "docker run --rm alpine apk add curl\ndocker run --rm alpine curl -fsS http://localhost\n",
        1,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    said = Said("PSL106", text)
    assert (said.lines, said.severities) == ([line], ["info"]), said


SILENT = {
    "install and use in one command": (
        'docker run --rm -v "$PWD":/w -w /w ubuntu sh -c "apt-get update && apt-get install -y gcc && make"\n'
    ),
    "a server that its own command installs": (
        "docker run -d --name web ubuntu sh -c 'apt-get update && apt-get install -y nginx && nginx -g \"daemon off;\"'\n"
        "docker logs web\n"
    ),
    "the project's own packages": (
        'docker run --rm -v "$PWD":/app -w /app node:20 npm ci\ndocker run --rm -v "$PWD":/app -w /app composer install\n'
        'docker run --rm -v "$PWD":/app -w /app python:3.12 pip install -t lib -r requirements.txt\n'
    ),
    "a build": "docker build -t tools - <<'EOF'\nFROM debian:12\nRUN apt-get update && apt-get install -y vim\nEOF\n",
    "committed": (
        "docker run --name box ubuntu sh -c 'apt-get update && apt-get install -y vim'\ndocker commit box tools\n"
    ),
    "on the host": "apt-get install -y docker.io\ndocker run --rm hello-world\n",
    "nothing after it": "docker run --rm ubuntu sh -c 'apt-get update && apt-get install -y nginx && nginx -t'\n",
    "a container that the text doesn't make": 'docker exec "$1" ls\n',
    "only asked": "docker run -d --name web nginx\ndocker exec web apt-get install --dry-run vim\n",
    "a test": "docker run -d --name app-test python:3.12 sleep 1d\ndocker exec app-test pip install pytest\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    said = Said("PSL106", SILENT[name])
    assert said.lines == [], said


def test_typed_in_a_document_and_missed_later():
    text = block(
        [
            "docker run -it --rm ubuntu:22.04\napt update\napt install iputils-ping --yes\nping -c 1 example.org\nexit\n",
            "docker run -it --rm ubuntu:22.04\nping -c 1 example.org\n",
        ]
    )
    said = Said("PSL106", text, "guide.md")
    assert (said.lines, said.severities) == ([6], ["info"]), said


def test_typed_in_a_document_and_used_at_once():
    text = block("docker run -it --rm ubuntu:22.04\napt update\napt install -y gcc\ngcc --version\nexit\n")
    assert Said("PSL106", text, "guide.md").lines == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker compose version\ndocker run -dit --name dev node:22\ndocker exec -u root dev npm install -g pnpm\n",
    'C=web\ndocker run -d --name "$C" nginx:1.27\ndocker exec "$C" sh -c "apt-get update && apt-get install -y iputils-ping"\ndocker restart "$C"\n',
    "docker run -d --name box debian:12 sleep infinity\ndocker exec -i box bash <<'EOF'\napt-get update\napt-get install -y curl jq\nEOF\n",
    "id=$(docker run -d alpine:3.20 sleep 1d)\ndocker exec $id apk --no-cache add git openssh\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL106", case)
