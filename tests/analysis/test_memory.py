"""An analysis that remembers says what one that doesn't says: after any edit, whatever was there before."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from persistlint.analysis import reading
from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.memory import Memory
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

ROOT = Path(__file__).parents[2]
TEXTS = sorted(path for path in (ROOT / "examples").rglob("*") if path.suffix in (".sh", ".md", ""))
TEXTS = [path for path in TEXTS if path.is_file()]
PAGES = sorted((ROOT / "rules" / "persistlint_rules").glob("*.md"))


@pytest.fixture(autouse=True)
def every_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small worlds too are replayed from what earlier ones did."""
    monkeypatch.setattr(reading, "FEWEST", 1)


def told(analysis: Analysis) -> list[Any]:
    """All that a reader of the analysis can see of its findings, with the places where they are now."""

    def at(span: Any) -> tuple[str, int, int]:
        place = analysis.sources.place(span)
        return place.path, place.start, place.end

    found: list[Any] = []
    for finding in analysis.findings:
        related = [(at(one.span), one.message) for one in finding.related]
        fixes = [(fix.title, fix.safe, [(at(e.span), e.text) for e in fix.edits]) for fix in finding.fixes]
        found.append(
            (finding.code, finding.severity, finding.message, finding.when, at(finding.span), related, fixes)
        )
    found += [(finding.code, at(finding.span)) for finding in analysis.suppressed]
    found += [(at(span), why) for span, why in analysis.not_understood]
    found += [(command.verb, at(command.span), when) for command, when in analysis.commands]
    found += [(len(t.containers), len(t.volumes), len(t.writes), len(t.gaps)) for t in analysis.timelines]
    return found


def edited(text: bytes, chance: random.Random) -> bytes:
    """The text after an edit as people make them."""
    lines = text.split(b"\n")
    at = chance.randrange(len(lines))
    kind = chance.randrange(7)
    if kind == 0:
        lines.insert(at, b"# a comment")
    elif kind == 1:
        del lines[at]
    elif kind == 2:
        lines.insert(chance.randrange(len(lines)), lines[at])
    elif kind == 3:
        lines[at] += b' "'
    elif kind == 4:
        words = lines[at].split(b" ")
        del words[chance.randrange(len(words))]
        lines[at] = b" ".join(words)
    elif kind == 5:
        lines[at] = lines[at].replace(b"/", b"/x", 1)
    else:
        lines[at] = b"NAME=db" if chance.random() < 0.5 else b"set -o pipefail"
    return b"\n".join(lines)


def check(path: str, language: str, text: bytes, workspace: Workspace, seed: int, edits: int) -> None:
    chance = random.Random(seed)
    settings = Settings()
    settings.root = workspace.root
    memory = Memory()
    earlier = text
    for _ in range(edits):
        document = Document(path, text, language)
        assert told(analyse(document, workspace, settings, memory)) == told(
            analyse(document, workspace, settings)
        )
        # Now and then an edit is taken back.
        earlier, text = text, earlier if chance.random() < 0.3 else edited(text, chance)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_examples(path: Path) -> None:
    language = {"Dockerfile": "dockerfile", "README.md": "markdown"}.get(path.name, "shell")
    check(str(path), language, path.read_bytes(), Workspace(str(ROOT)), len(path.name), 12)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_rules_pages(page: Path) -> None:
    """Each page's blocks, as a document and as one script."""
    text = page.read_bytes()
    workspace = Workspace(str(ROOT / "nowhere"))
    check("page.md", "markdown", text, workspace, 1, 3)
    script = b"\n".join(block.split(b"\n", 1)[-1] for block in text.split(b"```")[1::2])
    check("page.sh", "shell", script, workspace, 2, 5)


def test_a_sourced_file_that_changes(tmp_path: Path) -> None:
    names = tmp_path / "names.sh"
    names.write_text("DATA=\n")
    workspace = Workspace(str(tmp_path))
    settings = Settings()
    settings.root = str(tmp_path)
    memory = Memory()
    path = str(tmp_path / "run.sh")
    text = b". ./names.sh\ndocker run -d --name db $DATA postgres:16\n"
    first = analyse(Document(path, text, "shell"), workspace, settings, memory)
    assert [finding.code for finding in first.findings] == ["PSL101"]
    again = analyse(Document(path, text + b"# x\n", "shell"), workspace, settings, memory)
    # What was asked is known to the second analysis, too, though it asked nothing.
    assert {lookup.name for lookup in again.lookups} >= {str(names)}
    names.write_text('DATA="-v pgdata:/var/lib/postgresql/data"\n')
    assert not analyse(Document(path, text, "shell"), workspace, settings, memory).findings
    names.unlink()
    gone = analyse(Document(path, text, "shell"), workspace, settings, memory)
    assert told(gone) == told(analyse(Document(path, text, "shell"), workspace, settings))


def test_a_dockerfile_that_changes(tmp_path: Path) -> None:
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text("FROM alpine:3.20\nVOLUME /data\n")
    workspace = Workspace(str(tmp_path))
    settings = Settings()
    settings.root = str(tmp_path)
    memory = Memory()
    document = Document(
        str(tmp_path / "run.sh"), b"docker build -t app .\ndocker run -d --name app app\n", "shell"
    )
    for text in ("FROM alpine:3.20\nVOLUME /data\n", "FROM alpine:3.20\n", "FROM postgres:16\n"):
        dockerfile.write_text(text)
        assert told(analyse(document, workspace, settings, memory)) == told(
            analyse(document, workspace, settings)
        )


def test_other_settings_are_other_findings(tmp_path: Path) -> None:
    workspace = Workspace(str(tmp_path))
    document = Document(str(tmp_path / "run.sh"), b"docker run -d --name db postgres:16\n", "shell")
    memory = Memory()
    first, second = Settings(), Settings()
    second.severity = {"PSL101": "hint"}
    severities = []
    for settings in (first, second, first):
        settings.root = str(tmp_path)
        (finding,) = analyse(document, workspace, settings, memory).findings
        severities.append(finding.severity)
    assert severities == ["warning", "hint", "warning"]
