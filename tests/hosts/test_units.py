"""Commands of systemd's units."""

import pytest

from persistlint.api import analyse
from persistlint.hosts.units import read_service
from tests.hosts.shown import text_of
from tests.rules.told import fixed


def shown(text: str, path: str = "db.service") -> list[str]:
    return [text_of(fragment) for fragment in read_service(path, text.encode())]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("docker run x", ["docker run x"]),
        ("-/usr/bin/docker rm -f x", ["/usr/bin/docker rm -f x"]),
        ("@docker run x", ["docker run x"]),
        ("docker run 'a b' \"c d\"e", ["docker run 'a b' 'c de'"]),
        ("docker run \\\n  -d \\\n# c\n  x", ["docker run -d x"]),
        ("docker run $$A a%%b %p %i %h", ["docker run '$A' a%b db '⟨%i⟩' '⟨%h⟩'"]),
        ("docker run ${IMAGE} $OPTS $NONE ${NONE}", ["docker run postgres:16 -a -b ⟨NONE⟩ '⟨NONE⟩'"]),
        ("docker run a\\x20b \\s", ["docker run 'a b' ' '"]),
        ("docker rm x ; docker run x > y", ["docker rm x", "docker run x '>' y"]),
        ("/bin/sh -c 'docker run x'", ["/bin/sh -c 'docker run x'"]),
    ],
)
def test_command_lines(line: str, expected: list[str]) -> None:
    text = f'[Service]\nEnvironment=IMAGE=postgres:16 "OPTS=-a -b"\nExecStart={line}\n'
    assert shown(text) == expected


def test_the_order_is_systemd_s_and_an_empty_value_takes_back() -> None:
    text = "[Service]\nExecStop=c\nExecStart=x\nExecStart=\nExecStart=b\nExecStartPre=a\n"
    assert shown(text) == ["a", "b", "c"]


def test_a_unit_s_finding_and_fix_stand_in_its_line() -> None:
    text = "[Service]\nExecStart=/usr/bin/docker run --name shop -e POSTGRES_PASSWORD=x postgres:16\n"
    (finding,) = analyse(text, path="shop.service").findings
    assert (finding.code, finding.line) == ("PSL101", 2)
    assert [edit.text for edit in finding.fixes[0].edits] == ["-v pgdata:/var/lib/postgresql/data "]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("db@.service", "[Service]\nExecStart=/usr/bin/docker run -e POSTGRES_PASSWORD=x postgres:16\n"),
        ("db@.container", "[Container]\nImage=docker.io/library/postgres:16\n"),
    ],
)
def test_instances_of_a_template_share_no_volume(name: str, text: str) -> None:
    assert fixed(text, name) == text
    assert "pgdata:/var/lib/postgresql/data" in fixed(text, name.replace("@", ""))
