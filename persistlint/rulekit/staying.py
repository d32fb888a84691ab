"""Signs that a container is there for good, so that whoever wrote the text means to keep its data.

Public repositories are full of databases that somebody starts once to look at them. Their authors, told that nothing is mounted, change nothing.
"""

from __future__ import annotations

from persistlint.durability.model import Container
from persistlint.durability.paths import clean, is_below
from persistlint.rulekit.fragments import keeps_something, restarts, shown_in_part
from persistlint.rulekit.surroundings import comments_around
from persistlint.rulekit.throw_away import IN_CLASS, taught
from persistlint.shell.invocation import is_unit
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.rules.rule import Context

#: So many containers of one image show how they work together.
_SEVERAL = 3
#: What files and folders of developers are called, whose databases are made anew at will.
_DEVELOPMENT = frozenset(("dev", "devel", "development", "sandbox", "poc", "playground"))
#: The same, which mean something else where they aren't the file's own name (``/usr/local``).
_DEVELOPMENT_FILES = frozenset(("local", "debug"))
_SPLIT = regex(r"[-_./\\ ]+")


def passing(container: Container, context: Context, paths: list[str]) -> str | None:
    """Return why nothing says that the container is there for good, for a message; None where something says so.

    ``paths`` are those that the data at stake is on.
    """
    command = container.command
    reason = shown_in_part(container, context)
    if reason is not None:
        return reason
    if _left_out(command, paths, context):
        return "a mount for it is commented out"
    if _REPLICA.search(_names_of(command)) is not None:
        return "a replica gets its data from another server"
    word = taught(context) if context.language == "markdown" or not keeps_something(command) else None
    if word is not None and not (
        word not in IN_CLASS
        and restarts(command)
        and (_keeps_beside(command, context) or not _is_one_of_several(context))
    ):
        return f"the project's folder says `{word}`"
    if _several_alike(command, context):
        return "several servers of one image show how they work together"
    if command.service_name is None:
        return _of_a_run(command, context)
    if _for_development(context.path):
        return f"the path of this file says `{_for_development(context.path)}`"
    if called := _called_for_development(command):
        return f"the name `{called}` says so"
    from persistlint.rulekit.services_beside import (
        completed_by_others,
        kept_by_another,
        others_stay,
        started_by_others,
    )

    reason = started_by_others(command, context) or completed_by_others(command, context)
    reason = reason or kept_by_another(container, paths, context)
    if reason is not None:
        return reason
    if restarts(command) or keeps_something(command):
        return None
    if command.restart is None and command.name is not None and others_stay(command, context):
        return None
    return "nothing in the file says that the service is there for good"


def _of_a_run(command: ContainerCreate, context: Context) -> str | None:
    """Return why a run of a script is there for a while, for a message: it ends with the script, or nobody would find it again. None otherwise."""
    if command.remove is True and command.detach is not True:
        return "it is looked at in the foreground, and removed"
    if (
        context.language not in ("shell", "makefile")
        or is_unit(command.invocation.function)
        or restarts(command)
        or keeps_something(command)
        or not command.runs
    ):
        return None
    if command.detach is False and not command.invocation.background:
        return "the script waits for it in the foreground"
    if command.name is not None:
        return None
    if not command.uses("publish", "publish-all"):
        return "it has neither a name nor a port, by which somebody would find it again"
    if any(context.document_has(command.span, word) for word in _TESTING):
        return "the script runs tests, and the container has no name"
    return None


#: Words of scripts that run tests: ``npm test``, ``go test ./...``.
_TESTING = (b" test", b"pytest", b"phpunit", b"rspec", b"e2e")


def _names_of(command: ContainerCreate) -> str:
    """Return the names by which the container is called, and the variables that it is given, in one text."""
    names = [
        value.display()
        for value in (command.name, command.service_name, command.hostname)
        if value is not None
    ]
    return " ".join([*names, *(entry.marked().partition("=")[0] for entry in command.env)])


#: Names of servers that hold a copy of another one's data, and variables that make them so.
_REPLICA = regex(
    r"(?i)(?:^|[ _.-])(?:\w*slave|\w*replica|standby|secondary|follower|read-?only)\d*(?:_\w+)?(?:[-.]\w+)*(?:$| )"
    r"|\b(?:REPLICATION_PRIMARY_HOST|MASTER_HOST|\w+_MASTER_HOST|REPLICA_OF|\w+_REPLICAOF)\b"
)


def _left_out(command: ContainerCreate, paths: list[str], context: Context) -> bool:
    """Return whether a comment in or around the command is a mount on one of the paths: whoever wrote it knows of the mount."""
    targets = {
        clean(match[1])
        for comment in comments_around(command.span, context)
        for match in _TARGET.finditer(comment)
    }
    return any(is_below(path, target) or is_below(target, path) for target in targets for path in paths)


#: The container's path in a mount that is written in a comment.
_TARGET = regex(r"(?::|\b(?:target|dst|destination)[=:][ \t]*)(/\w[\w./-]*)")


def _keeps_beside(command: ContainerCreate, context: Context) -> bool:
    """Return whether the command is a service, and another one of its project keeps something."""
    if command.service_name is None:
        return False
    from persistlint.rulekit.services_beside import keep_something

    return keep_something(command, context)


def _is_one_of_several(context: Context) -> bool:
    """Return whether the text is one of several that the project shows: a document, or a file below the project's folder."""
    return context.language == "markdown" or "/" in context.path


def _for_development(path: str) -> str:
    """Return the word of the path that says that developers use the file, "" where none does."""
    *folders, name = path.lower().split("/")
    for part in (*folders, name):
        words = _DEVELOPMENT.intersection(_SPLIT.split(part))
        if words:
            return min(words)
    return min(_DEVELOPMENT_FILES.intersection(_SPLIT.split(name)), default="")


def _called_for_development(command: ContainerCreate) -> str:
    """Return the name of the service or its container that ends in a word of developers (``shop_db_dev``), "" where none does."""
    for value in (command.name, command.service_name):
        name = (value.text or "") if value is not None else ""
        if _SPLIT.split(name.lower())[-1] in _DEVELOPMENT and _SPLIT.search(name) is not None:
            return name
    return ""


def _several_alike(command: ContainerCreate, context: Context) -> bool:
    """Return whether the text starts several servers of the run's very image, of which none keeps anything."""
    if context.language == "markdown":
        # A page's blocks needn't be run together.
        return False
    image = _reference(command)
    return bool(image) and image in context.once("images without data", lambda: _keeping_nothing(context))


def _keeping_nothing(context: Context) -> set[str]:
    """Return the images of which the world has several servers by different names that keep nothing, and none that does."""
    servers = [container for container in context.timeline.containers if container.serves is not False]
    names: dict[str, set[str]] = {}
    for server in servers:
        names.setdefault(_reference(server.command), set()).add(_name_of(server))
    keeping = {_reference(server.command) for server in servers if keeps_something(server.command)}
    return {image for image, different in names.items() if len(different) >= _SEVERAL} - keeping


def _name_of(server: Container) -> str:
    """Return what tells the server from others: the name of its service, else what it is called."""
    service = server.command.service_name
    return service.display() if service is not None else server.label


def _reference(command: ContainerCreate) -> str:
    """Return the run's image as it is written, with its tag."""
    return (command.image.raw.text or "") if command.image is not None else ""
