"""One cause, one finding: on every page's example and every example of the repository."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

import persistlint_rules
from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.hosts.detect import language_of
from persistlint.rules.topics import CONTAINER
from persistlint.settings.settings import Settings
from persistlint.testing.pages import read_page
from persistlint.text.document import Document

FOLDER = Path(os.path.dirname(persistlint_rules.__file__))
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
#: Pairs that stand at one word and are two causes: each is mended by another change.
TWO_CAUSES = {
    # A VOLUME's path: from where it counts, and whose it is.
    frozenset(("PSL501", "PSL504")),
}


def documents() -> list[tuple[str, Document]]:
    rows = []
    for page in sorted(FOLDER.glob("*.md")):
        for block in read_page(str(page)).blocks:
            if block.role in ("bad", "good") and block.language in ("sh", "bash", "dockerfile"):
                name = "Dockerfile" if block.language == "dockerfile" else "run.sh"
                language = "dockerfile" if block.language == "dockerfile" else "shell"
                rows.append((f"{page.stem}:{block.line}", Document(name, block.text.encode(), language)))
    for path in sorted(EXAMPLES.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            language = language_of(path.name, data)
            if language in ("shell", "dockerfile", "markdown"):
                rows.append((str(path.relative_to(EXAMPLES)), Document(path.name, data, language)))
    return rows


CASES = documents()


@pytest.mark.parametrize("document", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_one_cause_one_finding(document: Document) -> None:
    findings = analyse(document, Workspace("."), Settings()).findings
    by_span = defaultdict(set)
    by_place = defaultdict(set)
    for finding in findings:
        by_span[finding.span, finding.occurrence, finding.when].add(finding.code)
        if finding.topic is not None and finding.topic.topic is CONTAINER:
            for path in finding.topic.parts:
                by_place[id(finding.topic.subject), path].add(finding.code)
    for codes in by_span.values():
        loud = sorted(codes)
        for index, each in enumerate(loud):
            for other in loud[index + 1 :]:
                assert frozenset((each, other)) in TWO_CAUSES, (each, other)
    for (_, path), codes in by_place.items():
        assert path is None or len(codes) == 1, (path, codes)


def test_there_are_cases() -> None:
    assert len(CASES) > 200
