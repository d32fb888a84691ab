"""PSL225: ``-v $(dirname "$0")/data:/data``."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.rulekit.edits import offer, rewrite
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Unknown
from persistlint.text.spans import Span

#: How the script's own directory is written; each gives a relative path where the script was started by one.
_ARGUMENTS = (
    '"$0"',
    "$0",
    '"${0}"',
    '"${BASH_SOURCE[0]}"',
    "${BASH_SOURCE[0]}",
    '"$BASH_SOURCE"',
    "$BASH_SOURCE",
)
_SPELLINGS = tuple(
    f"{opening}dirname {dashes}{argument}{closing}"
    for opening, closing in (("$(", ")"), ("`", "`"))
    for dashes in ("", "-- ")
    for argument in _ARGUMENTS
)
_CUT = ("${0%/*}", "${BASH_SOURCE%/*}", "${BASH_SOURCE[0]%/*}")


class ScriptRelativeBind(Rule):
    code = "PSL225"
    name = "script-relative-bind"
    summary = "a bind's source begins with the script's own directory, which is relative when the script is started by a relative path"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ()
    subject = ContainerCreate
    needs = ("script directory",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        for mount in command.mounts:
            source = mount.source
            first = source.pieces[0] if source is not None and source.pieces else None
            if (
                source is None
                or not isinstance(first, Unknown)
                or first.kind != "scriptdir"
                or mount.type != "bind"
            ):
                continue
            written = _written(first, context)
            if written is None or _went_there(command):
                continue
            refusal = "is no absolute path" if mount.flag == "--mount" else "is a volume's name to it"
            yield self.finding(
                written,
                f"`{context.sources.text(written)}` is relative where the script is started so: for `bash scripts/run.sh` it is `scripts`. "
                f"Docker refuses a source like `scripts/data`, as that {refusal}. Make it absolute with `cd` and `pwd`.",
                identity=context.sources.text(written),
                command=command,
                # Started from the project's root, it begins with a dot: a directory to docker's newer clients.
                severity="info" if context.path.startswith(".") else "warning",
                fixes=_fixes(written, context),
            )


def _written(piece: Unknown, context: Context) -> Span | None:
    """Return the span of the whole expression for the script's directory, None where its form may be absolute."""
    span = piece.span
    if span is None or not context.sources.knows(span):
        return None
    place = context.sources.place(span)
    data = place.document.data
    for spelling in (*_SPELLINGS, *_CUT):
        text = spelling.encode()
        for inner in ("$0", "${0}", "${BASH_SOURCE[0]}", "$BASH_SOURCE", *_CUT):
            offset = text.find(inner.encode())
            start = place.start - offset
            if offset >= 0 and start >= 0 and data[start : start + len(text)] == text:
                before, after = (
                    data[max(start - 24, 0) : start],
                    data[start + len(text) : start + len(text) + 1],
                )
                if (
                    before.rstrip(b'" ').endswith(
                        (b"cd", b"cd --", b"-f", b"-m", b"realpath", b"readlink", b"-P")
                    )
                    or after == b")"
                ):
                    # `$(cd "$(dirname "$0")" && pwd)`, `$(realpath "$(dirname "$0")")`: absolute.
                    return None
                first = span.start - offset
                return Span(span.anchor, first, first + len(text)) if first >= 0 else None
    return None


def _went_there(command: ContainerCreate) -> bool:
    """Return whether the working directory is the script's by then. Then the relative path is another mistake."""
    cwd = command.invocation.cwd
    return cwd is not None and any(piece.kind == "scriptdir" for piece in cwd.unknowns)


def _fixes(written: Span, context: Context) -> list[Fix]:
    text = context.sources.text(written)
    argument = text.strip("$()`").rpartition(" ")[2]
    if text in _CUT:
        argument = "$0" if text == _CUT[0] else "${BASH_SOURCE[0]}"
    quoted = argument if argument.startswith('"') else f'"{argument}"'
    inner = f"$(dirname {'-- ' if ' -- ' in text else ''}{quoted})"
    return offer("Make it absolute", rewrite(written, f'$(cd "{inner}" && pwd)', context.sources))


RULE = ScriptRelativeBind
