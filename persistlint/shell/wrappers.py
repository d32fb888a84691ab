"""Programs that run another program: ``sudo``, ``env``, ``timeout``, ``xargs``, ``ssh``, ``bash -c`` … taken off a command."""

from __future__ import annotations

from persistlint.shell.values import Literal, Unknown, Value, Word, concatenate
from persistlint.text.budgets import MOST_WRAPPERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: name → (options that take a value, operands before the program).
_PLAIN: dict[str, tuple[str, int]] = {
    "sudo": ("ugphCTrtRDU", 0),
    "doas": ("uC", 0),
    "nohup": ("", 0),
    "setsid": ("", 0),
    "timeout": ("ks", 1),
    "gtimeout": ("ks", 1),
    "nice": ("n", 0),
    "ionice": ("cnpPu", 0),
    "chronic": ("", 0),
    "stdbuf": ("ioe", 0),
    "unbuffer": ("", 0),
    "winpty": ("", 0),
    "time": ("fo", 0),
    "chrt": ("TPD", 1),
    "flock": ("wEc", 1),
    "caffeinate": ("tw", 0),
    "systemd-inhibit": ("", 0),
    "strace": ("abeEIoOpPsSuUX", 0),
    "proot": ("", 0),
    "dumb-init": ("", 0),
    "tini": ("", 0),
    "gosu": ("", 1),
    "su-exec": ("", 1),
    "busybox": ("", 0),
}
_LONG_WITH_VALUE = frozenset(
    {
        "--user",
        "--group",
        "--host",
        "--prompt",
        "--chdir",
        "--adjustment",
        "--signal",
        "--kill-after",
        "--class",
        "--classdata",
        "--unset",
        "--wait",
        "--timeout",
        "--conflict-exit-code",
        "--max-args",
        "--max-procs",
        "--delimiter",
        "--arg-file",
        "--interval",
        "--jobs",
    }
)
SHELLS = frozenset({"bash", "sh", "dash", "ash", "zsh", "ksh", "busybox-sh"})
#: Options of ssh that take a value (ssh(1)).
_SSH_VALUES = "bcDEeFIiJLlmOoPpQRSWw"


class Unwrapped:
    """The command that a wrapper runs in the end.

    ``words`` is the inner command, or None where ``script`` is shell text to evaluate (with ``arguments`` as its positional parameters).
    ``file`` is a script that another shell reads. ``host`` names where it runs, ``names`` the wrappers that were taken off.
    """

    __slots__ = ("arguments", "assignments", "dialect", "file", "host", "names", "script", "words")

    def __init__(self, words: list[Word]) -> None:
        self.words: list[Word] | None = words
        self.script: Value | None = None
        self.arguments: list[Word] = []
        self.file: Value | None = None
        self.dialect = "sh"
        self.host: tuple[str, ...] = ()
        self.names: list[str] = []
        self.assignments: list[tuple[str, Value]] = []

    def runs(self, name: str, script: Value) -> None:
        """Note that the wrapper ``name`` evaluates ``script``: no words are left."""
        self.names.append(name)
        self.script, self.words = script, None


def base_name(word: Word) -> str:
    """Return the program's name without its folder, "" where it isn't known."""
    text = word.text
    if text is None:
        trailing = word.value.trailing()
        return trailing.rsplit("/", 1)[1] if "/" in trailing and not word.opaque else ""
    name = text.rsplit("/", 1)[-1]
    return name[:-4] if name.endswith(".exe") else name


def unwrap(words: list[Word]) -> Unwrapped:
    """Take wrappers off until the program itself stands first."""
    result = Unwrapped(words)
    for _ in range(MOST_WRAPPERS):
        words = result.words or []
        name = base_name(words[0]) if words else ""
        reader = _READERS.get(name)
        rest = reader(words, result) if reader is not None else None
        if not rest:
            break
        result.names.append(name)
        result.words = rest
    return result


def _opaque(name: str, word: Word) -> Word:
    return Word(Value((Unknown(name, (name, word.span), word.span),)), word.span, opaque=True)


def _user(words: list[Word]) -> bool:
    """Return whether sudo runs as a named user."""
    return any((word.text or "").startswith(("-u", "--user")) for word in words[1:4])


def _assignment(word: Word) -> bool:
    leading = word.value.leading()
    name, equals, _ = leading.partition("=")
    return bool(equals) and name.isidentifier() and not word.opaque


def _skip_options(words: list[Word], with_value: str) -> list[Word]:
    """Return the words after a wrapper's options. ``with_value`` are the letters whose value is the next word."""
    at = 0
    while at < len(words):
        text = words[at].text
        if text is None or not text.startswith("-") or text == "-":
            break
        at += 1
        if text == "--":
            break
        if text.startswith("--"):
            if text in _LONG_WITH_VALUE:
                at += 1
        elif text[-1] in with_value and not any(letter in with_value for letter in text[1:-1]):
            at += 1
    return words[at:]


def _plain(words: list[Word], result: Unwrapped) -> list[Word]:
    letters, operands = _PLAIN[base_name(words[0])]
    return _skip_options(words[1:], letters)[operands:]


def _sudo(words: list[Word], result: Unwrapped) -> list[Word]:
    rest = _plain(words, result)
    while rest and _assignment(rest[0]):
        rest = rest[1:]
    name = base_name(words[0])
    if rest and name not in result.host and "root" not in result.host and not _user(words):
        result.host = (*result.host, "root")
    return rest


def _flock(words: list[Word], result: Unwrapped) -> list[Word] | None:
    rest = _skip_options(words[1:], _PLAIN["flock"][0])
    if rest[1:2] and rest[1].text == "-c":
        result.runs("flock", rest[2].value if rest[2:] else Value())
        return None
    return rest[1:]


def _after_dashes(words: list[Word], result: Unwrapped) -> list[Word]:
    dashes = next((index for index, word in enumerate(words) if word.text == "--"), len(words))
    return words[dashes + 1 :]


def _builtin(words: list[Word], result: Unwrapped) -> list[Word]:
    return _skip_options(words[1:], "")


def _command(words: list[Word], result: Unwrapped) -> list[Word] | None:
    only_asks = len(words) > 1 and words[1].text in ("-v", "-V")
    return None if only_asks else _skip_options(words[1:], "")


def _exec(words: list[Word], result: Unwrapped) -> list[Word]:
    return _skip_options(words[1:], "a")


def _parallel(words: list[Word], result: Unwrapped) -> list[Word] | None:
    rest = _skip_options(words[1:], "jPaSNIL")
    cut = next((index for index, word in enumerate(rest) if word.text in (":::", "::::")), len(rest))
    rest = rest[:cut]
    if len(rest) == 1 and " " in rest[0].value.display():
        result.runs("parallel", rest[0].value)
        return None
    return [*rest, _opaque("parallel input", rest[-1])] if rest else rest


def _find(words: list[Word], result: Unwrapped) -> list[Word]:
    start = next(
        (index for index, word in enumerate(words) if word.text in ("-exec", "-execdir", "-ok")), len(words)
    )
    rest = words[start + 1 :]
    end = next((index for index, word in enumerate(rest) if word.text in (";", "+")), len(rest))
    return [_found_file(word) if word.text == "{}" else word for word in rest[:end]]


def _found_file(word: Word) -> Word:
    return Word(Value((Unknown("found file", ("found", word.span), word.span, '"'),)), word.span)


def _watch(words: list[Word], result: Unwrapped) -> None:
    result.runs("watch", joined(_skip_options(words[1:], "n")))


def _docker_machine(words: list[Word], result: Unwrapped) -> None:
    if len(words) > 2 and words[1].text == "ssh":
        result.host = ("ssh", words[2].display())
        result.runs("docker-machine", joined(words[3:]))


def _env(words: list[Word], result: Unwrapped) -> list[Word]:
    rest = _skip_options(words[1:], "uCS")
    while rest and _assignment(rest[0]):
        value = rest[0].value
        marked = value.marked()
        equals = marked.index("=")
        result.assignments.append((marked[:equals], value.cut(equals + 1)))
        rest = rest[1:]
    return rest


def _xargs(words: list[Word], result: Unwrapped) -> list[Word]:
    replace = ""
    for index, word in enumerate(words[1:], 1):
        text = word.text or ""
        if text == "-I" and index + 1 < len(words):
            replace = words[index + 1].text or ""
        elif text.startswith("-I"):
            replace = text[2:]
        elif text in ("-i", "--replace"):
            replace = "{}"
        elif not text.startswith("-"):
            break
    rest = _skip_options(words[1:], "IadELnPsR")
    if not rest:
        return rest
    if not replace:
        return [*rest, _opaque("xargs input", rest[-1])]
    out: list[Word] = []
    for word in rest:
        if replace in word.value.marked():
            pieces = word.value.split(replace)
            unknown = Value((Unknown("xargs input", ("xargs", words[0].span), word.span, '"'),))
            values: list[Value] = []
            for index, piece in enumerate(pieces):
                if index:
                    values.append(unknown)
                values.append(piece)
            out.append(Word(concatenate(values), word.span))
        else:
            out.append(word)
    return out


def joined(words: list[Word]) -> Value:
    """Words with blanks between them, as ``eval`` and ``ssh`` read them."""
    values: list[Value] = []
    for index, word in enumerate(words):
        if index:
            values.append(Value((Literal(" "),)))
        values.append(word.value)
    return concatenate(values)


def _ssh(words: list[Word], result: Unwrapped) -> None:
    rest = _skip_options(words[1:], _SSH_VALUES)
    if rest:
        result.host = ("ssh", rest[0].display())
        result.runs("ssh", joined(_skip_options(rest[1:], _SSH_VALUES)))


def _su(words: list[Word], result: Unwrapped) -> None:
    rest = words[1:]
    index = next(
        (index for index, word in enumerate(rest) if word.text in ("-c", "--command", "-lc")), len(rest)
    )
    if rest[index + 1 :]:
        result.runs(base_name(words[0]), rest[index + 1].value)
    else:
        result.names.append(base_name(words[0]))


def _shell(words: list[Word], result: Unwrapped) -> None:
    rest = words[1:]
    at = 0
    reads_text = False
    while at < len(rest) and not reads_text:
        text = rest[at].text
        if text is None or text in ("-", "--") or not text.startswith(("-", "+")):
            break
        at += 1
        if text.startswith("--"):
            reads_text = text == "--command"
            if text in ("--rcfile", "--init-file", "--shell", "--user"):
                at += 1
        elif "c" in text[1:]:
            reads_text = True
        elif text[-1] in "oO":
            at += 1
    name = base_name(words[0])
    result.dialect = name
    operands = rest[at:]
    if operands and operands[0].text == "--":
        operands = operands[1:]
    if reads_text:
        while operands and (operands[0].text or "").startswith("-") and operands[0].text != "-":
            operands = operands[1:]
        if operands and not operands[0].opaque:
            result.runs(name, operands[0].value)
            result.arguments = operands[1:]
        else:
            result.names.append(name)
    elif operands and not operands[0].opaque and "-s" not in (word.text for word in rest[:at]):
        result.file = operands[0].value


#: Read the words of the program that a wrapper runs, by the wrapper's name. None where nothing is left to take off: the shell text that it runs, or where, is noted.
_READERS: dict[str, Callable[[list[Word], Unwrapped], list[Word] | None]] = {
    **dict.fromkeys(_PLAIN, _plain),
    **dict.fromkeys(SHELLS, _shell),
    "sudo": _sudo,
    "doas": _sudo,
    "flock": _flock,
    "aws-vault": _after_dashes,
    "env": _env,
    "builtin": _builtin,
    "command": _command,
    "exec": _exec,
    "xargs": _xargs,
    "parallel": _parallel,
    "find": _find,
    "watch": _watch,
    "ssh": _ssh,
    "docker-machine": _docker_machine,
    "su": _su,
    "runuser": _su,
}
#: All names that ``unwrap`` takes off.
WRAPPERS = frozenset(_READERS)
