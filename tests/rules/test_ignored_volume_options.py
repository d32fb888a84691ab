"""PSL417 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

NFS = "-o type=nfs -o o=addr=10.0.0.2,rw -o device=:/export"

FOUND = {
    "created plain, then with options": (
        f"docker volume create files\ndocker volume create {NFS} files\n",
        2,
    ),
    "created with others": (
        f"docker volume create {NFS} files\ndocker volume create {NFS.replace('/export', '/other')} files\n",
        2,
    ),
    "mounted before": (
        f"docker run --rm -v files:/d alpine touch /d/x\nsudo docker volume create {NFS} files\n",
        2,
    ),
    "options of a mount": (
        "docker volume create files\ndocker run -d \\\n"
        "  --mount type=volume,source=files,target=/d,volume-opt=type=tmpfs,volume-opt=device=tmpfs \\\n  nginx:1.27\n",
        3,
    ),
    "a name in a variable": (
        f'V=files\ndocker volume create "$V"\ndocker volume create {NFS} --name "$V"\n',
        3,
    ),
    "a driver for -v": (
        "docker run -d --volume-driver rexray --mount source=files,target=/d nginx:1.27\n",
        1,
    ),
    "refused, then made by the mount": (
        "docker volume create -o typ=nfs -o device=:/export files\ndocker run -d -v files:/d nginx:1.27\n",
        1,
    ),
}

SILENT = {
    "once": f"docker volume create {NFS} files\ndocker run -d -v files:/d nginx:1.27\n",
    "the same options again": f"docker volume create {NFS} files\ndocker volume create {NFS} files\n",
    "removed between": f"docker volume create files\ndocker volume rm files\ndocker volume create {NFS} files\n",
    "another name": f"docker volume create files\ndocker volume create {NFS} others\n",
    "two arms": f'if [ -n "$NFS" ]; then docker volume create {NFS} files; else docker volume create files; fi\n',
    "no options": "docker volume create files\ndocker volume create files\n",
    "options that aren't known": 'docker volume create files\ndocker volume create -o "$OPT" files\n',
    "a driver with -v": "docker run -d --volume-driver rexray -v files:/d nginx:1.27\n",
    "the driver in the mount": (
        "docker run -d --volume-driver rexray --mount source=files,target=/d,volume-driver=rexray nginx:1.27\n"
    ),
    "another engine": f"docker volume create files\nssh host docker volume create {NFS} files\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL417", text) == [(line, "warning")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL417", SILENT[name]) == []


def test_documents_show_alternatives():
    text = f"```sh\ndocker volume create files\n```\n\nOr:\n\n```sh\ndocker volume create {NFS} files\n```\n"
    assert told("PSL417", text, "guide.md") == []


def test_message():
    (message,) = messages("PSL417", FOUND["created plain, then with options"][0])
    assert message.startswith("The volume `files` exists, so docker keeps it")


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker volume create --driver local data1\ndocker volume create --driver local --opt type=none --opt o=bind --opt device=/srv/data data1\n",
    "podman volume create shared\npodman volume create --opt type=nfs --opt o=addr=10.0.0.2 --opt device=:/x shared\n",
    "docker run -d --name web -v site:/site nginx:1.27\ndocker volume create -o type=none -o o=bind -o device=/srv/site site\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL417", case)
