"""The output of command substitutions that only compute: ``$(pwd)``, ``$(basename x)``, ``$(dirname "$0")``, ``$(echo …)``."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.code import Code
from persistlint.shell.environment import Environment, Scalar, Split
from persistlint.shell.evaluate.directories import change_directory, spoken
from persistlint.shell.evaluate.expansion.items import may_split, may_vanish
from persistlint.shell.evaluate.redirections import redirections
from persistlint.shell.syntax.nodes import AndOr, List, Node, SimpleCommand
from persistlint.shell.values import Literal, Piece, Unknown, Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.expansion.expander import Expander
    from persistlint.shell.evaluate.state import ShellState

_COMPUTES = frozenset(
    {"pwd", "basename", "dirname", "echo", "printf", "cat", "realpath", "readlink", "id", "mktemp"}
)


def output_of(script: List, code: Code, shell: ShellState) -> Value | None:
    """Return the script's output without its last line ends, None unless the script is one of the few that only compute."""
    commands = _commands(script)
    if commands is None:
        return None
    names = [code.source[command.words[0].start : command.words[0].end] for command in commands]
    if names[-1] not in _COMPUTES or any(name not in ("cd", "pushd") for name in names[:-1]):
        return None
    if any(shell.environment.get(name + "()") is not None for name in names):
        return None
    base = shell.environment
    expander = shell.expander
    shell.use(base.fork())
    try:
        for command in commands[:-1]:
            words = expander.words(command.words, code)
            span = code.span(command.start, command.end)
            change_directory(shell.environment, words, span, lambda: expander.variable("HOME", code, None))
        return _print(names[-1], commands[-1], code, shell)
    finally:
        shell.use(base)


def _commands(script: List) -> list[SimpleCommand] | None:
    """Return the script's commands where it is a plain sequence, None otherwise."""
    nodes: list[Node] = []
    for statement in script.statements:
        if isinstance(statement, AndOr):
            if any(operator != "&&" for operator, _ in statement.rest):
                return None
            nodes += [statement.first, *(command for _, command in statement.rest)]
        else:
            nodes.append(statement)
    out: list[SimpleCommand] = []
    for node in nodes:
        if not isinstance(node, SimpleCommand):
            return None
        node.read()
        if not node.words or node.assignments:
            return None
        out.append(node)
    return out or None


def _print(name: str, command: SimpleCommand, code: Code, shell: ShellState) -> Value | None:
    if any(
        redirect.operator not in ("2>", "2>>") and redirect.descriptor != 2 for redirect in command.redirects
    ):
        if name == "cat" and len(command.words) == 1 and len(command.redirects) == 1:
            redirect = redirections(shell.expander, command.redirects, code)[0]
            if redirect.operator in ("<<", "<<-", "<<<"):
                return _chomp(redirect.target or Value())
        return None
    if name == "cat":
        return None
    words = shell.expander.words(command.words, code)
    if any(piece.kind == "failing" for word in words for piece in word.value.unknowns):
        # Without a directory the command prints nothing.
        return None
    span = code.span(command.start, command.end)
    whole = code.text(command.start, command.end)
    if any(word.opaque for word in words):
        # A single unquoted unknown directory is still one argument in every sensible call.
        if name in ("dirname", "basename", "realpath") and len(words) == 2 and words[1].value.unknowns:
            words = [words[0], Word(words[1].value, words[1].span)]
        else:
            return None
    operands = words[1:]
    if name == "pwd":
        entry = shell.environment.get(env.CWD)
        if isinstance(entry, Scalar):
            return spoken(entry.value)
        return Value((Unknown("PWD", ("cwd",), span, "", "cwd"),))
    if name in ("echo", "printf"):
        return printed(name, operands, shell.expander)
    if name == "id":
        return Value((Unknown(f"$({whole})", ("id", whole), span, "", "number"),))
    if name == "mktemp":
        key = ("evaluation", shell.expander.path, span)
        kind = "temporary" if _makes_absolute(operands) else "random"
        return Value((Unknown(f"$({whole})", key, span, "", kind),))
    if name in ("realpath", "readlink"):
        paths = [word for word in operands if not (word.text or "").startswith("-")]
        if len(paths) != 1:
            return None
        return _absolute(paths[0].value, whole, span, shell.environment)
    if name in ("dirname", "basename") and operands and operands[0].text == "--":
        operands = operands[1:]
    if name == "dirname" and len(operands) == 1:
        return _dirname(operands[0].value, whole, span)
    if name == "basename" and operands:
        return _basename(operands, whole, span)
    return None


def printed(program: str, operands: list[Word], expander: Expander) -> Value | None:
    """Return what ``echo`` or ``printf`` prints, without its last line ends; None where that isn't known."""
    if program == "echo":
        return None if any(operand.opaque for operand in operands) else _echo(operands, expander.dialect)
    value = printf(expander.separate(operands))
    return _chomp(value) if value is not None else None


def _chomp(value: Value) -> Value:
    pieces = list(value.pieces)
    while pieces and isinstance(pieces[-1], Literal):
        text = pieces[-1].text.rstrip("\n")
        if text:
            pieces[-1] = pieces[-1].cut(0, len(text))
            break
        pieces.pop()
    return Value(pieces, value.assumes)


def _makes_absolute(operands: list[Word]) -> bool:
    """Return whether ``mktemp`` prints an absolute path. A relative template alone gives a path in the working directory."""
    texts = [word.text or "" for word in operands]
    if any(text.startswith(("-t", "-p", "--tmpdir")) or text in ("-dt", "-td") for text in texts):
        return True
    templates = [text for text in texts if not text.startswith("-")]
    return not templates or templates[-1].startswith("/")


def _echo(operands: list[Word], dialect: str) -> Value | None:
    while operands and operands[0].text in ("-n", "-e", "-E", "-ne", "-en"):
        if "e" in (operands[0].text or ""):
            return None
        operands = operands[1:]
    pieces: list[Piece] = []
    assumes: frozenset[str] = frozenset()
    for index, word in enumerate(operands):
        if index:
            pieces.append(Literal(" "))
        pieces += _joined_again(word.value) if may_split(word.value) else word.value.pieces
        assumes |= word.value.assumes
    if dialect in ("sh", "dash", "ash") and any(isinstance(p, Literal) and "\\" in p.text for p in pieces):
        return None
    return _chomp(Value(pieces, assumes))


def _joined_again(value: Value) -> list[Piece]:
    """Return a word's pieces, split at blanks and joined by single blanks. The text may be another one than before."""
    # The whole value in the key of each piece would be hashed as often as there are pieces.
    whole = hash(value.identity())
    return [
        Unknown(piece.name, ("joined again", whole, index), piece.span, piece.quoting, piece.kind)
        if isinstance(piece, Unknown) and may_vanish(piece)
        else piece
        for index, piece in enumerate(value.pieces)
    ]


def printf(operands: list[Word]) -> Value | None:
    r"""Return the output of ``printf`` for a format of plain text, ``%s`` and ``\n``, None for other formats."""
    if not operands or operands[0].text is None or any(operand.opaque for operand in operands):
        return None
    template = operands[0].text
    if template == "--":
        return printf(operands[1:])
    arguments = operands[1:]
    pieces: list[Piece] = []
    assumes: frozenset[str] = frozenset()
    used = 0
    for _ in range(64):
        at = 0
        started = used
        while at < len(template):
            character = template[at]
            following = template[at + 1 : at + 2]
            if character == "%":
                if following == "s":
                    if used < len(arguments):
                        pieces += arguments[used].value.pieces
                        assumes |= arguments[used].value.assumes
                        used += 1
                elif following == "%":
                    pieces.append(Literal("%"))
                else:
                    return None
                at += 2
            elif character == "\\":
                if following not in ("n", "t"):
                    return None
                pieces.append(Literal("\n" if following == "n" else "\t"))
                at += 2
            else:
                pieces.append(Literal(character))
                at += 1
        if used >= len(arguments) or used == started:
            return Value(pieces, assumes)
    return None


def _script(value: Value) -> Unknown | None:
    if len(value.pieces) == 1 and isinstance(value.pieces[0], Unknown) and value.pieces[0].kind == "script":
        return value.pieces[0]
    return None


def _dirname(value: Value, whole: str, span: object) -> Value | None:
    script = _script(value)
    if script is not None:
        return Value((Unknown('$(dirname "$0")', ("scriptdir",), script.span, "", "scriptdir"),))
    text = value.text
    if text is not None:
        stripped = text.rstrip("/")
        if not stripped:
            return Value.of("/" if text else ".")
        slash = stripped.rfind("/")
        if slash < 0:
            return Value.of(".")
        head = stripped[:slash].rstrip("/")
        return value.cut(0, len(head)) if head else Value.of("/")
    marked = value.marked()
    slash = marked.rfind("/")
    trailing = value.trailing()
    if slash > 0 and slash >= len(marked) - len(trailing) and not marked.endswith("/"):
        return value.cut(0, slash)
    key = ("dirname", value.identity())
    kind = value.unknowns[0].kind if value.unknowns and value.unknowns[0].kind in ("cwd", "scriptdir") else ""
    return Value((Unknown(f"$({whole})", key, value.span, "", kind),), value.assumes)


def _basename(operands: list[Word], whole: str, span: object) -> Value | None:
    value = operands[0].value
    suffix = operands[1].text if len(operands) > 1 else ""
    text = value.text
    if text is not None and suffix is not None and not text.startswith("-"):
        stripped = text.rstrip("/")
        if not stripped:
            return Value.of("/" if text else "")
        start = stripped.rfind("/") + 1
        end = len(stripped)
        if suffix and stripped[start:].endswith(suffix) and stripped[start:] != suffix:
            end -= len(suffix)
        return value.cut(start, end)
    trailing = value.trailing().rstrip("/")
    if "/" in trailing and not suffix:
        marked = value.marked().rstrip("/")
        return value.cut(marked.rfind("/") + 1, len(marked))
    return Value((Unknown(f"$({whole})", ("basename", value.identity(), suffix), value.span),), value.assumes)


def _absolute(value: Value, whole: str, span: object, environment: Environment) -> Value | None:
    """Return the output of ``realpath`` and ``readlink -f``: an absolute path, of which only the script's own folder is known."""
    script = _script(value)
    if script is not None:
        return Value((Unknown(f"$({whole})", ("script",), script.span, "", "script"),))
    first = value.pieces[0] if value.pieces else None
    if isinstance(first, Unknown) and first.kind == "scriptdir":
        whole_value = Unknown(first.name, ("scriptdir", "absolute"), first.span, first.quoting, "cwd")
        return Value((whole_value, *value.pieces[1:]), value.assumes)
    if value.text == ".":
        entry = environment.get(env.CWD)
        return (
            entry.value
            if isinstance(entry, Scalar)
            else Value((Unknown("PWD", ("cwd",), value.span, "", "cwd"),))
        )
    return Value(
        (Unknown(f"$({whole})", ("realpath", value.identity()), value.span, "", "cwd"),), value.assumes
    )


__all__ = ["Split", "output_of", "printf"]
