"""An outline that rests on that of an earlier text is the one of the text alone, whatever was edited."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.shell.syntax.nodes import SimpleCommand
from persistlint.shell.syntax.outline import Outline, outline

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "examples").rglob("*.sh"))

#: What begins, ends and continues things, and what the reader looks far ahead for.
PIECES = [
    *("\n", "\n", "\n", " ", ";", "&", "&&", "||", "|", "\\\n", "#", " # comment\n", "!"),
    *(
        "'",
        '"',
        "`",
        "$(",
        ")",
        "$((",
        "))",
        "((",
        "${",
        "}",
        "${x",
        "$[",
        "]",
        "a[",
        "a[0]=1",
        "]=",
        "<(",
        "[",
    ),
    *(
        "if x; then\n",
        "else\n",
        "fi\n",
        "while x; do\n",
        "done\n",
        "case x in\n",
        "a) ;;\n",
        "esac\n",
        "for i in a; do ",
    ),
    *("f() {\n", "}\n", "{ ", "(", "[[ a == b ]]", "[[", "]]", "function g\n", "time ", "@test x {\n"),
    *(
        "cat <<EOF\n",
        "cat <<'EOF'; echo b\n",
        "EOF\n",
        "<<-X ",
        "\tX\n",
        "> f",
        "&> g",
        "a=(",
        "x=1 ",
        "@(a|b",
        "=~ ",
    ),
    *("echo a\n", "docker run img\n", "echo $x", "cat <<A <<B\n", "A\n", "B\n", "é", "\r\n", "\0"),
]


def dump(node: Any) -> Any:
    """Return a tree as plain data."""
    if isinstance(node, SimpleCommand):
        node.read()
    if isinstance(node, (list, tuple)):
        return [dump(child) for child in node]
    slots = [name for kind in type(node).__mro__ for name in getattr(kind, "__slots__", ())]
    if not slots or isinstance(node, (str, set, frozenset)):
        return node
    return (
        type(node).__name__,
        [(name, dump(getattr(node, name))) for name in sorted(slots) if not name.startswith("_")],
    )


def told(found: Outline) -> Iterator[Any]:
    for index, statement in enumerate(found.statements):
        yield (
            statement.at,
            statement.start,
            statement.extent,
            statement.background,
            statement.fresh,
            statement.far,
            found.digest(statement),
        )
        yield dump(found.node(index))
    yield dump(found.problems)


def check(texts: list[str]) -> None:
    earlier: list[Outline] = []
    for text in texts:
        data = text.encode("utf-8", "surrogateescape")
        parts = outline(data, False, earlier)
        assert list(told(parts)) == list(told(outline(data)))
        parts.forget_nodes()
        earlier = [parts, *(each for each in earlier if not each.problems)][:2]


@given(
    st.lists(st.sampled_from(PIECES), max_size=40),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 12), st.sampled_from(["", *PIECES])), max_size=6),
)
@settings(max_examples=1500)
def test_texts_of_pieces(pieces: list[str], edits: list[tuple[int, int, str]]) -> None:
    text = "".join(pieces)
    texts = [text]
    for at, removed, added in edits:
        at = min(at, len(text))
        text = text[:at] + added + text[at + removed :]
        texts.append(text)
    check(texts)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_edits_of_the_examples(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    chance = random.Random(script.name)
    texts = [text]
    for _ in range(12):
        at = chance.randrange(len(text) + 1)
        edited = text[:at] + chance.choice(["", *PIECES]) + text[at + chance.choice([0, 0, 1, 7, 60]) :]
        texts += [edited, text] if chance.random() < 0.5 else [edited]
        text = texts[-1]
    check(texts)


def test_an_edit_reads_what_it_changes() -> None:
    """Statements around an edit aren't read again: they have no tree."""
    lines = [f"echo {number}\n" for number in range(100)]
    first = outline("".join(lines).encode())
    first.forget_nodes()
    lines[50] = "echo here\necho there\n"
    second = outline("".join(lines).encode(), False, [first])
    assert len(second.statements) == 101
    assert sum(statement.node is not None for statement in second.statements) <= 4


@pytest.mark.parametrize(
    ("statement", "added"),
    [("echo $[ x", "]"), ("a[ x", "]=1"), ('a["b] x', '"]=1'), ("echo ${a[1]} $(( 1 + 2 ))", "))")],
)
def test_an_end_that_is_added_far_behind(statement: str, added: str) -> None:
    before = f"{statement}\n" + "echo b\n" * 20 + "echo c\n"
    check([before, f"{before[:-1]} {added}\necho d\n", before])
