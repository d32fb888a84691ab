"""Programs: wrappers taken off, engines told from others, the invocation listed."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.code import Code, StatementCode
from persistlint.shell.engines import ENGINE_NAMES, ENGINE_VERBS, engine_named
from persistlint.shell.environment import Scalar
from persistlint.shell.evaluate.directories import HERE
from persistlint.shell.evaluate.frames import FunctionEntry
from persistlint.shell.evaluate.functions import call
from persistlint.shell.evaluate.inputs import input_of
from persistlint.shell.evaluate.scripts import evaluate_remote, evaluate_script
from persistlint.shell.evaluate.written import WRITERS, evaluate_written
from persistlint.shell.invocation import Invocation, ShellOptions
from persistlint.shell.standard_input import NO_INPUT, UNKNOWN_INPUT, StandardInput
from persistlint.shell.streams import Redirect
from persistlint.shell.values import Literal, Unknown, Value, Word
from persistlint.shell.wording import short
from persistlint.shell.wrappers import Unwrapped, base_name, unwrap
from persistlint.text.budgets import FREE_WORDS
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.ready import Ready
    from persistlint.shell.evaluate.shell import Shell
    from persistlint.shell.evaluate.state import ShellState

_ENGINE_VARIABLES = (
    "DOCKER_HOST",
    "DOCKER_CONTEXT",
    "DOCKER_BUILDKIT",
    "COMPOSE_PROJECT_NAME",
    "CONTAINER_HOST",
    "COMPOSE_FILE",
    "BUILDX_BUILDER",
)


#: Programs that run what this text doesn't show.
_OTHER_PROGRAMS = frozenset(
    {
        "make",
        "just",
        "task",
        "npm",
        "yarn",
        "pnpm",
        "ansible-playbook",
        "vagrant",
        "rake",
        "tox",
        "nox",
        "invoke",
    }
)


#: Folders of the scripts that start and stop services.
_SERVICE_SCRIPTS = ("/etc/init.d/", "/etc/rc.d/", "/usr/local/etc/rc.d/")

#: Wrappers that give a program an input of their own making.
_OWN_INPUT = frozenset(("parallel", "watch", "script", "unbuffer", "expect"))


def code_start(code: Code, span: Span) -> int:
    return span.start + (code.base if isinstance(code, StatementCode) else 0)


def code_end(code: Code, span: Span) -> int:
    return span.end + (code.base if isinstance(code, StatementCode) else 0)


def run_program(shell: Shell, command: Ready) -> bool | None:
    """Run a program, or what the wrappers before it run (``sudo``, ``bash -c``). Return None: its exit status isn't known."""
    unwrapped = unwrap(command.words)
    host = shell.scope.host
    if (unwrapped.host and unwrapped.host != ("root",)) or (unwrapped.host and not host):
        host = unwrapped.host
    prefix = [*command.prefix, *unwrapped.assignments]
    with shell.scope.within(host=host, wrappers=(*shell.scope.wrappers, *unwrapped.names)):
        fed = _input_behind(
            unwrapped, command.words, input_of(shell, command.redirects, "command", command.span)
        )
        if unwrapped.words is None:
            _run_text(shell, unwrapped, prefix, fed, command.span)
        else:
            _run_words(shell, unwrapped, unwrapped.words, command, prefix, fed)
        replaces_shell = command.words[0].text == "exec"
        if replaces_shell and not (unwrapped.words and all(word.opaque for word in unwrapped.words)):
            # ``exec "$@"`` without arguments only applies its redirections, and the script goes on.
            shell.end("exit")
    return None


def _run_text(
    shell: Shell, unwrapped: Unwrapped, prefix: list[tuple[str, Value]], fed: StandardInput, span: Span
) -> None:
    """Evaluate the shell text that wrappers hand on (``bash -c``, ``ssh host``)."""
    script = unwrapped.script or Value()
    if not script.pieces and fed.script is not None:
        script = fed.script
        # Its commands read the rest of the script.
        fed = UNKNOWN_INPUT
    with shell.scope.within(fed):
        if unwrapped.host and unwrapped.host[0] == "ssh":
            evaluate_remote(shell, script, unwrapped.dialect, span)
        else:
            evaluate_script(
                shell,
                script,
                unwrapped.dialect,
                span,
                process=True,
                arguments=unwrapped.arguments,
                prefix=prefix,
            )


def _run_words(
    shell: Shell,
    unwrapped: Unwrapped,
    words: list[Word],
    command: Ready,
    prefix: list[tuple[str, Value]],
    fed: StandardInput,
) -> None:
    """Run the program that stands behind the wrappers: a function behind ``time``, a shell that reads its script, any other."""
    redirects, code, span = command.redirects, command.code, command.span
    last = unwrapped.names[-1] if unwrapped.names else ""
    if last == "time":
        function = shell.environment.get((words[0].text or "") + "()")
        if isinstance(function, FunctionEntry):
            with shell.scope.within(input_of(shell, redirects, "call", span), redirects):
                call(shell, function, words, span)
            return
    name = base_name(words[0])
    if unwrapped.file is not None:
        shell.gap(
            f"`{short(code.text(code_start(code, span), code_end(code, span)))}` runs another script", span
        )
    elif name in ("bash", "sh", "dash", "zsh") and _reads_stdin(words) and fed.script is not None:
        with shell.scope.within(UNKNOWN_INPUT):
            evaluate_script(
                shell,
                fed.script,
                name,
                span,
                process=True,
                arguments=[words[0], *_after_s(words)],
                prefix=prefix,
            )
        return
    emit(shell, words, redirects, prefix, span, fed)


def _input_behind(unwrapped: Unwrapped, words: list[Word], fed: StandardInput) -> StandardInput:
    """Return what is read behind the wrappers that were taken off, which are themselves fed with ``fed``."""
    names = set(unwrapped.names)
    options = {word.text for word in words}
    if "xargs" in names:
        # GNU xargs reads the list itself and gives the program /dev/null, unless the list is in a file (``-a``) or ``-o`` asks for a terminal.
        given = any((option or "").startswith(("-a", "--arg-file", "-o", "--open-tty")) for option in options)
        return UNKNOWN_INPUT if given else NO_INPUT
    if names & _OWN_INPUT:
        return UNKNOWN_INPUT
    if "ssh" in names and options & {"-n", "-f"}:
        return NO_INPUT
    return fed


def _reads_stdin(words: list[Word]) -> bool:
    """Return whether a shell that is called like this reads its script from standard input."""
    texts = [word.text for word in words[1:]]
    return all(text is not None and text.startswith("-") for text in texts) or "-s" in texts


def _after_s(words: list[Word]) -> list[Word]:
    """Return the operands of ``bash -s operand …``."""
    at = next((at for at, word in enumerate(words) if word.text == "-s"), len(words))
    rest = words[at + 1 :]
    return rest[1:] if rest and rest[0].text == "--" else rest


def emit(
    shell: Shell,
    words: list[Word],
    redirects: tuple[Redirect, ...],
    prefix: list[tuple[str, Value]],
    span: Span,
    fed: StandardInput | None = None,
) -> None:
    """List the invocation; ``fed`` is its standard input where a wrapper gives it another than its redirections do."""
    if shell.dry:
        return
    words = list(words)
    program, is_known = _program(shell, words)
    if not is_known:
        # Behind `sudo` or `exec` no function is called.
        is_own = not shell.scope.wrappers and not shell.scope.host
        shell.gap(f"`{words[0].display()}` is a program that isn't known", span, may_call=is_own)
    elif not program:
        program = base_name(words[0])
        if program in _OTHER_PROGRAMS or (
            "/" in (words[0].text or "") and program.endswith((".sh", ".bash"))
        ):
            shell.gap(f"`{program}` runs as a program of its own", span)
    invocation = Invocation(tuple(words), program, span)
    invocation.redirects = redirects
    invocation.inherited = shell.scope.redirects
    invocation.standard_input = fed or input_of(shell, redirects, "command", span)
    invocation.certainty = shell.scope.certainty
    invocation.guard = shell.event_guard()
    invocation.via = shell.scope.via
    invocation.function = shell.scope.function
    invocation.block = shell.scope.block
    directory = shell.environment.get(env.CWD)
    invocation.cwd = directory.value if isinstance(directory, Scalar) else Value((HERE,))
    invocation.options = ShellOptions(
        shell.environment.get("-errexit") is True,
        shell.environment.get("-nounset") is True,
        shell.environment.get("-pipefail") is True,
    )
    invocation.stage = shell.scope.stage
    invocation.background = shell.scope.background
    invocation.negated = shell.scope.negated
    invocation.condition = shell.scope.condition
    invocation.host = shell.scope.host
    invocation.quoted = shell.scope.quoted
    invocation.wrappers = shell.scope.wrappers
    if shell.scope.captured is not None:
        invocation.output = "captured"
        invocation.captured_as = shell.scope.captured
    if invocation.is_engine:
        seen: dict[str, Value] = {}
        for variable in _ENGINE_VARIABLES:
            entry = shell.environment.get(variable)
            if isinstance(entry, Scalar):
                seen[variable] = entry.value
        for variable, value in prefix:
            seen[variable] = value
        invocation.environment = seen
    if len(words) > FREE_WORDS and invocation.is_engine:
        # Words that are written here are bounded by the text. Those of an array that grows, which all stand at one place, aren't.
        expanded = len(words) - len({word.span for word in words})
        shell.budget -= 2 * max(expanded - FREE_WORDS, 0)
    shell.events.append(invocation)
    if base_name(words[0]) in WRITERS:
        evaluate_written(shell, words, redirects, invocation.standard_input, span)


def _program(shell: ShellState, words: list[Word]) -> tuple[str, bool]:
    """Return the engine that is called ("" for another program), and whether the program is known at all."""
    first = words[0]
    name = base_name(first)
    if name in ENGINE_NAMES and (first.text or "").startswith("//"):
        # A remark in another language's comment signs, as notes have it.
        return "", True
    if name in ENGINE_NAMES and (first.text or "").startswith(_SERVICE_SCRIPTS):
        # The script that starts and stops the engine's service.
        return "init.d", True
    if name in ENGINE_NAMES:
        if name == "docker-compose":
            words[0] = Word(first.value, first.span)
        return ENGINE_NAMES[name], True
    if name == "run" and shell.dialect == "bats" and len(words) > 1 and base_name(words[1]) in ENGINE_NAMES:
        del words[0]
        return ENGINE_NAMES[base_name(words[0])], True
    if first.text is None:
        piece = first.value.pieces[0] if first.value.pieces else None
        if isinstance(piece, Unknown) and len(first.value.pieces) == 1:
            engine = engine_named(piece.name)
            if engine and len(words) > 1 and (words[1].text or "") in ENGINE_VERBS:
                words[0] = Word(
                    Value((Literal(engine),), frozenset({f"{piece.name} is {engine}"})), first.span
                )
                return engine, True
        return "", bool(name)
    return "", True
