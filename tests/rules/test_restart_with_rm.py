"""PSL403 as people would write it."""

import pytest

from tests.rules.told import fixed, fixes, told, told_about

FOUND = [
    ("docker run -d --rm --restart always --name web nginx\n", 1),
    ("docker run --restart=unless-stopped --rm -d nginx\n", 1),
    ("sudo docker run -d \\\n  --restart on-failure:3 \\\n  --rm \\\n  nginx\n", 3),
    ("POLICY=always\ndocker run -d --rm --restart $POLICY nginx\n", 2),
    ("up() { docker run -d --rm --restart always nginx; }\nup\n", 1),
    ("opts=(-d --rm)\ndocker run ${opts[@]} --restart always nginx\n", None),
]

SILENT = [
    "docker run -d --rm --restart no nginx\n",
    "docker run -d --restart always nginx\n",
    "docker run -d --rm nginx\n",
    "docker run -d --rm --restart $POLICY nginx\n",
    "podman run -d --rm --restart on-failure nginx\n",
    "docker run --rm=false --restart always nginx\n",
    "docker run --rm nginx --restart always\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    lines_and_severities = told("PSL403", text)
    assert [severity for _, severity in lines_and_severities] == ["error"]
    if line is not None and "\\" not in text:
        assert lines_and_severities[0][0] == line


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL403", text) == []


def test_fixes():
    text = "docker run -d --rm --restart always nginx\n"
    assert fixed(text) == "docker run -d --restart always nginx\n"
    assert [after for _, after in fixes("PSL403", text)] == [
        "docker run -d --restart always nginx\n",
        "docker run -d --rm nginx\n",
    ]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "podman run -d --rm --restart=always docker.io/library/nginx:1.27 || true\ndocker create --rm --restart on-failure alpine:3.20\n",
    (
        "README.md",
        "```sh\ndocker run -d \\\n  --name db \\\n  --restart unless-stopped \\\n  --rm \\\n  postgres:16\n```\n",
    ),
    'R="--restart=always"\ndocker run -d --rm $R --name agent my/agent:1\n',
    "for n in a b; do docker run -d --rm --name web-$n --restart always nginx:1.27; done\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL403", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    "docker run -d --rm nginx:1.27\n",
    "docker run -d --restart always nginx:1.27\n",
    "docker run --rm --restart no nginx:1.27\n",
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL403", case) == []
