"""What persistlint makes of command lines, by the way that every script takes: quoted into a shell script, analysed, printed by ``inspect``."""

from __future__ import annotations

import random
import shlex
from typing import Any

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.docker.commands import Command
from persistlint.docker.option_table import NEWEST, Version
from persistlint.docker.to_json import command_fields
from persistlint.docker.understand import understand
from persistlint.report.inspect_report import inspect_document
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

#: What stands for itself without quotes.
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:,@%+")


class Reading:
    """One line as read: ``inspect``'s entry with the client version in force, and with the newest one."""

    __slots__ = ("command", "fields", "newest", "newest_command")

    def __init__(self, fields: dict[str, Any], command: Command) -> None:
        self.fields = fields
        self.command = command
        self.newest_command = understand(command.invocation, NEWEST)
        self.newest: dict[str, Any] = command_fields(self.newest_command)


def quoted(word: str, source: random.Random) -> str:
    """One of the ways to write a word in bash."""
    styles = ["single", "single"]
    if word and all(character in _PLAIN for character in word):
        styles += ["plain", "plain", "plain"]
    if not set(word) & set('\\"$`!'):
        styles.append("double")
    if "\n" not in word and word.isascii() and word:
        styles.append("escaped")
    style = source.choice(styles)
    if style == "plain":
        return word
    if style == "double":
        return f'"{word}"'
    if style == "escaped":
        return "".join(character if character in _PLAIN else "\\" + character for character in word)
    return shlex.quote(word) if source.random() < 0.8 else "'" + word.replace("'", "'\\''") + "'"


def script_of(lines: list[list[str]], seed: int = 0, program: str = "docker") -> tuple[bytes, dict[int, int]]:
    """Return a script with one command a line of words, and which line of words starts at which line of the text."""
    source = random.Random(seed)
    out = ["#!/bin/bash"]
    starts: dict[int, int] = {}
    at = 2
    for number, words in enumerate(lines):
        text = f"{program} " + " ".join(quoted(word, source) for word in words)
        starts[at] = number
        out.append(text)
        at += 1 + text.count("\n")
    return ("\n".join(out) + "\n").encode(), starts


def read_all(
    lines: list[list[str]], version: Version, root: str, seed: int = 0, program: str = "docker"
) -> list[Reading | str]:
    """Return each line as read; a text that says why where the script didn't give exactly that command."""
    data, starts = script_of(lines, seed, program)
    settings = Settings()
    settings.client_version = version
    analysis = analyse(Document("lines.sh", data, "shell"), Workspace(root), settings)
    entries = inspect_document([analysis])["commands"]
    readings: list[Reading | str] = ["inspect lists no command there"] * len(lines)
    for entry, (command, _) in zip(entries, analysis.commands, strict=True):
        number = starts.get(entry["line"])
        if number is None:
            continue
        words = [program, *lines[number]]
        if entry["argv"] != words:
            readings[number] = f"other words: {entry['argv']}"
        else:
            readings[number] = Reading(entry, command)
    return readings
