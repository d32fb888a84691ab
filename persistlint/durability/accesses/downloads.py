"""Downloads: curl, wget, git clone, aria2c and the like."""

from __future__ import annotations

from persistlint.durability.accesses.arguments import read_arguments
from persistlint.durability.paths import base_name
from persistlint.shell.values import Value, Word, concatenate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.accesses.files import Handler
    from persistlint.durability.accesses.reader import AccessReader

_CURL_LONG = """
    output request header data user user-agent max-time retry proxy cacert cert key url form data-binary data-raw write-out
    connect-timeout retry-delay output-dir upload-file cookie cookie-jar referer range
"""
_CURL_VALUES = frozenset(_CURL_LONG.split())


def _name_of(address: Value) -> Value:
    """Return the file name at the end of a URL."""
    parts = address.split("/")
    return parts[-1] if len(parts) > 3 else Value.of("index.html")


def _curl(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words, "oXHdbueAmxTFwCErc", _CURL_VALUES)
    directory = arguments.last("output-dir")
    for value, word in arguments.values("o", "output"):
        if value.text not in ("-", "/dev/null"):
            path = value if directory is None else concatenate((directory[0], Value.of("/"), value))
            write = reader.write(Word(path, word.span), program)
            write.operand = True
    if arguments.has("O", "remote-name", "remote-name-all") and not arguments.opaque:
        for word in arguments.operands:
            write = reader.write(Word(_name_of(word.value), word.span), program)
            if directory is not None:
                write.target = reader.path(concatenate((directory[0], Value.of("/"), _name_of(word.value))))
            write.operand = True
    for value, word in arguments.values("T", "upload-file"):
        reader.read(Word(value, word.span), program, whole=True)


def _wget(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(
        words,
        "OPoaUtTeQ",
        frozenset(("output-document", "directory-prefix", "output-file", "header", "user-agent", "tries")),
    )
    document = arguments.last("O", "output-document")
    if document is not None:
        if document[0].text not in ("-", "/dev/null"):
            write = reader.write(Word(document[0], document[1].span), program)
            write.operand = True
        return
    if arguments.opaque or arguments.has("spider", "version", "help"):
        return
    prefix = arguments.last("P", "directory-prefix")
    for word in arguments.operands:
        name = _name_of(word.value)
        path = name if prefix is None else concatenate((prefix[0], Value.of("/"), name))
        write = reader.write(Word(path, prefix[1].span if prefix is not None else word.span), program)
        write.operand = prefix is not None


def _git(reader: AccessReader, program: str, words: list[Word]) -> None:
    start = [word.value.text for word in words]
    if "clone" not in start:
        return
    arguments = read_arguments(
        words[start.index("clone") + 1 :],
        "bcjou",
        frozenset(("branch", "depth", "config", "reference", "origin", "filter")),
    )
    operands = arguments.operands
    if arguments.opaque or not operands:
        return
    if len(operands) > 1:
        write = reader.write(operands[1], program)
    else:
        name = base_name(operands[0].value.trailing()).removesuffix(".git")
        if not name:
            return
        write = reader.write(Word(Value.of(name), operands[0].span), program)
    write.creates_directory = True


HANDLERS: dict[str, Handler] = {"curl": _curl, "wget": _wget, "git": _git}
