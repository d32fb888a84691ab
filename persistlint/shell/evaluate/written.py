"""Scripts that a script writes: a here-document, or what is printed, whose file is a shell's.

Such a script is started by somebody else, in an order that isn't known. So it is a unit of its own, as a target of make is.
"""

from __future__ import annotations

from persistlint.hosts.detect import dialect_of, language_of
from persistlint.shell import environment as env
from persistlint.shell.code import source_of
from persistlint.shell.environment import Environment, Scalar
from persistlint.shell.evaluate.frames import Frame
from persistlint.shell.evaluate.scripts import compose, evaluate_script, evaluate_traps
from persistlint.shell.evaluate.substitution import printed
from persistlint.shell.reach import names_engine
from persistlint.shell.standard_input import SCRIPT_INPUT, StandardInput
from persistlint.shell.streams import Redirect
from persistlint.shell.values import Literal, Unknown, Value, Word
from persistlint.shell.wrappers import base_name
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.expansion.expander import Expander
    from persistlint.shell.evaluate.shell import Shell

#: Programs that put what they read, or their words, into a file.
WRITERS = frozenset(("cat", "tee", "echo", "printf"))
#: Options of ``tee`` that append.
_APPENDS = frozenset(("-a", "--append", "-ai", "-ia"))


def evaluate_written(
    shell: Shell, words: list[Word], redirects: tuple[Redirect, ...], fed: StandardInput, span: Span
) -> None:
    """Evaluate the script that the command writes into a file; nothing where it writes no script, or one that can't reach an engine."""
    text = _text(shell.expander, words, fed)
    if text is None or not text.pieces:
        return
    source = compose(text)[0]
    if not names_engine(source):
        return
    for file, appends in _files(words, redirects):
        name = _name(file)
        head = source_of((file.text or file.trailing()).rsplit("/", 1)[-1])
        if name and language_of(head or "x", source[:4096].encode("latin-1")) == "shell":
            _evaluate(shell, text, name, dialect_of(head, source[:4096].encode("latin-1")), span, appends)
            return


def _name(file: Value) -> str:
    """Return the file's name without its folder, for people."""
    parts = [piece.text if isinstance(piece, Literal) else f"${piece.name}" for piece in file.pieces]
    return "".join(parts).rsplit("/", 1)[-1]


def _text(expander: Expander, words: list[Word], fed: StandardInput) -> Value | None:
    """Return what the command writes, None where that isn't known."""
    program = base_name(words[0])
    if program in ("echo", "printf"):
        return printed(program, words[1:], expander)
    operands = [word.text for word in words[1:]]
    if program == "cat" and any(text != "-" for text in operands):
        return None
    return fed.script


def _files(words: list[Word], redirects: tuple[Redirect, ...]) -> list[tuple[Value, bool]]:
    """Return the files that the command writes, each with whether it appends."""
    if base_name(words[0]) == "tee":
        appends = any(word.text in _APPENDS for word in words[1:])
        return [(word.value, appends) for word in words[1:] if not word.value.display().startswith("-")]
    writing = [redirect for redirect in redirects if redirect.writes and redirect.target is not None]
    return [(redirect.target, redirect.operator == ">>") for redirect in writing[-1:] if redirect.target]


def _evaluate(shell: Shell, text: Value, name: str, dialect: str, span: Span, appends: bool) -> None:
    base = shell.environment
    counted = base.get("~written " + name)
    count = counted if isinstance(counted, int) else 0
    if not appends or not count:
        count += 1
    base.set("~written " + name, count)
    unit = f"script {name}" if count == 1 else f"script {name} ({count})"
    fresh = Environment()
    fresh.set(env.FLOW, base.get(env.FLOW))
    fresh.set("~0", Scalar(Value((Unknown("0", ("written", unit), None),))))
    shell.use(fresh)
    shell.frames.append(Frame("subshell"))
    scope = shell.scope
    inside, shell.in_subshell = shell.in_subshell, False
    dropped, shell.dropped = shell.dropped, []
    with scope.within(
        SCRIPT_INPUT,
        background=False,
        captured=None,
        certainty="certain",
        condition=False,
        function=unit,
        negated=False,
        stage=None,
        wrappers=(),
    ):
        scope.redirects = ()
        evaluate_script(shell, text, dialect, span)
        evaluate_traps(shell)
    shell.dropped, shell.in_subshell = dropped, inside
    shell.frames.pop()
    shell.use(base)
