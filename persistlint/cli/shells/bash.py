"""Completion for bash."""

from __future__ import annotations

from persistlint.cli.shells.grammar import rule_names
from persistlint.report.formats import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.cli.shells.grammar import Command, Option

_SCRIPT = """\
# bash completion for persistlint, made from its option parsers.

_persistlint() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=check word options='' kind='' values=''
    COMPREPLY=()
    # Bash takes "=" for a word of its own.
    if [[ $current == '=' ]]; then
        current=''
    elif [[ $previous == '=' ]]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if [[ ${COMP_WORDS[COMP_CWORD-1]} == '=' && ${COMP_WORDS[COMP_CWORD-3]} == '--output' ]]; then
        previous='FORMAT='
    fi
    case ${COMP_WORDS[1]} in
        @COMMANDS@) ((COMP_CWORD > 1)) && command=${COMP_WORDS[1]} ;;
    esac
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $word == -- ]]; then
            # Behind it are files, whatever they are called.
            command=--
        fi
    done
    case $command in
@OPTIONS@
    esac
    case $command:$previous in
@VALUES@
    esac
    if [[ -n $kind ]]; then
        case $kind in
            file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
            folder) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
            output) compopt -o nospace; mapfile -t COMPREPLY < <(compgen -S = -W '@FORMATS@' -- "$current") ;;
            rules)
                local head=''
                [[ $current == *,* ]] && head=${current%,*},
                mapfile -t COMPREPLY < <(compgen -P "$head" -W '@CODES@' -- "${current##*,}")
                ;;
            rule) mapfile -t COMPREPLY < <(compgen -W '@CODES@ @NAMES@' -- "$current") ;;
            values) mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current") ;;
        esac
        return
    fi
    if [[ $current == -* && $command != -- ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
        return
    fi
    case $command in
@OPERANDS@
        *) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    esac
    if ((COMP_CWORD == 1)); then
        local -a names
        mapfile -t names < <(compgen -W '@NAMES_OF_COMMANDS@' -- "$current")
        COMPREPLY+=("${names[@]}")
    fi
}

complete -F _persistlint persistlint
"""


def script(commands: list[Command]) -> str:
    """Return the script, to be sourced or put where bash-completion finds it."""
    names = [command.name for command in commands]
    rules = rule_names()
    replacements = {
        "@COMMANDS@": "|".join(names),
        "@NAMES_OF_COMMANDS@": " ".join(names),
        "@OPTIONS@": "\n".join(_options(command) for command in commands),
        "@VALUES@": "\n".join(
            _values(command, option) for command in commands for option in command.options if option.metavar
        )
        + "\n        *:FORMAT=) kind='file' ;;",
        "@OPERANDS@": "\n".join(_operand(command) for command in commands if _needs_own(command)),
        "@FORMATS@": " ".join(FORMATS),
        "@CODES@": " ".join(code for code, _ in rules),
        "@NAMES@": " ".join(name for _, name in rules),
    }
    text = _SCRIPT
    for mark, replacement in replacements.items():
        text = text.replace(mark, replacement)
    return text


def _options(command: Command) -> str:
    names = " ".join(name for option in command.options for name in option.names)
    return f"        {command.name}) options='{names}' ;;"


def _values(command: Command, option: Option) -> str:
    patterns = "|".join(f"{command.name}:{name}" for name in option.names)
    if option.choices:
        return f"        {patterns}) kind='values' values='{' '.join(option.choices)}' ;;"
    return f"        {patterns}) kind='{option.kind or 'anything'}' ;;"


def _needs_own(command: Command) -> bool:
    """Return whether the command's operands are no files."""
    return command.operand is None or command.operand.kind != "file"


def _operand(command: Command) -> str:
    operand = command.operand
    if operand is not None and operand.choices:
        words = " ".join(operand.choices)
        return f"        {command.name}) mapfile -t COMPREPLY < <(compgen -W '{words}' -- \"$current\") ;;"
    if operand is not None and operand.kind == "rule":
        return f"        {command.name}) mapfile -t COMPREPLY < <(compgen -W '@CODES@ @NAMES@' -- \"$current\") ;;"
    return f"        {command.name}) ;;"
