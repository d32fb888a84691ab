"""PSL601 as people would write it."""

import pytest

from tests.rules.told import messages, told

DIGEST = "@sha256:" + "5af0be5e42ebd55eea2c593e4622f810" * 2

FOUND = [
    ("docker run -it --rm --privileged --pid=host justincormack/nsenter1\n", [(1, "info")]),
    ("docker run --rm --privileged multiarch/qemu-user-static:latest --reset -p yes\n", [(1, "hint")]),
    ("docker run -it --rm --pid host alpine:3.20 top\n", [(1, "info")]),
    ("docker run -it --rm --pid host --cap-add SYS_PTRACE alpine:3.20 top\n", [(1, "info")]),
    ("docker run -it --rm --pid host --cap-add SYS_PTRACE acme/top:latest\n", [(1, "info")]),
    ("docker run -d --privileged acme/agent:1.4.2\n", [(1, "hint")]),
    ("docker run -d --privileged acme/agent:v2.0.1-alpine\n", [(1, "hint")]),
    ("docker run -d --privileged acme/agent:1.4\n", [(1, "info")]),
    ("docker run -d --privileged acme/agent:stable\n", [(1, "info")]),
    ("docker run --rm --privileged opensuse/leap:latest zypper\n", [(1, "info")]),
    ("docker run --rm --privileged ubuntu bash\n", [(1, "info")]),
    ("docker run -it --rm -v /:/host alpine chroot /host\n", [(1, "info")]),
    ("docker run -d --cap-add=SYS_ADMIN --device /dev/fuse mycorp/fuse:1.2\n", [(1, "info")]),
    (
        "docker run -d \\\n  -v /var/run/docker.sock:/var/run/docker.sock \\\n  portainer/portainer-ce:lts\n",
        [(3, "info")],
    ),
    ("IMG=tonistiigi/binfmt\nsudo podman run --privileged --rm $IMG --install all\n", [(2, "hint")]),
    ("docker run -d --mount type=bind,source=/,target=/rootfs prom/node-exporter\n", [(1, "info")]),
]

SILENT = [
    f"docker run -it --rm --privileged --pid=host justincormack/nsenter1{DIGEST}\n",
    "docker run --rm --privileged=false alpine true\n",
    "docker build -t builder .\ndocker run --rm --privileged builder make\n",
    "docker run --rm --privileged $IMAGE make\n",
    "docker run --rm --privileged=$PRIV alpine true\n",
    "docker run -d -v /:/host:ro,rslave quay.io/prometheus/node-exporter:v1.8.2\n",
    "docker run --rm alpine echo --privileged\n",
    "docker run -d --cap-add NET_ADMIN linuxserver/wireguard\n",
    "case $1 in\nbuild) docker build -t tool . ;;\nrun) docker run --rm --privileged tool ;;\nesac\n",
    "docker commit base snapshot:1\ndocker run --privileged snapshot:1\n",
    "docker exec --privileged db sh\n",
    # No image of Docker Hub is called so: it is built here, wherever that is written.
    "docker run --rm --privileged docker-dev:latest make\n",
    "docker run --rm --privileged localhost/tool:1 make\n",
    "docker run --rm --privileged tool/image@$DIGEST make\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL601", text) == expected


def test_each_grant_is_named_once():
    text = "docker run -v /var/run/docker.sock:/var/run/docker.sock -v /run/docker.sock:/x/docker.sock acme/agent:1\n"
    (message,) = messages("PSL601", text)
    assert message.startswith("`docker.sock` lets")


def test_a_server_that_needs_nothing_of_it():
    (message,) = messages("PSL601", "docker run -d --privileged --name cache redis:7\n")
    assert told("PSL601", "docker run -d --privileged --name cache redis:7.2.4\n") == [(1, "warning")]
    assert message.startswith("Redis doesn't need `--privileged`") and message.endswith("Leave it out.")
    assert told("PSL601", "docker run -d --privileged --restart=always registry:latest\n") == [(1, "warning")]
    (message,) = messages("PSL601", "docker run --rm --privileged redis:7 sh -c 'sysctl -w a=1'\n")
    assert "isn't pinned" in message
    (message,) = messages("PSL601", "docker run -d --privileged --name agent acme/agent:1\n")
    assert "isn't pinned" in message


@pytest.mark.parametrize("tag", ["local"])
def test_what_the_project_builds_has_no_digest(tag):
    assert told("PSL601", f"make images\ndocker run --rm --privileged acme/tool:{tag}\n") == []
    assert told("PSL601", "make images\ndocker run --rm --privileged acme/tool:locale\n") == [(2, "info")]


def test_a_document_leaves_it_to_its_reader():
    text = "# Set-up\n\n```sh\ndocker run --rm --privileged multiarch/qemu-user-static:latest --reset\n```\n"
    assert told("PSL601", text, "README.md") == [(4, "hint")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL601", text) == []
