"""Programs that run another program: ``sudo``, ``env``, ``timeout``, ``xargs``, ``ssh``, ``bash -c`` … taken off a command."""

from __future__ import annotations

from persistlint.shell.values import Literal, Unknown, Value, Word, concatenate

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
    "aws-vault": ("", 99),
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
#: All names that ``unwrap`` takes off.
WRAPPERS = (
    frozenset(_PLAIN)
    | SHELLS
    | {"env", "command", "builtin", "exec", "xargs", "parallel", "find", "watch", "ssh", "su", "runuser"}
    | {"docker-machine"}
)
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
    for _ in range(12):
        words = result.words or []
        if not words:
            return result
        name = base_name(words[0])
        if name in ("env",):
            rest = _env(words, result)
        elif name in ("command", "builtin", "exec"):
            rest = _skip_options(words[1:], "a" if name == "exec" else "")
            if name == "command" and len(words) > 1 and words[1].text in ("-v", "-V"):
                return result
        elif name in _PLAIN:
            letters, operands = _PLAIN[name]
            rest = _skip_options(words[1:], letters)
            if name == "sudo" or name == "doas":
                while rest and _assignment(rest[0]):
                    rest = rest[1:]
                if not rest:
                    return result
                if name not in result.host and "root" not in result.host and not _user(words):
                    result.host = (*result.host, "root")
            if operands == 99:
                rest = _after_dashes(words)
            elif name == "flock" and rest[1:2] and rest[1].text == "-c":
                result.script, result.words = rest[2].value if rest[2:] else Value(), None
                result.names.append(name)
                return result
            else:
                rest = rest[operands:]
        elif name == "xargs":
            rest = _xargs(words)
        elif name == "parallel":
            rest = _skip_options(words[1:], "jPaSNIL")
            cut = next((i for i, word in enumerate(rest) if word.text in (":::", "::::")), len(rest))
            rest = rest[:cut]
            if rest and len(rest) == 1 and " " in rest[0].value.display():
                result.script, result.words = rest[0].value, None
                result.names.append(name)
                return result
            if rest:
                rest = [*rest, _opaque("parallel input", rest[-1])]
        elif name == "find":
            start = next((i for i, word in enumerate(words) if word.text in ("-exec", "-execdir", "-ok")), -1)
            if start < 0:
                return result
            rest = []
            for word in words[start + 1 :]:
                if word.text in (";", "+"):
                    break
                rest.append(
                    Word(Value((Unknown("found file", ("found", word.span), word.span, '"'),)), word.span)
                    if word.text == "{}"
                    else word
                )
        elif name == "watch":
            rest = _skip_options(words[1:], "n")
            result.script = joined(rest)
            result.words = None
            result.names.append(name)
            return result
        elif name == "ssh":
            return _ssh(words, result)
        elif name in SHELLS or name in ("su", "runuser"):
            return _shell(words, result, name)
        elif name == "docker-machine" and len(words) > 2 and words[1].text == "ssh":
            result.host = ("ssh", words[2].display())
            result.script, result.words = joined(words[3:]), None
            result.names.append(name)
            return result
        else:
            return result
        if not rest:
            return result
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


def _after_dashes(words: list[Word]) -> list[Word]:
    for index, word in enumerate(words):
        if word.text == "--":
            return words[index + 1 :]
    return []


def _env(words: list[Word], result: Unwrapped) -> list[Word]:
    rest = _skip_options(words[1:], "uCS")
    while rest and _assignment(rest[0]):
        value = rest[0].value
        marked = value.marked()
        equals = marked.index("=")
        result.assignments.append((marked[:equals], value.cut(equals + 1)))
        rest = rest[1:]
    return rest


def _xargs(words: list[Word]) -> list[Word]:
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


def _ssh(words: list[Word], result: Unwrapped) -> Unwrapped:
    rest = _skip_options(words[1:], _SSH_VALUES)
    if not rest:
        return result
    host = rest[0].display()
    rest = _skip_options(rest[1:], _SSH_VALUES)
    result.host = ("ssh", host)
    result.names.append("ssh")
    result.script, result.words = joined(rest), None
    return result


def _shell(words: list[Word], result: Unwrapped, name: str) -> Unwrapped:
    rest = words[1:]
    at = 0
    reads = False
    while at < len(rest):
        text = rest[at].text
        if text is None or text in ("-", "--") or not text.startswith(("-", "+")):
            break
        at += 1
        if text.startswith("--"):
            if text in ("--rcfile", "--init-file", "--command", "--shell", "--user"):
                if text == "--command":
                    reads = True
                    break
                at += 1
        elif "c" in text[1:]:
            reads = True
            break
        elif text[-1] in "oO" or (name in ("su", "runuser") and text[-1] in "sgGu"):
            at += 1
    result.names.append(name)
    result.dialect = "sh" if name in ("su", "runuser") else name
    operands = rest[at:]
    if operands and operands[0].text == "--":
        operands = operands[1:]
    if name in ("su", "runuser"):
        index = next((i for i, word in enumerate(rest) if word.text in ("-c", "--command", "-lc")), -1)
        if index < 0 or index + 1 >= len(rest):
            return result
        result.script, result.words = rest[index + 1].value, None
        return result
    if reads:
        while operands and (operands[0].text or "").startswith("-") and operands[0].text != "-":
            operands = operands[1:]
        if not operands or operands[0].opaque:
            return result
        result.script, result.words = operands[0].value, None
        result.arguments = operands[1:]
        return result
    result.names.pop()
    if operands and not operands[0].opaque and "-s" not in (word.text for word in rest[:at]):
        result.file = operands[0].value
    return result
