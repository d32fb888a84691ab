"""Variables that may be empty where a mount's source begins with one: which, where it stands, and how ``:?`` would stop the command there."""

from __future__ import annotations

from persistlint.durability.model import HostCommand
from persistlint.rulekit.edits import rewrite, written
from persistlint.rulekit.phrases import written_at
from persistlint.shell.values import Literal, Unknown, Value
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.docker.mounts import Mount
    from persistlint.rules.rule import Context
    from persistlint.text.edits import Edit

#: Variables that are set wherever they are used.
_SET = frozenset(
    """
    APPDATA CI_PROJECT_DIR BUILD_SOURCESDIRECTORY GITHUB_WORKSPACE GOPATH GOCACHE HOME HOMEDRIVE
    JENKINS_HOME LOCALAPPDATA LOGNAME MINIKUBE_HOME OLDPWD PWD RUNNER_TEMP RUNNER_WORKSPACE SSH_AUTH_SOCK
    SUDO_USER TRAVIS_BUILD_DIR USER USERPROFILE WORKSPACE XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_CACHE_HOME
    XDG_DATA_HOME TMPDIR GITHUB_ACTION_PATH
    """.split()
)
_SET_BY_CI = ("CI_", "GITHUB_", "RUNNER_", "XDG_", "BUILDKITE")


class EmptyVariable:
    """A variable that may be empty. ``certain`` says that the text itself, or its input, leaves it so; ``edit`` writes ``:?``."""

    __slots__ = ("certain", "edit", "name", "span")

    def __init__(self, name: str, span: Span, edit: Edit | None, certain: bool) -> None:
        self.name = name
        self.span = span
        self.edit = edit
        self.certain = certain


def empty_default(mount: Mount, context: Context) -> EmptyVariable | None:
    """Return the variable of ``${DIR:-}/data``, with which the text itself says that it may be empty."""
    source, word = mount.source, mount.word
    first = source.pieces[0] if source is not None and source.pieces else None
    if source is None or word is None or not isinstance(first, Literal) or mount.type != "bind":
        return None
    whole, span = word.span, first.span
    if whole is None or span is None or not source.leading().startswith("/"):
        return None
    if whole.anchor != span.anchor or span.start <= whole.start or not context.sources.knows(span):
        return None
    text = context.sources.text(Span(span.anchor, whole.start, span.start))
    for assumption in source.assumes:
        name = assumption.removesuffix(" is unset")
        for default in (f"${{{name}:-}}", f"${{{name}-}}"):
            if text.endswith(default):
                place = Span(span.anchor, span.start - len(default), span.start)
                return EmptyVariable(name, place, rewrite(place, f"${{{name}:?}}", context.sources), True)
    return None


def unset(mount: Mount, command: ContainerCreate, context: Context) -> EmptyVariable | None:
    """Return the variable that nobody has set, with which a source begins that is another one without it."""
    source = mount.source
    first = source.pieces[0] if source is not None and source.pieces else None
    if source is None or not isinstance(first, Unknown) or first.kind not in ("env", "arg", "input"):
        return None
    name, rest = first.name.lstrip("$"), source.cut(1)
    if name in _SET or name.startswith(_SET_BY_CI) or not rest.known:
        return None
    if rest.leading().startswith("/"):
        if mount.type not in ("bind", None):
            return None
    elif rest.pieces or mount.flag != "--mount" or mount.type != "volume":
        # `-v $DIR:/x` is refused when DIR is empty.
        return None
    if _is_checked(first, name, mount, command, context):
        return None
    span = first.span if first.span is not None and command.span.holds(first.span) else mount.span
    edit = None
    if written(first, context.sources) in (f"${name}", f"${{{name}}}"):
        edit = rewrite(first, f"${{{name}:?}}", context.sources)
    return EmptyVariable(name, written_at(Value((first,)), span, command), edit, first.kind == "input")


def _is_checked(piece: Unknown, name: str, mount: Mount, command: ContainerCreate, context: Context) -> bool:
    """Return whether the expansion has a default or a check, or an earlier ``: "${DIR:?}"`` or a branch checks the variable."""
    sources = context.sources
    if piece.span is not None and sources.knows(piece.span):
        if any(sign in sources.text(piece.span) for sign in "?-="):
            return True
    word = mount.word
    if word is not None and word.span is not None and sources.knows(word.span):
        # Of what `read` fills it isn't known where it is used.
        text = sources.text(word.span)
        if f"${{{name}:?" in text or f"${{{name}?" in text:
            return True
    for happening in context.timeline.happenings:
        if happening is command:
            break
        if isinstance(happening, HostCommand) and happening.invocation.program in (":", "test", "["):
            unknowns = (unknown for each in happening.invocation.words for unknown in each.value.unknowns)
            if any(unknown.key == piece.key for unknown in unknowns):
                return True
    conditions = (text for branch in command.invocation.guard.arms for text in branch.conditions)
    return any(f"${name}" in text or f"${{{name}" in text for text in conditions)
