"""PSL112 as people would write it."""

import pytest

from tests.rules.told import messages, told

FOUND = {
    "hosts": (
        "docker run -d --name app myapp:1\ndocker exec app sh -c 'echo 10.0.0.5 db >> /etc/hosts'\n",
        2,
    ),
    "as root, tee": (
        "docker run -d --name app myapp:1\necho nameserver 1.1.1.1 | docker exec -u root -i app tee /etc/resolv.conf\n",
        2,
    ),
    "sed": ("docker run -d --name app debian:12 sleep 1d\ndocker exec app sed -i s/old/new/ /etc/hosts\n", 2),
    "by its id": ("c=$(docker run -d myapp:1)\ndocker exec $c bash -c 'echo app1 > /etc/hostname'\n", 2),
    "a here-document": (
        "docker run -d --name app myapp:1\ndocker exec -i app sh <<'EOF'\necho 10.0.0.5 db >> /etc/hosts\nEOF\n",
        3,
    ),
    "a container that the text doesn't make": ("docker exec app sh -c 'echo 10.0.0.5 db >> /etc/hosts'\n", 1),
    "a loop": ('for c in web api; do docker exec $c sh -c "echo $IP db >> /etc/hosts"; done\n', 1),
    "podman": (
        "podman run -d --name app myapp:1\npodman exec app sh -c 'echo 10.0.0.5 db >> /etc/hosts'\n",
        2,
    ),
    "cp": ("docker run -d --name app myapp:1\ndocker cp hosts app:/etc/hosts\n", 2),
    "a function": (
        'add() { docker exec "$1" sh -c "echo 10.0.0.5 db >> /etc/hosts"; }\nadd web\n',
        1,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert set(told("PSL112", text)) == {(line, "info")}


BUILDS = {
    "a step": ("FROM debian:12\nRUN echo '10.0.0.5 db' >> /etc/hosts\nCMD [\"app\"]\n", 2),
    "in a chain": (
        "FROM alpine:3.20\nRUN apk add curl && \\\n    echo nameserver 1.1.1.1 > /etc/resolv.conf\n",
        2,
    ),
    "a copy": ("FROM debian:12\nCOPY hosts /etc/hosts\n", 2),
    "into the directory": ("FROM debian:12\nADD conf/resolv.conf /etc/\n", 2),
    "for one step": (
        "FROM debian:12\nRUN echo '10.0.0.5 mirror' >> /etc/hosts && curl -O http://mirror/x\n",
        2,
    ),
    "by a here-document": ("FROM debian:12\nRUN <<EOF\necho app > /etc/hostname\nEOF\n", 2),
}


@pytest.mark.parametrize("name", BUILDS)
def test_found_in_a_build(name):
    text, line = BUILDS[name]
    assert told("PSL112", text, "Dockerfile") == [(line, "info")]


SILENT = {
    "only read": "docker run -d --name app myapp:1\ndocker exec app cat /etc/hosts\n",
    "the command does it each time": "docker run -d myapp:1 sh -c 'echo 10.0.0.5 db >> /etc/hosts; exec app'\n",
    "the option": "docker run -d --name app --add-host db:10.0.0.5 --dns 1.1.1.1 -h app myapp:1\n",
    "a file of one's own": (
        "docker run -d --name app -v ./hosts:/etc/hosts myapp:1\ndocker exec app sh -c 'echo 10.0.0.5 db >> /etc/hosts'\n"
    ),
    "the host's": "echo 10.0.0.5 db | sudo tee -a /etc/hosts\n",
    "another file": "docker run -d --name app myapp:1\ndocker exec app sh -c 'echo x >> /etc/hosts.allow'\n",
    "its redirection": "docker exec app hostname > /etc/hostname\n",
    "a dump": "docker exec app cat /etc/hosts > hosts\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL112", SILENT[name]) == []


SILENT_BUILDS = [
    "FROM debian:12\nRUN cat /etc/hosts\n",
    "FROM debian:12\nCOPY hosts /etc/hosts.allow\nRUN echo x > /etc/hosts.deny\n",
    "FROM debian:12\nRUN rm -f /etc/resolv.conf.bak\n",
    "FROM debian:12\nCOPY --from=build /etc/passwd /etc/passwd\n",
]


@pytest.mark.parametrize("text", SILENT_BUILDS)
def test_silent_in_a_build(text):
    assert told("PSL112", text, "Dockerfile") == []


def test_the_message_names_the_option():
    (message,) = messages("PSL112", FOUND["hosts"][0])
    assert "`/etc/hosts`" in message
    assert "--add-host" in message
