"""PSL204 as people would write it."""

import pytest

from tests.rules.told import told, told_about

FOUND = [
    (
        "docker run --rm -v out:/results alpine sh -c 'mkdir -p /result && date > /result/now.txt'\n",
        [(1, "warning")],
    ),
    ("docker run --rm -v \"$PWD/data\":/data alpine sh -c 'echo 1 > /date/x.txt'\n", [(1, "warning")]),
    (
        "docker run --rm -v \"$PWD/my-data\":/my-data \\\n  ubuntu:22.04 \\\n  bash -c 'echo 1 > /my_data/x.txt'\n",
        [(3, "warning")],
    ),
    ("docker run --rm -v out:/output alpine sh -c 'date > /ouput/now.txt'\n", [(1, "warning")]),
    ("podman run --rm -v out:/Data alpine sh -c 'date > /data/now.txt'\n", [(1, "warning")]),
    (
        "sudo docker run --rm --mount type=volume,source=out,target=/backups alpine tar cf /backup/etc.tar /etc\n",
        [(1, "warning")],
    ),
]

SILENT = [
    "docker run --rm -v out:/results alpine sh -c 'date > /results/now.txt'\n",
    "docker run --rm -v out:/data alpine sh -c 'date > /data2/now.txt'\n",
    "docker run --rm -v a1:/data -v b1:/date alpine sh -c 'date > /date/now.txt'\n",
    "docker run --rm -v out:/results alpine sh -c 'cat /results/x; date > /result/now.txt'\n",
    "docker run --rm -v out:/src alpine sh -c 'date > /etc/now.txt'\n",
    "docker run --rm $OPTS -v out:/results alpine sh -c 'date > /result/now.txt'\n",
    "docker run --rm -v \"$PWD\":/work -w /work alpine sh -c 'date > now.txt'\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL204", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL204", text) == []


def test_one_cause_gives_one_finding():
    assert told("PSL102", FOUND[0][0]) == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run --rm -v reports:/reports python:3.12 sh -c 'echo 1 > /report/x.csv'\n",
    "OUT=/artifacts\ndocker run --rm -v \"$PWD/artifacts\":$OUT golang:1.23 sh -c 'date > /artefacts/now.txt'\n",
    "docker run --rm -v dumps:/dumps alpine sh -c 'tar czf /dump/etc.tgz /etc'\n",
    "docker run --rm -v dist:/dist node:22 sh -c 'cp /etc/hosts /Dist/hosts'\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL204", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    "docker run --rm -v out:/results alpine sh -c 'date > /results/now.txt'\n",
    "docker run --rm -v in:/input -v out:/output alpine sh -c 'date > /output/now.txt'\n",
    "docker run --rm -v data:/data alpine sh -c 'date > /tmp/now.txt'\n",
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL204", case) == []
