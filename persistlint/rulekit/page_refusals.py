"""Refusals that a document's command line has by itself.

Readers of a page put their own words in, and its author explains a command behind it, in any language and with any sign between the two.
So a refusal counts there only where neither can be its cause: a misspelt option, a malformed number, names too many that all look like names.
"""

from __future__ import annotations

from persistlint.docker.commands import ImageBuild
from persistlint.docker.option_table import canonical_name, options_of
from persistlint.rulekit.placeholders import is_only_kinds, is_placeholder
from persistlint.rulekit.right_words import references, right_word
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command, OptionUse, SyntaxProblem

#: A number with what doesn't belong to it, also behind the name of what it is for (`nofile=`, `db:`), and `localhost` where an address belongs.
_NUMBER = regex(r"(?:[A-Za-z][\w.-]*[=:])?\d\S*")
_PORTS_OF_LOCALHOST = regex(r"localhost(?::\d+){1,2}")
#: Options with few values, of which another client may have more (`--userns=keep-id`).
_MODES = frozenset(("pull", "pid", "uts", "ipc", "userns", "cgroupns"))
#: What people write for a restart policy.
_POLICIES = frozenset(("true", "false", "yes", "never", "sometimes", "on-fail", "failure", "unless-stop"))
#: A name that no remark has for a word: a tag, a part of a path, a digit.
_NAME = regex(
    r"\w[\w.-]*[:/][\w./-]+|[\w.-]*[A-Za-z][\w-]*\d+(?:[._-]\d+)*|\.{1,2}|\.{0,2}/[\w./-]+|[\w-]+(?:\.[\w-]+)+"
)
_UNDERSCORED = regex(r"\w+_\w+")
_CONTEXT = regex(r"\.{1,2}/?|\.{0,2}/[\w./-]+")


def is_refused_by_itself(problem: SyntaxProblem, command: Command) -> bool:
    """Return whether neither a remark nor a word to fill in can be why the client refuses the line."""
    if problem.kind == "too-many-operands":
        return _are_all_meant(command)
    if problem.kind in ("copy-between-containers", "copy-without-container"):
        # A colon may be all that is missing, or all of it is to be filled in.
        return problem.kind == "copy-between-containers" and not any(map(is_placeholder, _texts(command)))
    if problem.kind in ("bad-option-value", "bad-container-name", "refused-mount"):
        return _is_slip(problem, command)
    if problem.kind == "bad-restart-policy":
        return bool(right_word(problem, command)) or refused_value(problem, command) in _POLICIES
    if problem.kind == "bad-reference":
        names = references(command)
        # A remark may follow an image, where a command takes several.
        takes_several = not isinstance(command, ImageBuild) and len(names) > 1
        return not takes_several or all(map(_NAME.fullmatch, names))
    # What conflicts with an operand may conflict with a remark.
    return all(problem.span is not word.span for word in command.operands)


def refused_value(problem: SyntaxProblem, command: Command) -> str:
    """Return the value of the option that is refused, "" where it isn't known."""
    use = refused_use(problem, command)
    return (use.value.text or "") if use is not None and use.value is not None else ""


def refused_use(problem: SyntaxProblem, command: Command) -> OptionUse | None:
    """Return the option that is refused, None where the refusal is about something else."""
    return next((use for use in command.options if use.span is problem.span), None)


def _texts(command: Command) -> list[str]:
    return [word.text or "" for word in command.operands]


def _is_slip(problem: SyntaxProblem, command: Command) -> bool:
    """Return whether the value of an option is a malformed one, and no word for what belongs there."""
    use, value = refused_use(problem, command), refused_value(problem, command)
    if value.startswith("-"):
        # An option without its value takes the next one, which needs one itself where a page lists options.
        table = options_of(command.verb, command.program)
        taken = (
            table.by_spelling.get(value[2:]) if value.startswith("--") else table.by_letter.get(value[1:2])
        )
        return taken is not None and not taken.takes_value
    if use is not None and use.name in _MODES:
        return not is_only_kinds(value)
    if problem.kind == "bad-option-value":
        return _PORTS_OF_LOCALHOST.fullmatch(value) is not None or (
            _NUMBER.fullmatch(value) is not None and not is_placeholder(value)
        )
    # A remark's dash is no name.
    return any(map(str.isalnum, value)) and not is_placeholder(value)


def _are_all_meant(command: Command) -> bool:
    """Return whether the operands are too many, and no remark can be why: a build's context stands last, or those that are too many are names."""
    words = _texts(command)
    follows = command.invocation.words[-1] is not command.operands[-1]
    if isinstance(command, ImageBuild):
        # `docker build it web:1 .`, `docker image build file Dockerfile --tag web`
        is_context_last = _CONTEXT.fullmatch(words[-1]) is not None
        return (follows or is_context_last) and not any(map(is_only_kinds, words))
    most = options_of(command.verb, command.program).most or 0
    if canonical_name(words[0], command.program) is not None and len(words) > 1:
        # Two commands in one, whatever the second is about: `docker images rmi web:1`, `docker images pull imageName:tag`.
        return all(_NAME.fullmatch(word) is not None for word in words[1:])
    surplus = words[most:]
    if not surplus or any(map(is_only_kinds, surplus)):
        return False
    # An option behind them: `docker ps registry -q`.
    of_names = _UNDERSCORED if most == 0 and command.verb != "image load" else _NAME
    return follows or all(of_names.fullmatch(word) is not None for word in surplus)
