"""Whether a container is made to be thrown away (the rule catalogue's "throw-away contexts")."""

from __future__ import annotations

from persistlint.docker.commands import Compose, ContainerRemove
from persistlint.rulekit.on_purpose import says_so
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Container
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
    happenings = timeline.happenings
    if container.command not in happenings:
        return False
    start = happenings.index(container.command)
    removed = False
    for happening in happenings[start + 1 :]:
        if isinstance(happening, ContainerRemove):
            if happening.invocation.certainty == "repeated":
                continue
            if happening.invocation.certainty != "certain" and "trap" not in happening.invocation.wrappers:
                continue
            if any(_names(value, container) for value in happening.containers):
                removed = True
        elif isinstance(happening, Compose) and happening.verb in ("compose down", "compose rm"):
            continue
    if not removed:
        return False
    later = timeline.containers[timeline.containers.index(container) + 1 :]
    return not any(
        other.name is not None
        and container.name is not None
        and other.name.identity() == container.name.identity()
        for other in later
    )


def _names(value: object, container: Container) -> bool:
    identity = value.identity()  # type: ignore[attr-defined]
    if container.name is not None and container.name.identity() == identity:
        return True
    captured = container.command.invocation.captured_as
    return captured is not None and identity == (("unknown", captured),)


def note(reason: str | None) -> str:
    """The end of a message that is only a note for ``reason``; "" where there is none."""
    return f" (only a note: {reason})" if reason is not None else ""


def lowered(severity: str, reason: str | None) -> str:
    """The severity of a finding about a container that is made to be thrown away for ``reason`` (None: it isn't)."""
    return "info" if reason is not None and severity in ("error", "warning") else severity
