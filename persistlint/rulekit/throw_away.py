"""Whether a container is made to be thrown away (the rule catalogue's "throw-away contexts")."""

from __future__ import annotations

from persistlint.docker.commands import ContainerRemove
from persistlint.rulekit.on_purpose import says_so
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Container, Timeline
    from persistlint.rules.rule import Context

_WORDS = frozenset({"test", "tests", "ci", "demo", "bench", "tmp", "e2e", "scratch"})
_SPLIT = regex(r"[-_./\\ ]+")
_CI_FILES = (".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "Jenkinsfile", "bitbucket-pipelines.yml")
#: What folders of a CI system's scripts are called, wherever they lie.
_CI_NAMES = frozenset(
    ("jenkins", ".jenkins", "prow", "buildkite", ".buildkite", "gh_actions", "github-actions", "travis")
)
_CI_FOLDERS = (".github/workflows/", ".circleci/", ".buildkite/", ".gitlab/ci/")


def throw_away(container: Container, context: Context) -> str | None:
    """Why the container is made to be thrown away, for a message ("its name says `test`"); None where it isn't."""
    if context.settings.throw_away is False:
        return None
    reason = throw_away_file(context)
    if reason is not None:
        return reason
    name = container.name.text if container.name is not None else None
    word = _word(name) if name else None
    if word is not None:
        return f"its name says `{word}`"
    if _removed_on_purpose(container, context):
        return "it is removed again here"
    return says_so(container, context)


def throw_away_file(context: Context) -> str | None:
    """Why everything in the file is made to be thrown away, for a message; None where it isn't."""
    if context.settings.throw_away is not None:
        return "the settings say so of this file" if context.settings.throw_away else None
    word = _word(context.path)
    if word is not None:
        return f"the path of this file says `{word}`"
    if context.path.startswith(_CI_FOLDERS) or context.path.rsplit("/", 1)[-1] in _CI_FILES:
        return "this is a CI file"
    folder = next((part for part in context.path.lower().split("/")[:-1] if part in _CI_NAMES), None)
    if folder is not None:
        return f"it lies in the CI folder `{folder}`"
    return None


def _word(text: str) -> str | None:
    for part in _SPLIT.split(text.lower()):
        if part in _WORDS:
            return part
    return None


def _removed_on_purpose(container: Container, context: Context) -> bool:
    """Whether this world certainly removes it after its run, and nothing reads its data or makes it again later."""
    if container.command.restart is not None and container.command.restart.text not in ("no", ""):
        return False
    timeline = context.timeline
    start = timeline.place_of(container.command)
    removals = context.once("removals of containers", lambda: _removals(timeline))
    names = [container.name.identity()] if container.name is not None else []
    captured = container.command.invocation.captured_as
    identities = [*names, (("unknown", captured),)] if captured is not None else names
    if start < 0 or not any(removals.get(identity, -1) > start for identity in identities):
        return False
    if not names:
        return True
    last = context.once("last container of a name", lambda: _last_of_name(timeline))
    return last.get(names[0]) is container


def _removals(timeline: Timeline) -> dict[object, int]:
    """Return the place of the last removal of each name (or captured id) that certainly happens."""
    found: dict[object, int] = {}
    for place, happening in enumerate(timeline.happenings):
        if not isinstance(happening, ContainerRemove) or happening.invocation.certainty == "repeated":
            continue
        if happening.invocation.certainty == "certain" or "trap" in happening.invocation.wrappers:
            for value in happening.containers:
                found[value.identity()] = place
    return found


def _last_of_name(timeline: Timeline) -> dict[object, Container]:
    return {one.name.identity(): one for one in timeline.containers if one.name is not None}


def note(reason: str | None) -> str:
    """The end of a message that is only a note for ``reason``; "" where there is none."""
    return f" (only a note: {reason})" if reason is not None else ""


def lowered(severity: str, reason: str | None) -> str:
    """The severity of a finding about a container that is made to be thrown away for ``reason`` (None: it isn't)."""
    return "info" if reason is not None and severity in ("error", "warning") else severity
