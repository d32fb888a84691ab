"""Text that can't come to an engine's command is not evaluated; ``shell_calls.evaluate`` holds every other test's text against that."""

from typing import SupportsIndex

import pytest

from persistlint.shell.reach import names_engine, sourced_files
from persistlint.shell.syntax.parser import Parser
from tests.shell.shell_calls import calls


@pytest.mark.parametrize(
    "text",
    [
        "docker ps",
        "sudo /usr/bin/docker ps",
        "x=${CLI:-podman}; $x ps",
        "x=${CLI-nerdctl}; $x ps",
        "$DOCKER run x",
        '"${CONTAINER_ENGINE}" run x',
        "$docker_cmd run x",
        "x=$MY_PODMAN; $x run x",
        "docker-compose up",
        "bash -c 'docker ps'",
        "eval $'true\\ndocker ps'",
        'e=Docker; "${e,,}" ps',
        "name=ENGINE; ${!name} run x",
        "declare -n ref=RUNTIME; $ref run x",
        "docker.exe ps",
        "# a note\nif true; then podman ps; fi",
    ],
)
def test_what_names_an_engine_may_come_to_it(text):
    assert names_engine(text)


@pytest.mark.parametrize(
    "text",
    [
        "exec /docker-entrypoint.sh",
        "FROM=docker.io/library/alpine; echo $FROM",
        "docker_setup() { :; }",
        "grep -r x /var/lib/docker/volumes",
        "cp Dockerfile my-docker mydocker",
        "# docker run x\n  # and docker again\necho",
        'for x in "${!names[@]}"; do docker_setup "$x"; done',
        "image=docker:dind",
    ],
)
def test_what_only_looks_like_an_engine_does_not(text):
    assert not names_engine(text)
    assert calls(text) == []


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("cmake -S . -B build; cp x .", []),
        ("source /etc/os-release 2>/dev/null || true", ["/etc/os-release"]),
        ('[ -r /a ] && . "/a"\n(. /b)', ["/a", "/b"]),
        ("A=1 source /a", ["/a"]),
        ("f() { command . /a; }", ["/a"]),
        ("x=$(. /a)", ["/a"]),
        ("trap '. /a' EXIT", None),
        ('. "$file"', None),
        ("source lib.sh", None),
        ("source /a b", None),
        ('bash -c ". lib.sh"', None),
        ('x="source lib.sh"; eval "$x"', None),
        ('run() { "$@"; }; x=". lib"; run bash -c "$x"', None),
        ("bash <<END\n. lib.sh\nEND", None),
        ("(( x = $(. lib.sh; echo 1) ))", None),
        ("echo ${x:-$(. lib.sh)}", None),
        ("[[ $(source lib.sh) ]]", None),
        ("case x in x) . lib.sh ;; esac", None),
        ("while . lib.sh; do :; done < <(source /a)", None),
        ("echo 'read the source code'; y=\"jq .\"; jq . f", []),
    ],
)
def test_the_files_that_a_text_sources(text, files):
    assert sourced_files(Parser(text).parse()[0], text) == files


class _Counted(str):
    """A text that counts the characters that are taken out of it."""

    taken = 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        item = super().__getitem__(key)
        _Counted.taken += len(item)
        return item


@pytest.mark.parametrize("word", [" docker", " $x_docker", "\t# podman"])
def test_a_comment_is_looked_at_once_however_long_it_is(word: str) -> None:
    for count in (1_000, 4_000):
        _Counted.taken = 0
        assert not names_engine(_Counted("#" + word * count + "\n  #" + word + "\n"))
        assert _Counted.taken < 100


@pytest.mark.parametrize(
    "text", ["# docker\ndocker ps", " \t# x\n docker ps # docker", "x=$a$b_docker; $x", "a#docker ps\ndocker"]
)
def test_what_stands_outside_of_comments(text: str) -> None:
    assert names_engine(text)
