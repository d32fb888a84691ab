"""Compose's refusals that are no fault of whoever wrote the file: another program reads it, makes it or fills it in, or a learner does."""

from __future__ import annotations

from persistlint.hosts.compose.definition import ComposeProblem, ProjectDefinition
from persistlint.rulekit.placeholders import is_called_after_kind, is_only_kinds
from persistlint.rulekit.throw_away import installed_by_a_site, left_behind
from persistlint.rules.forms import has_signs
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.rule import Context

#: Lines with a remark that make a list of keys.
_FEW = 3


def is_another_programs(problem: ComposeProblem, context: Context) -> bool:
    """Return whether the text that Compose would refuse is never given to it."""
    # A program fills the name in, or the file is a pipeline of another product, which has `services:` too.
    is_filled_in = _FILLED_IN.fullmatch(problem.undefined_volume or "") is not None
    return is_filled_in or context.document_has(problem.span, b"composition:")


def no_fault(problem: ComposeProblem, project: ProjectDefinition, context: Context) -> str | None:
    """Return why Compose's refusal is no fault, for a message; None where it is one."""
    return (
        _of_a_swarm(problem, project, context)
        or _of_another_tool(context)
        or installed_by_a_site(context)
        or left_behind(context)
        or _of_a_deployer(problem)
        or _of_a_template(problem, context)
        or _of_an_exercise(problem, context)
    )


def _of_a_swarm(problem: ComposeProblem, project: ProjectDefinition, context: Context) -> str | None:
    """Return why the problem is no fault, for a message: ``docker stack deploy`` doesn't look at some keys."""
    key = next((key for words, key in _NOT_OF_A_SWARM.items() if words in problem.reason), None)
    if key is None:
        return None
    named = _STACK.search(context.path)
    if named is not None:
        return f"`{named[1] or named[2]}` is for a swarm, which doesn't look at `{key}`"
    for service in project.services.values():
        if (
            context.sources.knows(service.span)
            and service.span.holds(problem.span)
            and _SWARM.search(context.sources.text(service.span)) is not None
        ):
            return f"the service is for a swarm, which doesn't look at `{key}`"
    return None


#: What Compose says of a key that a swarm doesn't look at.
_NOT_OF_A_SWARM = {
    "depends on undefined service": "depends_on",
    "can't set container_name": "container_name",
    "mutually exclusive `network_mode`": "network_mode",
}
#: Folders and files that ``docker stack deploy`` is given. Others than a swarm's tools have folders `stacks` too.
_STACK = regex(
    r"(?i)(?:^|/)((?:docker[-_])?swarm(?:[-_](?:stacks?|mode|cluster))?)/|(?:^|/)((?:docker-?)?(?:stack|swarm)(?:[-_.][^/]*)?\.ya?ml|[^/]*[-_.](?:stack|swarm)\.ya?ml)$"
)
#: Keys below ``deploy:`` that only a swarm knows.
_SWARM = regex(
    r"\n[ \t]+deploy:[^\n]*\n(?:[ \t]+(?:[^ \t\n][^\n]*)?\n){0,20}?[ \t]+(?:labels|placement|mode|update_config|rollback_config|endpoint_mode|restart_policy):"
)


#: Tools that make other objects of Compose files (kompose), and the clusters that they make them for.
_OTHER_TOOLS = frozenset(("kompose", "openshift", "okd", "kubernetes", "k8s", "nomad", "ecs"))


def _of_another_tool(context: Context) -> str | None:
    """Return why Compose's refusal is no fault, for a message: the file lies in a folder of a tool that reads such files too."""
    folder = next((part for part in context.path.lower().split("/")[:-1] if part in _OTHER_TOOLS), None)
    return f"it lies in the folder `{folder}`, for another tool than Compose" if folder is not None else None


def _of_a_deployer(problem: ComposeProblem) -> str | None:
    """Return why a network that isn't declared is no fault, for a message: a tool that deploys the file adds it."""
    tool = next((tool for tool in _DEPLOYERS if problem.missing.startswith(tool)), None)
    return f"{tool.capitalize()} adds the network when it deploys the file" if tool is not None else None


#: Tools that deploy Compose files, and add networks that are called after them (``dokploy-network``).
_DEPLOYERS = ("dokploy", "coolify", "caprover", "easypanel")


def _of_a_template(problem: ComposeProblem, context: Context) -> str | None:
    """Return why the refusal is no fault, for a message: another program makes the file that Compose reads of this one."""
    place = context.sources.place(problem.span)
    document = place.document
    if context.language != "markdown":
        return context.once_a_document(f"marks of {document.path}", lambda: _of_its_marks(document.data))
    # The block alone: a page's own marks are its generator's.
    start = max(0, document.data.rfind(b"```", 0, place.start))
    block = document.data[start : document.data.find(b"```", place.end) % (len(document.data) + 1)]
    if has_signs(block.decode(errors="replace")):
        return "the block has words in `<` and `>` that its reader replaces"
    return _of_its_marks(block)


def _of_its_marks(data: bytes) -> str | None:
    mark = _MARKS.search(data)
    return (
        f"`{mark.group().decode(errors='replace')}` in the file is a template's" if mark is not None else None
    )


#: Marks of Jinja, Liquid and ERB. Go's templates (`{{.Name}}`), which Compose hands on, name a field, a function or a keyword.
_MARKS = regex(
    rb"\{\{-? *(?!(?:end|else|json)\b)[A-Za-z_]\w*(?:\.\w+|\[[^\]\n]{0,40}\])*(?: *\|[^}\n]{0,80})? *-?\}\}|\{%[-+]? *\w+|<%[=-]? *\w+"
)


#: What stands in files whose gaps somebody is to fill.
_TO_FILL = ("TO_BE_FILLED", "TO_BE_COMPLETED", "FILL_ME", "FILL_IN", "TO_COMPLETE")


def _of_an_exercise(problem: ComposeProblem, context: Context) -> str | None:
    """Return why the refusal is no fault, for a message: somebody is to fill the file in."""
    folder = next((part for part in context.path.lower().split("/")[:-1] if part in _BEGUN), None)
    if folder is not None:
        return f"the folder `{folder}` holds what learners complete"
    value = problem.reason.rpartition(": ")[2].strip("'\"")
    if problem.reason.startswith(_OF_VALUES) and (is_only_kinds(value) or is_called_after_kind(value)):
        return f"`{value}` is there to be filled in"
    if problem.lacks == "value" and _is_list_of_keys(problem, context):
        return "most lines have a remark, as in a list of Compose's keys"
    word = next((word for word in _TO_FILL if context.document_has(problem.span, word.encode())), None)
    return f"`{word}` in the file is there to be filled in" if word is not None else None


def _is_list_of_keys(problem: ComposeProblem, context: Context) -> bool:
    """Return whether the key has a remark in its value's place, and most lines of the file have one: they explain the keys."""
    place = context.sources.place(problem.span)
    data = place.document.data
    line = data[data.rfind(b"\n", 0, place.start) + 1 : data.find(b"\n", place.start) % (len(data) + 1)]
    if _EXPLAINED.fullmatch(line) is None:
        return False
    lines = [each.strip() for each in data.splitlines()]
    lines = [each for each in lines if each and not each.startswith(b"#")]
    explained = sum(b" #" in each for each in lines)
    return explained >= _FEW and 2 * explained >= len(lines)


_EXPLAINED = regex(rb"[ \t-]*[\w-]+:[ \t]+#[^\r\n]*\r?")


#: How Compose's sentences about a value begin.
_OF_VALUES = ("Invalid containerPort", "Invalid hostPort", "Invalid ip", "Invalid proto", "error decoding")

#: Folders of courses with what somebody is to complete or to mend.
_BEGUN = frozenset(
    """
    starter starters starter-code starter-files start-here incomplete to-complete a-completer enonce inicio-incompleto broken buggy broken-app
    """.split()
)


#: A name that a program fills in.
_FILLED_IN = regex(r"__[A-Z][A-Z0-9_]*__|@[A-Z][A-Z0-9_]*@|%%\w+%%")
