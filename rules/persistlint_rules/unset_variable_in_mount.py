"""PSL220: ``-v $DIR/data:/data`` mounts the host's ``/data`` when DIR is empty."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.model import HostCommand
from persistlint.rulekit.edits import offer, rewrite, written
from persistlint.rulekit.phrases import written_at
from persistlint.rulekit.surroundings import tagged_as_shell
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Literal, Unknown, Value
from persistlint.text.spans import Span

#: Variables that are set wherever they are used.
_SET = frozenset(
    """
    APPDATA CI_PROJECT_DIR BUILD_SOURCESDIRECTORY GITHUB_WORKSPACE GOPATH GOCACHE HOME HOMEDRIVE
    JENKINS_HOME LOCALAPPDATA LOGNAME MINIKUBE_HOME OLDPWD PWD RUNNER_TEMP RUNNER_WORKSPACE SSH_AUTH_SOCK
    SUDO_USER TRAVIS_BUILD_DIR USER USERPROFILE WORKSPACE XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_CACHE_HOME
    XDG_DATA_HOME TMPDIR GITHUB_ACTION_PATH
    """.split()
)


class UnsetVariableInMount(Rule):
    code = "PSL220"
    name = "unset-variable-in-mount"
    summary = "an empty variable at the start of a mount's source makes it a path below the host's root, or no source at all"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("mount that may be empty",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        if command.invocation.options.nounset:
            return
        for mount in command.mounts:
            unset = _empty_default(mount, context)
            if unset is None:
                unset = _unset(command, mount, context)
            if unset is None:
                continue
            variable, place, severity, fixes = unset
            source = mount.source
            rest = (
                ""
                if source is None
                else "".join(piece.text for piece in source.pieces if isinstance(piece, Literal))
            )
            if rest.startswith("/"):
                root = rest if rest.strip("/") else "/"
                happens = f"this mounts `{root}` of the host" + (", all of it" if root == "/" else "")
                more = ""
            else:
                happens = "this mounts an anonymous volume"
                more = " The next container won't find it. Docker from 29.2.1 on refuses it."
            target = f" at `{mount.target.display()}`" if mount.target is not None else ""
            yield self.finding(
                place,
                f"Where `{variable}` is empty, {happens}{target}.{more} Write `${{{variable.strip('${}:-')}:?}}`, and the command fails instead.",
                identity=f"{variable} {mount.value.display() if mount.value is not None else ''}",
                command=command,
                severity=severity,
                fixes=fixes,
            )


_Found = tuple[str, Span, str, list[Fix]]


def _empty_default(mount: Mount, context: Context) -> _Found | None:
    """Return the default in ``${DIR:-}/data``, with which the text itself says that the variable may be empty."""
    source, word = mount.source, mount.word
    first = source.pieces[0] if source is not None and source.pieces else None
    if (
        source is None
        or not isinstance(first, Literal)
        or not source.leading().startswith("/")
        or mount.type != "bind"
    ):
        return None
    span = first.span
    if (
        span is None
        or word is None
        or word.span is None
        or word.span.anchor != span.anchor
        or span.start <= word.span.start
    ):
        return None
    before = Span(span.anchor, word.span.start, span.start)
    if not context.sources.knows(before):
        return None
    text = context.sources.text(before)
    for assumption in source.assumes:
        name = assumption.removesuffix(" is unset")
        for default in (f"${{{name}:-}}", f"${{{name}-}}"):
            if text.endswith(default):
                place = Span(span.anchor, span.start - len(default), span.start)
                edit = rewrite(place, f"${{{name}:?}}", context.sources)
                return f"${name}", place, "warning", offer(f"Write `${{{name}:?}}`", edit)
    return None


def _unset(command: ContainerCreate, mount: Mount, context: Context) -> _Found | None:
    source = mount.source
    first = source.pieces[0] if source is not None and source.pieces else None
    if source is None or not isinstance(first, Unknown) or first.kind not in ("env", "arg", "input"):
        return None
    name = first.name.lstrip("$")
    if name in _SET or name.startswith(("CI_", "GITHUB_", "RUNNER_", "XDG_", "BUILDKITE")):
        return None
    rest = source.pieces[1] if len(source.pieces) > 1 else None
    if rest is None:
        if mount.flag != "--mount" or mount.type != "volume":
            # `-v $DIR:/x` is refused when DIR is empty.
            return None
    elif not isinstance(rest, Literal) or not rest.text.startswith("/") or mount.type not in ("bind", None):
        return None
    if any(isinstance(piece, Unknown) for piece in source.pieces[1:]):
        return None
    span = first.span
    if span is not None and context.sources.knows(span):
        text = context.sources.text(span)
        if "?" in text or "-" in text or "=" in text:
            return None
    word = mount.word
    if word is not None and word.span is not None and context.sources.knows(word.span):
        # Of what `read` fills it isn't known where it is used.
        used = context.sources.text(word.span)
        if f"${{{name}:?" in used or f"${{{name}?" in used:
            return None
    if _checked(first, command, context):
        return None
    # Shells keep the directory in `PWD`. `$pwd` is PowerShell's, and empty here.
    sure = first.kind == "input" or (name == "pwd" and tagged_as_shell(command.span, context) is not False)
    severity = "warning" if sure else "hint"
    place = written_at(Value((first,)), _place(command, first, mount), command)
    return (f"${name}", place, severity, _fixes(first, name, context))


def _place(command: ContainerCreate, piece: Unknown, mount: Mount) -> Span | None:
    span = piece.span
    if (
        span is not None
        and span.anchor == command.span.anchor
        and command.span.start <= span.start < command.span.end
    ):
        return span
    return mount.span


def _checked(piece: Unknown, command: ContainerCreate, context: Context) -> bool:
    """Return whether an earlier ``: "${DIR:?}"`` or a branch checks the variable."""
    for happening in context.timeline.happenings:
        if happening is command:
            break
        if isinstance(happening, HostCommand) and happening.invocation.program in (":", "test", "["):
            for word in happening.invocation.words:
                if any(unknown.key == piece.key for unknown in word.value.unknowns):
                    return True
    name = piece.name.lstrip("$")
    for branch in command.invocation.guard.arms:
        if any(f"${name}" in text or f"${{{name}" in text for text in branch.conditions):
            return True
    return False


def _fixes(piece: Unknown, name: str, context: Context) -> list[Fix]:
    if written(piece, context.sources) not in (f"${name}", f"${{{name}}}"):
        return []
    return offer(f"Write `${{{name}:?}}`", rewrite(piece, f"${{{name}:?}}", context.sources))


RULE = UnsetVariableInMount
