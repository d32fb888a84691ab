"""PSL415 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told, told_about

FOUND = {
    "a volume": ("docker run -d --name mq -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n", 1, "warning"),
    "a directory of the host": (
        "docker run -d -v /srv/mq:/var/lib/rabbitmq rabbitmq:3-management\n",
        1,
        "warning",
    ),
    "over several lines, sudo": (
        "sudo docker run -d \\\n  --name mq \\\n  --mount source=rmq,target=/var/lib/rabbitmq \\\n  rabbitmq:3.13\n",
        4,
        "warning",
    ),
    "podman": ("podman run -d -v rmq:/var/lib/rabbitmq docker.io/library/rabbitmq:4.0\n", 1, "warning"),
    "a function, the image in a variable": (
        'IMAGE=rabbitmq:3.13\nqueue() { docker run -d --name "$1" -v rmq:/var/lib/rabbitmq $IMAGE; }\nqueue mq\n',
        2,
        "warning",
    ),
    "for a test": ("docker run -d --name mq-test -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n", 1, "info"),
}

SILENT = {
    "-h": "docker run -d -h mq1 -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n",
    "--hostname": 'docker run -d --hostname "$HOST" -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n',
    "its own name": "docker run -d -e RABBITMQ_NODENAME=rabbit@localhost -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n",
    "the host's name": "docker run -d --network host -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n",
    "no volume": "docker run -d --name mq rabbitmq:3.13\n",
    "settings only": 'docker run -d -v "$PWD/rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf:ro" rabbitmq:3.13\n',
    "a tool": "docker run --rm -v rmq:/var/lib/rabbitmq rabbitmq:3.13 rabbitmqctl status\n",
    "unknown options": "docker run -d $OPTS -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n",
    "another image": "docker run -d -v r1:/data redis:7\n",
    "settings in a file": "docker run -d --env-file mq.env -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert told("PSL415", text) == [(line, severity)]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL415", SILENT[name]) == []


def test_message():
    (message,) = messages("PSL415", "docker run -d --name mq -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n")
    assert message.endswith("Give it a name that stays: `--hostname mq`.")


def test_fix():
    before = "docker run -d --name mq -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n"
    assert fixed(before) == before.replace("rabbitmq:3.13", "--hostname mq rabbitmq:3.13")
    before = "docker run -d -v rmq:/var/lib/rabbitmq rabbitmq:3.13\n"
    assert fixed(before) == before.replace("rabbitmq:3.13", "--hostname rabbitmq rabbitmq:3.13")


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker create --name mq --volume=mq:/var/lib/rabbitmq rabbitmq:4\ndocker start mq\n",
    (
        "README.md",
        "```sh\ndocker run -d --name rabbit -p 5672:5672 -v rabbit:/var/lib/rabbitmq rabbitmq:3-management\n```\n",
    ),
    'opts=(-d --restart always -v "$PWD/mq:/var/lib/rabbitmq")\ndocker run "${opts[@]}" rabbitmq:3.13-alpine\n',
    "for n in 1 2; do docker run -d --name mq$n -v mq$n:/var/lib/rabbitmq rabbitmq:3.13; done\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL415", case)


EMQX = "docker run -d --name emqx {} -v emqx-data:/opt/emqx/data emqx/emqx:5.8"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("-p 1883:1883", True),
        ("--hostname node1", True),
        ("-e EMQX_NAME=a", True),
        ("-e EMQX_LOG__LEVEL=info", True),
        ("-e EMQX_NODE_NAME=emqx@node1.emqx.io", False),
        ("-e EMQX_NODE__NAME=emqx@node1.emqx.io", False),
        ("-e EMQX_HOST=node1 --network n --network-alias node1", False),
        ("--ip 172.20.0.5 --network n", False),
        ("--network host", False),
        ("--env-file emqx.env", False),
        ("$OPTIONS", False),
    ],
)
def test_an_image_that_keys_its_data_by_the_address(options, found):
    text = EMQX.format(options) + "\n"
    assert told("PSL415", text) == ([(1, "warning")] if found else [])
    for message in messages("PSL415", text):
        assert "called after the container's address" in message
        assert message.endswith("`-e EMQX_NODE_NAME=…`.")
