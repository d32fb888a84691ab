"""PSL407 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told, told_about

RUN = "docker run -d --name app --tmpfs /run/conf acme/app\n"

FOUND = {
    "a file": (RUN + "docker cp app.conf app:/run/conf/app.conf\n", 2),
    "into the directory": (RUN + "docker cp ./app.conf app:/run/conf/\n", 2),
    "with --mount, the id captured": (
        "id=$(docker run -d --mount type=tmpfs,dst=/secrets acme/app)\ndocker cp key.pem $id:/secrets/key.pem\n",
        2,
    ),
    "never started": ("docker create --name app --tmpfs /cache acme/app\ndocker cp in.tar app:/cache/\n", 2),
    "sudo, variables": (
        'C=app\nsudo docker run -d --name $C --tmpfs /cache:size=64m acme/app\nsudo docker cp "$F" "$C:/cache/in"\n',
        3,
    ),
    "podman": ("podman run -d --name app --tmpfs /c1 acme/app\npodman container cp a.txt app:/c1/a.txt\n", 2),
}

SILENT = {
    "beside it": RUN + "docker cp app.conf app:/etc/app.conf\n",
    "a volume": "docker run -d --name app -v conf:/run/conf acme/app\ndocker cp app.conf app:/run/conf/\n",
    "read-only: the engine refuses": (
        "docker run -d --name app --read-only --tmpfs /run/conf acme/app\ndocker cp app.conf app:/run/conf/\n"
    ),
    "out of it": RUN + "docker cp app:/run/conf/x .\n",
    "another container": RUN + "docker cp app.conf web:/run/conf/\n",
    "from inside": RUN + "docker exec -i app sh -c 'cat > /run/conf/app.conf' < app.conf\n",
    "an unknown path": RUN + 'docker cp app.conf "app:$DIR"\n',
    "an unknown container": RUN + 'docker cp app.conf "$C:/run/conf/"\n',
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL407", text) == [(line, "error")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL407", SILENT[name]) == []


def test_message():
    (message,) = messages("PSL407", RUN + "docker cp app.conf app:/run/conf/\n")
    assert message.startswith("`app` never sees `/run/conf/app.conf`. `/run/conf` is a tmpfs")


@pytest.mark.parametrize(
    ("copy", "after"),
    [
        (
            "docker cp app.conf app:/run/conf/",
            "docker exec -i app sh -c 'cat > /run/conf/app.conf' < app.conf",
        ),
        ("docker cp ./conf app:/run/conf/", "docker cp ./conf app:/run/conf/"),
        ("sudo docker cp a.conf app:/run/conf/", "sudo docker cp a.conf app:/run/conf/"),
        ("docker cp a.conf app:/run/conf/ || exit", None),
    ],
)
def test_fixes(copy, after):
    result = fixed(RUN + copy + "\n")
    if after is not None:
        assert result == RUN + after + "\n"


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name web --mount type=tmpfs,destination=/etc/app my/app:1\nfor f in a.conf b.conf; do docker cp $f web:/etc/app/; done\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL407", case)
