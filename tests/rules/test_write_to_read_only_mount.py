"""PSL111 as people would write it."""

import pytest

from tests.rules.told import fixes, messages, told

FOUND = {
    "a shell's redirection": (
        "docker run --rm -v data:/data:ro alpine:3.20 sh -c 'date > /data/now'\n",
        1,
    ),
    "an archive beside its source": (
        'docker run --rm \\\n  -v "$PWD":/backup:ro \\\n  -v data:/data:ro \\\n  alpine:3.20 \\\n  tar czf /backup/data.tgz /data\n',
        5,
    ),
    "--mount": (
        "docker run --rm --mount type=bind,src=/srv/in,dst=/in,readonly alpine:3.20 cp /etc/os-release /in/\n",
        1,
    ),
    "exec": (
        "docker run -d --name web -v ./site:/srv:ro nginx:1.29\ndocker exec web sh -c 'echo ok > /srv/health'\n",
        2,
    ),
    "cp": (
        "docker run -d --name web -v site:/srv:ro nginx:1.29\ndocker cp index.html web:/srv/index.html\n",
        2,
    ),
    "a working directory": ("docker run --rm -v $PWD:/w:ro -w /w alpine:3.20 touch built\n", 1),
    "a here-document": (
        "docker run -i --rm -v out:/out:ro debian:12 bash <<'EOF'\nuname -a > /out/system.txt\nEOF\n",
        2,
    ),
    "a variable, an array": (
        'MODE=ro\nopts=(--rm -v "out:/out:$MODE")\ndocker run "${opts[@]}" alpine:3.20 sh -c "date > /out/x"\n',
        3,
    ),
    "podman, a function": (
        'f() { podman run --rm -v in:/in:ro,Z "$@"; }\nf alpine:3.20 mv /tmp/a /in/b\n',
        2,
    ),
    "volumes-from": (
        "docker run -d --name app -v data:/data myapp:1\ndocker run --rm --volumes-from app:ro alpine:3.20 tee /data/x\n",
        2,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL111", text) == [(line, "warning")]


SILENT = {
    "it may write": "docker run --rm -v data:/data alpine:3.20 sh -c 'date > /data/now'\n",
    "it only reads": "docker run --rm -v data:/data:ro -v $PWD:/out alpine:3.20 tar czf /out/d.tgz /data\n",
    "asked for": "if docker run --rm -v data:/data:ro alpine:3.20 touch /data/x; then echo writable; fi\n",
    "meant to fail": "! docker run --rm -v data:/data:ro alpine:3.20 touch /data/x\n",
    "or else": "docker run --rm -v data:/data:ro alpine:3.20 touch /data/x || echo 'read-only, as it should be'\n",
    "or else, inside": "docker run --rm -v data:/data:ro alpine:3.20 sh -c 'touch /data/x || echo no'\n",
    "the directory is there": "docker run --rm -v data:/data:ro alpine:3.20 mkdir -p /data\n",
    "a mount inside of it": (
        'docker run --rm -v "$PWD":/app:ro -v /app/node_modules -v dist:/app/dist -w /app node:22 sh -c "date > dist/x"\n'
    ),
    "the mode isn't known": 'docker run --rm -v "data:/data:$MODE" alpine:3.20 touch /data/x\n',
    "another directory": "docker run --rm -v data:/data:ro -v out:/out alpine:3.20 cp /data/x /out/x\n",
    "a server whose data is only read": "docker run -d -v ./old:/var/lib/mysql:ro mysql:5.7\n",
    "only possible": "docker run --rm -v d:/data:ro alpine:3.20 sh -c 'if [ -w /data ]; then touch /data/x; fi'\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL111", SILENT[name]) == []


def test_the_message_names_path_and_mount():
    (message,) = messages("PSL111", FOUND["a shell's redirection"][0])
    assert "`/data/now`" in message
    assert "`data`" in message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run --rm -v data:/data:ro alpine:3.20 touch /data/x\n",
            "docker run --rm -v data:/data alpine:3.20 touch /data/x\n",
        ),
        (
            "docker run --rm -v data:/data:ro,z alpine:3.20 touch /data/x\n",
            "docker run --rm -v data:/data:z alpine:3.20 touch /data/x\n",
        ),
        (
            'docker run --rm --mount "type=volume,src=data,readonly,dst=/data" alpine:3.20 touch /data/x\n',
            'docker run --rm --mount "type=volume,src=data,dst=/data" alpine:3.20 touch /data/x\n',
        ),
        (
            "docker run --rm --mount type=volume,src=data,dst=/data,ro=true alpine:3.20 touch /data/x\n",
            "docker run --rm --mount type=volume,src=data,dst=/data alpine:3.20 touch /data/x\n",
        ),
    ],
)
def test_the_fix_takes_the_mode_away(before, after):
    assert fixes("PSL111", before) == [(False, after)]


def test_no_fix_for_what_a_variable_says():
    assert fixes("PSL111", FOUND["a variable, an array"][0]) == []
    assert fixes("PSL111", FOUND["volumes-from"][0]) == []
