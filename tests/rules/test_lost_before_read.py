"""PSL103 on scripts as people write them."""

import pytest

from tests.rules.checking import Said, block

FOUND = {
    "two runs": (
        "docker run --rm alpine sh -c 'mkdir /d && echo 1 > /d/f'\ndocker run --rm alpine cat /d/f\n",
        1,
    ),
    "the directory is listed": (
        "docker run --rm alpine sh -c 'mkdir -p /my-data && date > /my-data/a'\ndocker run --rm alpine ls -l /my-data/\n",
        1,
    ),
    "sudo, long verbs, relative paths": (
        "sudo docker container run -w /work debian:12 touch report.txt\n"
        "sudo docker container run -w /work debian:12 wc -l report.txt\n",
        1,
    ),
    "a here-document writes": (
        "docker run -i --rm ubuntu:24.04 bash <<'EOF'\nmkdir -p /srv\necho 1 > /srv/state\nEOF\n"
        "docker run --rm ubuntu:24.04 sh -c 'cat /srv/state && echo ok'\n",
        3,
    ),
    "in variables": (
        'IMG=alpine:3.20\nF=/state/id\ndocker run --rm $IMG sh -c "mkdir /state; echo 7 > $F"\ndocker run --rm $IMG cat $F\n',
        3,
    ),
    "exec into one, read in the other": (
        "docker run -d --name one alpine sleep infinity\ndocker exec one sh -c 'echo x > /shared'\n"
        "docker run --rm alpine cat /shared\n",
        2,
    ),
    "a function": (
        'box() { docker run --rm alpine "$@"; }\nbox touch /marker\nbox cat /marker\n',
        2,
    ),
    "podman": ("podman run --rm alpine sh -c 'date > /d'\npodman run --rm alpine cat /d\n", 1),
    "scratch too": ("docker run --rm alpine sh -c 'date > /tmp/x'\ndocker run --rm alpine cat /tmp/x\n", 1),
    "the same name again": (
        "docker run --name box alpine touch /x\ndocker rm box\ndocker run --name box alpine cat /x\n",
        1,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    said = Said("PSL103", text)
    assert (said.lines, said.severities) == ([line], ["error"]), said
    assert not said.others & {"PSL102", "PSL104"}, said.others


SILENT = {
    "the same volume": (
        "docker run --rm -v work:/d alpine sh -c 'echo 1 > /d/f'\ndocker run --rm -v work:/d alpine cat /d/f\n"
    ),
    "the same container": "docker run --name box alpine touch /x\ndocker start box\ndocker exec box cat /x\n",
    "a negative test": (
        "docker run --rm alpine touch /x\n! docker run --rm alpine cat /x\n"
        "if docker run --rm alpine cat /x; then exit 1; fi\ndocker run --rm alpine test -e /x\n"
    ),
    "an expected failure": "docker run --rm alpine touch /x\ndocker run --rm alpine cat /x || echo 'gone, as expected'\n",
    "what the image ships": (
        "docker run --rm nginx sed -i s/a/b/ /etc/nginx/nginx.conf\ndocker run --rm nginx cat /etc/nginx/nginx.conf\n"
    ),
    "another image": (
        "docker run --rm node:20 sh -c 'npm run build > /app/log'\ndocker run --rm example/app cat /app/log\n"
    ),
    "the reader writes first": (
        "docker run --rm alpine sh -c 'date > /x'\ndocker run --rm alpine sh -c 'date > /x; cat /x'\n"
    ),
    "a mount at the reader": "docker run --rm alpine sh -c 'date > /d/x'\ndocker run --rm -v data:/d alpine cat /d/x\n",
    "committed": (
        "docker run --name box alpine sh -c 'date > /x'\ndocker commit box snap\ndocker run --rm snap cat /x\n"
    ),
    "unknown options": "docker run $OPTS alpine touch /x\ndocker run $OPTS alpine cat /x\n",
    "only the writer's options are known": 'docker run alpine touch /x\ndocker run "${ARGS[@]}" alpine cat /x\n',
    "either this or that": (
        "case $1 in\n  put) docker run --rm -v data:/d alpine touch /d/x;;\n  get) docker run --rm alpine cat /x;;\nesac\n"
    ),
    "copied over": (
        "docker run --name one alpine touch /x\ndocker cp one:/x .\ndocker create --name two alpine cat /x\ndocker cp x two:/x\n"
        "docker start -a two\n"
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    said = Said("PSL103", SILENT[name])
    assert said.lines == [], said


def test_blocks_of_a_document_are_no_sequence():
    text = block(["docker run --rm alpine touch /x\n", "docker run --rm alpine cat /x\n"])
    assert Said("PSL103", text, "guide.md").lines == []


def test_lines_of_one_block_are():
    text = block("docker run --rm alpine touch /x\ndocker run --rm alpine cat /x\n")
    assert Said("PSL103", text, "guide.md").severities == ["info"]


def test_it_never_drops():
    said = Said(
        "PSL103", "docker run --rm alpine touch /x\ndocker run --rm alpine cat /x\n", "tests/smoke.sh"
    )
    assert said.severities == ["error"]
