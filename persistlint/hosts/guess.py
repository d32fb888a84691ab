"""Guesses of a text's language from the text alone: standard input has no name, and some files' names say nothing."""

from __future__ import annotations

from persistlint.hosts.detect import DIALECTS, holds_jobs, holds_services, interpreter_of
from persistlint.text.regex import regex

_FIRST_FROM = regex(
    rb"(?is)\A(?:[ \t\r\f\v]*(?:#[^\n]*|ARG[ \t]+\w+[^\n]*)?\n)*[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*\S+(?:[ \t]+AS[ \t]+\S+)?[ \t]*\r?(?:\n|\Z)"
)
_SERVICES = regex(rb"(?m)^services:[ \t]*\r?$")
_IMAGE_OR_BUILD = regex(rb"(?m)^[ \t]+(?:image|build):")
_YAML_LINE = regex(rb"(?:---[ \t]*\r?|[A-Za-z_][A-Za-z0-9_.-]*:(?:[ \t][^\n]*)?\r?)\Z")
_TITLE_AND_PROSE = regex(rb"\A\s*#{1,2} [^\n]+\n\s*\n[A-Z][a-z]+ [^\n]*[.:]\r?\n")
_FENCE = regex(rb"(?m)^(?:```|~~~)")
_SERVICE = regex(rb"(?m)^\[Service\][ \t]*\r?$")
_EXEC = regex(rb"(?m)^Exec\w+[ \t]*=")
_QUADLET = regex(rb"(?m)^\[(?:Container|Volume|Pod|Build|Image|Network)\][ \t]*\r?$")
#: A target with a recipe.
_TARGET = regex(rb"(?m)^[A-Za-z0-9_./%$(){} -]+:(?![=:])[^=\n]*\n\t[^\n]*\S")
#: Programs in other languages: how their first line may begin, and what another line has. Deep in a script these may be a here-document's.
_PROGRAMS = (
    (
        "Python",
        regex(rb"from [\w.]+ import [\w*(]|import [\w., ]+\r?\Z|(?:def|class) \w+[^\n]*:\r?\Z"),
        regex(rb"(?m)^\s*(?:def \w+\(|class \w+|print\(|from [\w.]+ import |\w+ = |if [^\n]+:\r?$)"),
    ),
    ("C or C++", regex(rb"#include[ \t]*[<\"]"), regex(rb"(?m);[ \t]*\r?$")),
    ("Go", regex(rb"package \w+\r?\Z"), regex(rb"(?m)^(?:func |import )")),
    (
        "JavaScript",
        regex(rb"(?:const|let|var) [\w{][^\n]* = |import [^\n]+ from ['\"]"),
        regex(rb"(?m)(?:\)|['\"]|\}|=>[^\n]*);?[ \t]*\r?$"),
    ),
)
#: Where the other line is looked for.
_BEGINNING = 4096


#: So many bytes tell a text's language.
_BEGINNING = 16_384


class Guess:
    """``language`` is one that is read ("shell", "dockerfile", "compose"), or "" where the text is something else: ``kind`` says what."""

    __slots__ = ("kind", "language")

    def __init__(self, language: str, kind: str = "") -> None:
        self.language = language
        self.kind = kind


def guess(data: bytes) -> Guess:
    """Return what ``data`` plainly is. A text that nothing plain is said of is a shell script."""
    interpreter = interpreter_of(data)
    if interpreter and interpreter not in DIALECTS:
        return Guess("", f"a script for {interpreter}")
    language = _plain_language(data)
    if language:
        return Guess(language)
    if _SERVICES.search(data) and _IMAGE_OR_BUILD.search(data):
        return Guess("compose")
    start = data.lstrip()
    if start[:1] in (b"{", b"[") and _is_json(data):
        return Guess("", "JSON")
    if start[:1] == b"<" and (start[1:2].isalpha() or start[1:2] in (b"!", b"?")):
        return Guess("", "HTML or XML")
    first = next((line for line in data.split(b"\n", 200)[:200] if line.strip() and line[:1] != b"#"), b"")
    if _FENCE.match(first) or (_TITLE_AND_PROSE.match(data) and _FENCE.search(data)):
        return Guess("", "Markdown")
    begin = first if not start.startswith(b"#include") else start
    for name, first_sign, other_sign in _PROGRAMS:
        if first_sign.match(begin) and other_sign.search(data, 0, _BEGINNING):
            return Guess("", f"a program in {name}")
    if _YAML_LINE.match(first):
        return Guess("", "YAML")
    return Guess("shell")


def language_by_content(data: bytes) -> str:
    """Return the language of a file whose name says nothing, by the text alone; "" where that says nothing either.

    Notes with commands in them are read as Markdown: of them only blocks and bare commands count.
    """
    interpreter = interpreter_of(data)
    if interpreter and interpreter not in DIALECTS:
        return ""
    language = _plain_language(data)
    if language:
        return language
    from persistlint.hosts.bare_lines import begins_command
    from persistlint.hosts.transcript import command_lines

    lines = data.decode("latin-1").split("\n")
    if _FENCE.search(data):
        return "markdown"
    commands, is_transcript = command_lines(lines, False, False)
    if commands and not is_transcript:
        return "shell"
    return "markdown" if any(map(begins_command, lines)) else ""


def _plain_language(data: bytes) -> str:
    """Return the language that the form of the text's beginning shows; "" for none."""
    data = data[:_BEGINNING]
    if interpreter_of(data):
        return "shell"
    if _FIRST_FROM.match(data):
        return "dockerfile"
    if holds_services(data):
        return "compose"
    if holds_jobs(data):
        return "workflow"
    if _QUADLET.search(data):
        return "quadlet"
    if _SERVICE.search(data) and _EXEC.search(data):
        return "systemd"
    return "makefile" if _TARGET.search(data) and not _FENCE.search(data) else ""


def _is_json(data: bytes) -> bool:
    import json

    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
