"""Accesses of a command inside a container: its reads, writes, deletes and installs.

The command is the words behind the image (or of ``docker exec``), a script given to a shell (``sh -c '…'``, a here-document), or a line typed inside
the container. What can't be told is left out: the result is what certainly or possibly happens, never a guess about an unknown program.
"""

from __future__ import annotations

from itertools import pairwise

from persistlint.durability.accesses.access import Access
from persistlint.durability.accesses.arguments import pattern_of
from persistlint.durability.accesses.handlers import handler
from persistlint.durability.accesses.nested_scripts import nested_events
from persistlint.durability.accesses.ranks import Visit, rank
from persistlint.durability.paths import base_name, is_absolute, join, parent
from persistlint.shell.invocation import Invocation
from persistlint.shell.streams import Redirect
from persistlint.shell.values import Literal, Unknown, Value, Word, concatenate
from persistlint.text.budgets import MOST_ACCESSES, MOST_SCRIPTS_INSIDE
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHELLS = frozenset(("sh", "bash", "dash", "ash", "ksh", "zsh"))


#: Programs that pass their standard input on, changed or not.
FILTERS = frozenset(
    (
        "cat",
        "gzip",
        "bzip2",
        "xz",
        "zstd",
        "pigz",
        "lz4",
        "base64",
        "openssl",
        "gpg",
        "pv",
        "tee",
        "sort",
        "tr",
        "age",
        "split",
    )
)

#: Paths that are no storage: devices, the kernel's.
_NO_FILES = ("/dev/", "/proc/", "/sys/")


class AccessReader:
    """Collects what commands do, one after the other.

    ``cwd`` is the working directory inside the container (None: not known), ``home`` what ``~`` means there. ``outside`` is the working directory that
    invocations count from, which stands for ``cwd`` here: the directory in which a line of a document, or nested code, starts.
    """

    __slots__ = (
        "_certain",
        "_depth",
        "_invocation",
        "_lines",
        "_noted",
        "_span",
        "_step",
        "_written",
        "accesses",
        "cwd",
        "home",
        "outside",
        "visits",
    )

    def __init__(self, cwd: Value | None, home: Value | None = None, outside: Value | None = None) -> None:
        self.cwd = cwd
        self.home = home
        self.outside = outside
        self.accesses: list[Access] = []
        #: The programs that were started, and where.
        self.visits: list[Visit] = []
        self._step = 0
        #: The paths that the first ``_noted`` accesses write.
        self._written: set[str] = set()
        self._noted = 0
        #: Whether each command is a line of its own, which may work in a directory that an earlier one made.
        self._lines = False
        self._depth = 0
        self._certain = True
        self._span: Span | None = None
        self._invocation: Invocation | None = None

    def follow(self, written: Iterable[str]) -> None:
        """Take paths as written by what was before."""
        self._written.update(written)
        self._lines = True

    # -- what the programs' modules call ------------------------------------------------------------------------

    def path(self, value: Value) -> Value:
        """Return ``value`` as a path of the container: joined to the working directory and cleaned."""
        if self.home is not None and value.pieces:
            first = value.pieces[0]
            if isinstance(first, Unknown) and first.kind == "home":
                value = concatenate((self.home, Value(value.pieces[1:], value.assumes)))
        return join(self.cwd, value)

    def write(self, word: Word, program: str) -> Access:
        """Note and return a write to the path ``word``."""
        return self._add("write", word, program)

    def read(self, word: Word, program: str, *, whole: bool = False, streams: bool = False) -> Access:
        """Note and return a read of the path ``word``."""
        access = self._add("read", word, program)
        access.whole = whole
        access.streams = streams and self._streams_out()
        return access

    def delete(self, word: Word, program: str, *, recursive: bool = False) -> Access:
        """Note and return a delete of the path ``word``."""
        access = self._add("delete", word, program)
        access.recursive = recursive
        return access

    def install(self, word: Word, program: str, packages: list[str], directory: str) -> Access:
        """Note and return an installation of packages below ``directory``."""
        access = self._add("install", Word(Value.of(directory), word.span), program)
        access.packages = packages
        return access

    def dump(self, program: str, span: Span | None, host: Value | None) -> Access:
        """Note and return a read of a whole database through its own tool. ``host`` is the server it asks, None for the container's own."""
        access = self._add("read", Word(Value(), span), program)
        access.target = Value((Unknown("database", ("database",)),))
        access.happened = True if self._certain else None
        access.dump_of = host if host is not None else Value()
        access.whole = True
        return access

    def _add(self, kind: str, word: Word, program: str) -> Access:
        # The path alone, without the quotes around it, where it stands in one piece.
        span = word.value.span or word.span or self._span
        if span is None:
            raise ValueError("an access needs a place")
        pattern = pattern_of(word)
        access = Access(kind, self.path(pattern if pattern is not None else word.value), program, span)
        access.step = self._step
        marked = access.target.marked()
        if pattern is not None:
            access.glob = True
            if kind == "read":
                # What is in the directory, as far as it fits.
                access.target = join(access.target, Value.of(".."))
            elif kind != "delete":
                access.happened = None
        elif word.opaque or not len(word.value):
            access.target = word.value
            access.happened = None
        if not self._certain:
            access.happened = None
        no_file = marked.startswith(_NO_FILES) and not marked.startswith("/dev/shm")
        if not no_file and len(self.accesses) < MOST_ACCESSES:
            self.accesses.append(access)
        return access

    def _streams_out(self) -> bool:
        invocation = self._invocation
        return invocation is None or (
            not invocation.piped_out and not invocation.output and invocation.stdout is None
        )

    # -- commands -----------------------------------------------------------------------------------------------

    def command(self, words: Sequence[Word], span: Span, stdin: Value | None = None) -> None:
        """Note the accesses of one command that the engine starts without a shell. ``stdin`` is its text on standard input."""
        self._span = span
        self._step += 1
        self._run(list(words), stdin)

    def script(self, script: Value, dialect: str) -> None:
        """Shell code."""
        if self._depth >= MOST_SCRIPTS_INSIDE or not script.pieces:
            return
        # The code's own `&&` says that a command runs when the one before it succeeded, which is what its author counts on.
        marked = script.marked()
        strict = "||" in marked or "trap" in marked
        cwd, outside, home = self.cwd, self.outside, self.home
        if any(isinstance(piece, Unknown) and piece.kind == "home" for piece in script.pieces):
            # The caller's home was put into the text: not the container's.
            self.home = None
        self._depth += 1
        self.outside = None
        pipeline: list[tuple[Invocation, int]] = []
        start = 0
        for event in nested_events(script, dialect):
            if not isinstance(event, Invocation):
                continue
            if "||" in marked and event.certainty == "possible":
                self._may_fail(start)
            start = len(self.accesses)
            pipeline.append((event, start))
            self.invocation(event, strict=strict)
            if event.condition or event.negated:
                self._may_fail(start)
            if event.stage is None or event.stage.position == event.stage.count - 1:
                self._finish_pipeline(pipeline)
                pipeline = []
            if self._span is None or len(self.accesses) >= MOST_ACCESSES:
                break
        self._depth -= 1
        self.cwd, self.outside, self.home = cwd, outside, home

    def _may_fail(self, start: int) -> None:
        """Mark the writes since ``start`` as attempts: the script handles their failure."""
        for access in self.accesses[start:]:
            if access.kind == "write":
                access.attempt = True

    def invocation(self, invocation: Invocation, *, strict: bool = True) -> None:
        """Note the accesses of one command of a shell inside the container."""
        if _is_a_form(invocation):
            return
        before = (self._certain, self._span, self._invocation, self.cwd)
        self._step += 1
        self._certain = (
            self._certain
            and not invocation.guard
            and (invocation.certainty == "certain" or (invocation.certainty == "possible" and not strict))
        )
        if invocation.function:
            self._certain = False
        self._span, self._invocation = invocation.span, invocation
        self.cwd = self._directory_of(invocation)
        self._redirections(invocation)
        self._run(list(invocation.words), self._input_of(invocation))
        moved = self.cwd
        self._certain, self._span, self._invocation, self.cwd = before
        if invocation.program == "cd" and invocation.cwd is None:
            self.cwd = moved

    def _directory_of(self, invocation: Invocation) -> Value | None:
        """Return the invocation's working directory as a directory of the container."""
        directory = invocation.cwd
        if directory is None:
            return self.cwd
        if self.outside is not None:
            outside = self.outside.identity()
            if directory.identity() == outside:
                return self.cwd
            rest = _rest(directory, self.outside)
            if rest is not None:
                return join(self.cwd, rest)
        first = directory.pieces[0] if directory.pieces else None
        if isinstance(first, Unknown) and first.kind == "cwd":
            rest = Value(directory.pieces[1:])
            if not rest.pieces:
                return self.cwd
            lead = rest.pieces[0]
            if isinstance(lead, Literal) and lead.text.startswith("/"):
                return join(self.cwd, rest.cut(1))
            return None
        return directory if is_absolute(directory) else None

    @staticmethod
    def _input_of(invocation: Invocation) -> Value | None:
        redirect = invocation.stdin
        return redirect.target if redirect is not None and redirect.operator in ("<<", "<<-", "<<<") else None

    def _redirections(self, invocation: Invocation) -> None:
        program = invocation.program or "sh"
        for redirect in invocation.redirects:
            if redirect.target is None or redirect.operator in ("<<", "<<-", "<<<"):
                continue
            word = Word(redirect.target, redirect.target.span or redirect.span)
            if redirect.operator == "<":
                self.read(word, program, whole=program in FILTERS, streams=program in FILTERS)
            elif redirect.operator in (">", ">>", ">|", "&>", "&>>", "<>"):
                if _is_descriptor(redirect):
                    continue
                write = self.write(word, program)
                if redirect.descriptor not in (None, 1):
                    write.rank = "log"

    def _run(self, words: list[Word], stdin: Value | None = None) -> None:
        words = unwrapped(words)
        if not words:
            return
        name = words[0].text
        if name is None:
            return
        program = base_name(name)
        rest = words[1:]
        if program == "busybox" and rest and rest[0].text is not None:
            program, rest = rest[0].text, rest[1:]
        if program in SHELLS:
            self._shell(program, rest, stdin)
            return
        if program == "cd":
            self._change_directory(rest)
            return
        where = self.cwd.text if self.cwd is not None else None
        self.visits.append(Visit(program, where or "", len(self.accesses), self._step))
        is_known = handler(program)
        if is_known is not None and not any(word.value.text in ("--help", "--version") for word in rest):
            start = len(self.accesses)
            is_known(self, program, rest)
            redirect = self._invocation.stdout if self._invocation is not None else None
            if redirect is not None and redirect.target is not None:
                _join_copies(self.accesses, start, redirect, self)
        self._mentions(program, rest)

    def _mentions(self, program: str, words: list[Word]) -> None:
        """Note a read for each path in ``words`` that an earlier command wrote, whatever else the program does."""
        accesses = self.accesses
        while self._noted < len(accesses) and accesses[self._noted].step != self._step:
            access = accesses[self._noted]
            if access.kind == "write" and access.target.text is not None:
                self._written.add(access.target.text)
            self._noted += 1
        if not self._written:
            return
        noted = {access.target.text for access in accesses[self._noted :]}
        for word in words:
            text = word.text
            if text is None or text.startswith("-"):
                continue
            path = self.path(word.value).text
            if path is not None and path in self._written and path not in noted:
                self.read(word, program)
        place = self.cwd.text if self.cwd is not None and self._lines else None
        while place is not None and place != "/":
            if place in self._written and place not in noted:
                self.read(Word(Value.of(place), None), program)
            place = parent(place) if place.startswith("/") else None

    def _change_directory(self, words: list[Word]) -> None:
        operands = [word for word in words if word.value.text not in ("-P", "-L", "--")]
        if not operands:
            self.cwd = self.home
        elif operands[0].opaque or operands[0].value.text == "-":
            self.cwd = None
        else:
            self.cwd = self.path(operands[0].value)

    def _shell(self, program: str, words: list[Word], stdin: Value | None) -> None:
        """Note the accesses of a shell: ``-c SCRIPT``, a script on standard input, or a script file (which is read)."""
        index = 0
        while index < len(words):
            text = words[index].text
            if text is None:
                if words[index].opaque:
                    return
                break
            if text in ("-o", "+o", "-O", "+O", "--rcfile", "--init-file"):
                index += 2
                continue
            if text.startswith("--"):
                index += 1
                continue
            if text == "-":
                index += 1
                continue
            if text.startswith(("-", "+")) and len(text) > 1:
                cluster = text[1:]
                index += 1
                if text[0] == "-" and "c" in cluster:
                    if "o" in cluster:
                        # `bash -eo pipefail -c` has its value next; so has `-euxoc pipefail SCRIPT`.
                        index += 1
                    while index < len(words) and (words[index].text or "").startswith("-"):
                        index += 1
                    if index < len(words) and not words[index].opaque:
                        self._nested(words[index], program)
                    return
                if "o" in cluster:
                    index += 1
                if "s" in cluster:
                    break
                continue
            break
        if index < len(words) and (words[index - 1].text if index else None) != "-s":
            self.read(words[index], program)
            return
        if stdin is not None:
            self.script(stdin, program)

    def _nested(self, word: Word, program: str) -> None:
        before = self._span
        self._span = word.span or word.value.span or self._span
        self.script(word.value, program)
        self._span = before

    def _finish_pipeline(self, pipeline: list[tuple[Invocation, int]]) -> None:
        """Note that the reads of a pipeline's first programs go where its last program writes: to a file, or out."""
        if len(pipeline) < 2:
            return
        last = pipeline[-1][0]
        start, middle = pipeline[0][1], pipeline[-1][1]
        reads = [access for access in self.accesses[start:middle] if access.kind == "read" and access.whole]
        if not reads or last.program not in FILTERS:
            return
        writes = [access for access in self.accesses[middle:] if access.kind == "write"]
        if writes:
            for write in writes:
                write.copied_from += [access.target for access in reads]
        elif last.stdout is None and not last.output:
            for read in reads:
                read.streams = True


def _rest(path: Value, directory: Value) -> Value | None:
    """Return ``path`` without ``directory/`` before it, None where it doesn't start so."""
    length = len(directory)
    if len(path) <= length + 1 or path.cut(0, length).identity() != directory.identity():
        return None
    rest = path.cut(length)
    return rest.cut(1) if rest.leading().startswith("/") else None


def _is_a_form(invocation: Invocation) -> bool:
    """Return whether a word is to be filled in (``-d <name> --archive``), which a shell takes for two redirections."""
    redirects = invocation.redirects
    for opening, other in pairwise(redirects):
        inside, after = opening.target_span, other.target_span
        if opening.operator != "<" or other.operator != ">" or inside is None or after is None:
            continue
        if inside.anchor == other.span.anchor and inside.end == other.span.start:
            return after.anchor != other.span.anchor or after.start > other.span.start + 1
    return False


def _is_descriptor(redirect: Redirect) -> bool:
    text = redirect.target.text if redirect.target is not None else None
    return text is not None and (text.isdecimal() or text == "-" or text.startswith("&"))


def _join_copies(accesses: list[Access], start: int, redirect: Redirect, reader: AccessReader) -> None:
    """Note for ``cat a > b`` that b's content comes from a."""
    if redirect.target is None:
        return
    target = reader.path(redirect.target).identity()
    sources = [access.target for access in accesses[start:] if access.kind == "read" and access.whole]
    if sources:
        for access in accesses[:start]:
            if access.kind == "write" and access.target.identity() == target:
                access.copied_from = sources


#: Programs that start another one, with their options that take a value.
_WRAPPERS: dict[str, str] = {
    "env": "uCS",
    "sudo": "ughpCrt",
    "timeout": "ks",
    "nice": "n",
    "ionice": "cnp",
    "nohup": "",
    "setsid": "",
    "stdbuf": "ioe",
    "time": "fo",
    "exec": "a",
    "command": "",
    "tini": "pg",
    "catchsegv": "",
    "dumb-init": "r",
    "gosu": "",
    "su-exec": "",
    "docker-entrypoint.sh": "",
    "entrypoint.sh": "",
}
#: Of these, the ones whose first operand is not the program yet (a duration, a user).
_WITH_OPERAND = frozenset(("timeout", "gosu", "su-exec"))


def unwrapped(words: list[Word]) -> list[Word]:
    """Return the words from the program on that really runs (``timeout 5 sh -c …`` → ``sh -c …``)."""
    for _ in range(8):
        name = words[0].text if words else None
        program = base_name(name) if name is not None else ""
        if program not in _WRAPPERS:
            return words
        index = 1
        while index < len(words):
            text = words[index].text
            if text is None:
                return []
            if text == "--":
                index += 1
                break
            if text.startswith("-") and len(text) > 1:
                takes = not text.startswith("--") and text[-1] in _WRAPPERS[program] and len(text) == 2
                index += 2 if takes else 1
            elif program == "env" and "=" in text:
                index += 1
            else:
                break
        if program in _WITH_OPERAND:
            index += 1
        words = words[index:]
    return []


def command_accesses(
    words: Sequence[Word],
    span: Span,
    cwd: Value | None,
    home: Value | None = None,
    stdin: Value | None = None,
) -> list[Access]:
    """Return the accesses of a program started in a container in ``cwd``, in order and ranked. ``span`` is the docker command's."""
    reader = AccessReader(cwd, home)
    reader.command(words, span, stdin)
    rank(reader.accesses, visits=reader.visits)
    return reader.accesses


def line_accesses(
    invocation: Invocation,
    cwd: Value | None,
    home: Value | None = None,
    outside: Value | None = None,
    written: Iterable[str] = (),
) -> list[Access]:
    """Return the accesses of one line typed inside a container. ``outside`` is the working directory of the lines outside.

    ``written`` are the paths that earlier lines wrote: a program that is given one of them, or works in one, reads it.
    """
    reader = AccessReader(cwd, home, outside)
    reader.follow(written)
    reader.invocation(invocation, strict=False)
    rank(reader.accesses, chain=False)
    return reader.accesses
