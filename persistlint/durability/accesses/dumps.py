"""Database tools: what dumps write, and what they save."""

from __future__ import annotations

from persistlint.durability.accesses.arguments import Arguments, read_arguments
from persistlint.shell.values import Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.accesses.files import Handler
    from persistlint.durability.accesses.reader import AccessReader

_POSTGRES = frozenset(
    (
        "file",
        "format",
        "host",
        "port",
        "username",
        "dbname",
        "schema",
        "table",
        "jobs",
        "compress",
        "encoding",
        "pgdata",
    )
)
_MYSQL = frozenset(
    (
        "result-file",
        "host",
        "user",
        "port",
        "socket",
        "protocol",
        "where",
        "tab",
        "databases-file",
        "target-dir",
        "ignore-table",
    )
)
_MONGO = frozenset(
    (
        "out",
        "host",
        "port",
        "db",
        "collection",
        "uri",
        "username",
        "password",
        "authenticationDatabase",
    )
)


def _dump(
    reader: AccessReader, program: str, words: list[Word], arguments: Arguments, output: tuple[str, ...]
) -> None:
    """Note a database dump into the file that an option names, else to standard output."""
    if arguments.has("version", "help"):
        return
    place = arguments.last(*output)
    host = arguments.last("h", "host")
    span = words[0].span if words else None
    access = reader.dump(program, span, host[0] if host is not None else None)
    if place is None or place[0].text == "-":
        access.streams = True
        return
    write = reader.write(Word(place[0], place[1].span), program)
    write.operand = True
    write.copied_from.append(access.target)


def _postgres(reader: AccessReader, program: str, words: list[Word]) -> None:
    if program == "pg_basebackup":
        arguments = read_arguments(words, "DFhpUXlcr", _POSTGRES)
        _dump(reader, program, words, arguments, ("D", "pgdata"))
    else:
        _dump(reader, program, words, read_arguments(words, "fFhpUdntTjZENlS", _POSTGRES), ("f", "file"))


def _mysql(reader: AccessReader, program: str, words: list[Word]) -> None:
    outputs = ("target-dir",) if program == "mariadb-backup" else ("r", "result-file")
    _dump(reader, program, words, read_arguments(words, "hurPSwT", _MYSQL, attached="p#"), outputs)


def _mongo(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words, "ohdcup", _MONGO)
    archive = [value for name, value, _ in arguments.options if name == "archive"]
    if program == "mongodump" and not arguments.has("o", "out") and not archive:
        # Without an option it makes dump/ in the working directory.
        span = words[0].span if words else None
        access = reader.dump(program, span, None)
        write = reader.write(Word(Value.of("dump"), span), program)
        write.operand = write.creates_directory = True
        write.copied_from.append(access.target)
        return
    _dump(reader, program, words, arguments, ("o", "out", "archive"))


def _redis(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words, "hpan", frozenset(("rdb",)))
    if arguments.has("rdb"):
        _dump(reader, program, words, arguments, ("rdb",))


def _sqlite(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note that ``sqlite3 FILE SQL`` writes FILE, unless the statement only reads."""
    arguments = read_arguments(
        words, "", frozenset(("cmd", "init", "separator", "newline", "nullvalue")), single_dash=True
    )
    if arguments.opaque or not arguments.operands or arguments.has("version", "help"):
        return
    statement = arguments.operands[1].value if len(arguments.operands) > 1 else None
    start = statement.leading().lstrip().lower() if statement is not None else ""
    if arguments.has("readonly") or start.startswith(
        ("select", ".dump", ".schema", ".tables", "pragma integrity")
    ):
        reader.read(
            arguments.operands[0], program, whole=start.startswith(".dump"), streams=start.startswith(".dump")
        )
    elif start.startswith(".backup"):
        reader.read(arguments.operands[0], program, whole=True)
    else:
        reader.write(arguments.operands[0], program).operand = True


def _restic_psql(reader: AccessReader, program: str, words: list[Word]) -> None:
    """Note that psql and its kin read ``-f FILE`` and write ``-o FILE``."""
    arguments = read_arguments(
        words, "hpUdcfovLFPRT", frozenset(("file", "output", "host", "dbname", "username", "command"))
    )
    output = arguments.last("f", "file")
    if output is not None and output[0].text != "-":
        reader.read(Word(output[0], output[1].span), program)
    output = arguments.last("o", "output")
    if output is not None:
        reader.write(Word(output[0], output[1].span), program).operand = True


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("pg_dump", "pg_dumpall", "pg_basebackup"), _postgres),
    **dict.fromkeys(("mysqldump", "mariadb-dump", "mariadb-backup", "mysqlpump"), _mysql),
    **dict.fromkeys(("mongodump", "mongoexport"), _mongo),
    "redis-cli": _redis,
    "sqlite3": _sqlite,
    "psql": _restic_psql,
}
