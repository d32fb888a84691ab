"""YAML with positions."""

import pytest

from persistlint.api import analyse
from persistlint.hosts.yaml_tree import (
    ESCAPED,
    Entry,
    Mapping,
    Node,
    Scalar,
    Sequence,
    first_wrong_line,
    read_yaml,
)


def plain(node: Node | None):
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if isinstance(node, Scalar) else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: b\n", {"a": "b"}),
        ("a:\n- b\n- c: d\n  e: f\n", {"a": ["b", {"c": "d", "e": "f"}]}),
        ('a: "x\\ty\\x41\\u00e9\\\n  z"\n', {"a": "x\tyAéz"}),
        ("a: 'it''s'\n", {"a": "it's"}),
        ("a: one\n  two\n\n  three\n", {"a": "one two\nthree"}),
        ('a: "one\n  two"\n', {"a": "one two"}),
        ("a: |\n  one\n   two\n\n  three\n", {"a": "one\n two\n\nthree\n"}),
        ("a: >-\n  one\n  two\n\n  three\n", {"a": "one two\nthree"}),
        ("a: |+\n  one\n\nb: c\n", {"a": "one\n\n", "b": "c"}),
        ("a: {b: c, d: [e, f], g}\n", {"a": {"b": "c", "d": ["e", "f"], "g": None}}),
        (
            "x: &x {b: c, d: e}\na:\n  <<: *x\n  d: f\n",
            {"x": {"b": "c", "d": "e"}, "a": {"b": "c", "d": "f"}},
        ),
        ("x: &x [b]\na: *x\n", {"x": ["b"], "a": ["b"]}),
        ("a: !reset null\nb: !!str 1\n", {"a": "null", "b": "1"}),
        ("a: b # c\n# d\n", {"a": "b"}),
        ("\ufeffa: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("", None),
    ],
)
def test_values(text, value):
    documents = read_yaml(text.encode()).documents
    assert (plain(documents[0]) if documents else None) == value


def test_every_piece_stands_where_it_says():
    text = "a: 'x''y'\nb: \"é\\tz\"\nc:\n  - >\n    one\n    two\nd: {e: f}\n".encode()

    def pieces(node):
        if isinstance(node, Mapping):
            for entry in node.entries:
                yield from pieces(entry.key)
                yield from pieces(entry.value)
        elif isinstance(node, Sequence):
            for item in node.items:
                yield from pieces(item)
        elif isinstance(node, Scalar):
            yield from node.pieces

    parts = list(pieces(read_yaml(text).documents[0]))
    assert len(parts) > 12
    for piece in parts:
        if piece.quoting != ESCAPED:
            assert text[piece.start : piece.end].decode() == piece.text


def test_a_half_typed_line_costs_itself_only():
    text = b"services:\n  db:\n    image: postgres:16\n    vol\n  web:\n    image: nginx\n"
    read = read_yaml(text)
    assert read.problem is not None
    assert plain(read.documents[0]) == {
        "services": {"db": {"image": "postgres:16"}, "web": {"image": "nginx"}}
    }


@pytest.mark.parametrize(
    "text", [b"a: &a [*a]\n", b"a: &a\n  b: *a\n", b"[" * 5000, b"- " * 5000, b"a: *nowhere\n"]
)
def test_it_ends_on_odd_texts(text):
    assert read_yaml(text) is not None


def test_anchors_that_multiply_cost_nothing():
    lines = ["a0: &a0 {x: y}"]
    lines += [f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    root = read_yaml("\n".join(lines).encode()).documents[0]
    assert isinstance(root, Mapping)
    entry = root.own("a11")
    assert isinstance(entry, Entry) and isinstance(entry.value, Mapping)
    assert len(list(entry.value.chain())) <= 200


def test_half_of_a_surrogate_pair_is_no_character():
    text = 'services:\n  db:\n    image: "post\\ud800gres"\n    command: "\\udfff"\n'
    assert analyse(text, path="compose.yaml").errors == ()
    (document,) = read_yaml(b'a: "x\\ud800y"').documents
    assert document.get("a").value.text == "x\ufffdy"


def test_what_is_merged_again_and_again_is_looked_through_once():
    lines = ["a0: &a0 {x: 1}"] + [f"a{at + 1}: &a{at + 1} {{<<: [*a{at}, *a{at}]}}" for at in range(40)]
    (root,) = read_yaml("\n".join(lines).encode()).documents
    last = root.own("a40").value
    # Those between have no entries of their own.
    assert list(last.chain()) == [last, root.own("a0").value]
    assert last.get("x").value.text == "1"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n  b: c\n\td: e\nf: g\n", 3),
        ("a:\n  - b\n  c: d\ne: f\n", 3),
        ("a: [b,\n  c,\n  d]\ne: 'f\ng: h\n", 4),
        ("a: b: c\n", 1),
        ("a: b\n" * 50 + 'c: "d" e\n' + "f: g\n" * 50, 51),
    ],
)
def test_where_a_text_breaks_off(text: str, line: int) -> None:
    place = first_wrong_line(text.encode())
    assert place is not None
    assert text.count("\n", 0, place[0]) + 1 == line


def test_a_text_that_nests_too_deep_has_no_such_line() -> None:
    assert first_wrong_line(b"- " * 5000 + b"a\n") is None
