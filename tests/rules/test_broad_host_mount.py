"""PSL306 as people would write it."""

import pytest

from tests.rules.told import messages, told

FOUND = {
    "the root": ("docker run -d --name agent -v /:/host agent:1\n", 1, "info"),
    "/etc": ("docker run --rm -v /etc:/etc alpine:3.20 ls /etc\n", 1, "info"),
    "--mount, over lines": (
        "docker run -d \\\n  --mount type=bind,source=/var,target=/host/var \\\n  agent:1\n",
        2,
        "info",
    ),
    "a trailing slash, a mode": ("docker run -d -v /usr/:/usr:rw,rslave agent:1\n", 1, "info"),
    "/home, a variable": ("DIR=/home\ndocker run -d -v $DIR:/home jupyter:1\n", 2, "info"),
    "the home directory": ('docker run -it --rm -v "$HOME:/work" -w /work dev:1 bash\n', 1, "info"),
    "a tilde": ("docker run -it --rm -v ~/:/root dev:1 bash\n", 1, "info"),
    "somebody's home": ("docker run -d -v /home/ubuntu:/home/ubuntu code:1\n", 1, "info"),
    "an array": ('a=(-v /boot:/boot --rm)\ndocker run "${a[@]}" flash:1\n', 1, "info"),
    "podman, a function": ('run() { podman run --rm -v /root:/root "$@"; }\nrun tool:1\n', 1, "info"),
    "a loop": ("for d in /usr /etc; do docker run --rm -v $d:$d:rw scan:1; done\n", 1, "info"),
    "a test": ("docker run --rm --name scan-test -v /etc:/host/etc scan:1\n", 1, "info"),
}


FOUND |= {
    "an ordinary user": ("docker run --rm -u 1000:1000 -v /etc:/host/etc scan:1\n", 1, "info"),
    "whoever calls": ('docker run -it -u "$(whoami)" -v /home:/home dev:1\n', 1, "info"),
    "root by name": ("docker run --rm --user root:root -v /boot:/boot kernel:1\n", 1, "info"),
    "root by number": ("docker run --rm --user=0 -v /usr:/usr tool:1\n", 1, "info"),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert set(told("PSL306", text)) == {(line, severity)}


SILENT = {
    "a directory for the image's data": "docker run -d -v /home/registry:/var/lib/registry registry:2\n",
    "read-only": "docker run -d -v /:/host:ro,rslave quay.io/prometheus/node-exporter:v1.8.2\n",
    "cadvisor": (
        "docker run -d --volume=/:/rootfs:ro --volume=/var/run:/var/run:rw --volume=/sys:/sys:ro "
        "--volume=/var/lib/docker/:/var/lib/docker:ro gcr.io/cadvisor/cadvisor:v0.49.1\n"
    ),
    "files of /etc": "docker run -d -v /etc/localtime:/etc/localtime -v /etc/ssl:/etc/ssl -v /etc/timezone:/etc/timezone app:1\n",
    "directories of its own": "docker run -d -v /var/lib/app:/data -v /etc/app:/etc/app -v /home/me/app:/app -v $HOME/app:/b app:1\n",
    "--mount, read-only": "docker run -d --mount type=bind,src=/etc,dst=/host/etc,readonly agent:1\n",
    "devices": "docker run -d -v /dev:/dev -v /sys:/sys -v /proc:/host/proc:ro agent:1\n",
    "the host is what it works on": "docker run --rm --privileged -v /:/host alpine:3.20 chroot /host systemctl restart ntp\n",
    "an overlay of podman": "podman run --rm -v /usr:/usr:O tool:1\n",
    "not known": 'docker run -d -v "$ROOT:/data" -v "$DIR/:/x" app:1\n',
    "data": "docker run -d -v /srv:/srv -v /mnt:/mnt -v /opt/app:/app app:1\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL306", SILENT[name]) == []


REMAPPED = "sudo dockerd --userns-remap=default &\n"


@pytest.mark.parametrize(("code", "severity"), [("PSL306", "info"), ("PSL601", "info")])
def test_with_user_namespaces_root_is_nobody_on_the_host(code, severity):
    run = "docker run --rm --privileged -v /etc:/host/etc acme/tool:1 sh\n"
    assert told(code, run) == [(1, severity)]
    assert told(code, REMAPPED + run) == []
    assert told(code, REMAPPED + run.replace("--rm", "--userns=host")) == [(2, severity)]
    assert told(code, REMAPPED + "sudo killall dockerd\nsudo systemctl start docker\n" + run) == [
        (4, severity)
    ]
    assert told(code, run + REMAPPED) == [(1, severity)]
    assert told(code, "dockerd --debug &\n" + run) == [(2, severity)]


def test_the_message_says_what_is_mounted():
    (message,) = messages("PSL306", "docker run -d --name agent -v /etc:/host/etc agent:1\n")
    assert "`/etc`" in message
    assert "`agent`" in message


def test_an_ordinary_user_changes_what_belongs_to_him():
    (message,) = messages("PSL306", "docker run -d --name agent --user 1000:1000 -v /etc:/host/etc agent:1\n")
    assert "can change and delete what `1000:1000` may in `/etc`" in message
