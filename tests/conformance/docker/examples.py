"""The docker commands that the rule pages and the example scripts hold, as lines for the client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.docker.commands import Command
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

from .lines import OTHERS, SPELLINGS

#: Fenced blocks of a rule page, whatever their role.
_BLOCK = re.compile(r"^```(?:sh|bash|shell)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)

ROOT = Path(__file__).resolve().parents[3]


def scripts(root: Path = ROOT) -> Iterator[str]:
    """Yield the shell code of the pages and of the examples."""
    for page in sorted(root.glob("rules/*/*.md")):
        yield from _BLOCK.findall(page.read_text(encoding="utf-8"))
    for path in sorted(root.glob("examples/**/*.sh")):
        yield path.read_text(encoding="utf-8")


def lines(root: Path = ROOT) -> list[tuple[str, tuple[str, ...]]]:
    """Verb and words of each wholly known command of the verbs that are compared, each once."""
    by_verb_and_words: dict[tuple[str, tuple[str, ...]], None] = {}
    for text in scripts(root):
        document = Document("page.sh", text.encode(), "shell")
        analysis = analyse(document, Workspace(str(root / "nowhere")), Settings())
        # One page shows thousands of commands that differ by a number.
        for command, _ in analysis.commands[:200]:
            words = _words(command)
            if command.verb in (*SPELLINGS, *OTHERS) and words is not None:
                by_verb_and_words[command.verb, words] = None
    return list(by_verb_and_words)


def _words(command: Command) -> tuple[str, ...] | None:
    """Return the words after ``docker``; None where one isn't known, or the command is one that asks for files or networks."""
    if command.program != "docker" or not command.resolved:
        return None
    words = []
    for word in command.invocation.words[1:]:
        if word.text is None:
            return None
        words.append(word.text)
    if command.verb == "image build" and any("://" in word for word in words):
        return None
    return tuple(words)
