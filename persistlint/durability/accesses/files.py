"""Accesses of the everyday file programs: cp, mv, rm, touch, tee, dd, sed, cat and their kin."""

from __future__ import annotations

from persistlint.durability.accesses.arguments import read_arguments
from persistlint.durability.paths import base_name
from persistlint.shell.values import Value, Word, concatenate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.durability.accesses.reader import AccessReader

    Handler = Callable[["AccessReader", str, list[Word]], None]


def _touch(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words, "dtr", frozenset(("date", "reference", "time")))
    if arguments.has("c", "no-create"):
        return
    for word in arguments.operands:
        reader.write(word, program)


def _mkdir(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words, "m", frozenset(("mode",)))
    for word in arguments.operands:
        write = reader.write(word, program)
        write.creates_directory = True
        write.makes_anew = not arguments.has("p", "parents")


def _tee(reader: AccessReader, program: str, words: list[Word]) -> None:
    for word in read_arguments(words).operands:
        reader.write(word, program)


def _copy(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note that cp, mv, install, rsync, ln and scp write the last operand (or ``-t``) and read the others."""
    arguments = read_arguments(
        words, *_COPY_OPTIONS.get(program, ("tS", frozenset(("target-directory", "suffix"))))
    )
    if arguments.opaque:
        return
    if program == "install" and arguments.has("d", "directory"):
        for word in arguments.operands:
            reader.write(word, program).creates_directory = True
        return
    sources, destination, into = list(arguments.operands), None, False
    target = arguments.last("t", "target-directory") if program != "rsync" else None
    if target is not None:
        destination, into = Word(target[0], target[1].span), True
    elif len(sources) > 1:
        destination = sources.pop()
    if destination is None or not sources:
        return
    if program in ("rsync", "scp") and ":" in destination.value.marked():
        for word in sources:
            reader.read(word, program, whole=True)
        return
    into = into or len(sources) > 1 or destination.value.trailing().endswith("/")
    # `cp a /data` may mean the file /data or /data/a; the path as written is what covers both.
    write = reader.write(destination, program)
    for word in sources:
        if program in ("rsync", "scp") and ":" in word.value.marked():
            continue
        if program != "ln" or arguments.has("P", "physical"):
            reader.read(word, program, whole=True)
        write.copied_from.append(reader.path(word.value))
        if program == "mv":
            reader.delete(word, program, recursive=True)
    if into and len(sources) == 1:
        name = base_name(sources[0].value.trailing())
        if name and sources[0].value.known:
            write.target = reader.path(concatenate((destination.value, Value.of("/" + name))))


#: The letters and long names that take a value, for programs that differ.
_COPY_OPTIONS: dict[str, tuple[str, frozenset[str]]] = {
    "install": ("gmoSt", frozenset(("group", "mode", "owner", "suffix", "target-directory"))),
    "rsync": (
        "eBfT",
        frozenset(
            (
                "rsh",
                "exclude",
                "include",
                "files-from",
                "exclude-from",
                "include-from",
                "filter",
                "chmod",
                "chown",
            )
        ),
    ),
    "scp": ("cFiJloPS", frozenset()),
}


def _remove(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words)
    for word in arguments.operands:
        reader.delete(word, program, recursive=arguments.has("r", "R", "recursive"))


def _dd(reader: AccessReader, program: str, words: list[Word]) -> None:
    source: Value | None = None
    for word in words:
        marked = word.value.marked()
        if marked.startswith("if="):
            source = word.value.cut(3)
            reader.read(Word(source, word.span), program, whole=True)
    for word in words:
        if word.value.marked().startswith("of="):
            write = reader.write(Word(word.value.cut(3), word.span), program)
            write.operand = True
            if source is not None:
                write.copied_from.append(reader.path(source))


def _sed(reader: AccessReader, program: str, words: list[Word]) -> None:
    # GNU's -i takes its suffix in the same word, so that it is a switch here.
    arguments = read_arguments(words, "efl", frozenset(("expression", "file", "line-length")))
    operands = arguments.operands if arguments.has("e", "f", "expression", "file") else arguments.operands[1:]
    in_place = any(name == "i" or name.startswith("in-place") for name, _, _ in arguments.options)
    for word in operands:
        if in_place:
            reader.write(word, program)
        else:
            reader.read(word, program)


def _cat(reader: AccessReader, program: str, words: list[Word]) -> None:
    for word in read_arguments(words).operands:
        if word.value.text != "-":
            reader.read(word, program, whole=True, streams=True)


def _reads(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Programs whose operands are files that they read (ls, head, less, wc …)."""
    arguments = read_arguments(words, *_READ_OPTIONS.get(program, ("", frozenset())))
    for word in arguments.operands:
        if word.value.text != "-":
            reader.read(word, program)


_READ_OPTIONS: dict[str, tuple[str, frozenset[str]]] = {
    "head": ("cn", frozenset(("lines", "bytes"))),
    "tail": ("cns", frozenset(("lines", "bytes", "pid", "sleep-interval"))),
    "cut": ("bcdf", frozenset(("bytes", "characters", "delimiter", "fields"))),
    "sort": ("kStTo", frozenset(("key", "output"))),
    "ls": ("IwT", frozenset(("ignore", "hide", "width", "color"))),
    "stat": ("cf", frozenset(("format", "printf"))),
    "du": ("dXB", frozenset(("max-depth", "exclude"))),
    "df": ("Bt", frozenset(("block-size", "type"))),
    "od": ("AjNtw", frozenset()),
    "hexdump": ("efnos", frozenset()),
}


def _pattern_reads(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note the files that grep and its kin read. The first operand is the pattern, unless an option gives it."""
    arguments = read_arguments(
        words,
        "efmABCd",
        frozenset(
            (
                "regexp",
                "file",
                "max-count",
                "after-context",
                "before-context",
                "context",
                "include",
                "exclude",
            )
        ),
    )
    given = arguments.has("e", "f", "regexp", "file")
    for word in arguments.operands if given else arguments.operands[1:]:
        if word.value.text != "-":
            reader.read(word, program)


def _test(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note that ``test -e F``, ``[ -f F ]`` and ``[[ -s F ]]`` ask whether a file exists."""
    for index, word in enumerate(words[:-1]):
        if (
            word.value.text in _FILE_TESTS
            and not words[index + 1].opaque
            and words[index + 1].value.text not in ("]", "]]")
        ):
            reader.read(words[index + 1], program).attempt = True


_FILE_TESTS = frozenset(("-e", "-f", "-d", "-s", "-r", "-w", "-x", "-L", "-h"))


def _source(reader: AccessReader, program: str, words: list[Word]) -> None:
    if words:
        reader.read(words[0], program)


def _find(reader: AccessReader, program: str, words: list[Word]) -> None:
    starts: list[Word] = []
    for word in words:
        if word.value.marked().startswith(("-", "(", "!")):
            break
        starts.append(word)
    rest = [word.value.text for word in words[len(starts) :]]
    tested = any(text in _FIND_TESTS for text in rest)
    for start in starts:
        if "-delete" in rest or ("-exec" in rest and "rm" in rest):
            delete = reader.delete(start, program, recursive=True)
            if tested or "-exec" in rest:
                delete.happened = None
        else:
            reader.read(start, program)


_FIND_TEST_NAMES = """
    -name -iname -path -ipath -regex -type -mtime -mmin -newer -size -user -group -perm -maxdepth -empty -atime
"""
_FIND_TESTS = frozenset(_FIND_TEST_NAMES.split())


def _truncate(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note that truncate and fallocate create the files that they are given."""
    for word in read_arguments(words, "slor", frozenset(("size", "length", "offset", "reference"))).operands:
        reader.write(word, program)


def _split_output(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note the output file of sort, sqlite3, openssl and others that name it with an option."""
    arguments = read_arguments(words, "o", frozenset(("output", "out", "o", "output-file")))
    output = arguments.last("o", "output", "output-file")
    if output is not None:
        write = reader.write(Word(output[0], output[1].span), program)
        write.operand = True


def _openssl(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words, "", _OPENSSL_VALUES, single_dash=True)
    for name in ("in", "inkey", "CAfile", "CA"):
        file = arguments.last(name)
        if file is not None:
            reader.read(Word(file[0], file[1].span), program, whole=name == "in")
    for name in ("out", "keyout"):
        file = arguments.last(name)
        if file is not None:
            write = reader.write(Word(file[0], file[1].span), program)
            write.operand = True


_OPENSSL_VALUES = frozenset(
    (
        "in",
        "out",
        "keyout",
        "inkey",
        "days",
        "subj",
        "newkey",
        "CA",
        "CAkey",
        "CAfile",
        "key",
        "pass",
        "passin",
        "passout",
    )
)


def _ssh_keygen(reader: AccessReader, program: str, words: list[Word]) -> None:
    file = read_arguments(words, "bCfNtPOI").last("f")
    if file is not None:
        write = reader.write(Word(file[0], file[1].span), program)
        write.operand = True


def _compile(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Compilers and others with ``-o FILE``: gcc, go build, pandoc."""
    for index, word in enumerate(words):
        marked = word.value.marked()
        if marked == "-o" and index + 1 < len(words):
            output: Value = words[index + 1].value
            span = words[index + 1].span
        elif marked.startswith(("--output=", "--out=")):
            output, span = word.value.cut(marked.index("=") + 1), word.span
        elif marked == "--output" and index + 1 < len(words):
            output, span = words[index + 1].value, words[index + 1].span
        else:
            continue
        if output.text != "-":
            write = reader.write(Word(output, span), program)
            write.operand = True


def _perl(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note that ``perl -i`` writes its files anew. Accesses by its own program aren't known."""
    arguments = read_arguments(words, "eEIMm", attached="ilF0")
    if not arguments.has("i") or not arguments.has("e", "E"):
        return
    for operand in arguments.operands:
        reader.write(operand, program)


def _ffmpeg(reader: AccessReader, program: str, words: list[Word]) -> None:
    for index, word in enumerate(words[:-1]):
        if word.value.text == "-i":
            reader.read(words[index + 1], program)
    if words and not words[-1].value.marked().startswith("-"):
        write = reader.write(words[-1], program)
        write.operand = True


def _mktemp(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note nothing: the file of mktemp is scratch wherever it is."""


HANDLERS: dict[str, Handler] = {
    "touch": _touch,
    "mkdir": _mkdir,
    "tee": _tee,
    "cp": _copy,
    "mv": _copy,
    "install": _copy,
    "rsync": _copy,
    "scp": _copy,
    "ln": _copy,
    "rm": _remove,
    "unlink": _remove,
    "rmdir": _remove,
    "shred": _remove,
    "dd": _dd,
    "sed": _sed,
    "perl": _perl,
    "cat": _cat,
    "base64": _cat,
    "test": _test,
    "[": _test,
    "[[": _test,
    "source": _source,
    ".": _source,
    "find": _find,
    "truncate": _truncate,
    "fallocate": _truncate,
    "sort": _split_output,
    "openssl": _openssl,
    "ssh-keygen": _ssh_keygen,
    "gcc": _compile,
    "g++": _compile,
    "cc": _compile,
    "clang": _compile,
    "rustc": _compile,
    "go": _compile,
    "pandoc": _compile,
    "protoc": _compile,
    "gpg": _compile,
    "ffmpeg": _ffmpeg,
    "convert": _ffmpeg,
    "magick": _ffmpeg,
    "mktemp": _mktemp,
    **dict.fromkeys(("grep", "egrep", "fgrep", "rg", "zgrep", "awk", "gawk", "jq", "yq"), _pattern_reads),
    **dict.fromkeys(
        (
            "ls",
            "head",
            "tail",
            "less",
            "more",
            "wc",
            "stat",
            "du",
            "md5sum",
            "sha256sum",
            "sha1sum",
            "file",
            "od",
            "hexdump",
        ),
        _reads,
    ),
    **dict.fromkeys(
        ("cut", "uniq", "diff", "cmp", "strings", "tac", "nl", "zcat", "bzcat", "xzcat", "readlink"), _reads
    ),
}
