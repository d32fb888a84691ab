"""PSL213 as people would write it."""

import pytest

from tests.rules.told import fixed, fixes, messages, told

FOUND = [
    ("docker run --rm -v a1:/x:readonly alpine ls\n", [(1, "error")]),
    ("docker run --rm -v a1:/x:RO alpine ls\n", [(1, "error")]),
    ("docker run --rm -v a1:/x:ro:z alpine ls\n", [(1, "error")]),
    ("docker run -d \\\n  --mount type=bind,src=/a,dest=/b \\\n  alpine ls\n", [(2, "error")]),
    ("docker run --rm --mount type=volume,source=a1,target=/x,rw alpine ls\n", [(1, "error")]),
    ('M="type=bind, source=/a, target=/b"\ndocker run --rm --mount "$M" alpine ls\n', [(1, "error")]),
    ("docker run --rm --mount type=tmpfs,source=a1,target=/x alpine ls\n", [(1, "error")]),
    ("docker run --rm --tmpfs /x,size=1m alpine ls\n", [(1, "error")]),
    ("docker run --rm -v 'a1:/x ' alpine ls\n", [(1, "error")]),
    ("docker run --rm -v 'a1: /x' alpine ls\n", [(1, "error")]),
    ("docker run --rm -v a1:/ alpine ls\n", [(1, "error")]),
    ('docker run --rm "-v $PWD/data:/data" alpine ls\n', [(1, "error")]),
    ("X=\ndocker run --rm -v $X:/data alpine ls\n", [(2, "error")]),
]

SILENT = [
    "docker run --rm -v a1:/x:ro alpine ls\n",
    "docker run --rm -v a1:/x:Z,ro -v b1:/y:cached alpine ls\n",
    "docker run --rm --mount type=bind,src=/a,dst=/b,ro alpine ls\n",
    'docker run --rm --mount "type=bind,src=/a,dst=/b,$MODE" alpine ls\n',
    'docker run --rm -v "a1:/x:$MODE" alpine ls\n',
    "podman run --rm -v a1:/x:U,O alpine ls\n",
    "docker run --rm --tmpfs /x:size=1m,mode=1777 alpine ls\n",
    "docker run --rm -v 'a1:/x,y' alpine ls\n",
    'docker run --rm -v "$A:/x:ro" alpine ls\n',
    "docker run --rm -v ${X:-}:/data alpine ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL213", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL213", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run --rm -v a1:/x:readonly,z alpine ls\n", "docker run --rm -v a1:/x:ro,z alpine ls\n"),
        ("docker run --rm -v a1:/x:z:ro alpine ls\n", "docker run --rm -v a1:/x:z,ro alpine ls\n"),
        (
            "docker run --rm --mount type=bind,src=/a,to=/b alpine ls\n",
            "docker run --rm --mount type=bind,src=/a,target=/b alpine ls\n",
        ),
        (
            "docker run --rm --mount source=a1,target=/x, alpine ls\n",
            "docker run --rm --mount source=a1,target=/x alpine ls\n",
        ),
        (
            "docker run --rm --mount type=volumes,source=a1,target=/x alpine ls\n",
            "docker run --rm --mount type=volume,source=a1,target=/x alpine ls\n",
        ),
        (
            "docker run --rm --mount type=tmpfs,target=/x,size=1m alpine ls\n",
            "docker run --rm --mount type=tmpfs,target=/x,tmpfs-size=1m alpine ls\n",
        ),
        (
            "docker run --rm --mount source=a1,target=/x,readonly=no alpine ls\n",
            "docker run --rm --mount source=a1,target=/x,readonly=false alpine ls\n",
        ),
        ("docker run --rm -v ' a1:/x' alpine ls\n", "docker run --rm -v 'a1:/x' alpine ls\n"),
        ("docker run --rm -v a1:/x,ro alpine ls\n", "docker run --rm -v a1:/x:ro alpine ls\n"),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL213", before)] == [after]


@pytest.mark.parametrize("option", ["-v [HOST]:/x:mode", "--mount 'type=bind,…'", "--mount <options>"])
def test_placeholders_of_documents(option):
    assert told("PSL213", f"```sh\ndocker run --rm {option} alpine ls\n```\n", "README.md") == []


def test_a_blank_behind_a_comma():
    text = "docker run -d --mount type=volume,src=data, dst=/data nginx:1.29\n"
    (message,) = messages("PSL213", text)
    assert message.endswith(
        "Write it without the blank behind the comma, which leaves `dst=/data` as the image."
    )
    assert fixed(text) == text


@pytest.mark.parametrize("source", ["/C:/src", "/c:/src", "/D:/a/b"])
def test_a_drive_in_git_bash_is_mounted_into_a_windows_container(source: str) -> None:
    assert told("PSL213", f"docker run --rm -v {source}:C:/target acme/win:1\n") == []
    assert told("PSL213", "docker run --rm -v /src:C:/target acme/win:1\n") == [(1, "error")]
