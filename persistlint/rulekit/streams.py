"""Streams of a docker command: the source of its input, the taker of its output, and the programs that it starts in the container."""

from __future__ import annotations

from persistlint.docker.commands import Compose, ContainerCreate, ContainerExec
from persistlint.durability.accesses.nested_scripts import nested_events
from persistlint.durability.accesses.reader import SHELLS, unwrapped
from persistlint.durability.model import HostCommand
from persistlint.durability.paths import base_name
from persistlint.rulekit.edits import insert_option, remove_option
from persistlint.rulekit.phrases import as_written
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Value, Word, name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.docker.commands import Command
    from persistlint.rules.rule import Context
    from persistlint.shell.standard_input import StandardInput
    from persistlint.shell.streams import Redirect
    from persistlint.text.edits import Edit
    from persistlint.text.sources import Sources
    from persistlint.text.spans import Span

_DUMPERS = """
    pg_dump pg_dumpall pg_basebackup mysqldump mariadb-dump mysqlpump xtrabackup mariabackup mongodump mongoexport slapcat
"""
#: Programs that write a dump or an archive to their standard output.
DUMPERS = frozenset(_DUMPERS.split())
_COPIERS = "cat zcat gzip pigz bzip2 xz zstd lz4 dd base64"
#: Programs that pass bytes on.
COPIERS = frozenset(_COPIERS.split())
_KEEPERS = """
    gzip pigz bzip2 pbzip2 xz zstd lz4 lzop compress zip 7z openssl gpg gpg2 age ssh aws gsutil rclone restic split dd psql pg_restore
    mysql mariadb mongorestore s3cmd az gcloud mc
"""
_FILTERS = "head tail grep sed awk tee sort wc tr cut tar sh bash python python3 psql mysql ssh xargs"
#: Programs of the host that read their standard input.
_HOST_READERS = COPIERS | frozenset(_FILTERS.split())
#: Programs that keep or send on what they are given.
KEEPERS = frozenset(_KEEPERS.split())
#: Devices. No data is read from them or kept in them.
_DEVICES = ("/dev/null", "/dev/tty", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/zero", "/dev/full")
#: Names of the standard input.
_INPUTS = ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
#: Wrappers that give the command a terminal of its own.
_TERMINALS = frozenset(("script", "unbuffer", "expect", "winpty"))


class Program:
    """A program that a command starts in the container: its name and words, and its ``invocation`` where a shell there starts it."""

    __slots__ = ("invocation", "name", "words")

    def __init__(self, name: str, words: Sequence[Word], invocation: Invocation | None = None) -> None:
        self.name = name
        self.words = words
        self.invocation = invocation


def programs(command: Command) -> list[Program]:
    """Return the programs that a run's or exec's own words start. [] where they can't be known, as for the image's own command."""
    if isinstance(command, ContainerCreate):
        words = list(command.command)
        if command.entrypoint is not None and command.entrypoint.text:
            words.insert(0, Word(command.entrypoint, None))
    elif isinstance(command, (ContainerExec, Compose)):
        words = list(command.command)
    else:
        return []
    return _started(words)


def _started(words: list[Word]) -> list[Program]:
    words = unwrapped(words)
    name = words[0].text if words else None
    if name is None:
        return []
    name = base_name(name)
    script = _script(words) if name in SHELLS else None
    if script is None:
        return [Program(name, words)]
    out: list[Program] = []
    for event in nested_events(script, name):
        if isinstance(event, Invocation):
            inner = unwrapped(list(event.words))
            program = inner[0].text if inner else None
            out.append(Program(base_name(program) if program else "", inner, event))
    return out


def _script(words: Sequence[Word]) -> Value | None:
    """Return the text that a shell is given with ``-c``, None without one."""
    for index, word in enumerate(words[1:], 1):
        text = word.text
        if text is None or not text.startswith("-"):
            return None
        if not text.startswith("--") and "c" in text and index + 1 < len(words):
            return words[index + 1].value
    return None


def makes_archive(words: Sequence[Word]) -> bool:
    """Return whether this ``tar`` makes an archive (``c``, ``--create``)."""
    for index, word in enumerate(words[1:], 1):
        text = word.text or ""
        if text == "--create":
            return True
        if text.startswith("--") or not (text.startswith("-") or index == 1):
            continue
        letters = text.lstrip("-")
        letters = letters[
            : next((at for at, letter in enumerate(letters) if not letter.isalpha()), len(letters))
        ]
        if set(letters) & set("xt"):
            return False
        if "c" in letters:
            return True
    return False


def streams_data(program: Program) -> bool:
    """Return whether the program certainly writes a dump, an archive or a file's content to its standard output."""
    invocation = program.invocation
    if invocation is not None and (invocation.stdout is not None or invocation.piped_out):
        return False
    texts = [word.text or "" for word in program.words[1:]]
    if any(text in ("--help", "--version", "-V") for text in texts):
        return False
    if program.name == "tar":
        return makes_archive(program.words) and _to_stdout(texts)
    if program.name in DUMPERS:
        # An option that names the output's file leaves nothing for standard output.
        return not any(
            text.startswith(("--file", "--result-file", "--out", "-r")) or text in ("-f", "-o")
            for text in texts
        )
    return program.name in COPIERS


def _to_stdout(texts: Sequence[str]) -> bool:
    for index, text in enumerate(texts):
        if text.startswith("--file="):
            return text == "--file=-"
        if text == "--file" or (
            not text.startswith("--") and (text.startswith("-") or index == 0) and "f" in text
        ):
            if text.startswith("-") and not text.startswith("--") and text.partition("f")[2]:
                return text.partition("f")[2] == "-"
            return texts[index + 1 : index + 2] == ["-"]
    return True


def reads_input(program: Program) -> bool:
    """Return whether it certainly reads its standard input: a filter without files, a client without a command, a shell without a script."""
    invocation = program.invocation
    if invocation is not None and (invocation.stdin is not None or invocation.piped_in):
        return False
    texts = [word.text for word in program.words[1:]]
    if None in texts:
        return False
    options = [text for text in texts if text is not None and text.startswith("-") and len(text) > 1]
    operands = [text for text in texts if text is not None and not (text.startswith("-") and len(text) > 1)]
    if any(option in ("--help", "--version") for option in options):
        return False
    if program.name == "tee" or any(text in ("-", *_INPUTS) for text in texts):
        return True
    if program.name in _CLIENTS:
        return not has_orders(program)
    if program.name in ("tar", "cpio"):
        return program.name == "cpio" or (not makes_archive(program.words) and _to_stdout([*map(str, texts)]))
    if program.name == "dd":
        return not any(operand.startswith("if=") for operand in operands)
    if program.name in SHELLS:
        return not operands and not any("c" in option for option in options if not option.startswith("--"))
    if program.name in ("mongorestore", "pg_restore"):
        return "--archive" in options or (program.name == "pg_restore" and _only_values(texts, "dUhpnj"))
    return (program.name in COPIERS or program.name in ("sort", "wc", "uniq")) and not operands


def has_orders(program: Program) -> bool:
    """Return whether it is a client that is given its commands, and none that makes it read (``psql -c 'copy t from stdin'``)."""
    return (
        program.name in _CLIENTS
        and _has_order(program)
        and not any("stdin" in word.value.marked().lower() for word in program.words)
    )


def _has_order(program: Program) -> bool:
    letters, long = _CLIENTS[program.name]
    for word in program.words[1:]:
        text = word.value.leading()
        if text.startswith(long) if text.startswith("--") else text[:1] == "-" and text[1:2] in letters:
            return bool(text[1:])
    return False


#: Clients that read commands from standard input: the letters and the long options that give them something else to do.
_CLIENTS = {
    "psql": ("cflV?", ("--command", "--file", "--list", "--version")),
    "mysql": ("eV?", ("--execute", "--version")),
    "mariadb": ("eV?", ("--execute", "--version")),
}


def _only_values(texts: Sequence[str | None], letters: str) -> bool:
    """Return whether all words are options, or the values of options with these letters."""
    value = False
    for text in texts:
        if value:
            value = False
        elif text is None or not text.startswith("-"):
            return False
        else:
            value = len(text) == 2 and text[1] in letters
    return True


def attached(command: Command) -> bool:
    """Return whether the command is a run or exec in the foreground, as far as its options are known (see ``resolved``)."""
    if isinstance(command, ContainerCreate):
        return command.runs and command.detach is False
    return isinstance(command, ContainerExec) and command.detach is False


def has_terminal(command: Command) -> bool:
    """Return whether a wrapper gives the command a terminal."""
    return any(wrapper in _TERMINALS for wrapper in command.invocation.wrappers)


def fed(command: Command) -> Redirect | str | None:
    """Return what feeds the command and no loop around it: a redirection, "pipe", or None.

    It may stand at the command, at the call of a function, or at a group around it.
    """
    return _source(command) if command.invocation.input_loop is None else None


def fed_directly(command: Command) -> bool:
    """Return whether what feeds the command stands at the command itself: its own redirection, or a pipe right before it."""
    return command.invocation.standard_input.span == command.span


def readers_beside(command: Command, context: Context) -> list[Command]:
    """Return the other docker commands that may read from the same standard input, which what stands around feeds to them all."""
    source = command.invocation.standard_input
    if not source.feeds or fed_directly(command):
        return []
    commands = context.once_a_document("commands by input", lambda: _by_input(context.commands))
    evaluation = _evaluation(command.invocation)
    return [
        other
        for other in commands.get(source, ())
        if _evaluation(other.invocation) != evaluation
        and attached(other)
        and (other.switch("interactive") is not False or any(map(reads_input, programs(other))))
    ]


def read_on_host(command: Command, context: Context) -> bool:
    """Return whether a program of the host reads from the same standard input, which what stands around feeds to them all."""
    source = command.invocation.standard_input
    if not source.feeds or fed_directly(command):
        return False
    inputs = context.once("inputs read on the host", lambda: _read_on_host(context))
    return source in inputs


def _by_input(commands: Sequence[Command]) -> dict[StandardInput, list[Command]]:
    by_input: dict[StandardInput, list[Command]] = {}
    for command in commands:
        source = command.invocation.standard_input
        if source.feeds:
            by_input.setdefault(source, []).append(command)
    return by_input


def _read_on_host(context: Context) -> set[StandardInput]:
    return {
        happening.invocation.standard_input
        for happening in context.timeline.happenings
        if isinstance(happening, HostCommand) and happening.invocation.program in _HOST_READERS
    }


def _evaluation(invocation: Invocation) -> tuple[object, ...]:
    return invocation.span, invocation.via, invocation.occurrence


def surroundings(command: Command) -> Redirect | str | None:
    """Return what feeds a loop around the command (``while read …; done < list``), where the command reads on from the same."""
    invocation = command.invocation
    if invocation.input_loop is None or "ssh" in invocation.wrappers:
        return None
    return _source(command)


def _source(command: Command) -> Redirect | str | None:
    source = command.invocation.standard_input
    if source.kind == "pipe":
        return "pipe"
    return source.redirect if source.kind == "file" else None


def is_device(redirect: Redirect) -> bool:
    """Return whether the redirection leads to a device and no file (``/dev/null``, ``/dev/tty``)."""
    return redirect.target is not None and redirect.target.text in _DEVICES


def output_file(invocation: Invocation) -> Redirect | None:
    """Return the redirection that sends standard output to a file: the command's own, or the compound command's around it."""
    redirect_out = invocation.stdout
    if redirect_out is None and not invocation.piped_out:
        around = [redirect for redirect in invocation.inherited if redirect.writes]
        redirect_out = around[-1] if around else None
    return redirect_out if redirect_out is not None and not is_device(redirect_out) else None


def next_program(invocation: Invocation) -> str:
    """Return the program that the output is piped to, "" where it isn't."""
    stage = invocation.stage
    return stage.names[stage.position + 1] if stage is not None and invocation.piped_out else ""


def called(command: Command) -> str:
    """Return the container's program in a message: "`psql`", else "the container's command"."""
    names = [program.name for program in programs(command) if program.name]
    return f"`{names[-1]}`" if names else "the container's command"


def shown(redirect: Redirect | str | None) -> str:
    """Return the source or target of a stream in a message: "`dump.sql`", "the here-document", "the pipe"."""
    if not isinstance(redirect, str) and redirect is not None:
        if redirect.operator in ("<<", "<<-"):
            return "the here-document"
        if redirect.operator == "<<<":
            return "the here-string"
        target = redirect.target
        if (
            target is not None
            and len(target)
            and all(name_of(piece).isidentifier() for piece in target.unknowns)
        ):
            return f"`{as_written(target)}`"
        # Half of a name with a date or a number in it tells nothing.
        return "the file"
    return "the pipe"


def verb_span(command: Command) -> Span:
    """Return the span of the command's verb: ``exec``, ``run``."""
    span = command.verb_words[-1].span if command.verb_words else None
    return span if span is not None and span.anchor == command.span.anchor else command.span


def option_place(command: Command, name: str) -> Span:
    """Return the span of the last use of an option."""
    use = command.last(name)
    span = use.word.span if use is not None else None
    return span if span is not None else verb_span(command)


def without_option(command: Command, name: str, sources: Sources) -> list[Edit]:
    """Return the edits that take every use of a switch out. [] where one can't be edited."""
    edits: list[Edit] = []
    for use in command.uses(name):
        edit = remove_option(use, sources)
        if edit is None:
            return []
        edits.append(edit)
    return edits


def with_interactive(command: Command, sources: Sources) -> list[Edit]:
    """Return the edits that add ``-i`` and remove ``-t``, which docker refuses beside it where no terminal feeds it."""
    added = insert_option(command, "-i", sources)
    if added is None:
        return []
    if command.switch("tty") is False:
        return [added]
    taken = without_option(command, "tty", sources)
    return [*taken, added] if taken else []


_DEAF_NAMES = """
    ls sleep echo printf true false mkdir rmdir rm cp mv ln touch chmod chown date env printenv id pwd kill pkill stat find du df ps
    pg_dump pg_dumpall mysqldump mariadb-dump mongodump pg_isready mysqladmin mariadb-admin cd export set exit test [ [[ tail hostname
    nginx apachectl wait trap umask apt-get apt apk yum dnf pip pip3 npm
"""
#: Programs that read nothing from standard input, so that nothing is lost.
_DEAF = frozenset(_DEAF_NAMES.split())


def may_listen(command: Command, piped: bool) -> bool:
    """Return whether something in the container may read standard input."""
    started = programs(command)
    if not started:
        # The image's own command, or one that isn't known: a file is handed over on purpose, a pipe may have ended here by chance.
        return not piped and not isinstance(command, ContainerExec)
    for program in started:
        invocation = program.invocation
        if invocation is not None and (invocation.stdin is not None or invocation.piped_in):
            continue
        if program.name and program.name not in _DEAF and not has_orders(program):
            return True
    return False
