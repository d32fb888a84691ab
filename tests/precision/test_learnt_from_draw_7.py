"""Classes of errors of draw 7: what was said falsely, and the look-alikes that stay loud."""

from __future__ import annotations

import pytest

from persistlint.hosts.yaml_lines import with_joined_lines
from persistlint.hosts.yaml_tree import Mapping, Scalar, Sequence, read_yaml
from tests.rules.told import messages, told


def severities(code: str, text: str, path: str) -> list[str]:
    return [severity for _, severity in told(code, text, path)]


WEB = "services:\n  web:\n    image: nginx:1.27\n"


@pytest.mark.parametrize(
    "more",
    [
        '    command: [ "a",\n    "b"]\n',
        '    command: [ "a",\n"b"]\n',
        "    command: [\n      a\n  ]\n",
        "    command: [ a, # one\n  b]\n",
        "    command: [ a, # it's [\n  b]\n",
        "    command: [a,\n\t\tb]\n    hostname: c\n",
        '    labels: { "a": "b",\n  "c": "d"\n}\n',
        '    x-a: {"a":["b",\n"c"], d: "e ]"}\n',
        '    command: "a\n  b"\n',
        "    hostname: 'it''s\n\n b'\n",
        '    hostname: "a \\\n b \\" c"\n',
        '    command: ["nc", -,\n  "b"]\n',
        '    command: "a"# said\n',
        "    hostname: \"it\\'s a \\' b\"\n",
        "    entrypoint: |\n      x: [\n    command: [a,\n    b]\n",
        '    command: [ "a",\r\n    "b"]\r\n',
    ],
)
def test_lines_that_compose_takes(more: str) -> None:
    assert told("PSL226", WEB + more, "compose.yaml") == []


@pytest.mark.parametrize(
    "more",
    [
        '    command: [ "a",\n    "b"\n    hostname: c\n',
        '    command: [ "a"\n    "b"]\n',
        "    command: [\n---\n]\n",
        '    command: "a\n    hostname: c\n',
        '    command: "a" b\n',
        '    command: "a\n  b" c\n',
        "    command: a\n  hostname: b\n   c: d\n",
        "    command: [- a]\n",
        '    labels: {"a": "b",\n  "c": "d"\n',
        '    labels:\n      "a\n  b": c\n',
    ],
)
def test_lines_that_compose_refuses(more: str) -> None:
    (message,) = messages("PSL226", WEB + more, "compose.yaml")
    assert "It is no YAML from here on" in message


def test_joined_lines_keep_their_places_and_values() -> None:
    text = b"a: [ 'b\n c', d\n  e,\n-, \"f\\'g\"]\nh: i\n"
    assert len(with_joined_lines(text)) == len(text)
    read = read_yaml(text)
    assert read.problem is None
    (root,) = read.documents
    assert isinstance(root, Mapping)
    first, second = root.entries
    assert isinstance(first.value, Sequence)
    assert isinstance(second.value, Scalar)
    assert [item.text for item in first.value.items if isinstance(item, Scalar)] == ["b c", "d e", "-", "f'g"]
    assert text[second.value.start : second.value.end] == b"i"


def test_what_is_not_closed_is_looked_for_a_few_times_only() -> None:
    text = b"a: [\n" * 2000
    assert with_joined_lines(text) == text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("927e98542471", []),
        ("-1e400", []),
        ("_1", []),
        ("._5", []),
        (".5_0", []),
        ("927e98", ["error"]),
        ("1e-400", ["error"]),
        ("1_000", ["error"]),
        ("0o17", ["error"]),
        ("0x1F", ["error"]),
        (".5", ["error"]),
        ("+1", ["error"]),
        ("12:30:45", []),
        ("yes", []),
        ("true", ["error"]),
        ("~", ["error"]),
    ],
)
def test_what_is_a_number(value: str, said: list[str]) -> None:
    assert severities("PSL226", f"{WEB}    hostname: {value}\n", "compose.yaml") == said
