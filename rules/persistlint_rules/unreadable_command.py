"""PSL901: a docker command whose shell text cannot be parsed."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.rulekit.surroundings import lines_of_block, tagged_as_shell
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.invocation import NotUnderstood
from persistlint.text.regex import regex
from persistlint.text.spans import Span


class UnreadableCommand(Rule):
    code = "PSL901"
    name = "unreadable-command"
    summary = "a docker command whose shell text cannot be parsed"
    severity = "warning"
    subject = NotUnderstood

    def check(self, command: NotUnderstood, context: Context) -> Iterator[Finding]:
        yield self.finding(
            command.span,
            f"What begins here has no end ({command.reason}). The shell runs no docker command in it."
            if command.unclosed
            else f"The shell text here can't be read ({command.reason}). The docker command in it is not checked.",
            identity=command.reason,
            severity="info" if command.harmless or _may_be_no_shell(command.span, context) else "warning",
        )


#: What a script doesn't have, and a page or a session that is kept under a script's name has: fences of Markdown, a drawn prompt.
_TRANSCRIPT = (b"\n```\n", "\u2514\u2500$".encode(), "\u2570\u2500$".encode())
#: A line of PowerShell.
_POWERSHELL = regex(
    r"(?i)\$env:\w|(?:^|[\s(])(?:Get|Set|New|Remove|Write|Start|Stop|Test|Select|Where)-[A-Z]\w+"
)
#: Lines that docker's help prints, and lines of a Makefile.
_OTHER = regex(
    r"\s*(?:Usage:\s|(?:Run|See) ['\u2018`]docker |Options:\s*$|Commands:\s*$|Management Commands:|\.PHONY\s*:|ifn?(?:eq|def)\b|define \w+\s*$|[A-Za-z_][\w.-]*\s*(?:\?=|::?=)\s)"
)
#: What trees and frames are drawn with.
_DRAWN = regex(r"[\u2500-\u257f\u2580-\u259f]")


def _may_be_no_shell(span: Span, context: Context) -> bool:
    """Return whether the text may be none for a shell: outside a document's block that is tagged as one, and where something is drawn."""
    if context.language == "markdown":
        if tagged_as_shell(span, context) is not True:
            return True
        if any(_OTHER.match(line) is not None for line in lines_of_block(span, context)):
            return True
    if not context.sources.knows(span):
        return False
    if context.language == "shell" and any(context.document_has(span, sign) for sign in _TRANSCRIPT):
        return True
    place = context.sources.place(span)
    if _POWERSHELL.search(place.document.line_text(place.line)) is not None:
        return True
    return _DRAWN.search(place.document.line_text(place.line)) is not None


RULE = UnreadableCommand
