"""The examples of each rule's page, repeated: the rule takes calls in proportion to the text, also where the copies have names of their own.

Calls of functions are counted, never time. Hand-picked cases (``benchmarks/growth.py``) grow as they should long before these do.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import persistlint_rules
from persistlint.analysis.analyse import analyse
from persistlint.analysis.checked_fixes import keep_checked
from persistlint.analysis.workspace import Workspace
from persistlint.hosts.detect import language_of
from persistlint.settings.settings import Settings
from persistlint.testing.pages import read_page
from persistlint.text.document import Document

FOLDER = Path(persistlint_rules.__file__).parent
FEW, MANY = 20, 80
#: Linear is 1, quadratic 2. A world's commands, found by halving, and small numbers give a little more than 1.
MOST = 1.5

NAMES = {
    "shell": "run.sh",
    "dockerfile": "Dockerfile",
    "markdown": "README.md",
    "makefile": "Makefile",
}
#: What a text names: containers, and volumes in each way of naming them.
_NAMED = re.compile(
    r"--name[ =]\"?([A-Za-z][\w.-]*)|-v ([A-Za-z][\w.-]*):|volume create (?:\S+=\S+ |--\S+ )*([A-Za-z][\w.-]*)|(?:source|src)=([A-Za-z][\w.-]*)"
)


def copies(text: str, count: int, own_names: bool) -> str:
    """Return the text so many times; with ``own_names`` the containers and volumes of each copy have other names."""
    if not own_names:
        return "\n".join([text] * count)
    names = {name for match in _NAMED.findall(text) for name in match if name}
    if not names:
        return ""
    any_of = re.compile(rf"(?<![\w./:-])({'|'.join(map(re.escape, sorted(names)))})(?![\w.])")
    return "\n".join(any_of.sub(rf"\g<1>{number}", text) for number in range(count))


def calls(language: str, text: str) -> int:
    """Return how many functions are called for the analysis of the text and the check of its fixes."""
    settings = Settings()
    settings.root = "/nowhere"
    settings.select = ["ALL"]
    document = Document(f"/nowhere/{NAMES[language]}", text.encode(), language)
    count = 0

    def called(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        analysis = analyse(document, Workspace("/nowhere"), settings)
        keep_checked(analysis, Workspace("/nowhere"), settings)
    finally:
        sys.setprofile(before)
    return count


def texts(page: Path) -> Iterator[tuple[str, str]]:
    """Yield the language and text of each file of the page's examples."""
    for example in read_page(str(page)).examples():
        for name, text in example.files.items():
            language = language_of(f"/nowhere/{name or 'run.sh'}", text[:200].encode())
            if language in NAMES:
                yield language, text


def exponent(language: str, text: str, own_names: bool) -> float:
    """Return by which power of the number of copies the calls grow."""
    few, many = copies(text, FEW, own_names), copies(text, MANY, own_names)
    if not few:
        return 0.0
    # What is imported, decoded and compiled once doesn't count.
    calls(language, copies(text, 2, own_names))
    return math.log(calls(language, many) / calls(language, few), MANY / FEW)


@pytest.mark.long
@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda page: page.stem)
def test_calls_grow_with_the_copies_of_an_example(page: Path) -> None:
    for language, text in texts(page):
        for own_names in (False, True):
            growth = exponent(language, text, own_names)
            assert growth <= MOST, f"exponent {growth:.2f}, with names of their own: {own_names}\n{text}"
