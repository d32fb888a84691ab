import pytest

from persistlint.hosts.transcript import Unfinished, command_lines


def commands(text: str, tag: str = "") -> list[str]:
    lines = text.split("\n")
    command_spans, _ = command_lines(lines, tag == "console", tag != "")
    return [lines[index][skip:] for index, skip in command_spans]


TRANSCRIPTS = [
    ("$ docker ps\nCONTAINER ID\n$ docker rm x\nx", "bash", ["docker ps", "docker rm x"]),
    ("  $ docker ps\n  out", "", ["docker ps"]),
    ("user@host:~/src$ docker ps\nout", "console", ["docker ps"]),
    ("root@1f2e:/# apt update\nHit:1 http", "console", ["apt update"]),
    ("[root@host ~]# docker ps\nout", "console", ["docker ps"]),
    ("bash-5.1# ls\nout", "console", ["ls"]),
    ("/ # ls\nout", "console", ["ls"]),
    ("node1$ docker ps\nout", "console", ["docker ps"]),
    ("Mac:folder me$ docker ps\nout", "", ["docker ps"]),
    ("(venv) $ docker ps\nout", "", ["docker ps"]),
    ("$", "console", [""]),
    ("$ docker run \\\n    -v a:/b \\\n    x\nout", "console", ["docker run \\", "    -v a:/b \\", "    x"]),
    ("$ docker run \\\n> -v a:/b \\\n> x\nout", "console", ["docker run \\", "-v a:/b \\", "x"]),
    ("$ docker run \\\n\nout", "console", ["docker run \\"]),
    ("$ docker run \\\n$ docker ps", "console", ["docker run \\", "docker ps"]),
    ("$ cat <<EOF\n> a\n> EOF\nout", "console", ["cat <<EOF", "a", "EOF"]),
    ("$ cat <<EOF\na\n$ b\nEOF\nout", "console", ["cat <<EOF", "a", "$ b", "EOF"]),
    ("$ cat <<-'E'\n\ta\n\tE\nout", "console", ["cat <<-'E'", "\ta", "\tE"]),
    ("$ cat <<A <<B\na\nA\nb\nB\nout", "console", ["cat <<A <<B", "a", "A", "b", "B"]),
    ("$ cat <<EOF\nnever ends\n$ b", "console", ["cat <<EOF", "b"]),
    ("$ sh -c 'a\nb'\nout", "console", ["sh -c 'a", "b'"]),
    ("$ echo it's\nout\n$ docker ps", "console", ["echo it's", "docker ps"]),
    (
        "$ for i in 1 2; do\n> docker run $i\n> done\nout",
        "console",
        ["for i in 1 2; do", "docker run $i", "done"],
    ),
    ("$ docker ps |\n> wc\nout", "console", ["docker ps |", "wc"]),
    ("$ npm run build\n> app@1 build\nout", "console", ["npm run build"]),
    (
        "docker build -t a \\\n  .\n$ docker run a\nout\ndocker run b",
        "",
        ["docker build -t a \\", "  .", "docker run a"],
    ),
    (
        "$ docker volume create v\ndocker run -d \\\n  -v v:/v x\nabc",
        "console",
        ["docker volume create v", "docker run -d \\", "  -v v:/v x"],
    ),
    ("$ docker images\ndocker latest 1\ndocker run 1", "console", ["docker images", "docker run 1"]),
    (
        "$ docker --help\ndocker run [OPTIONS] IMAGE\ndocker run   Create and run",
        "console",
        ["docker --help"],
    ),
    ("$ cat run.sh\ndocker run -d x", "console", ["cat run.sh"]),
    ("$ docker run -d x\n1f2e\ndocker exec x ls", "console", ["docker run -d x"]),
    ("$ docker run -d x\n1f2e\ndocker exec -it x sh", "console", ["docker run -d x", "docker exec -it x sh"]),
    ("Usage:\ndocker run [OPTIONS] IMAGE\n$ docker ps", "", ["docker ps"]),
    ("$ docker ps\n# a note\nout", "console", ["docker ps", "# a note"]),
    ("# docker ps\nout\n# docker rm x", "console", ["docker ps", "docker rm x"]),
    ("# docker ps\nout", "", ["docker ps"]),
    ("# Start it\ndocker run x", "console", ["# Start it", "docker run x"]),
    ("# docker run makes it\ndocker run x", "console", ["# docker run makes it", "docker run x"]),
    ("# docker ps", "bash", ["# docker ps"]),
    ("❯ docker ps\nout".encode().decode("latin-1"), "", ["docker ps"]),
]


@pytest.mark.parametrize(("text", "tag", "expected"), TRANSCRIPTS)
def test_transcripts(text: str, tag: str, expected: list[str]) -> None:
    assert commands(text, tag) == expected


WITHOUT_PROMPTS = [
    ("anything goes\nhere", "bash", ["anything goes", "here"]),
    ("docker ps\nCONTAINER ID   IMAGE\nabc    x", "", ["docker ps"]),
    ("docker build .\nSending build context to Docker daemon\nStep 1/2 : FROM a", "bash", ["docker build ."]),
    ("docker ps\nCONTAINER ID   IMAGE", "console", ["docker ps"]),
    (
        "cd x\n./build.sh\nBuilt.\nNAME=1\ndocker run \\\n  x",
        "console",
        ["cd x", "./build.sh", "NAME=1", "docker run \\", "  x"],
    ),
    ("# note\n\nsudo docker run x\nout", "", ["# note", "", "sudo docker run x"]),
    ("DOCKER_HOST=a sudo -E docker ps\nout", "", ["DOCKER_HOST=a sudo -E docker ps"]),
    ("docker run x sh -c '\n  a\n'\nout", "", ["docker run x sh -c '", "  a", "'"]),
    ("docker build - <<EOF\nFROM a\nEOF\nout", "", ["docker build - <<EOF", "FROM a", "EOF"]),
    ("podman run x", "", ["podman run x"]),
    ("docker is a tool", "", ["docker is a tool"]),
    ("docker\n  compose.yml", "", []),
    ("docker-compose.yml", "", []),
    ("docker run [OPTIONS] IMAGE [COMMAND] [ARG...]", "", []),
    ("Usage: docker run", "", []),
    ("PS C:\\> docker ps", "", []),
    ("docker run ^\n  -v a:/b ^\n  x", "", []),
    ("make\ndocker ps", "", ["make", "docker ps"]),
    (
        "# build\nNAME=a\ncd $NAME\ndocker build .\nout",
        "",
        ["# build", "NAME=a", "cd $NAME", "docker build ."],
    ),
    ("id=$(docker run -d x)\ndocker rm $id", "", ["id=$(docker run -d x)", "docker rm $id"]),
    ("docker run \\ \n  -d x\nout", "", ["docker run \\ ", "  -d x"]),
    ("docker run \\\n  # why\n  -d x \\\n  y\nout", "", ["docker run \\", "  # why", "  -d x \\", "  y"]),
    (
        "docker run \\\n  # why\n  # so\n  --name x",
        "",
        ["docker run \\", "  # why", "  # so", "  --name x"],
    ),
    ("docker run x\n  -d: an option", "", ["docker run x"]),
    ("docker run x\n# why\n-d", "", ["docker run x", "# why"]),
    ("mvn package\ndocker build .", "", ["mvn package", "docker build ."]),
    (
        "sudo usermod -aG docker me\nnewgrp docker\ndocker ps",
        "",
        ["sudo usermod -aG docker me", "newgrp docker", "docker ps"],
    ),
    ("snapshots are taken\ndocker ps", "", []),
    ("cd x\nsome output\ndocker ps", "", []),
    ("cd x\nmake", "", []),
    ("", "", []),
]


@pytest.mark.parametrize(("text", "tag", "expected"), WITHOUT_PROMPTS)
def test_blocks_without_prompts(text: str, tag: str, expected: list[str]) -> None:
    assert commands(text, tag) == expected


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("a", ""),
        ("a \\", "backslash"),
        ("a \\\\", ""),
        ("a '", "quote"),
        ('a "b\\"', "quote"),
        ("a # it's", ""),
        ("a#'b'", ""),
        ("cat <<E", "here-document"),
        ("cat <<< E", ""),
        ("echo $((1<<2))", ""),
        ("if a; then", "compound"),
        ("if a; then b; fi", ""),
        ("a && ", "compound"),
        ("{ a", "compound"),
    ],
)
def test_unfinished(text: str, open_: str) -> None:
    command = Unfinished()
    command.feed(text)
    assert command.open == open_


@pytest.mark.parametrize(
    "line",
    [
        "127.0.0.1:6379> AUTH public",
        "127.0.0.1:6379[1]> set a b",
        "localhost:6379> get a",
        "mysql> use shop",
        "MariaDB [(none)]> create database shop;",
        "MariaDB [shop]> select 1;",
        "postgres=# create table a(b int);",
        "shop-> );",
        "sqlite> .save x.db",
        ">>> open('x')",
        "cqlsh:shop> use x;",
        "irb(main):001> File.write('a', 'b')",
        "In [1]: import os",
        "PS C:\\Users\\me> docker ps",
        "C:\\Users\\me>docker ps",
    ],
)
def test_lines_behind_other_programs_prompts_are_no_commands(line: str) -> None:
    assert commands(f"docker exec -it db bash\n{line}\nOK", "bash") == ["docker exec -it db bash"]
    assert commands(f"docker exec -it db bash\n{line}\nOK\ndocker stop db", "bash")[-1] == "docker stop db"


@pytest.mark.parametrize(
    "line",
    [
        "docker exec db dump > x.sql",
        "2> /dev/null echo",
        "1>x echo",
        "echo>x",
        "name=value",
        "a=1 docker ps",
        "user@host> x",
    ],
)
def test_redirections_are_no_prompts(line: str) -> None:
    command_lines = commands(f"myapp start\n{line}\nmyapp stop", "bash")
    assert (line in command_lines) is (line != "user@host> x")


def test_an_angle_may_be_the_prompt() -> None:
    assert commands("> docker run x\nout\n> docker ps", "bash") == ["docker run x", "docker ps"]
    assert commands("# first\n> docker run \\\n>   x\nout", "console")[-2:] == ["docker run \\", "  x"]
    assert commands("> this is a quotation", "bash") == ["> this is a quotation"]
    assert commands("> docker run x\nout", "") == ["docker run x"]
