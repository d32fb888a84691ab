"""Right words for those that a client refuses: a command, an option, a restart policy, an image's name in capitals."""

from __future__ import annotations

from persistlint.docker.commands import ImageBuild
from persistlint.docker.image_reference import reference_problem
from persistlint.docker.option_table import (
    canonical_name,
    command_names,
    is_group,
    options_of,
    spells_option,
)
from persistlint.rulekit.edits import replace_value
from persistlint.rulekit.near_words import nearest_word
from persistlint.shell.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command, OptionUse, SyntaxProblem
    from persistlint.docker.option_table import CommandOptions
    from persistlint.shell.values import Word
    from persistlint.text.edits import Edit

_POLICIES = ("no", "always", "on-failure", "unless-stopped")
#: Plugins of the client that aren't in the table of its commands.
_PLUGINS = frozenset(
    """
    agent ai app cloud debug desktop dev extension feedback init mcp model offload pass sandbox sbom scan
    scout slim theia
    """.split()
)


#: Commands of the client that groups have under a name like theirs.
_IN_GROUPS = frozenset(("images", "info", "version", "search"))


def misspelt_command(command: Command) -> tuple[Word, str, str] | None:
    """Return the word that is no command, the group in which it isn't one ("" for the client itself), and what was meant. None where nothing is near."""
    words = command.invocation.words
    program = command.program
    group = "compose" if (words[0].text or "").rpartition("/")[2] == "docker-compose" else ""
    for word in words[1:]:
        text = word.text
        if text is None or not text.isalpha() or not text.islower():
            return None
        spelling = f"{group} {text}".strip()
        if is_group(spelling, program):
            group = spelling
            continue
        is_command = canonical_name(spelling, program) is not None or (not group and text in _PLUGINS)
        if not is_command and group and canonical_name(text, program) is not None and text not in _IN_GROUPS:
            # A command of the client itself (``docker container rmi``).
            return word, group, f"{program} {text}"
        near = "" if is_command else nearest_word(text, command_names(group, program))
        return (word, group, near) if near else None
    return None


def right_word(problem: SyntaxProblem, command: Command) -> str:
    """Return what was most likely meant, as it is to be written; "" where nothing is near."""
    if problem.kind == "unknown-flag":
        flag = problem.reason.rpartition(" ")[2]
        table = options_of(command.verb, command.program)
        if not flag.startswith("--"):
            return _right_letter(problem.reason.rpartition(" in ")[2], table)
        if len(flag) < 5 and all(letter in table.by_letter for letter in flag[2:]):
            # `--it` for `-it`
            return flag[1:]
        near = nearest_word(
            flag[2:], [name for name, option in table.by_spelling.items() if not option.hidden]
        )
        return f"--{near}" if near else ""
    if problem.kind == "bad-restart-policy":
        use = command.last("restart")
        text = use.value.text if use is not None and use.value is not None else None
        return nearest_word(text, _POLICIES) if text else ""
    if problem.kind == "bad-reference" and "must be lowercase" in problem.reason:
        text = next((text for text in references(command) if text != _lower(text)), "")
        lower = _lower(text)
        return lower if not reference_problem(Value.of(lower)) else ""
    return ""


def _right_letter(flag: str, table: CommandOptions) -> str:
    """Return what a word with one dash was meant to be, "" where that isn't known: ``-I`` (``-i``), ``-name`` (``--name``)."""
    lower = flag.lower()
    if len(flag) == 2:
        return lower if lower != flag and lower[1] in table.by_letter else ""
    return f"-{flag}".partition("=")[0] if flag[1:].partition("=")[0] in table.by_spelling else ""


def option_with_one_dash(command: Command) -> tuple[OptionUse, str] | None:
    """Return the option that a long one with one dash is read as (`-link` as `-l ink`), and the long one's name. None without one."""
    table = options_of(command.verb, command.program)
    for use in command.options:
        text = use.word.text or ""
        name = text[1:].partition("=")[0]
        if (
            use.value is not None
            and use.value_word is use.word
            and use.flag == text[:2]
            and len(name) > 2
            and name in table.by_spelling
            and not table.by_spelling[name].hidden
        ):
            return use, name
    return None


def option_of_compose(problem: SyntaxProblem, command: Command) -> str:
    """Return the option that Compose itself takes and not its subcommand (``compose up -p shop``): it belongs before that one. "" for any other problem."""
    if (
        problem.kind != "unknown-flag"
        or command.program != "docker"
        or not command.verb.startswith("compose ")
    ):
        return ""
    text = problem.reason.rpartition(" ")[2]
    flag = text.partition("=")[0] if text.startswith("--") else text[:2]
    # `-v` is the version's.
    return flag if flag not in ("-v", "--version") and spells_option(flag, "compose") else ""


def references(command: Command) -> list[str]:
    """Return the texts of the command's image references, as far as they are known: the run's image, a build's tags, else the operands."""
    if isinstance(command, ImageBuild):
        values = [use.value for use in command.uses("tag") if use.value is not None]
    else:
        image = getattr(command, "image", None)
        values = [image.raw] if image is not None else [word.value for word in command.operands]
    return [value.text for value in values if value.text]


def _lower(reference: str) -> str:
    """Return the reference with its name in lower case. A tag may have capitals."""
    name, colon, tag = reference.rpartition(":")
    return f"{name.lower()}{colon}{tag}" if colon and "/" not in tag else reference.lower()


def write_right_word(problem: SyntaxProblem, command: Command, word: str) -> Edit | None:
    """Write the ``right_word`` where the wrong one stands. None for other kinds of problems too."""
    if problem.kind == "unknown-flag":
        flag = problem.reason.rpartition(" ")[2]
        words = (each for each in command.invocation.words if (each.text or "").partition("=")[0] == flag)
        written = next(words, None)
        return replace_value(written.value, 0, len(flag), word) if written is not None else None
    if problem.kind == "bad-reference" and not isinstance(command, ImageBuild):
        image = getattr(command, "image", None)
        raw = image.raw if image is not None else command.operands[0].value
        return replace_value(raw, 0, len(raw), word)
    return None
