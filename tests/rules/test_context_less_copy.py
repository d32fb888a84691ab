"""PSL506 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

FOUND = [
    ("docker build -t x - <<EOF\nFROM alpine\nCOPY a /a\nEOF\n", 3),
    ("docker build - <<'EOF'\nFROM alpine\nADD app.tar /\nEOF\n", 3),
    ("sudo docker image build -t x - <<EOF\nFROM alpine\nCOPY --chown=1:1 . /app\nEOF\n", 3),
    ("docker buildx build -t x - <<EOF\nFROM alpine\nRUN true\nCOPY a b /c/\nCOPY d /e\nEOF\n", 4),
    ("podman build -t x - <<-EOF\n\tFROM alpine\n\tCOPY a /a\n\tEOF\n", 3),
    ('f() {\n  docker build \\\n    -t "$1" - <<EOF\nFROM alpine\nCOPY a /a\nEOF\n}\nf x\n', 5),
]

SILENT = [
    "docker build -t x -f - . <<EOF\nFROM alpine\nCOPY a /a\nEOF\n",
    "docker build -t x - <<EOF\nFROM alpine\nRUN true\nEOF\n",
    "docker build -t x - <<EOF\nFROM alpine AS a\nFROM alpine\nCOPY --from=a /x /x\nEOF\n",
    "docker build -t x - <<EOF\nFROM alpine\nADD https://example.com/x /x\nEOF\n",
    "docker build -t x - <<'EOF'\nFROM alpine\nCOPY <<END /x\nhello\nEND\nEOF\n",
    "docker build -t x . <<EOF\nFROM alpine\nCOPY a /a\nEOF\n",
    "tar c . | docker build -t x -\n",
    "docker build -t x - <<EOF\nFROM alpine\nADD git@github.com:a/b.git /x\nEOF\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL506", text) == [(line, "error")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL506", text) == []


def test_not_in_a_file():
    assert told("PSL506", "FROM alpine\nCOPY a /a\n", "Dockerfile") == []


def test_fix():
    text = "docker build -t x - <<EOF\nFROM alpine\nCOPY a /a\nEOF\n"
    assert fixes("PSL506", text) == [(False, text.replace(" - ", " -f - . "))]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker build --pull --no-cache --tag x - << 'END'\nFROM alpine\nWORKDIR /app\nCOPY run.sh .\nEND\n",
    "docker build -t x -<<EOF\nFROM nginx:1.27\nADD html /usr/share/nginx/html\nEOF\n",
    (
        "README.md",
        "```sh\ndocker build -t app - <<'EOF'\nFROM node:22\nCOPY package.json .\nRUN npm ci\nEOF\n```\n",
    ),
    "TAG=acme/web:1\nDOCKER_BUILDKIT=1 docker build -t $TAG - <<EOF\nFROM nginx:1.27\nCOPY nginx.conf /etc/nginx/nginx.conf\nEOF\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL506", case)
