"""Archives and compression: tar, zip, gzip, cpio."""

from __future__ import annotations

from persistlint.durability.accesses.arguments import read_arguments
from persistlint.durability.paths import join
from persistlint.shell.values import Value, Word, concatenate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.accesses.files import Handler
    from persistlint.durability.accesses.reader import AccessReader

_TAR_LONG = frozenset(
    (
        "file",
        "directory",
        "exclude",
        "exclude-from",
        "files-from",
        "transform",
        "owner",
        "group",
        "mode",
        "use-compress-program",
    )
)


def _tar(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note tar's accesses: ``tar c…f FILE -C DIR MEMBERS`` writes FILE (or streams) and reads the members; ``tar x… -C DIR`` writes DIR."""
    if not words:
        return
    # The first word may be a cluster without a dash: `tar cvf FILE …`, its letters' values following in order.
    first = words[0].value.text
    if first is not None and not first.startswith("-") and first.isalpha():
        expanded: list[Word] = []
        rest = list(words[1:])
        for letter in first:
            expanded.append(Word(Value.of("-" + letter), words[0].span))
            if letter in "fCbXT" and rest:
                expanded.append(rest.pop(0))
        words = expanded + rest
    arguments = read_arguments(words, "fCTXbIKNV", _TAR_LONG)
    if arguments.opaque:
        return
    names = {name for name, _, _ in arguments.options}
    archive = arguments.last("f", "file")
    directory = arguments.last("C", "directory")
    inside = join(reader.cwd, directory[0]) if directory is not None else reader.cwd
    streams = archive is None or archive[0].text == "-"
    if names & {"c", "create", "r", "append", "u", "update"}:
        write = None
        if archive is not None and not streams:
            write = reader.write(Word(archive[0], archive[1].span), program)
            write.operand = True
        for word in arguments.operands:
            read = reader.read(word, program, whole=True, streams=streams)
            read.target = join(inside, word.value)
            read.recursive = True
            if write is not None:
                write.copied_from.append(read.target)
    elif names & {"x", "extract", "get"}:
        if archive is not None and not streams:
            reader.read(Word(archive[0], archive[1].span), program, whole=True)
        if "O" in names or "to-stdout" in names:
            return
        here = Word(Value.of("."), words[0].span)
        target = Word(directory[0], directory[1].span) if directory is not None else here
        write = reader.write(target, program)
        write.operand = directory is not None
        write.creates_directory = write.unpacks = True
    elif archive is not None and not streams:
        reader.read(Word(archive[0], archive[1].span), program)


def _zip(reader: AccessReader, program: str, words: list[Word]) -> None:
    operands = read_arguments(words, "bntxiP").operands
    if len(operands) > 1 and operands[0].value.text != "-":
        write = reader.write(operands[0], program)
        write.operand = True
        for word in operands[1:]:
            reader.read(word, program, whole=True).recursive = True
            write.copied_from.append(reader.path(word.value))


def _unzip(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words, "dxP")
    if not arguments.operands or arguments.has("l", "p", "t"):
        return
    reader.read(arguments.operands[0], program, whole=True)
    directory = arguments.last("d")
    target = (
        Word(directory[0], directory[1].span)
        if directory is not None
        else Word(Value.of("."), arguments.operands[0].span)
    )
    write = reader.write(target, program)
    write.creates_directory = write.unpacks = True


def _compress(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note that gzip and its kin replace FILE by FILE.gz, unless ``-c`` sends it to standard output."""
    arguments = read_arguments(words, "So", frozenset(("suffix",)))
    streams = arguments.has("c", "stdout", "to-stdout")
    unpacks = (
        arguments.has("d", "decompress", "uncompress", "t", "l")
        or program.startswith("un")
        or program == "gunzip"
    )
    for word in arguments.operands:
        reader.read(word, program, whole=True, streams=streams)
        if streams or arguments.has("t", "l"):
            continue
        if not unpacks:
            write = reader.write(word, program)
            write.target = reader.path(concatenate((word.value, Value.of(_SUFFIXES.get(program, ".gz")))))
        elif word.value.trailing().endswith(tuple(_SUFFIXES.values())) and word.value.known:
            write = reader.write(word, program)
            write.target = reader.path(word.value.cut(0, word.value.marked().rindex(".")))
        else:
            continue
        write.copied_from.append(reader.path(word.value))
        if not arguments.has("k", "keep") and program != "zstd":
            reader.delete(word, program)


_SUFFIXES = {"gzip": ".gz", "bzip2": ".bz2", "xz": ".xz", "zstd": ".zst", "pigz": ".gz", "lzma": ".lzma"}

HANDLERS: dict[str, Handler] = {
    "tar": _tar,
    "bsdtar": _tar,
    "zip": _zip,
    "unzip": _unzip,
    **dict.fromkeys(
        ("gzip", "gunzip", "bzip2", "bunzip2", "xz", "unxz", "zstd", "unzstd", "pigz", "lzma"), _compress
    ),
}
