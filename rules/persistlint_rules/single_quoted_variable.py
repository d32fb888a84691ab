"""PSL221: ``'$PWD/data:/data'`` reaches docker as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.edits import offer
from persistlint.rulekit.mounts import by_alias, in_double_quotes, refused
from persistlint.rulekit.phrases import unless, written_at
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.shell.values import SINGLE, Literal, Value
from persistlint.text.regex import regex

_VARIABLE = regex(r"\$(?:[A-Za-z_]\w*|\{\w+\}|\([^()]*\))|`[^`]+`")


class SingleQuotedVariable(Rule):
    code = "PSL221"
    name = "single-quoted-variable"
    summary = "a variable in single quotes reaches docker as it stands"
    severity = "error"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("dollar",)
    topics = {CONTAINER: 10}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        unexpanded = [mount for _, mount in refused(command, "unexpanded-variable")]
        for mount in command.mounts:
            literal = _with_variable(mount, mount in unexpanded)
            if literal is None or mount.value is None or by_alias(mount, command):
                continue
            piece, variable = literal
            happens = "takes it as it stands, for a path of this name"
            if mount in unexpanded or (mount.type == "volume" and command.program == "podman"):
                happens = "refuses it as it stands, and nothing runs"
            quotes = "in single quotes" if piece.quoting == SINGLE else "here"
            who, advice = f"The shell doesn't expand `{variable}` {quotes}", "Write it in double quotes."
            if context.language in ("quadlet", "systemd"):
                who, advice = _in_a_unit(variable)
            yield self.finding(
                written_at(Value((piece,)), piece.span or mount.span, command),
                f"{who}{unless(mount.value)}. {command.program.capitalize()} {happens}. {advice}",
                identity=mount.value.display(),
                command=command,
                fixes=_fixes(mount, piece, context),
                topic=CONTAINER.of(command),
            )


def _in_a_unit(variable: str) -> tuple[str, str]:
    """Return what systemd makes of a variable within a word, and what to write: it expands ``${NAME}`` there, and runs nothing."""
    if variable[1:].isidentifier():
        return f"systemd expands no `{variable}` within a word", f"Write `${{{variable[1:]}}}`."
    return f"systemd doesn't expand `{variable}`", "Write the path."


def _with_variable(mount: Mount, unexpanded: bool) -> tuple[Literal, str] | None:
    """Return the piece of the specification that holds a variable, and the variable."""
    for piece in mount.value.pieces if mount.value is not None else ():
        if isinstance(piece, Literal) and (piece.quoting == SINGLE or unexpanded):
            variable = _VARIABLE.search(piece.text)
            if variable is not None:
                return piece, variable.group()
    return None


def _fixes(mount: Mount, piece: Literal, context: Context) -> list[Fix]:
    # The quotation may begin before the specification: `'--volume=$PWD:/x'`.
    pieces = mount.word.value.pieces if mount.word is not None else ()
    whole = next((outer for outer in pieces if isinstance(outer, Literal) and _holds(outer, piece)), piece)
    if not {"$", "`"}.isdisjoint(_VARIABLE.sub("", whole.text)):
        # `$$` and `$1` would be expanded, too.
        return []
    edit = in_double_quotes(Value((whole,)), context.sources)
    # Another program than `pwd` would be run that wasn't before.
    runs = "$(" in whole.text.replace("$(pwd)", "") or "`" in whole.text.replace("`pwd`", "")
    return offer("Write double quotes", edit, safe=not runs)


def _holds(outer: Literal, piece: Literal) -> bool:
    return outer.span is not None and piece.span is not None and outer.span.holds(piece.span)


RULE = SingleQuotedVariable
