"""PSL226: Compose refuses the file, whatever the environment is."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.hosts.compose.definition import ComposeProblem, ProjectDefinition
from persistlint.hosts.compose.edits import declare_volumes, is_volume_key
from persistlint.rulekit.mounts import extension
from persistlint.rulekit.throw_away import installed_by_a_site
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.text.regex import regex


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
        for problem in _causes(project.problems):
            if _TEMPLATE.fullmatch(problem.undefined_volume or ""):
                # A program fills it in before Compose reads the file.
                continue
            if context.document_has(problem.span, b"composition:"):
                # A pipeline of another product, which has `services:` too.
                continue
            # A document's block may show several variants one below the other.
            shows_variants = context.language == "markdown" and problem.kind == "repeated key"
            profile = _profile_of(problem, project)
            effect = (
                f"Compose refuses this file once profile `{profile}` is chosen, and then no command on it does anything."
                if profile
                else "Compose refuses this file, and no command on it does anything."
            )
            message = f"{effect} It says “{_in_short(problem.reason)}”."
            if problem.kind == "yaml":
                message = f"{effect} It is no YAML from here on: {problem.reason}. Look at its indentation, colons, brackets and quotation marks."
            name = problem.undefined_volume
            if problem.kind == "version 1":
                message += " Its services stand at the top level, which only Compose 1 took. Put them under `services:`."
            if extension(name):
                message += f" `{name}` is called like a file: write `./{name}` for the file beside this one."
            elif name and is_volume_key(name):
                message += f" Declare `{name}` under the top-level `volumes:`."
            elif name:
                message += f" No volume can have the name `{name}`: write `./{name}` for a directory beside the file."
            yield self.finding(
                problem.span,
                message,
                identity=problem.reason,
                severity="info" if shows_variants else None,
                reason=_of_a_swarm(problem, project, context)
                or _of_another_tool(context)
                or installed_by_a_site(context)
                or _of_a_deployer(problem)
                or _of_an_exercise(problem, context),
                fixes=_fixes(project, problem),
            )


def _profile_of(problem: ComposeProblem, project: ProjectDefinition) -> str:
    """Return the first profile of the service that needs what isn't there, "" without one: Compose looks at such services only with it."""
    if "undefined service" not in problem.reason:
        return ""
    for service in project.services.values():
        if service.span.anchor == problem.span.anchor and service.span.holds(problem.span):
            return next((text.known for text in service.profiles if text.known), "")
    return ""


def _of_another_tool(context: Context) -> str | None:
    """Return why Compose's refusal is no fault, for a message: the file lies in a folder of a tool that reads such files too."""
    folder = next((part for part in context.path.lower().split("/")[:-1] if part in _OTHER_TOOLS), None)
    return f"it lies in the folder `{folder}`, for another tool than Compose" if folder is not None else None


def _of_an_exercise(problem: ComposeProblem, context: Context) -> str | None:
    """Return why the refusal is no fault, for a message: somebody is to fill the file in."""
    word = next((word for word in _TO_FILL if context.document_has(problem.span, word.encode())), None)
    return f"`{word}` in the file is there to be filled in" if word is not None else None


#: What stands in files whose gaps somebody is to fill.
_TO_FILL = ("TO_BE_FILLED", "TO_BE_COMPLETED", "FILL_ME", "FILL_IN", "TO_COMPLETE")


def _of_a_deployer(problem: ComposeProblem) -> str | None:
    """Return why a network that isn't declared is no fault, for a message: a tool that deploys the file adds it."""
    tool = next((tool for tool in _DEPLOYERS if problem.missing.startswith(tool)), None)
    return f"{tool.capitalize()} adds the network when it deploys the file" if tool is not None else None


#: Tools that deploy Compose files, and add networks that are called after them (``dokploy-network``).
_DEPLOYERS = ("dokploy", "coolify", "caprover", "easypanel")


#: Tools that make other objects of Compose files (kompose), and the clusters that they make them for.
_OTHER_TOOLS = frozenset(("kompose", "openshift", "okd", "kubernetes", "k8s", "nomad", "ecs"))


def _of_a_swarm(problem: ComposeProblem, project: ProjectDefinition, context: Context) -> str | None:
    """Return why the missing service is no fault, for a message: ``docker stack deploy`` doesn't look at ``depends_on``."""
    if "depends on undefined service" not in problem.reason:
        return None
    for service in project.services.values():
        if (
            context.sources.knows(service.span)
            and service.span.holds(problem.span)
            and _SWARM.search(context.sources.text(service.span)) is not None
        ):
            return "the service is for a swarm, which doesn't look at `depends_on`"
    return None


#: Keys below ``deploy:`` that only a swarm knows.
_SWARM = regex(
    r"\n[ \t]+deploy:[^\n]*\n(?:[ \t]+(?:[^ \t\n][^\n]*)?\n){0,20}?[ \t]+(?:labels|placement|mode|update_config|rollback_config|endpoint_mode|restart_policy):"
)


def _in_short(reason: str) -> str:
    """Return Compose's sentence without the words that it ends with in any case."""
    return reason.rstrip(".").removesuffix(": invalid compose project")


#: A name that a program fills in.
_TEMPLATE = regex(r"__[A-Z][A-Z0-9_]*__|@[A-Z][A-Z0-9_]*@|%%\w+%%")


def _causes(problems: list[ComposeProblem]) -> list[ComposeProblem]:
    """Return the problems without those that the same slip makes: a service whose keys stand beside it makes each key a service."""
    first = next((problem for problem in problems if problem.kind == "no mapping"), None)
    return [
        problem
        for problem in problems
        if problem is first
        or first is None
        or problem.kind != "no mapping"
        or problem.span.anchor != first.span.anchor
    ]


def _fixes(project: ProjectDefinition, problem: ComposeProblem) -> list[Fix]:
    name = problem.undefined_volume
    if not name or extension(name):
        # A volume in place of a file is an empty directory.
        return []
    file = next((file for file in project.files if file.anchor == problem.span.anchor), None)
    edits = declare_volumes(file, [name]) if file is not None else None
    return [Fix(f"Declare the volume `{name}`", edits, safe=False)] if edits else []


RULE = RefusedComposeFile
