"""PSL402 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told, told_about

FOUND = {
    "copied out of what is gone": (
        'docker run --rm --name build -v "$PWD":/src -w /src golang:1.23 go build ./...\ndocker cp build:/go/bin .\n',
        2,
    ),
    "started again": ("docker run --rm --name job alpine echo hi\ndocker start -a job\n", 2),
    "after a stop": (
        "docker run -d --rm --name web nginx:1.27\ndocker stop web\ndocker start web\n",
        3,
    ),
    "over several lines, the name in a variable": (
        'NAME=exporter\ndocker run \\\n  --rm \\\n  --name "$NAME" \\\n  alpine:3.20 true\ndocker cp "$NAME":/out.tar .\n',
        6,
    ),
    "podman": ("podman run --rm --name x1 alpine true\npodman commit x1 img\n", 2),
    "committed": (
        "sudo docker run -ti --rm --name setup debian:12 apt-get -y install vim\nsudo docker commit setup my/debian\n",
        2,
    ),
    "a function": (
        'build() { docker run --rm --name "$1" alpine true; }\nbuild base\ndocker export base > base.tar\n',
        3,
    ),
}

SILENT = {
    "used while it runs": (
        "docker run -d --rm --name db postgres:16\ndocker exec db psql -c 'select 1'\ndocker cp db:/x .\ndocker stop db\n"
    ),
    "created for its files": "docker create --name c1 img\ndocker cp c1:/out .\ndocker rm c1\n",
    "kept": "docker run --name c1 img build\ndocker cp c1:/dist .\ndocker rm c1\n",
    "an older one may be there": "docker run --rm --name c1 alpine true || docker start c1\n",
    "made anew": "docker run --rm --name c1 alpine true\ndocker create --name c1 alpine\ndocker start c1\n",
    "counted on": "docker run --rm --name c1 alpine true\ndocker cp c1:/x . || echo gone\n! docker start c1\n",
    "removed once more": "docker run --rm --name c1 alpine true\ndocker rm -f c1\ndocker stop c1\n",
    "how long it runs isn't known": "docker run -d --rm --name c1 acme/tool\nsleep 5\ndocker cp c1:/x .\n",
    "whether it is removed isn't known": "docker run $OPTS --name c1 alpine true\ndocker cp c1:/x .\n",
    "another engine": "docker run --rm --name c1 alpine true\nssh host docker start c1\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL402", text) == [(line, "error")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL402", SILENT[name]) == []


def test_message():
    (message,) = messages("PSL402", "docker run --rm --name job alpine true\ndocker cp job:/x .\n")
    assert message.startswith("`docker cp` finds no `job`. `--rm` deletes it")


def test_fix():
    text = "docker run -it --rm --name job alpine true\ndocker start job\n"
    assert fixed(text) == "docker run -it --name job alpine true\ndocker start job\n"


def test_documents():
    text = "# Guide\n\n```sh\ndocker run --rm --name job alpine true\n```\n\n```sh\ndocker start job\n```\n"
    assert told("PSL402", text, "guide.md") == []
    text = "# Guide\n\n```sh\ndocker run --rm --name job alpine true\ndocker start job\n```\n"
    assert told("PSL402", text, "guide.md") == [(5, "error")]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "id=$(docker run -d --rm nginx:1.27)\ndocker stop $id\ndocker cp $id:/etc/nginx/nginx.conf .\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL402", case)
