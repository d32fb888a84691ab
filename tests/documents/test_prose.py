"""The documents are read by people who learnt English and docker last year: short sentences, links that lead somewhere, words explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from persistlint.report.pages import render_page
from persistlint.report.style import Style
from persistlint.rules.pages import portable
from tests.documents.prose import paragraphs, prose_lines, sentences, word_count

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
RULES = sorted((ROOT / "rules" / "persistlint_rules").glob("*.md"))
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *RULES,
]

#: Pages that only the built site has (tests/site looks at them).
_OF_THE_SITE = re.compile(r"(?:\.\./)?(?:rules/(?:index|PSL\d{3})|security)\.md")

#: A reader reads so many words of such text in a minute.
WORDS_A_MINUTE = 230

#: Terms that a newcomer doesn't know, as pages write them, with their entries in the glossary.
TERMS = {
    "anonymous-volume": r"anonymous volumes?",
    "named-volume": r"named volumes?",
    "bind-mount": r"bind[ -]mounts?",
    "tmpfs": r"tmpfs",
    "container-layer": r"container(?:'s|s'|) (?:own )?(?:writable )?layer",
    "volume-instruction": r"VOLUMEs?",
    "build-context": r"build context",
}


def name(path: Path) -> str:
    """Return the path as a test's name shows it."""
    return path.relative_to(ROOT).as_posix()


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    text = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading.lstrip("#").strip()).lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_no_sentence_is_longer_than_forty_words(path: Path) -> None:
    sentences_of_page = list(sentences(path.read_text(encoding="utf-8")))
    assert sentences_of_page
    long = [f"line {line}: {text}" for line, text in sentences_of_page if word_count(text) > 40]
    assert not long, "\n".join(long)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_to_files_lead_somewhere(path: Path) -> None:
    wrong = []
    for number, line in prose_lines(path.read_text(encoding="utf-8")):
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`(?!\])", "", line)):
            if "://" in target or target.startswith("mailto:") or _OF_THE_SITE.fullmatch(target):
                continue
            file, _, fragment = target.partition("#")
            there = (path.parent / file).resolve() if file else path
            if not there.exists():
                wrong.append(f"line {number}: {target}")
            elif fragment:
                lines = prose_lines(there.read_text(encoding="utf-8"))
                if fragment not in {anchor(row) for _, row in lines if row.startswith("#")}:
                    wrong.append(f"line {number}: {target}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", RULES, ids=name)
def test_a_page_links_to_the_glossary_where_it_first_uses_a_term(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = [row for _, row in prose_lines(text) if not row.startswith("#")]
    prose = "\n".join(re.sub(r"`[^`]*`(?!\])", "", row) for row in lines)
    unlinked = re.sub(r"\[[^\]]*\]\([^)]*\)", "", prose)
    missing = [
        f"[{used[0]}](../../docs/glossary.md#{entry})"
        for entry, pattern in TERMS.items()
        if (used := re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", unlinked)) is not None
        and f"docs/glossary.md#{entry})" not in prose
    ]
    assert not missing, f"link where it first stands: {', '.join(missing)}"


@pytest.mark.parametrize("path", RULES, ids=name)
def test_links_to_files_are_no_noise_where_there_are_no_files(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "glossary.md" not in render_page(text, Style())
    assert "glossary.md" not in portable(text)
    assert portable(text).count("](https://") == text.count("](https://")


def test_each_entry_of_the_glossary_has_two_sentences() -> None:
    entries: dict[str, list[str]] = {}
    heading = ""
    for line in GLOSSARY.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            heading = line
        elif heading.startswith("###"):
            entries.setdefault(heading, []).append(line)
    assert len(entries) > 20
    for entry, lines in entries.items():
        assert len(list(sentences("\n".join(lines)))) == 2, entry
    assert {anchor(entry) for entry in entries} >= set(TERMS)


def test_the_architecture_is_read_in_ten_minutes() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert sum(word_count(paragraph) for _, paragraph in paragraphs(text)) < 10 * WORDS_A_MINUTE
