"""PSL226: Compose refuses the file, whatever the environment is."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.hosts.compose.definition import ComposeProblem, ProjectDefinition
from persistlint.hosts.compose.edits import declare_volumes, is_volume_key
from persistlint.rulekit.compose_refusals import is_another_programs, no_fault
from persistlint.rulekit.mounts import extension
from persistlint.rulekit.services import listed
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.text.spans import Anchor

#: So many further volumes are named.
_MOST_NAMED = 3


class RefusedComposeFile(Rule):
    code = "PSL226"
    name = "refused-compose-file"
    summary = "Compose refuses the file, whatever the environment is"
    severity = "error"
    fix = "unsafe"
    fix_changes = ()
    services = True
    subject = ProjectDefinition

    def check(self, project: ProjectDefinition, context: Context) -> Iterator[Finding]:
        further = _further_volumes(project.problems)
        for problem in _causes(project.problems):
            if is_another_programs(problem, context):
                continue
            name = problem.undefined_volume
            others: list[str] = []
            if is_volume_key(name) and not extension(name):
                others = [each for each in further[problem.span.anchor] if each != name]
            # A document's block may show several variants one below the other.
            shows_variants = context.language == "markdown" and problem.kind == "repeated key"
            yield self.finding(
                problem.span,
                _message(problem, project, others),
                identity=problem.reason,
                severity="info" if shows_variants else None,
                reason=no_fault(problem, project, context),
                fixes=_fixes(project, problem, others),
            )


def _message(problem: ComposeProblem, project: ProjectDefinition, others: list[str]) -> str:
    """Return what Compose refuses, and what to write. ``others`` are further volumes that aren't declared."""
    profile = _profile_of(problem, project)
    refused = _refused_file(problem, project)
    message = f"Compose refuses {refused}, and no command on it does anything."
    if profile:
        message = f"Compose refuses {refused} once profile `{profile}` is chosen, and then no command on it does anything."
    if problem.kind == "yaml":
        message += f" It is no YAML from here on: {problem.reason}. Look at its indentation, colons, brackets and quotation marks."
    else:
        message += f" It says “{_in_short(problem.reason)}”."
    if others:
        more = len(others) - _MOST_NAMED
        shown = ", ".join(f"`{each}`" for each in others[:_MOST_NAMED]) + f" and {more} more"
        message += f" The same holds for {shown if more > 0 else listed(others)}."
    if problem.kind == "version 1":
        message += (
            " Its services stand at the top level, which only Compose 1 took. Put them under `services:`."
        )
    return message + _right_name(problem.undefined_volume, bool(others))


def _right_name(name: str | None, several: bool) -> str:
    """Return what to do about the name of a volume that isn't declared, as a further sentence."""
    if not name:
        return ""
    if extension(name):
        return f" `{name}` is called like a file: write `./{name}` for the file beside this one."
    if is_volume_key(name):
        return f" Declare {'them' if several else f'`{name}`'} under the top-level `volumes:`."
    return f" No volume can have the name `{name}`: write `./{name}` for a directory beside the file."


def _refused_file(problem: ComposeProblem, project: ProjectDefinition) -> str:
    """Return which file is refused, for a message: another one, where that takes this service by `extends`."""
    is_taken = all(file.anchor != problem.span.anchor for file in project.files[:1])
    if is_taken and "undefined" in problem.reason and project.files:
        return f"`{project.files[0].path}`, which takes this from here"
    return "this file"


def _profile_of(problem: ComposeProblem, project: ProjectDefinition) -> str:
    """Return the first profile of the service that needs what isn't there, "" without one: Compose looks at such services only with it."""
    if "undefined service" not in problem.reason:
        return ""
    for service in project.services.values():
        if service.span.anchor == problem.span.anchor and service.span.holds(problem.span):
            return next((text.known for text in service.profiles if text.known), "")
    return ""


def _in_short(reason: str) -> str:
    """Return Compose's sentence without the words that it ends with in any case."""
    return reason.rstrip(".").removesuffix(": invalid compose project")


def _causes(problems: list[ComposeProblem]) -> list[ComposeProblem]:
    """Return the problems without those that the same slip makes: a service whose keys stand beside it makes each key a service."""
    first = next((problem for problem in problems if problem.kind == "no mapping"), None)
    told: set[Anchor] = set()
    causes: list[ComposeProblem] = []
    for problem in problems:
        if is_volume_key(problem.undefined_volume) and not extension(problem.undefined_volume):
            if problem.span.anchor in told:
                continue
            told.add(problem.span.anchor)
        causes.append(problem)
    return [
        problem
        for problem in causes
        if problem is first
        or first is None
        or problem.kind != "no mapping"
        or problem.span.anchor != first.span.anchor
    ]


def _further_volumes(problems: list[ComposeProblem]) -> dict[Anchor, list[str]]:
    """Return for each file the names of the volumes that aren't declared: one section is missing, and one finding says so."""
    names: dict[Anchor, list[str]] = {}
    for problem in problems:
        name = problem.undefined_volume
        if (
            is_volume_key(name)
            and not extension(name)
            and name not in names.setdefault(problem.span.anchor, [])
        ):
            names[problem.span.anchor].append(name)
    return names


def _fixes(project: ProjectDefinition, problem: ComposeProblem, others: list[str]) -> list[Fix]:
    name = problem.undefined_volume
    if not name or extension(name):
        # A volume in place of a file is an empty directory.
        return []
    file = next((file for file in project.files if file.anchor == problem.span.anchor), None)
    edits = declare_volumes(file, [name, *others]) if file is not None else None
    title = f"Declare {len(others) + 1} volumes" if others else f"Declare the volume `{name}`"
    return [Fix(title, edits, safe=False)] if edits else []


RULE = RefusedComposeFile
