"""Completion for zsh."""

from __future__ import annotations

from persistlint.cli.shells.grammar import rule_names
from persistlint.report.formats import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.cli.shells.grammar import Command, Option

_SCRIPT = """\
#compdef persistlint
# zsh completion for persistlint, made from its option parsers.

__persistlint_codes() {
    local -a codes
    codes=(@CODES@)
    _describe -t rules rule codes "$@"
}

__persistlint_rule() {
    local -a names
    names=(@RULES@)
    _describe -t rules rule names
}

__persistlint_rules() {
    # Several, with commas between them.
    compset -P '*,'
    __persistlint_codes -qS ,
}

__persistlint_outputs() {
    if compset -P '*='; then
        _files
    else
        compadd -S = -- @FORMATS@
    fi
}

@FUNCTIONS@

_persistlint() {
    local -a commands
    local command=check
    commands=(@COMMANDS@)
    if (( CURRENT > 2 )) && [[ $words[2] == (@NAMES@) ]]; then
        command=$words[2]
        shift words
        (( CURRENT-- ))
    elif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        _describe -t commands command commands
    fi
    _persistlint_$command
}

if [[ $funcstack[1] == _persistlint ]]; then
    _persistlint "$@"
else
    compdef _persistlint persistlint
fi
"""


def script(commands: list[Command]) -> str:
    """Return the script, to be sourced after ``compinit`` or put into a folder of ``fpath`` as ``_persistlint``."""
    replacements = {
        "@FUNCTIONS@": "\n\n".join(_function(command) for command in commands),
        "@COMMANDS@": " ".join(_quoted(f"{command.name}:{_plain(command.summary)}") for command in commands),
        "@NAMES@": "|".join(command.name for command in commands),
        "@CODES@": " ".join(_quoted(f"{code}:{name}") for code, name in rule_names()),
        "@RULES@": " ".join(
            _quoted(row) for code, name in rule_names() for row in (f"{name}:{code}", f"{code}:{name}")
        ),
        "@FORMATS@": " ".join(FORMATS),
    }
    text = _SCRIPT
    for mark, replacement in replacements.items():
        text = text.replace(mark, replacement)
    return text


def _function(command: Command) -> str:
    specifications = [
        _quoted(_specification(option, name)) for option in command.options for name in option.names
    ]
    operand = command.operand
    if operand is not None and (operand.kind or operand.choices):
        # A message about anything else would keep options from being put in.
        specifications.append(_quoted(f"*:{_plain(operand.metavar.lower())}:{_action(operand)}"))
    lines = " \\\n        ".join(["_arguments -S", *specifications])
    return f"_persistlint_{command.name}() {{\n    {lines}\n}}"


def _specification(option: Option, name: str) -> str:
    # Each option may be given several times. The parser decides which go together.
    text = f"*{name}[{_plain(option.help)}]"
    if not option.metavar:
        return text
    if name.startswith("--"):
        text = f"*{name}=[{_plain(option.help)}]"
    return f"{text}:{_plain(option.metavar)}:{_action(option)}"


def _action(option: Option) -> str:
    if option.choices:
        return f"({' '.join(option.choices)})"
    actions = {
        "file": "_files",
        "folder": "_files -/",
        "output": "__persistlint_outputs",
        "rules": "__persistlint_rules",
        "rule": "__persistlint_rule",
    }
    return actions.get(option.kind, " ")


def _plain(text: str) -> str:
    """Return ``text`` with the characters escaped that mean something in a specification."""
    for mark in "\\[]:":
        text = text.replace(mark, f"\\{mark}")
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
