"""Completion for fish."""

from __future__ import annotations

from persistlint.cli.shells.grammar import rule_names
from persistlint.report.formats import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.cli.shells.grammar import Command, Option

_HEAD = """\
# fish completion for persistlint, made from its option parsers.

function __persistlint_is --description 'Whether this is the subcommand'
    set -l words (commandline -opc)
    set -l command check
    if contains -- "$words[2]" @NAMES@
        set command $words[2]
    end
    test $command = $argv[1]
end

function __persistlint_first --description 'Whether the first word is being written'
    test (count (commandline -opc)) -eq 1
end

function __persistlint_rules --description 'Rules, several with commas between them'
    set -l head (string replace -r -- '[^,=]*$' '' (commandline -ct) | string replace -r -- '^--[a-z-]+=' '')
    for code in @CODES@
        echo $head$code
    end
end

function __persistlint_outputs --description 'FORMAT=FILE'
    set -l word (string replace -r -- '^--output=' '' (commandline -ct))
    set -l parts (string split -m 1 = -- $word)
    if set -q parts[2]
        for file in (__fish_complete_path $parts[2])
            echo $parts[1]=$file
        end
    else
        for form in @FORMATS@
            echo $form=
        end
    end
end

complete -c persistlint -n __persistlint_first -a '@NAMES@'
"""


def script(commands: list[Command]) -> str:
    """Return the script, to be sourced or put into a folder of completions as ``persistlint.fish``."""
    rules = rule_names()
    text = _HEAD
    for mark, replacement in (
        ("@NAMES@", " ".join(command.name for command in commands)),
        ("@CODES@", " ".join(code for code, _ in rules)),
        ("@FORMATS@", " ".join(FORMATS)),
    ):
        text = text.replace(mark, replacement)
    lines = []
    for command in commands:
        lines += [_line(command, option) for option in command.options]
        operand = command.operand
        if operand is not None and operand.choices:
            lines.append(f"{_start(command)} -f -a {_quoted(' '.join(operand.choices))}")
        elif operand is not None and operand.kind == "rule":
            words = " ".join(word for rule in rules for word in rule)
            lines.append(f"{_start(command)} -f -a {_quoted(words)}")
    return text + "\n".join(lines) + "\n"


def _start(command: Command) -> str:
    return f"complete -c persistlint -n '__persistlint_is {command.name}'"


def _line(command: Command, option: Option) -> str:
    names = " ".join(
        f"-l {name.removeprefix('--')}" if name.startswith("--") else f"-s {name.removeprefix('-')}"
        for name in option.names
    )
    line = f"{_start(command)} {names} -d {_quoted(option.help)}"
    if not option.metavar:
        return line
    if option.choices:
        return f"{line} -x -a {_quoted(' '.join(option.choices))}"
    values = {
        "file": "-r -F",
        "folder": "-x -a '(__fish_complete_directories)'",
        "output": "-x -a '(__persistlint_outputs)'",
        "rules": "-x -a '(__persistlint_rules)'",
    }
    return f"{line} {values.get(option.kind, '-x')}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
