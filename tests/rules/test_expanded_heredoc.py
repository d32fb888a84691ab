"""PSL507 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

FOUND = [
    ("docker build - <<EOF\nFROM alpine\nENV H=/srv\nVOLUME $H/data\nEOF\n", 4),
    ("docker build -t x -f - . <<EOF\nFROM alpine\nARG VERSION=1\nRUN get ${VERSION}\nEOF\n", 4),
    ("docker run -i alpine sh <<EOF\nX=1\necho $X > /x\nEOF\n", 3),
    ("docker exec -i c bash -s <<EOF\nfor f in a b; do\n  rm $f\ndone\nEOF\n", 3),
    ("sudo podman run -i --rm alpine sh -e <<EOF\nwhile read line; do\n echo $line\ndone\nEOF\n", 3),
    ("docker build - <<EOF\nFROM alpine\nRUN d=/x && mkdir $d\nEOF\n", 3),
    ('docker run -i --rm alpine sh <<-EOF\n\tdir=/data\n\ttouch "$dir/x"\n\tEOF\n', 3),
]

SILENT = [
    "docker build - <<'EOF'\nFROM alpine\nENV H=/srv\nVOLUME $H/data\nEOF\n",
    "docker build - <<EOF\nFROM alpine\nENV H=/srv\nVOLUME \\$H/data\nEOF\n",
    "TAG=1\ndocker build - <<EOF\nFROM alpine:$TAG\nRUN true\nEOF\n",
    "docker build - <<EOF\nFROM alpine:$TAG\nRUN true\nEOF\n",
    "docker build - <<EOF\nFROM alpine\nARG PROXY=$PROXY\nRUN echo $PROXY\nEOF\n",
    "X=1\ndocker run -i alpine sh <<EOF\nX=2\necho $X\nEOF\n",
    "docker exec -i db psql <<EOF\nselect '$X';\nEOF\n",
    "docker exec -i c sh <<EOF\necho $HOME\nEOF\n",
    'docker exec -i c sh <<EOF\nX="$X"\necho $X\nEOF\n',
    "cat <<EOF\nX=1\necho $X\nEOF\n",
    "docker exec -i c sh script.sh <<EOF\nX=1 $X\nEOF\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL507", text) == [(line, "warning")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL507", text) == []


def test_the_fix_quotes_or_escapes():
    text = "docker run -i a sh <<EOF\nX=1\necho $X\nEOF\n"
    assert fixes("PSL507", text) == [(False, text.replace("<<EOF", "<<'EOF'"))]
    text = "docker run -i a sh <<EOF\nX=1\necho $X $HOME\nEOF\n"
    assert fixes("PSL507", text) == [(False, text.replace("$X", "\\$X"))]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker build -t x - <<EOF\nFROM debian:12\nENV APP=/opt/app\nWORKDIR $APP\nRUN touch $APP/x\nEOF\n",
    'docker exec -i web bash <<EOF\nDIR=/srv/backup\nmkdir -p "$DIR"\ncp -r /etc/nginx "$DIR"\nEOF\n',
    (
        "README.md",
        "```sh\ndocker build -t app - <<EOF\nFROM alpine\nARG USERNAME=app\nRUN adduser -D ${USERNAME}\nEOF\n```\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL507", case)
