"""PSL507: the script's shell expands what was meant for the build or the container."""

from __future__ import annotations

import re
from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCreate, ContainerExec, ImageBuild
from persistlint.durability.accesses.reader import SHELLS
from persistlint.rulekit import streams
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.streams import Redirect
from persistlint.shell.values import Literal, Unknown
from persistlint.text.edits import Edit
from persistlint.text.regex import regex

_NAME = regex(r"[A-Za-z_]\w*")
_DELIMITER = regex(r"(<<-?[ \t]*)([A-Za-z_]\w*)")
_EXPANSION = regex(r"[$`]")


class ExpandedHeredoc(Rule):
    code = "PSL507"
    name = "expanded-heredoc"
    summary = "an unquoted here-document expands a variable that the Dockerfile or the container's script sets itself"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("redirects", "instructions", "volumes")
    subject = Command
    needs = ("here-document",)

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        document = command.invocation.stdin
        if document is None or not document.operator.startswith("<<") or document.operator == "<<<":
            return
        if not document.expands or document.target is None:
            return
        reader = _reader(command)
        if not reader:
            return
        meant = _own(document, build=isinstance(command, ImageBuild))
        if not meant:
            return
        first = meant[0]
        names = list(dict.fromkeys(piece.name for piece in meant))
        others = f" (as `${'`, `$'.join(names[1:])}`)" if len(names) > 1 else ""
        yield self.finding(
            first.span or document.span,
            f"The script's own shell expands `${first.name}`{others}, before {reader} that sets it sees the text. It is empty, or another value. Quote the "
            f"delimiter (`<<'EOF'`), or write `\\${first.name}`.",
            identity=" ".join(names),
            command=command,
            related=[(document.span, "nothing here is quoted")],
            fixes=_fixes(document, meant, context),
        )


def _reader(command: Command) -> str:
    if isinstance(command, ImageBuild):
        return "the Dockerfile" if command.dockerfile is not None else ""
    if isinstance(command, (ContainerCreate, ContainerExec)):
        started = streams.programs(command)
        if len(started) == 1 and started[0].invocation is None and started[0].name in SHELLS:
            # `sh script` reads the script, `sh -s x` standard input.
            texts = [word.text or "" for word in started[0].words[1:]]
            return "the container's shell" if all(text.startswith("-") for text in texts) else ""
    return ""


def _own(document: Redirect, build: bool) -> list[Unknown]:
    """Return the expansions of variables that the here-document sets itself and that nothing before it sets."""
    pieces = document.target.pieces if document.target is not None else ()
    text = "".join(piece.text if isinstance(piece, Literal) else "\0" for piece in pieces)
    expansions: list[Unknown] = []
    handed = set()
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Unknown) or piece.span is None or not _NAME.fullmatch(piece.name):
            continue
        before = pieces[index - 1] if index else None
        if isinstance(before, Literal) and re.search(rf"\b{piece.name}(=|\s+)[\"']?[^\s\"']*$", before.text):
            # `ENV X=$X`: the outer value is handed in on purpose.
            handed.add(piece.name)
        if _sets(piece.name, text, build):
            expansions.append(piece)
    return [piece for piece in expansions if piece.name not in handed]


def _sets(name: str, text: str, build: bool) -> bool:
    """Return whether the text gives the variable a value: an ENV or ARG, an assignment, ``for``, ``read``."""
    if build and re.search(
        rf"^[ \t]*(?:ENV|ARG)[ \t](?:[^\n]*[ \t])?{name}(?:[= \t]|$)", text, re.MULTILINE | re.IGNORECASE
    ):
        return True
    return bool(
        re.search(
            rf"(?:^|[;&|({{\n]|\b(?:do|then|else|RUN|export|local)[ \t])[ \t]*{name}=|\bfor[ \t]+{name}[ \t]+in\b|\bread[ \t]+(?:-\w+[ \t]+)*{name}\b",
            text,
        )
    )


def _fixes(document: Redirect, meant: list[Unknown], context: Context) -> list[Fix]:
    """Quote the delimiter where nothing else is expanded, else escape each expansion."""
    sources = context.sources
    spans = [piece.span for piece in meant if piece.span is not None]
    body = document.target_span
    if body is None or not all(sources.editable(span) for span in (document.span, body, *spans)):
        return []
    if any(not sources.text(span).startswith("$") for span in spans):
        return []
    text = sources.text(body)
    operator = _DELIMITER.fullmatch(sources.text(document.span))
    if operator is not None and "\\" not in text and len(_EXPANSION.findall(text)) == len(spans):
        quoted = f"{operator[1]}'{operator[2]}'"
        return [
            Fix("Quote the delimiter, so that nothing is expanded", [Edit(document.span, quoted)], safe=False)
        ]
    edits = [Edit(span.at_start(), "\\") for span in spans]
    return [Fix("Escape what the text sets itself", edits, safe=False)]


RULE = ExpandedHeredoc
