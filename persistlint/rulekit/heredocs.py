"""Here-documents that the script's own shell expands: what reads them, and which variables their text sets itself."""

from __future__ import annotations

import re

from persistlint.docker.commands import ContainerCreate, ContainerExec, ImageBuild
from persistlint.durability.accesses.reader import SHELLS
from persistlint.rulekit import streams
from persistlint.shell.values import Literal, Unknown
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command
    from persistlint.shell.streams import Redirect

_NAME = regex(r"[A-Za-z_]\w*")


def reader_of(command: Command) -> str:
    """Return words for what reads a command's standard input and sets variables itself, "" for another reader."""
    if isinstance(command, ImageBuild):
        return "the Dockerfile" if command.dockerfile is not None else ""
    if isinstance(command, (ContainerCreate, ContainerExec)):
        started = streams.programs(command)
        if len(started) == 1 and started[0].invocation is None and started[0].name in SHELLS:
            # `sh script` reads the script, `sh -s x` standard input.
            texts = [word.text or "" for word in started[0].words[1:]]
            return "the container's shell" if all(text.startswith("-") for text in texts) else ""
    return ""


def expanded_own(document: Redirect, *, dockerfile: bool) -> list[Unknown]:
    """Return the expansions of variables that a here-document sets itself, unless the outer value is handed in (``ENV X=$X``)."""
    pieces = document.target.pieces if document.target is not None else ()
    text = "".join(piece.text if isinstance(piece, Literal) else "\0" for piece in pieces)
    expansions: list[Unknown] = []
    handed = set()
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Unknown) or piece.span is None or not _NAME.fullmatch(piece.name):
            continue
        before = pieces[index - 1] if index else None
        if isinstance(before, Literal) and re.search(rf"\b{piece.name}(=|\s+)[\"']?[^\s\"']*$", before.text):
            handed.add(piece.name)
        if _sets(piece.name, text, dockerfile):
            expansions.append(piece)
    return [piece for piece in expansions if piece.name not in handed]


def _sets(name: str, text: str, dockerfile: bool) -> bool:
    """Return whether the text gives the variable a value: an ENV or ARG, an assignment, ``for``, ``read``."""
    if dockerfile and re.search(
        rf"^[ \t]*(?:ENV|ARG)[ \t](?:[^\n]*[ \t])?{name}(?:[= \t]|$)", text, re.MULTILINE | re.IGNORECASE
    ):
        return True
    return bool(
        re.search(
            rf"(?:^|[;&|({{\n]|\b(?:do|then|else|RUN|export|local)[ \t])[ \t]*{name}=|\bfor[ \t]+{name}[ \t]+in\b|\bread[ \t]+(?:-\w+[ \t]+)*{name}\b",
            text,
        )
    )
