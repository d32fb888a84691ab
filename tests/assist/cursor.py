"""A text with a cursor: ``▮`` marks the offset. Analyses of such texts."""

from __future__ import annotations

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

CURSOR = "▮"


def settings() -> Settings:
    settings = Settings()
    settings.root = "/project"
    return settings


def analysed(text: str, path: str = "/project/script.sh", language: str = "shell", files=None):
    """Return the analysis of ``text``; ``files`` are further files of the project, by path."""
    workspace = Workspace("/project")
    workspace.open_texts.update({name: content.encode() for name, content in (files or {}).items()})
    document = Document(path, text.encode("utf-8", "surrogateescape"), language)
    return analyse(document, workspace, settings())


def at(text: str, path: str = "/project/script.sh", language: str = "shell", files=None):
    """Return the analysis of ``text`` without its cursor, and the cursor's offset."""
    before, mark, after = text.partition(CURSOR)
    assert mark and CURSOR not in after, "the text needs one cursor"
    return analysed(before + after, path, language, files), len(before.encode("utf-8", "surrogateescape"))
