"""PSL507: the script's shell expands what was meant for the build or the container."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ImageBuild
from persistlint.rulekit.edits import offer, rewrite, written
from persistlint.rulekit.heredocs import expanded_own, reader_of
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.streams import Redirect
from persistlint.shell.values import Unknown
from persistlint.text.edits import Edit
from persistlint.text.regex import regex
from persistlint.text.sources import Sources

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
        reader = reader_of(command)
        if not reader:
            return
        meant = expanded_own(document, dockerfile=isinstance(command, ImageBuild))
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
            fixes=_fixes(document, meant, context.sources),
        )


def _fixes(document: Redirect, meant: list[Unknown], sources: Sources) -> list[Fix]:
    """Quote the delimiter where nothing else is expanded, else escape each expansion."""
    text, operator = written(document.target_span, sources), written(document.span, sources)
    signs = [written(piece, sources) or "" for piece in meant]
    if text is None or operator is None or not all(sign.startswith("$") for sign in signs):
        return []
    delimiter = _DELIMITER.fullmatch(operator)
    if delimiter is not None and "\\" not in text and len(_EXPANSION.findall(text)) == len(signs):
        quoted = rewrite(document.span, f"{delimiter[1]}'{delimiter[2]}'", sources)
        return offer("Quote the delimiter, so that nothing is expanded", quoted)
    escapes = (Edit(piece.span.at_start(), "\\") for piece in meant if piece.span is not None)
    return offer("Escape what the text sets itself", *escapes)


RULE = ExpandedHeredoc
