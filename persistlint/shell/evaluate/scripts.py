"""Shell text inside shell text: ``eval``, ``bash -c``, sourced files, traps, command substitutions."""

from __future__ import annotations

import os

from persistlint.shell import environment as env
from persistlint.shell.code import CLOSE, OPEN, Code, NestedCode, Problems, StatementCode
from persistlint.shell.environment import Alternatives, Array, Dead, Environment, Scalar, Unset
from persistlint.shell.evaluate.frames import Frame
from persistlint.shell.evaluate.inputs import standard_input
from persistlint.shell.evaluate.lines import evaluate_lines
from persistlint.shell.evaluate.memo import Remembered, SourcedEvaluation
from persistlint.shell.evaluate.substitution import output_of
from persistlint.shell.invocation import SOURCED_TOO_DEEP
from persistlint.shell.standard_input import UNKNOWN_INPUT
from persistlint.shell.syntax.nodes import List, Node, SimpleCommand
from persistlint.shell.syntax.parser import Parser
from persistlint.shell.values import SINGLE, Literal, Unknown, Value, Word
from persistlint.text.budgets import MOST_CALLS, MOST_OPEN_PIECES, MOST_SOURCED
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.expansion.expander import Expander
    from persistlint.shell.evaluate.shell import Shell
    from persistlint.shell.evaluate.state import ShellState


#: Wrappers that start a program with an environment of their own.
_CLEARING = frozenset({"sudo", "doas", "su", "runuser", "gosu", "su-exec", "docker-machine"})


#: Beginnings of the keys of what may be one of several directories.
_ONE_OF_SEVERAL = (("loop",), ("alternatives",))

_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"


def compose(value: Value) -> tuple[str, list[tuple[int, int, Span | None]], list[Unknown]]:
    """Return a value's text as source (latin-1 of its bytes), the places of its pieces, and its unknown pieces."""
    segments: list[tuple[int, int, Span | None]] = []
    unknowns: list[Unknown] = []
    out: list[str] = []
    at = 0
    # Whether the next piece goes on with what an unknown one began.
    named = False
    # Where in ``out`` the known text begins that stands before the next piece.
    length = 0
    for piece in value.pieces:
        if isinstance(piece, Unknown):
            taken = _open_end("".join(out[length:]))
            if taken:
                # What the backslash escapes, which variable the dollar means, isn't known: both belong to the unknown.
                mark = "".join(out[length:])[-taken:]
                at -= taken
                while taken:
                    start, end, before = segments[-1]
                    fewer = min(taken, end - start)
                    segments[-1] = (start, end - fewer, before)
                    out[-1] = out[-1][: end - start - fewer]
                    taken -= fewer
                    if taken:
                        del segments[-1], out[-1]
                piece = Unknown(mark + piece.name, ("evaluated", mark, piece.key), piece.span, piece.quoting)
                named = mark[0] == "$"
            elif named:
                piece = Unknown(piece.name, ("evaluated", "", piece.key), piece.span, piece.quoting)
            text = f"{OPEN}{len(unknowns)}{CLOSE}"
            unknowns.append(piece)
            span = None
        else:
            text = piece.text
            span = piece.span
            if named:
                # The rest of the variable's name.
                rest = text.lstrip(_NAME_CHARACTERS)
                if len(rest) < len(text):
                    last = unknowns[-1]
                    tail = text[: len(text) - len(rest)]
                    unknowns[-1] = Unknown(last.name + tail, (*last.key, tail), last.span, last.quoting)  # type: ignore[misc]
                    span = piece.cut(len(tail), len(text)).span
                text = rest
                named = not rest
        raw = text.encode("utf-8", "surrogateescape").decode("latin-1")
        segments.append((at, at + len(raw), span))
        out.append(raw)
        at += len(raw)
        if isinstance(piece, Unknown):
            length = len(out)
    return "".join(out), segments, unknowns


def _open_end(text: str) -> int:
    """Return how many characters at the end of the text act on what follows: an unescaped backslash, dollars."""
    if text.endswith("$"):
        without_signs = text.rstrip("$")
        return len(text) - len(without_signs) - ((len(without_signs) - len(without_signs.rstrip("\\"))) % 2)
    return (len(text) - len(text.rstrip("\\"))) % 2


def evaluate_script(
    shell: Shell,
    script: Value,
    dialect: str,
    span: Span,
    *,
    process: bool = False,
    arguments: list[Word] | None = None,
    prefix: list[tuple[str, Value]] | None = None,
    limit: int = MOST_CALLS,
) -> bool | None:
    """Evaluate the text of a value: ``eval``, ``bash -c``, a trap.

    A ``process`` of its own has only what is exported, and ``prefix``; ``arguments`` are its ``$0``, ``$1`` …
    """
    if len(shell.frames) + shell.depth > 60 or sum(1 for f in shell.frames if f.kind == "nested") >= limit:
        shell.gap("scripts inside scripts nest too deeply", span, in_shell=True)
        return None
    source, segments, unknowns = compose(script)
    if len(segments) + sum(around.pieces for around in shell.frames) > MOST_OPEN_PIECES:
        shell.gap("scripts inside scripts are too long", span, in_shell=True)
        return None
    code = NestedCode(source, segments, unknowns, span)
    parser = Parser(source)
    parser.checkpoint = shell.checkpoint
    tree, _ = parser.parse()
    code.problems = Problems(parser.problems)
    if all(isinstance(piece, Unknown) for piece in script.pieces) and script.pieces:
        shell.gap("what is evaluated here isn't known", span, in_shell=True)
        return None
    frame = Frame("nested")
    frame.pieces = len(segments)

    def run() -> bool | None:
        keep = shell.dialect, shell.expander.dialect
        shell.dialect = shell.expander.dialect = dialect
        if process:
            _enter_process(shell, prefix or [], arguments or [])
        shell.frames.append(frame)
        inside = shell.in_subshell
        if process:
            shell.in_subshell = False
        background = shell.scope.background
        quoted = shell.scope.quoted | _quotings(script)

        def one(statement: Node, apart: bool) -> bool | None:
            shell.scope.background = background or apart
            return shell.one(statement, code, apart)

        with shell.scope.within(quoted=quoted, background=background):
            status = evaluate_lines(shell, tree, source, one)
        shell.in_subshell = inside
        shell.frames.pop()
        shell.dialect, shell.expander.dialect = keep
        return status

    if process:
        # What ``exec`` gave the shell, its child has too.
        with shell.scope.within(standard_input(shell)):
            shell.subshell(run)
        return None
    return run()


def _quotings(script: Value) -> set[str]:
    """Return how the script's text is quoted where it is written. A quoted here-document isn't: its quotation marks end nothing."""
    return {
        piece.quoting
        for piece in script.pieces
        if isinstance(piece, Literal) and not (piece.quoting == SINGLE and "'" in piece.text)
    }


def _enter_process(shell: ShellState, prefix: list[tuple[str, Value]], arguments: list[Word]) -> None:
    """Leave in the environment (a copy) what a program sees that is started here."""
    environment = shell.environment
    # sudo and its like pass on hardly anything.
    cleared = any(name in _CLEARING for name in shell.scope.wrappers)
    for name, entry in environment.peek_items():
        if name in (env.CWD, env.FLOW) or name.startswith(("export ", "file ")):
            continue
        if name.startswith(("~", "-", "alias ", "attr ", "@")):
            environment.set(name, None)
        elif isinstance(entry, Unset) and not cleared:
            continue
        elif cleared:
            environment.set(name, None)
        elif isinstance(exported := environment.get("export " + name), Alternatives):
            # Whether it is exported depends on a branch.
            environment.set(name, Scalar(Value((Unknown(name, ("exported", entry, exported)),))))
        elif exported is not True:
            environment.set(name, None)
    for name, value in prefix:
        environment.set(name, Scalar(value))
    environment.set("~0", Scalar(arguments[0].value) if arguments and not arguments[0].opaque else None)
    environment.set(env.POSITIONAL, Array(tuple(shell.expander.separate(arguments[1:]))))
    if arguments and arguments[0].opaque:
        environment.set(env.POSITIONAL, None)
        environment.set("~shifted", "unknown")


def evaluate_remote(shell: Shell, script: Value, dialect: str, span: Span) -> None:
    """Evaluate a script that runs on another host, in a new environment of which nothing is known."""
    fed = standard_input(shell)
    base = shell.environment
    fresh = Environment()
    shell.use(fresh)
    shell.frames.append(Frame("subshell"))
    fresh.set(env.FLOW, base.get(env.FLOW))
    inside, shell.in_subshell = shell.in_subshell, False
    with shell.scope.within(fed):
        evaluate_script(shell, script, dialect, span)
    shell.in_subshell = inside
    shell.frames.pop()
    shell.use(base)


def evaluate_source(shell: Shell, words: list[Word], node: SimpleCommand, code: Code, span: Span) -> None:
    name = _directive(node, code)
    if name is None and len(words) > 1 and not words[1].opaque:
        value = words[1].value
        name_text = value.text
        if name_text is None and value.pieces and isinstance(value.pieces[0], Unknown):
            if value.pieces[0].kind in ("scriptdir", "cwd") and all(
                isinstance(piece, Literal) for piece in value.pieces[1:]
            ):
                key = value.pieces[0].key
                ups = key[2] if isinstance(key, tuple) and key[0] == "up" else 0
                name_text = "./" + "../" * ups + value.trailing().lstrip("/")
        name = name_text
    if name in ("/dev/null", "/dev/stdin"):
        return
    if name is not None and not name.startswith("/") and (len(words) < 2 or words[1].text is not None):
        name = _below(shell.expander, name)
    if name is None or shell.read_source is None:
        shell.gap("a sourced file whose name isn't known", span, in_shell=True)
        return
    if sum(1 for frame in shell.frames if frame.kind == "source") >= MOST_SOURCED:
        shell.gap(SOURCED_TOO_DEEP, span, in_shell=True)
        return
    source = shell.read_source(name)
    shell.environment.get("file " + name)
    if source is None:
        if not name.startswith(("/etc/", "/usr/")) and not name.endswith("/activate"):
            shell.gap(f"`{name}` is sourced and isn't here", span, in_shell=True)
        return
    path, data = source
    if shell.depth or shell.frames or node.redirects or shell.dry:
        _evaluate_file(shell, path, data, span)
        return
    # A script begins with its library: what that does is the same for every script of the folder.
    place = (
        path,
        os.path.dirname(os.path.abspath(shell.path)),
        shell.dialect,
        *shell.surroundings(),
    )
    environment = shell.environment
    reused = shell.sourced_files.find((name, place), environment, shell.read_source)
    if reused is None:
        _evaluate_once(shell, (name, place), path, data, span)
        return
    for entry_name in reused.reads:
        # Each entry is read, so that the statement that sources the file is remembered with it.
        environment.get(entry_name)
    for entry_name, entry in reused.changes.items():
        environment.set(entry_name, entry)
    shell.called |= reused.called
    shell.budget -= reused.cost
    shell.sourced.update(reused.sourced)
    shell.forget_question()


def _evaluate_once(shell: Shell, key: tuple[str, object], path: str, data: bytes, span: Span) -> None:
    """Evaluate a sourced file at the top level of a script, and keep what it did where it listed nothing."""
    read = shell.read_source
    assert read is not None
    asked: dict[str, tuple[str, bytes] | None] = {key[0]: (path, data)}

    def ask(name: str) -> tuple[str, bytes] | None:
        asked[name] = read(name)
        return asked[name]

    environment = shell.environment
    before = environment.changes()
    events, cost = len(shell.events), shell.budget
    called, shell.called = shell.called, set()
    sourced, shell.sourced = shell.sourced, {}
    traces = environment.start_inner_trace()
    shell.read_source = ask
    _evaluate_file(shell, path, data, span)
    shell.read_source = read
    environment.end_inner_trace(traces)
    if (
        len(shell.events) == events
        and environment is shell.environment
        and not (shell.spent or shell.dropped or shell.question)
    ):
        remembered = Remembered(
            traces[1], environment.changes(), [], shell.called, cost - shell.budget, dict(shell.sourced)
        )
        shell.sourced_files.store(key, SourcedEvaluation(before, remembered, asked))
    called |= shell.called
    sourced.update(shell.sourced)
    shell.called, shell.sourced = called, sourced


def _evaluate_file(shell: Shell, path: str, data: bytes, span: Span) -> None:
    file = shell.sourced_files.file(path, data, shell.checkpoint)
    placed = Problems(file.problems)
    frame = Frame("source")
    shell.frames.append(frame)
    outer = shell.environment.get(env.FLOW)

    def one(statement: Node, apart: bool) -> bool | None:
        anchor = (path, f"sourced {statement.start}", 0)
        shell.sourced[anchor] = (path, data, statement.start)
        return shell.one(statement, StatementCode(file.source, anchor, statement.start, placed), apart)

    with shell.scope.within(via=(*shell.scope.via, span)):
        evaluate_lines(shell, file.tree, file.source, one)
    shell.frames.pop()
    flow = shell.environment.get(env.FLOW)
    if isinstance(flow, Dead) and flow.kind == "return":
        shell.environment.set(env.FLOW, outer)


def _below(expander: Expander, name: str) -> str | None:
    """Return a relative name joined to the working directory, None where a loop or a branch may have changed that."""
    entry = expander.lookup(env.CWD)
    if not isinstance(entry, Scalar) or not entry.value.pieces:
        return name
    directory = entry.value
    if directory.text is not None:
        return f"{directory.text.rstrip('/')}/{name}"
    first = directory.pieces[0]
    if isinstance(first, Unknown) and isinstance(first.key, tuple) and first.key[:1] in _ONE_OF_SEVERAL:
        return None
    if isinstance(first, Unknown) and first.key in (("cwd",), ("scriptdir", "absolute")):
        if all(isinstance(piece, Literal) for piece in directory.pieces[1:]):
            return f".{directory.trailing()}/{name}"
    return name


def _directive(node: SimpleCommand, code: Code) -> str | None:
    """Return the file of a ``# shellcheck source=FILE`` on the line above, None without one."""
    line = code.source.rfind("\n", 0, node.start)
    if line < 0:
        return None
    previous = code.source[code.source.rfind("\n", 0, line) + 1 : line].strip()
    if previous.startswith("#") and "shellcheck" in previous and "source=" in previous:
        return previous.split("source=", 1)[1].split()[0] if previous.split("source=", 1)[1].split() else None
    return None


def substitute(shell: Shell, script: List, code: Code, key: object) -> Value | None:
    """Evaluate a command substitution and return its output, None where that isn't known. Its events are listed in any case."""
    if shell.depth > 80:
        return None
    if script.statements:
        result = output_of(script, code, shell)
        if shell.expander.refused:
            # The subshell ends without having printed anything.
            shell.expander.refused = ""
            return Value()
        if result is not None:
            return result
    elif _only_comments(code.source[script.start : script.end]):
        # How documents put a comment between the lines of a command: `#optional` in backquotes.
        return Value()
    certainty = shell.scope.certainty
    if shell.expander.doubtful and certainty == "certain":
        certainty = "possible"
    doubtful, shell.expander.doubtful = shell.expander.doubtful, False
    shell.depth += 1
    with shell.scope.within(
        captured=key, certainty=certainty, stage=None, condition=False, negated=False, background=False
    ):
        shell.subshell(lambda: shell.statements(script, code))
    shell.depth -= 1
    shell.expander.doubtful = doubtful
    return None


def _only_comments(text: str) -> bool:
    """Return whether the text holds nothing but blank lines and comments."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def evaluate_traps(shell: Shell) -> None:
    entry = shell.environment.get("~traps")
    if isinstance(entry, Alternatives):
        entry = tuple(
            dict.fromkeys(trap for _, traps in entry.options if isinstance(traps, tuple) for trap in traps)
        )
    if not isinstance(entry, tuple) or not entry:
        return
    shell.environment.set("~traps", None)
    shell.environment.set(env.FLOW, None)
    for value, span in entry:
        with shell.scope.within(UNKNOWN_INPUT, certainty="possible", wrappers=("trap",)):
            evaluate_script(shell, value, shell.dialect, span)
