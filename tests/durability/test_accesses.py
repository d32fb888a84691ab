"""What programs in a container do: writes, reads, deletes, installs, and what a write is for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.durability.accesses.reader import command_accesses
from persistlint.durability.paths import clean
from persistlint.shell.values import Literal, Unknown, Value, Word
from persistlint.text.spans import Span, document_anchor
from tests.durability.scenario import Scenario, timeline

SPAN = Span(document_anchor("x"), 0, 1)
KINDS = {"write": "w", "read": "r", "delete": "d", "install": "i"}


def accesses(script, cwd="/w", home="/root"):
    words = [Word(Value.of(text), SPAN) for text in ("sh", "-c", script)]
    return command_accesses(words, SPAN, Value.of(cwd), Value.of(home))


def said(script, **options):
    """As ``w:/path`` with ``?`` where it may not happen."""
    return [
        f"{KINDS[access.kind]}:{access.target.display()}{'' if access.happened else '?'}"
        for access in accesses(script, **options)
    ]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("echo hi > /d/f", ["w:/d/f"]),
        ("echo hi >> f", ["w:/w/f"]),
        ("echo hi >| /d/f", ["w:/d/f"]),
        ("make &> log", ["w:/w/log"]),
        ("make 2> err 1> out", ["w:/w/err", "w:/w/out"]),
        ("make > /dev/null 2>&1", []),
        ("cat < /d/f", ["r:/d/f"]),
        ("cd /x && touch f", ["w:/x/f"]),
        ("cd /x; cd y; touch ../f", ["w:/x/f"]),
        ("(cd /x; touch f); touch g", ["w:/x/f", "w:/w/g"]),
        ("touch ~/f", ["w:/root/f"]),
        ("echo x | tee /d/f", ["w:/d/f"]),
        ("echo x | tee -a /d/f /d/g", ["w:/d/f", "w:/d/g"]),
        ("cp /a /b", ["w:/b", "r:/a"]),
        ("cp -r /a/x /b/", ["w:/b/x", "r:/a/x"]),
        ("cp -t /b /a", ["w:/b/a", "r:/a"]),
        ("cp --target-directory=/b /a", ["w:/b/a", "r:/a"]),
        ("mv /a /b", ["w:/b", "r:/a", "d:/a"]),
        ("install -m 755 a /usr/local/bin/a", ["w:/usr/local/bin/a", "r:/w/a"]),
        ("install -d /d/x", ["w:/d/x"]),
        ("rsync -a /a/ /b", ["w:/b", "r:/a"]),
        ("rsync -a /a/ host:/b", ["r:/a"]),
        ("ln -s /a /b", ["w:/b"]),
        ("touch -c /d/f", []),
        ("mkdir -p /d/x /d/y", ["w:/d/x", "w:/d/y"]),
        ("dd if=/a of=/b bs=1M", ["r:/a", "w:/b"]),
        ("dd if=/dev/zero of=/b", ["w:/b"]),
        ("tar cf /b.tar /a", ["w:/b.tar", "r:/a"]),
        ("tar cvf /b.tar -C /d x", ["w:/b.tar", "r:/d/x"]),
        ("tar -czf b.tgz .", ["w:/w/b.tgz", "r:/w"]),
        ("tar --create --file=/b.tar /a", ["w:/b.tar", "r:/a"]),
        ("tar cz /a", ["r:/a"]),
        ("tar cf - /a", ["r:/a"]),
        ("tar xf /b.tar -C /d", ["r:/b.tar", "w:/d"]),
        ("tar xf /b.tar", ["r:/b.tar", "w:/w"]),
        ("tar tf /b.tar", ["r:/b.tar"]),
        ("zip -r /b.zip /a", ["w:/b.zip", "r:/a"]),
        ("unzip /b.zip -d /d", ["r:/b.zip", "w:/d"]),
        ("gzip /a", ["r:/a", "w:/a.gz", "d:/a"]),
        ("gzip -c /a > /b", ["w:/b", "r:/a"]),
        ("gunzip /a.gz", ["r:/a.gz", "w:/a", "d:/a.gz"]),
        ("curl -o /d/f https://x.org/y", ["w:/d/f"]),
        ("curl -sSLo /d/f https://x.org/y", ["w:/d/f"]),
        ("curl -O https://x.org/y/z.tgz", ["w:/w/z.tgz"]),
        ("curl https://x.org/y", []),
        ("curl -o /dev/null https://x.org", []),
        ("wget -O /d/f https://x.org/y", ["w:/d/f"]),
        ("wget -qO- https://x.org/y", []),
        ("wget -P /d https://x.org/y/z.tgz", ["w:/d/z.tgz"]),
        ("wget https://x.org/y/z.tgz", ["w:/w/z.tgz"]),
        ("git clone https://x.org/a/b.git", ["w:/w/b"]),
        ("git clone --depth 1 https://x.org/a/b /src", ["w:/src"]),
        ("pg_dump -f /d/f app", ["r:⟨database⟩", "w:/d/f"]),
        ("pg_dump --file=/d/f app", ["r:⟨database⟩", "w:/d/f"]),
        ("mysqldump -r /d/f app", ["r:⟨database⟩", "w:/d/f"]),
        ("mysqldump --result-file=/d/f app", ["r:⟨database⟩", "w:/d/f"]),
        ("mongodump --out /d", ["r:⟨database⟩", "w:/d"]),
        ("mongodump --archive=/d/f", ["r:⟨database⟩", "w:/d/f"]),
        ("mongodump --archive", ["r:⟨database⟩"]),
        ("mongodump", ["r:⟨database⟩", "w:/w/dump"]),
        ("sqlite3 /d/a.db 'create table t(x)'", ["w:/d/a.db"]),
        ("sqlite3 /d/a.db 'SELECT 1'", ["r:/d/a.db"]),
        ("openssl req -x509 -newkey rsa:2048 -keyout /k -out /c", ["w:/c", "w:/k"]),
        ("sed -i s/a/b/ /d/f", ["w:/d/f"]),
        ("sed s/a/b/ /d/f", ["r:/d/f"]),
        ("sed -i.bak -e s/a/b/ /d/f", ["w:/d/f"]),
        ("gcc -o /out/a a.c", ["w:/out/a"]),
        ("go build -o /out/a ./cmd", ["w:/out/a"]),
        ("rm -rf /d/x", ["d:/d/x"]),
        ("find /d -delete", ["d:/d"]),
        ("find /d -name '*.log' -delete", ["d:/d?"]),
        ("find /d -type f", ["r:/d"]),
        ("ls -l /d", ["r:/d"]),
        ("head -n 3 /d/f", ["r:/d/f"]),
        ("tail -f /d/f", ["r:/d/f"]),
        ("grep -r x /d", ["r:/d"]),
        ("grep -e x /d/f", ["r:/d/f"]),
        ("if [ -f /d/f ]; then touch /d/g; fi", ["w:/d/g?"]),
        ("mkdir -p /d && touch /d/f", ["w:/d", "w:/d/f"]),
        ("./work || touch /d/f", ["w:/d/f?"]),
        ("bash -lc 'touch /d/f'", ["w:/d/f"]),
        ("bash -eo pipefail -c 'touch /d/f'", ["w:/d/f"]),
        ("env A=b timeout 5 touch /d/f", ["w:/d/f"]),
        ("su-exec app touch /d/f", ["w:/d/f"]),
        ("unknown-tool /d/f", []),
        ("touch --help", []),
        ("touch $F", ["w:⟨F⟩?"]),
        ("touch /d/$F", ["w:/d/⟨F⟩"]),
        ("echo x > /d/$(date).txt", ["w:/d/⟨$(date)⟩.txt"]),
    ],
)
def test_what_a_script_does(script, expected):
    assert said(script) == expected


@pytest.mark.parametrize(
    ("script", "packages"),
    [
        ("apt-get install -y vim curl", ["vim", "curl"]),
        ("apt install vim=1.2", ["vim=1.2"]),
        ("DEBIAN_FRONTEND=noninteractive apt-get -qq install vim", ["vim"]),
        ("apk add --no-cache git", ["git"]),
        ("apk add -t deps git", ["git"]),
        ("dnf install -y git", ["git"]),
        ("yum -y install git", ["git"]),
        ("microdnf install git", ["git"]),
        ("zypper in git", ["git"]),
        ("pacman -Sy git", ["git"]),
        ("pip install requests", ["requests"]),
        ("python -m pip install -r requirements.txt", ["requirements.txt"]),
        ("npm install -g yarn", ["yarn"]),
        ("gem install bundler", ["bundler"]),
    ],
)
def test_installs(script, packages):
    (install,) = [access for access in accesses(script) if access.kind == "install"]
    assert install.packages == packages
    assert install.rank == "install"


@pytest.mark.parametrize(
    "script",
    [
        "apt update",
        "apt-get update && apt-get upgrade -y",
        "apk update",
        "pip --version",
        "npm ci",
        "apt-get install --help",
    ],
)
def test_no_installs(script):
    assert [access for access in accesses(script) if access.kind == "install"] == []


@pytest.mark.parametrize(
    ("script", "ranks"),
    [
        ("mkdir /d; echo hi > /d/f", ["scratch", "result"]),
        ("echo a > /d/a; echo b > /d/b", ["data", "result"]),
        ("tar cf /d/a.tar /x; touch /d/b", ["result", "result"]),
        ("echo x > /tmp/f", ["scratch"]),
        ("echo x > /var/cache/f", ["scratch"]),
        ("echo x > /etc/f", ["data"]),
        ("echo x > /d/.rc", ["data"]),
        ("mkdir /d", ["data"]),
        # M01: a write and its only reader in one command.
        ("echo x > /d/f && cat /d/f", ["scratch"]),
        ("git clone https://x.org/a/b && cd b && make", ["scratch"]),
        ("git clone https://x.org/a/b /src", ["data"]),
        ("curl -o /x.tgz https://x.org/x.tgz && tar xf /x.tgz -C /opt", ["scratch", "result"]),
    ],
)
def test_ranks(script, ranks):
    assert [access.rank for access in accesses(script) if access.kind == "write"] == ranks


def test_the_spans_are_where_the_paths_are_written():
    scenario = Scenario('docker run --rm -v data:/d busybox sh -c \'echo "x" > /d/f; cp /d/f "/d/g h"\'')
    assert [scenario.text(write.span) for write in scenario.timeline().writes] == ["/d/f", "/d/g h"]


def test_a_here_document_is_the_program():
    # M04
    text = "docker run --rm -i ubuntu sh <<'EOF'\necho data > /out/result.txt\nEOF\n"
    assert [write.target.text for write in timeline(text).writes] == ["/out/result.txt"]
    # M52: without -i nothing is read.
    assert timeline(text.replace(" -i", "")).writes == []


def test_an_unquoted_here_document_is_expanded_outside():
    text = "OUT=/srv\ndocker exec -i cc bash <<EOF\necho data > $OUT/f\nEOF\n"
    assert [write.target.text for write in timeline(text).writes] == ["/srv/f"]


def test_relative_paths_need_a_working_directory():
    assert [write.target.text for write in timeline("docker run --rm ubuntu touch f").writes] == ["/f"]
    assert [write.target.text for write in timeline("docker run --rm -w /x myapp touch f").writes] == ["/x/f"]
    assert [write.target.text for write in timeline("docker run --rm golang touch f").writes] == ["/go/f"]
    write = timeline("docker run --rm myapp touch f").writes[0]
    assert (write.target.display(), write.durability) == ("⟨working directory⟩/f", "unknown")


def test_the_callers_home_is_not_the_containers():
    write = timeline('docker run --rm ubuntu sh -c "touch $HOME/f"').writes[0]
    assert write.durability == "unknown"
    assert timeline("docker run --rm ubuntu sh -c 'touch ~/f'").writes[0].target.text == "/root/f"
    assert timeline("docker run --rm -u 1000 ubuntu sh -c 'touch ~/f'").writes[0].durability == "unknown"


def test_a_partly_unknown_path_below_a_mount():
    text = "docker run --rm -v data:/backup busybox sh -c 'touch /backup/$(date +%F).sql'"
    assert timeline(text).writes[0].durability == "volume"
    nested = text.replace("-v data:/backup", "-v data:/backup -v more:/backup/x")
    assert timeline(nested).writes[0].durability == "unknown"


# -- anything ---------------------------------------------------------------------------------------------------------

PROGRAMS = [
    "cp",
    "mv",
    "tar",
    "dd",
    "curl",
    "wget",
    "git",
    "sed",
    "find",
    "rm",
    "apt",
    "pip",
    "sqlite3",
    "sh",
    "zip",
    "test",
    "gzip",
]
WORD = st.one_of(
    st.sampled_from(
        [
            "-o",
            "-f",
            "-c",
            "--",
            "-",
            "-C",
            "--output=",
            "clone",
            "install",
            "/d/f",
            "of=/x",
            "xf",
            "-t",
            "",
            "-delete",
        ]
    ),
    st.text(max_size=6),
)


@given(st.sampled_from(PROGRAMS), st.lists(st.tuples(WORD, st.booleans()), max_size=8))
@settings(max_examples=400)
def test_no_words_break_it(program, rest):
    words = [Word(Value.of(program), SPAN)]
    for index, (text, each) in enumerate(rest):
        value = Value.of(text) if each else Value((Literal(text), Unknown("X", ("x", index))))
        words.append(Word(value, SPAN, opaque=not each and index % 2 == 0))
    for access in command_accesses(words, SPAN, Value.of("/w")):
        text = access.target.text
        assert access.kind in KINDS
        if text is not None and text:
            assert text.startswith("/")
            assert text == clean(text)


@given(st.text(alphabet="ab/.", max_size=24))
def test_clean_is_what_it_says(path):
    cleaned = clean("/" + path)
    assert cleaned == clean(cleaned)
    assert cleaned.startswith("/")
    assert not {"", ".", ".."} & set(cleaned[1:].split("/")) or cleaned == "/"
