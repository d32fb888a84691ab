"""PSL207: a ``~`` that the shell does not expand reaches docker."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.edits import offer
from persistlint.rulekit.mounts import by_alias, quotation, refused
from persistlint.rulekit.phrases import as_written, source_place, unless
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, SPECIFICATION
from persistlint.shell.values import DOUBLE, UNQUOTED, Literal
from persistlint.text.edits import Edit
from persistlint.text.spans import Span


class UnexpandedTilde(Rule):
    code = "PSL207"
    name = "unexpanded-tilde"
    summary = "a `~` that the shell does not expand reaches docker"
    severity = "error"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("refused tilde",)
    topics = {CONTAINER: 10, SPECIFICATION: 10}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        for _, mount in refused(command, "tilde"):
            source = mount.source
            if source is None or not source.leading().startswith("~") or by_alias(mount, command):
                # A `~` in the target is relative-mount-target's.
                continue
            shown = as_written(source)
            yield self.finding(
                source_place(mount, command),
                f"The shell doesn't expand the `~` of `{shown}` here, only at the start of an unquoted word. Docker refuses it, and nothing "
                f"runs{unless(source)}. Write `$HOME`.",
                identity=shown,
                command=command,
                fixes=_fixes(command, mount, context),
                topic=CONTAINER.of(command),
            )


def _fixes(command: ContainerCreate, mount: Mount, context: Context) -> list[Fix]:
    source = mount.source
    first = source.pieces[0] if source is not None and source.pieces else None
    if source is None or not isinstance(first, Literal) or first.span is None:
        return []
    if first.text != "~" and not first.text.startswith("~/"):
        # Another user's home has no variable.
        return []
    edit = _home(command, first, first.span, context)
    return offer("Write `$HOME`", edit, safe=True)


def _home(command: ContainerCreate, first: Literal, span: Span, context: Context) -> Edit | None:
    """Return the edit that writes ``$HOME`` for the tilde, in the quotation around it."""
    sources = context.sources
    if not sources.knows(span) or not sources.editable(span):
        return None
    tilde = span.cut(0, 1)
    quoted = quotation(span, sources)
    mark = sources.text(quoted)[0] if quoted is not None else ""
    if mark == "'" and quoted is not None:
        inner = sources.text(quoted)[1:-1]
        if any(character in inner for character in '"$`\\!'):
            return None
        return Edit(quoted, f'"$HOME{inner[1:]}"')
    if mark == '"':
        return Edit(tilde, "$HOME")
    inside = span.anchor == command.span.anchor and command.span.start <= span.start < command.span.end
    if not inside:
        return None
    if first.quoting == UNQUOTED:
        return Edit(tilde, '"$HOME"')
    # Further inside a quotation: `"type=bind,source=~/x"`.
    return Edit(tilde, "$HOME") if first.quoting == DOUBLE else None


RULE = UnexpandedTilde
