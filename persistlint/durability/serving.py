"""Serving: whether a container runs its image's server, and where that server then keeps its data."""

from __future__ import annotations

from persistlint.catalogue.knowledge import DataPath, ImageKnowledge
from persistlint.docker.commands import ContainerCreate
from persistlint.durability.accesses.handlers import DUMP_TOOLS
from persistlint.durability.accesses.reader import SHELLS
from persistlint.durability.paths import base_name, clean, is_below
from persistlint.shell.values import Unknown, Value, Word
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_SERVER_NAMES = """
    postgres mysqld mysqld_safe mariadbd mongod mongos redis-server valkey-server keydb-server rabbitmq-server etcd influxd cassandra
    apache2-foreground php-fpm nginx dockerd couchdb solr-foreground solr-precreate solr-demo rethinkdb clickhouse-server mosquitto
    arangod nats-server memcached prometheus grafana-server dragonfly elasticsearch opensearch
"""
#: Programs that are a server of some image.
SERVERS = frozenset(_SERVER_NAMES.split())

_SERVER_WORDS = "server start start-dev serve agent daemon standalone single master start-single-node"
#: Subcommands that run one.
SUBCOMMANDS = frozenset(_SERVER_WORDS.split())

_TOOL_NAMES = """
    echo ls cat cp mv rm mkdir touch tar gzip find grep sed awk id env printenv date true false test chown chmod sleep tail head du df
    stat ps pwd whoami uname hostname which apk apt apt-get dnf yum pip pip3 npm node python python3 perl php ruby java curl wget psql mysql
    mariadb mongosh mongo redis-cli valkey-cli initdb openssl md5sum sha256sum printf sqlite3 bin/bash
"""
#: Programs that are never an image's server.
TOOLS = frozenset(_TOOL_NAMES.split()) | SHELLS | DUMP_TOOLS

_ONE_SHOTS = frozenset(
    (
        "--version",
        "--help",
        "-V",
        "-h",
        "-?",
        "version",
        "help",
        "-v",
        "-help",
        "-version",
        "--describe-config",
    )
)


#: Kinds of images whose data one server writes. On top of others people start several programs.
_ONE_PROGRAM = frozenset(("database", "cache", "queue", "search"))


def _starts_server(image: ImageKnowledge) -> bool | None:
    """Return True where the ENTRYPOINT or CMD that a Dockerfile adds to a server's image names the server, None where it names something else.

    A job uses a database's image for its tools (``FROM postgres``, ``CMD ["crond", "-f"]``).
    """
    words = [word for text in (*(image.entrypoint or ()), *(image.cmd or ())) for word in text.split()]
    if words and words[0].startswith("-"):
        # Options for the server, which the base's own entrypoint starts.
        return True
    names = {base_name(word) for word in words}
    return True if names & (SERVERS | SUBCOMMANDS | _SERVER_SCRIPTS) else None


#: Scripts of images that start their servers.
_SERVER_SCRIPTS = frozenset(("docker-entrypoint.sh", "sqlservr", "run.sh"))


#: Options with which a server only answers: it prints or checks its configuration and ends.
_ASKS = regex(
    r"--?(?:help|(?:print|verify|check|validate|dump|show|test)-(?:config|configuration|defaults)(?:-\w+)?"
    r"|list-targets|config-?test|validate)(?:=(?:true|1))?"
)


def serves(image: ImageKnowledge, command: ContainerCreate) -> bool | None:
    """Return whether the run's program is the image's own server, which writes the data paths. None where that isn't known."""
    entrypoint = command.entrypoint
    words = _without_entrypoint_script(command.command)
    if entrypoint is not None and entrypoint.text != "":
        name = entrypoint.text
        if name is None:
            return None
        program = base_name(name)
        if program in SERVERS:
            return not _one_shot(words)
        if program in TOOLS or program in image.clients:
            return False
        if not program.endswith(("entrypoint.sh", "entrypoint")):
            return None
    if image.drops_with and told_to_keep(image, command) is False:
        return False
    if not words:
        if entrypoint is not None and entrypoint.text == "":
            return None
        if image.own_command and image.kind in _ONE_PROGRAM:
            return _starts_server(image)
        return not image.memory_only
    first = words[0].text
    if first is None:
        return None
    if _one_shot(words):
        return False
    if first.startswith("-"):
        # Options for the server.
        return True
    program = base_name(first)
    if program in SERVERS or first in SUBCOMMANDS:
        return True
    if program in image.clients or program in TOOLS:
        return False
    if image.cmd and base_name(image.cmd[0]) == program and program not in SHELLS:
        return True
    return None


def told_to_keep(image: ImageKnowledge, command: ContainerCreate) -> bool | None:
    """Return whether the server's options make it keep its data (True) or nothing (False), None where they don't tell."""
    if not image.keeps_with and not image.drops_with:
        return None
    words = [word.text for word in command.command] or [*(image.cmd or ())]
    words += _words_of_variables(command)
    if _given(image.keeps_with, words):
        return True
    return False if None not in words and _given(image.drops_with, words) else None


#: Variables whose words the images' entrypoints put behind the command: Valkey's, and Redis Stack's.
_FLAG_VARIABLES = ("VALKEY_EXTRA_FLAGS=", "REDIS_ARGS=")


def _words_of_variables(command: ContainerCreate) -> list[str | None]:
    """Return the options that a variable of the container gives to its server; None for each variable whose value isn't known."""
    words: list[str | None] = []
    for entry in command.env:
        if not entry.marked().startswith(_FLAG_VARIABLES):
            continue
        text = entry.text
        if text is None:
            words.append(None)
            continue
        import shlex

        try:
            words += shlex.split(text.partition("=")[2])
        except ValueError:
            words.append(None)
    return words


def _given(options: Sequence[str], words: Sequence[str | None]) -> bool:
    """Return whether one of ``options`` (``--name=value``, ``-name``) is among ``words``, in one word or in two."""
    for option in options:
        name, takes_value, wanted = option.partition("=")
        for index, word in enumerate(words):
            if word is None:
                continue
            written, has_value, value = word.partition("=")
            if not same_option(written, name):
                continue
            if not takes_value:
                if not has_value or value in ("true", "1"):
                    return True
                continue
            if not has_value:
                if index + 1 >= len(words):
                    continue
                following = words[index + 1]
                if following is None:
                    continue
                value = following
            if value == wanted or (wanted == "*" and value != ""):
                return True
    return False


def same_option(written: str, name: str) -> bool:
    """Return whether ``written`` is the option ``name``: programs that know ``-name`` and those that know ``--name`` mostly take either."""
    if written == name:
        return True
    letters = name.lstrip("-")
    return len(letters) > 1 and name.startswith("-") and written in (f"-{letters}", f"--{letters}")


def _without_entrypoint_script(words: Sequence[Word]) -> list[Word]:
    first = words[0].text if words else None
    if first is not None and first.endswith("docker-entrypoint.sh"):
        return list(words[1:])
    return list(words)


def _one_shot(words: Sequence[Word]) -> bool:
    """Return whether the words only ask: ``--version`` and the like, ``--help``, or a check of the configuration."""
    texts = [word.text for word in words]
    if texts and texts[0] in _ONE_SHOTS:
        return True
    if len(words) == 2 and texts[1] in (
        "--version",
        "--help",
        "-V",
        "-h",
        "-?",
        "-help",
        "-version",
        "version",
        "help",
        "config",
        "print-config",
    ):
        return True
    return any(text is not None and _ASKS.fullmatch(text) is not None for text in texts)


#: Values of a database's variable that mean the one in a file of the image's own.
_IN_A_FILE = ("sqlite", "h2", "dev-file", "dev-mem")


def put_elsewhere(path: DataPath, image: ImageKnowledge, command: ContainerCreate) -> bool:
    """Return whether this run may keep the data of ``path`` elsewhere: one of its ``unless_env`` says so, or isn't known.

    A value that names the path, or an embedded database, says that it is there after all.
    """
    given_values = [environment_value(name, command) for name in path.unless_env]
    if any(value is not None and _is_embedded(value, path) for value in given_values):
        return False
    if command.uses("env-file", "link"):
        # A file that isn't read here, and the variables of the linked container.
        return True
    for name, given in zip(path.unless_env, given_values, strict=True):
        value = given if given is not None else Value.of(image.env[name]) if name in image.env else None
        if value is not None and not _is_embedded(value, path):
            return True
    return False


def _is_embedded(value: Value, path: DataPath) -> bool:
    """Return whether the value of a variable names the path, or a database that lies in a file."""
    marked = value.marked().lower()
    return value.known and (path.path in marked or any(word in marked for word in _IN_A_FILE))


#: A name that may be a directory's: no number, and no scheme before it.
_RELATIVE = regex(r"\.{0,2}/?[A-Za-z_][\w./-]*")


def placed(path: DataPath, image: ImageKnowledge, command: ContainerCreate) -> Value:
    """Return the path to which this run's environment variable or server flag moves the data of ``path``.

    A directory below the image's own path (``PGDATA=/var/lib/postgresql/data/pgdata``) is covered by what covers that path, or not: the
    result is the directory itself. An unknown value gives a value with an unknown piece.
    """
    moved = _flag_value(path.flag, command.command) if path.flag else None
    if moved is None:
        moved = store_argument(path, command.command)
        if moved is not None and moved.text and not moved.text.startswith("/"):
            # Below the working directory of the image, which isn't known.
            return Value((Unknown("the working directory", ("relative store", moved.text)),))
    if moved is None and path.env:
        moved = environment_value(path.env, command)
        moved = (_behind_scheme(path, moved) or moved) if moved is not None else None
    if moved is None or not moved.pieces:
        return _by_settings(path, command) or Value.of(_by_version(path, command) or path.path)
    text = moved.text
    if text is not None:
        if not text.startswith("/"):
            # A path below the working directory, or no path at all.
            return (
                Value((Unknown("the working directory", ("relative", text)),))
                if _RELATIVE.fullmatch(text)
                else Value.of(path.path)
            )
        target = clean(text)
        # The variable names the directory that the data path's last part is; the path stands for all that is in it.
        return Value.of(path.path if target == path.path or is_below(path.path, target) else target)
    return moved


def _by_version(path: DataPath, command: ContainerCreate) -> str:
    """PostgreSQL from 18 on keeps its files in ``MAJOR/docker`` below the data path: a mount in there is on them."""
    if path.env != "PGDATA" or path.path != "/var/lib/postgresql":
        return ""
    for mount in command.mounts:
        target = clean("/" + (mount.target.text or "")) if mount.target is not None else ""
        if target.startswith(path.path + "/") and target[len(path.path) + 1 :].partition("/")[0].isdecimal():
            return target
    return ""


#: Variables of the image of Kafka that are no settings of the server (docker/docker-image's wrapper leaves them out).
_NO_SETTINGS = regex(
    r"KAFKA_(?:VERSION|OPTS|(?:HEAP|JMX|JVM_PERFORMANCE|GC_LOG|LOG4J)_OPTS|LOG4J_\w+|TOOLS_LOG4J_\w+|JMX_\w+)"
)


def _by_settings(path: DataPath, command: ContainerCreate) -> Value | None:
    """Return where Kafka keeps its topics once a variable sets something: the image's own file isn't used then, and the program's default holds.

    https://github.com/apache/kafka/blob/trunk/docker/examples/README.md. None where no variable does.
    """
    if path.env != "KAFKA_LOG_DIRS" or path.path != "/tmp/kraft-combined-logs":
        return None
    names = (entry.marked().partition("=")[0] for entry in command.env)
    if not any(name.startswith("KAFKA_") and _NO_SETTINGS.fullmatch(name) is None for name in names):
        return None
    return environment_value("KAFKA_LOG_DIR", command) or Value.of("/tmp/kafka-logs")


def environment_value(name: str, command: ContainerCreate) -> Value | None:
    """Return the value of ``-e NAME=value``, an unknown for ``-e NAME`` (the caller's), None where it isn't given."""
    value: Value | None = None
    for entry in command.env:
        key, *rest = entry.split("=", 1)
        if key.text == name:
            value = rest[0] if rest else Value((Unknown(name, ("environment", name)),))
    return value


def _flag_value(flag: str, words: Sequence[Word]) -> Value | None:
    """Return the value of the server's option ``flag``, in every spelling that such programs take; None where it isn't given."""
    letter = flag[:2] if flag[:1] == "-" and flag[1:2].isalpha() else ""
    given: Value | None = None
    for index, word in enumerate(words):
        marked = word.value.marked()
        following = words[index + 1].value if index + 1 < len(words) else None
        if same_option(marked, flag) and not flag.startswith("-"):
            # A subcommand, whose operands are directories, or other servers' (``server http://minio{1...4}/data{1...2}``).
            operands = [
                later.value for later in words[index + 1 :] if not later.value.leading().startswith("-")
            ]
            named = [value for value in operands if "/" in value.marked()]
            if len(named) == 1 and (named[0].leading().startswith("/") and "{" not in named[0].marked()):
                given = named[0]
            elif named:
                given = Value((Unknown("the directories", ("operands", word.span)),))
        elif same_option(marked, flag):
            # A flag of one letter may mean something else to another program of the image: only a path moves the data.
            if following is not None and (following.leading().startswith("/") or not following.known):
                given = following
        elif same_option(marked.partition("=")[0], flag) and "=" in marked:
            given = word.value.cut(marked.index("=") + 1)
        elif len(flag) == 2 and letter and marked.startswith(f"{flag}/"):
            # ``-D/var/lib/x``: getopt takes the value in the same word.
            given = word.value.cut(2)
        elif len(flag) > 2 and flag[1] != "-" and marked == letter and following is not None:
            # ``-E path.data=/x`` for ``-Epath.data=/x``.
            setting = f"{flag[2:]}="
            if following.leading().startswith(setting):
                given = following.cut(len(setting))
    return given


def store_argument(path: DataPath, words: Sequence[Word]) -> Value | None:
    """Return where an argument such as ``rocksdb:/data/db`` puts the data of ``path``; None where there is none."""
    for word in words:
        place = _behind_scheme(path, word.value)
        if place is not None:
            return place
    return None


def _behind_scheme(path: DataPath, value: Value) -> Value | None:
    """Return the place that ``value`` names behind one of the path's schemes; None where it begins with none."""
    scheme, colon, _ = value.leading().partition(":")
    if not colon or scheme not in path.schemes:
        return None
    place = value.cut(len(scheme) + 1)
    return place.cut(2) if place.leading().startswith("//") else place
