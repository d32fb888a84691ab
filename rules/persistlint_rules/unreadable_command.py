"""PSL901: a docker command whose shell text cannot be parsed."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.findings.finding import Finding
from persistlint.findings.rule import Context, Rule
from persistlint.shell.invocation import NotUnderstood
from persistlint.shell.syntax.words import PLACEHOLDER_TEXT
from persistlint.text.regex import regex

_VERB = regex(
    r"\b(?:docker|podman|nerdctl)[ \t]+(?:-\S+[ \t]+)*(?:(?:container|image|network|system|volume)[ \t]+)?([a-z]+)"
)
#: What an engine is only asked by, and what is about no container of this engine's: nothing would be checked there.
_ASKING = frozenset(
    (
        "config",
        "context",
        "diff",
        "events",
        "history",
        "images",
        "info",
        "inspect",
        "list",
        "login",
        "logout",
        "logs",
        "ls",
        "node",
        "plugin",
        "port",
        "ps",
        "search",
        "secret",
        "service",
        "stack",
        "stats",
        "swarm",
        "top",
        "version",
    )
)


class UnreadableCommand(Rule):
    code = "PSL901"
    name = "unreadable-command"
    summary = "a docker command whose shell text cannot be parsed"
    severity = "warning"
    subject = NotUnderstood

    def check(self, thing: NotUnderstood, context: Context) -> Iterator[Finding]:
        yield self.finding(
            thing.span,
            f"what begins here has no end ({thing.reason}): the shell runs no docker command in it"
            if thing.unclosed
            else f"the shell text here can't be read ({thing.reason}): the docker command in it is not checked",
            identity=thing.reason,
            severity="info"
            if not thing.unclosed and _harmless(context.sources.text(thing.span))
            else "warning",
        )


def _harmless(text: str) -> bool:
    """Whether nothing is at stake in the text: a form for a reader to fill in (``docker stack rm <name>``), or commands that only ask."""
    verbs = _VERB.findall(text)
    return PLACEHOLDER_TEXT.search(text) is not None or (bool(verbs) and _ASKING.issuperset(verbs))


RULE = UnreadableCommand
