"""The messages of all rules have one form: full sentences, the first one short, and words that agree in number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from persistlint.testing.pages import Project, read_page

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "rules" / "persistlint_rules").glob("*.md"))
BAD = sorted(path for path in (ROOT / "examples" / "bad").rglob("*") if path.is_file())

#: The first sentence stands alone in an editor's list of problems.
MOST_CHARACTERS = 120

#: Where a sentence ends; a quotation of docker's words may end it.
_END = re.compile(r"(?<=[.])\s+(?=[A-Z`“])")

#: Words of the catalogue about data, as messages use them: "PostgreSQL's database files". They stay objects: as the subject of a verb they
#: would need to agree with it.
_DATA = re.compile(
    r"'s (?:[a-z,]+ )*(?:files|data|messages|indexes|tables|queues|keys|settings) (?:of \S+ )?(?:is|are|isn't|aren't|goes|go|lies|lie)\b"
)


def problems(message: str) -> list[str]:
    """Return what is wrong with a message's form."""
    # What stands in backquotes is somebody else's text.
    text = re.sub(r"`[^`]*`", lambda sentences: "`" + "x" * (len(sentences.group()) - 2) + "`", message)
    first = _END.split(text)[0]
    sentences = []
    if not (text[0].isupper() or text[0] in "`“$"):
        sentences.append("it doesn't begin with a capital")
    if not text.endswith((".", "?")):
        sentences.append("it doesn't end with a full stop or a question mark")
    if len(first) > MOST_CHARACTERS:
        sentences.append(f"its first sentence has {len(first)} characters")
    if ";" in re.sub(r"“[^”]*”", "“”", text):
        sentences.append("a semicolon joins two sentences")
    if re.search(r"[.] [a-z]", re.sub(r"“[^”]*”", "“”", text)):
        sentences.append("a sentence begins with a small letter")
    if _DATA.search(text):
        sentences.append("words of the catalogue are the subject of a verb")
    if re.search(r"paths stay.*\b(?:it|It)\b", first + text[len(first) :].split(" Mount")[0]):
        sentences.append("several paths are called `it`")
    return sentences


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_messages_of_a_page(path: Path) -> None:
    said = 0
    for example in read_page(path).examples():
        for (name, line, code), _, message in Project(example.files).said:
            said += 1
            assert not problems(message), f"{code} in {name}, line {line}: {message}"
    assert said


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_messages_of_an_example(path: Path) -> None:
    for _, _, message in Project({path.name: path.read_text(encoding="utf-8")}).said:
        assert not problems(message), message


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        ("`db` keeps PostgreSQL's database files in memory only. Mount a volume.", 0),
        ("docker refuses this; nothing runs", 3),
        ("PostgreSQL's database files of `db` is in memory only.", 1),
        ("`/out/a` and 2 more paths stay inside the container. `--rm` deletes it.", 1),
        ("This goes. it stays.", 1),
        ("X" * 130 + ".", 1),
    ],
)
def test_the_form_is_held(message: str, wrong: int) -> None:
    assert len(problems(message)) == wrong
