"""The shell's builtins that change its state."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.code import Code, source_of
from persistlint.shell.environment import Array, Scalar, Unset
from persistlint.shell.evaluate.conditions import question, test_command
from persistlint.shell.evaluate.directories import change_directory, unknown_directory
from persistlint.shell.evaluate.inputs import input_of, redirect_shell
from persistlint.shell.evaluate.lines import refuse
from persistlint.shell.evaluate.programs import emit, run_program
from persistlint.shell.evaluate.ready import Ready
from persistlint.shell.evaluate.scripts import evaluate_script, evaluate_source
from persistlint.shell.evaluate.variables import (
    index_in,
    opaque_array,
    refuses,
    set_unknown,
    store,
    store_element,
    unknown_value,
)
from persistlint.shell.values import Literal, Word
from persistlint.shell.wording import engine_word
from persistlint.shell.wrappers import joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.shell.evaluate.shell import Shell
    from persistlint.shell.evaluate.state import ShellState

    #: Carries out a command in a shell, and answers whether it succeeds.
    Builtin = Callable[[Shell, Ready], "bool | None"]


_OPTION_LETTERS = {"e": "errexit", "u": "nounset", "a": "allexport"}


def written(word: Word) -> str | None:
    """Return the word's text, also where it is a pattern that is taken to match no file (``read a[0]``).

    Where the index alone isn't known, the text is ``a[⟨k⟩]``.
    """
    if word.opaque and len(word.value.unknowns) == 1:
        key = word.value.unknowns[0].key
        if isinstance(key, tuple) and key[0] == "glob":
            return word.value.unknowns[0].name
    if word.text is None and word.value.pieces:
        first = word.value.pieces[0]
        if isinstance(first, Literal) and first.text.partition("[")[0].isidentifier() and "[" in first.text:
            return word.value.display()
    return word.text


def _set(shell: ShellState, command: Ready) -> bool | None:
    at = 1
    while at < len(command.words):
        text = command.words[at].text
        if text is None:
            shell.environment.set(env.POSITIONAL, None)
            shell.environment.set("~shifted", "unknown")
            return True
        if text == "--" or not text.startswith(("-", "+")) or text == "-":
            if text in ("--", "-"):
                at += 1
            shell.environment.set(env.POSITIONAL, Array(tuple(shell.expander.separate(command.words[at:]))))
            return True
        on = text[0] == "-"
        for letter in text[1:]:
            if letter == "o":
                option = command.words[at + 1].text if at + 1 < len(command.words) else None
                if option in ("errexit", "nounset", "pipefail", "allexport"):
                    shell.environment.set("-" + option, on)
                at += 1
            elif letter in _OPTION_LETTERS:
                shell.environment.set("-" + _OPTION_LETTERS[letter], on)
        at += 1
    return True


def _shift(shell: ShellState, command: Ready) -> bool | None:
    count = command.words[1].text if len(command.words) > 1 else "1"
    number = int(count) if count and count.isdecimal() and len(count) < 6 else None
    items = shell.expander.positional()
    if items is not None and number is not None and not any(item.opaque for item in items[:number]):
        if number <= len(items):
            shell.environment.set(env.POSITIONAL, Array(items[number:]))
            return True
        return None
    shifted = shell.environment.get("~shifted")
    if items is None and number is not None and (shifted is None or isinstance(shifted, int)):
        shell.environment.set("~shifted", (shifted or 0) + number)
    else:
        shell.environment.set(env.POSITIONAL, None)
        shell.environment.set("~shifted", "unknown")
    return None


def _cd(shell: ShellState, command: Ready) -> bool | None:
    change_directory(
        shell.environment,
        command.words,
        command.span,
        lambda: shell.expander.variable("HOME", command.code, None),
    )
    return None


def _popd(shell: ShellState, command: Ready) -> bool | None:
    shell.environment.set(env.CWD, unknown_directory(command.span))
    return None


def _read(shell: ShellState, command: Ready) -> bool | None:
    _note_input(shell, command)
    array = False
    skip = False
    named = False
    set_all = True
    for word in command.words[1:]:
        text = written(word)
        if skip:
            skip = False
            if array and text:
                set_all = _set_list(shell, text) and set_all
            continue
        if text is None:
            continue
        if text.startswith("-") and len(text) > 1:
            array = text.endswith("a")
            named = named or array
            skip = text[-1] in "adinNptu"
            continue
        named = True
        set_all = set_unknown(shell, text, command.span, command.code) is not False and set_all
        if not set_all:
            # The names behind it stay as they are.
            break
    if not named:
        set_unknown(shell, "REPLY", command.span, command.code)
    return None if set_all else False


def _note_input(shell: ShellState, command: Ready) -> None:
    """Note from what ``read`` and ``mapfile`` read, unless a descriptor is named (``-u 3``)."""
    if not any((word.text or "").startswith("-u") for word in command.words[1:]):
        shell.inputs_read.add(input_of(shell, command.redirects, "command", command.span))


def _mapfile(shell: ShellState, command: Ready) -> bool | None:
    _note_input(shell, command)
    operands = [word.text for word in command.words[1:] if word.text and not word.text.startswith("-")]
    name = operands[-1] if operands and operands[-1] and operands[-1].isidentifier() else "MAPFILE"
    return None if _set_list(shell, name) else False


def _set_list(shell: ShellState, name: str) -> bool:
    """Make a variable an unknown list, as ``read -a`` and ``mapfile`` do; return False where the shell refuses it."""
    if refuses(shell, name):
        return False
    shell.environment.set(name, opaque_array(shell, name))
    return True


def _getopts(shell: ShellState, command: Ready) -> bool | None:
    if len(command.words) > 2 and command.words[2].text:
        set_unknown(shell, command.words[2].text, command.span, command.code)
    set_unknown(shell, "OPTARG", command.span, command.code)
    set_unknown(shell, "OPTIND", command.span, command.code, "number")
    return None


def _unset(shell: ShellState, command: Ready) -> bool | None:
    functions = any(word.text == "-f" for word in command.words)
    for word in command.words[1:]:
        name = written(word) or ""
        if name.isidentifier():
            if not functions and (
                shell.environment.get(name) is not None or shell.environment.get(name + "()") is None
            ):
                verdict = refuses(shell, name)
                if verdict:
                    if shell.dialect in ("dash", "ash"):
                        refuse(shell)
                    return False
                if verdict is None:
                    unknown = unknown_value(shell, name, "unset", command.span, "maybe")
                    shell.environment.set(name, Scalar(unknown))
                    return None
                shell.environment.set(name, Unset())
                shell.environment.set("attr " + name, None)
                shell.environment.set("export " + name, None)
            elif not any(word.text == "-v" for word in command.words):
                shell.environment.set(name + "()", None)
        elif "[" in name:
            _unset_element(shell, name.partition("[")[0], index_in(name), command.code)
    return True


def _unset_element(shell: ShellState, name: str, index: str | None, code: Code) -> None:
    entry = shell.expander.lookup(name)
    if not isinstance(entry, Array):
        return
    if entry.keys is not None:
        key = shell.expander.key_text(index, code) if index is not None else None
        if key is None or "*" in entry.keys:
            shell.environment.set(name, Array((), ("*",)))
        elif key in entry.keys:
            at = entry.keys.index(key)
            shell.environment.set(
                name, Array(entry.items[:at] + entry.items[at + 1 :], entry.keys[:at] + entry.keys[at + 1 :])
            )
        return
    number = shell.expander.number(index, code) if index is not None else None
    if number is not None and number in (-1, len(entry.items) - 1) and not any(i.opaque for i in entry.items):
        shell.environment.set(name, Array(entry.items[:-1]))
    else:
        # A hole: the places of the others aren't followed.
        shell.environment.set(name, opaque_array(shell, name))


def _eval(shell: Shell, command: Ready) -> bool | None:
    script = joined(command.words[1:])
    if not script.known:
        text = script.display()
        if any(word.opaque for word in command.words[1:]) or engine_word(text, 0, len(text)) < 0:
            shell.gap("what `eval` is given isn't known", command.span, in_shell=True)
        if not any(isinstance(piece, Literal) and piece.text.strip() for piece in script.pieces):
            return None
    with shell.scope.within(input_of(shell, command.redirects, "call", command.span), command.redirects):
        return evaluate_script(shell, script, shell.dialect, command.span)


def _trap(shell: ShellState, command: Ready) -> bool | None:
    operands = [word for word in command.words[1:] if word.text != "--"]
    if len(operands) < 2 or (operands[0].text or "x").startswith("-") or not operands[0].value.pieces:
        return True
    signals = {(word.text or "").removeprefix("SIG") for word in operands[1:]}
    if signals & {"EXIT", "0", "INT", "TERM", "ERR"} and not operands[0].opaque:
        before = shell.environment.get("~traps")
        entries = before if isinstance(before, tuple) else ()
        shell.environment.set("~traps", (*entries[-7:], (operands[0].value, command.span)))
    return True


def _alias(shell: ShellState, command: Ready) -> bool | None:
    if (
        shell.dialect in ("bash", "bats")
        and not shell.document
        and shell.environment.get("-expand_aliases") is not True
    ):
        return True
    for word in command.words[1:]:
        marked = word.value.marked()
        equals = marked.find("=")
        if equals > 0 and not word.opaque:
            shell.environment.set("alias " + marked[:equals], Scalar(word.value.cut(equals + 1)))
    return True


def _shopt(shell: ShellState, command: Ready) -> bool | None:
    if any(word.text == "expand_aliases" for word in command.words) and any(
        word.text == "-s" for word in command.words
    ):
        shell.environment.set("-expand_aliases", True)
    for option in ("nullglob", "failglob"):
        if any(word.text == option for word in command.words):
            shell.environment.set("-" + option, any(word.text == "-s" for word in command.words))
    return True


def _let(shell: ShellState, command: Ready) -> bool | None:
    for word in command.words[1:]:
        if word.text is not None:
            shell.expander.number(source_of(word.text), command.code)
            if shell.expander.refused:
                shell.expander.refused = ""
                return False
    return None


def _printf(shell: Shell, command: Ready) -> bool | None:
    target = written(command.words[2]) if len(command.words) > 2 and command.words[1].text == "-v" else None
    if target:
        from persistlint.shell.evaluate.substitution import printf

        value = printf(shell.expander.separate(command.words[3:]))
        if value is None:
            return set_unknown(shell, target, command.span, command.code)
        if "[" in target:
            return store_element(shell, target.partition("[")[0], index_in(target), value, command.code)
        return store(shell, target, value)
    emit(shell, command.words, command.redirects, [], command.span)
    return None


def _exit(shell: Shell, command: Ready) -> bool | None:
    if shell.document:
        emit(shell, command.words, (), [], command.span)
        return None
    if not shell.scope.function:
        emit(shell, command.words, (), [], command.span)
    shell.end("exit")
    return None


def _return(shell: ShellState, command: Ready) -> bool | None:
    if shell.frames or not shell.document:
        shell.end("return" if any(f.kind in ("function", "source") for f in shell.frames) else "exit")
    return None


def _break(shell: ShellState, command: Ready) -> bool | None:
    if any(frame.kind == "loop" for frame in shell.frames):
        shell.end(command.words[0].text or "break")
    return None


def _exec(shell: Shell, command: Ready) -> bool | None:
    if len(command.words) == 1:
        redirect_shell(shell, command.redirects, command.span)
        return True
    # Assignments before it aren't followed.
    bare = Ready(command.words, command.redirects, [], command.node, command.code, command.span)
    return run_program(shell, bare)


def _source_builtin(shell: Shell, command: Ready) -> bool | None:
    if len(command.words) == 1:
        # The shell refuses it. As a line of its own it is the context of a `docker build` whose lines don't go on.
        emit(shell, command.words, command.redirects, [], command.span)
        return None
    with shell.scope.within(input_of(shell, command.redirects, "call", command.span)):
        _source_with(shell, command)
    return None


def _source_with(shell: Shell, command: Ready) -> None:
    """Evaluate a sourced file, with positional parameters of its own where some are given."""
    words = command.words
    if len(words) <= 2:
        evaluate_source(shell, words, command.node, command.code, command.span)
        return
    arguments = tuple(shell.expander.separate(words[2:]))
    before = [(name, shell.environment.get(name)) for name in (env.POSITIONAL, "~shifted")]
    shell.environment.set(env.POSITIONAL, Array(arguments))
    evaluate_source(shell, words, command.node, command.code, command.span)
    entry = shell.environment.get(env.POSITIONAL)
    now = entry.items if isinstance(entry, Array) else None
    if now and now == arguments[len(arguments) - len(now) :]:
        # The file has shifted its arguments at most, so the caller's own come back.
        for name, entry_before in before:
            shell.environment.set(name, entry_before)
    else:
        # What ``set`` makes of them in the file stays, unless a function was called after it.
        shell.environment.set(env.POSITIONAL, None)
        shell.environment.set("~shifted", "unknown")


def _test(shell: Shell, command: Ready) -> bool | None:
    operands = command.words[1:]
    if command.words[0].text == "[":
        if operands and operands[-1].text == "]":
            operands = operands[:-1]
        else:
            return None
    if shell.document:
        emit(shell, command.words, command.redirects, [], command.span)
    asked = question(operands)
    shell.question = (command.span, asked) if asked is not None else None
    return test_command(operands)


def _true(shell: ShellState, command: Ready) -> bool | None:
    return command.words[0].text != "false"


BUILTINS: dict[str, Builtin] = {
    "set": _set,
    "shift": _shift,
    "cd": _cd,
    "pushd": _cd,
    "popd": _popd,
    "read": _read,
    "mapfile": _mapfile,
    "readarray": _mapfile,
    "getopts": _getopts,
    "unset": _unset,
    "eval": _eval,
    "trap": _trap,
    "alias": _alias,
    "shopt": _shopt,
    "let": _let,
    "printf": _printf,
    "exit": _exit,
    "return": _return,
    "break": _break,
    "continue": _break,
    "exec": _exec,
    "source": _source_builtin,
    ".": _source_builtin,
    "[": _test,
    "test": _test,
    "true": _true,
    "false": _true,
    ":": _true,
}
