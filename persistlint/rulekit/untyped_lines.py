"""Command lines that nobody types as they stand: forms to fill in, prose behind a command, words that a variable may bring elsewhere."""

from __future__ import annotations

from persistlint.rulekit.edits import has_vanished_word, is_written_out
from persistlint.rulekit.page_refusals import is_refused_by_itself, refused_value
from persistlint.rulekit.placeholders import is_only_kinds, is_placeholder
from persistlint.rulekit.right_words import references
from persistlint.rules.demonstrations import has_gaps
from persistlint.rules.forms import stands_for_more
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command, SyntaxProblem
    from persistlint.rules.rule import Context

_OPERANDS = ("missing-operand", "too-many-operands")
_COPIES = ("copy-between-containers", "copy-without-container")
#: A word in capitals, which the reader replaces (`IMAGE`, `HOST_PORT`).
_CAPITALS = regex(r"\b[A-Z][A-Z_]+\b")
#: What no operand of these commands holds: a comma at its end, a remark's slashes, an arrow, a bracket, letters that names can't have.
_NO_OPERAND = regex(r"[,;:!?]$|^//|^[-=]>|^(?:-|\u2013|\u2014|=|\*)$|[\[\]{}<>…]|[^\x00-\x7f]")
_CLIENTS = frozenset(("docker", "docker-compose", "podman"))
#: Nobody gives a command more plain words by mistake.
_MOST_WORDS = 4
_DRIVE = regex(r"[A-Za-z]:[/\\]")


def is_as_typed(problem: SyntaxProblem, command: Command, context: Context) -> bool:
    """Return whether the client is given the line as it stands, as far as this refusal of it goes."""
    if context.sources.knows(command.span) and has_gaps(context.sources.text(command.span)):
        return False
    return not (
        _depends_on_variables(problem, command, context)
        or _goes_on(problem, command, context)
        or _leaves_out(problem, command, context)
        or _is_prose(problem, command)
        or (context.language == "markdown" and not is_refused_by_itself(problem, command))
        or _names_a_drive(problem, command)
    )


def is_to_fill_in(problem: SyntaxProblem, command: Command, context: Context) -> bool:
    """Return whether an image's name is refused that somebody replaces. The client then goes on to what else is wrong."""
    is_form = is_placeholder if context.language == "markdown" else is_only_kinds
    return problem.kind == "bad-reference" and any(
        is_form(name) or _is_to_replace(name) for name in references(command)
    )


def _depends_on_variables(problem: SyntaxProblem, command: Command, context: Context) -> bool:
    """Return whether words out of variables may be others elsewhere: an option, a value, or nothing at all."""
    words = command.invocation.words
    if problem.kind in _OPERANDS and not all(word.text and not word.opaque for word in words):
        return True
    values = (use.value for use in command.options)
    # An option whose own value is missing takes the next option for it.
    takes_option = any(value is not None and value.leading().startswith("-") for value in values)
    if problem.kind not in _OPERANDS and not (problem.kind == "bad-option-value" and takes_option):
        return False
    return not all(map(is_written_out, words)) or has_vanished_word(command, context.sources)


def _goes_on(problem: SyntaxProblem, command: Command, context: Context) -> bool:
    """Return whether the line goes on with what this shell can't read, as `(docker ps -q)` of another one."""
    if problem.kind not in _OPERANDS or not context.sources.knows(command.span):
        return False
    place = context.sources.place(command.span)
    return place.document.data[place.end : place.end + 3].lstrip(b" ").startswith(b"(")


def _leaves_out(problem: SyntaxProblem, command: Command, context: Context) -> bool:
    """Return whether the text names the command without all that it is about, as documents do, or with words that stand for something."""
    if problem.kind in ("missing-operand", "missing-value") and context.language == "markdown":
        return True
    if problem.kind == "unknown-flag":
        return False
    if problem.kind in ("bad-option-value", "bad-restart-policy", "bad-container-name"):
        value = refused_value(problem, command)
        if is_only_kinds(value) and len(value) > 1 and not value.startswith("-"):
            return True
    image = getattr(command, "image", None)
    # Docker's own words for a part (`containerPort`) stand before the last colon.
    value = problem.reason.rpartition(": ")[2]
    words = ["" if " " in value else value, *(word.text or "" for word in command.operands[:2])]
    words.append((image.raw.text or "") if image is not None else "")
    return any(_CAPITALS.search(word) for word in words)


def _is_prose(problem: SyntaxProblem, command: Command) -> bool:
    """Return whether words of a remark stand behind the command (``docker image pull x, that is …``, ``docker login //x is …``)."""
    if problem.kind != "too-many-operands":
        return False
    operands = [word.text or "" for word in command.operands]
    # Another command behind this one (`docker ps or docker container ls`), and a sentence of plain words.
    if not _CLIENTS.isdisjoint(operands) or sum(map(str.isalpha, operands)) > _MOST_WORDS:
        return True
    words = (word.text or "" for word in command.invocation.words)
    return any(_NO_OPERAND.search(word) is not None for word in operands) or any(
        stands_for_more(word) for word in words if "{{" not in word
    )


def _names_a_drive(problem: SyntaxProblem, command: Command) -> bool:
    """Return whether what reads as a container is a drive to the client on Windows (``docker cp web:/x D:/x``), or the kind of what belongs there."""
    words = [word.text or "" for word in command.operands]
    return problem.kind in _COPIES and (
        any(_DRIVE.match(word) is not None for word in words) or all(map(is_only_kinds, words))
    )


def _is_to_replace(reference: str) -> bool:
    """Return whether a reference is there to be replaced: it says so, or is all in capitals (``MYCOMPANY/REPONAME``)."""
    name = reference.rpartition(":")[0] or reference
    if stands_for_more(reference):
        return True
    return any(map(str.isalpha, name)) and name.upper() == name and len(name) > 2
