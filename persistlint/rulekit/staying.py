"""Signs that a container is there for good, so that whoever wrote the text means to keep its data.

Public repositories are full of databases that somebody starts once to look at them. Their authors, told that nothing is mounted, change nothing.
"""

from __future__ import annotations

from persistlint.durability.model import Container
from persistlint.durability.serving import told_to_keep
from persistlint.rulekit.fragments import keeps_something, restarts, shown_in_part
from persistlint.rulekit.left_out_mounts import is_left_out
from persistlint.rulekit.throw_away import IN_CLASS, taught, taught_below
from persistlint.shell.invocation import is_unit
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.docker.mounts import Mount
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
    if is_left_out(command.span, paths, context):
        return "a mount for it is commented out"
    if _REPLICA.search(_names_of(command)) is not None:
        return "a replica gets its data from another server"
    keeps = keeps_something(command)
    word = taught(context)
    if word in _APPLICATIONS and restarts(command) and "/" not in context.path:
        word = None
    if word is not None and (word in IN_CLASS or context.language == "markdown" or not keeps):
        return f"the project's folder says `{word}`"
    word = taught_below(context) if not keeps else None
    if word is not None:
        return f"a folder of this file says `{word}`"
    reason = _by_its_kind(container)
    if reason is not None:
        return reason
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
        keeps_nothing,
        kept_by_another,
        left_out_beside,
        others_stay,
        servers_alone,
        started_by_others,
    )

    if _in_a_local_folder(context.path) and keeps_nothing(command, context):
        return "the path of this file says `local`, and its services keep nothing"
    reason = started_by_others(command, context) or completed_by_others(command, context)
    reason = reason or kept_by_another(container, paths, context) or servers_alone(command, context)
    reason = reason or left_out_beside(command, context)
    if reason is not None:
        return reason
    if restarts(command) or keeps_something(command):
        return None
    if command.restart is None and command.name is not None and others_stay(command, context):
        return None
    return "nothing in the file says that the service is there for good"


#: Words of projects that teach, and of applications (``notes-app``).
_APPLICATIONS = frozenset(("note", "notes", "notebook", "notebooks"))
#: Commands of servers that are for developers.
_FOR_DEVELOPERS = frozenset(("start-dev", "-dev", "--dev", "dev"))


def _by_its_kind(container: Container) -> str | None:
    """Return why data of this kind of server is seldom missed, for a message; None where it is, or where the run shows that it is kept.

    Queues are read as they fill, caches are filled again, and ZooKeeper says who leads. Who keeps them mounts something, or tells the server so.
    """
    command, image = container.command, container.image
    if any(word.text in _FOR_DEVELOPERS for word in command.command[:2]):
        return "its command is one for developers"
    if keeps_something(command):
        return None
    words = _settings_of(container).split()
    if image.kind == "cache" and not any("appendonly" in word for word in words):
        return "a cache fills again"
    is_placed = any(path.flag in words for path in image.paths if path.flag)
    if image.kind == "queue" and not is_placed and told_to_keep(image, command) is not True:
        return "a broker hands on what it holds"
    if any(_SAMPLE.fullmatch(entry.marked()) is not None for entry in command.env):
        return "its password is the one of the image's example"
    if "ZooKeeper" in image.title:
        return "ZooKeeper holds what its servers agree on at the moment"
    if image.title == "Grafana" and any(_is_set_up(mount, restarts(command)) for mount in command.mounts):
        return "it is set up by mounted files"
    return None


def _settings_of(container: Container) -> str:
    """Return the words of the container's program and its variables, in one text."""
    command = container.command
    words = [word.display() for word in command.command] or list(container.image.cmd or ())
    return " ".join([*words, *(entry.marked() for entry in command.env)])


#: The password in the examples of the official images' pages.
_SAMPLE = regex(r"\w*PASSWORD=example")


def _is_set_up(mount: Mount, stays: bool) -> bool:
    """Return whether the mount gives Grafana the files that its dashboards or data sources are made from at each start.

    Where nothing says that it ``stays``, its settings are enough.
    """
    target = mount.target.display() if mount.target is not None else ""
    return target.startswith("/etc/grafana/provisioning" if stays else "/etc/grafana")


def _of_a_run(command: ContainerCreate, context: Context) -> str | None:
    """Return why a run of a script is there for a while, for a message: it ends with the script, or nobody would find it again. None otherwise."""
    if command.remove is True and command.detach is not True:
        return "it is looked at in the foreground, and removed"
    if _to_be_tried(command, context):
        return "it is started to be tried"
    if (
        context.language not in ("shell", "makefile")
        or is_unit(command.invocation.function)
        or restarts(command)
        or keeps_something(command)
    ):
        return None
    if command.runs and command.detach is False and not command.invocation.background:
        return "the script waits for it in the foreground"
    if command.name is not None:
        return None
    if not command.uses("publish", "publish-all"):
        return "it has neither a name nor a port, by which somebody would find it again"
    if any(context.document_has(command.span, word) for word in _TESTING):
        return "the script runs tests, and the container has no name"
    return None


#: What targets and functions are called that start something to be tried.
_QUICK_START = regex(r"(?i)(?:^|[-_. ])(?:quick[-_]?start|try|demo|showcase)(?:$|[-_. ])")


def _to_be_tried(command: ContainerCreate, context: Context) -> bool:
    """Return whether the target or function that starts the container is called so, or calls another of its containers so (``gitlab-demo``)."""
    function = command.invocation.function
    if is_unit(function) and not function.startswith("make "):
        return False
    if not function or restarts(command) or keeps_something(command):
        return False
    tried = context.once("functions to try", lambda: _functions_to_try(context))
    return _QUICK_START.search(function) is not None or function in tried


def _functions_to_try(context: Context) -> set[str]:
    """Return the targets and functions that start a container whose name says that it is there to be tried."""
    return {
        container.command.invocation.function
        for container in context.timeline.containers
        if _QUICK_START.search((container.name_text or "")[:_LONGEST_NAME]) is not None
    }


#: Characters of a name that are read.
_LONGEST_NAME = 200
#: Words of scripts that run tests: ``npm test``, ``go test ./...``.
_TESTING = (b" test", b"pytest", b"phpunit", b"rspec", b"e2e")


def _names_of(command: ContainerCreate) -> str:
    """Return the names by which the container is called, and the variables that it is given, in one text. Each is cut to what people call things."""
    names = [
        value.display()
        for value in (command.name, command.service_name, command.hostname)
        if value is not None
    ]
    variables = [entry.marked().partition("=")[0] for entry in command.env]
    return " ".join(name[:_LONGEST_NAME] for name in (*names, *variables))


#: Names of servers that hold a copy of another one's data, and variables that make them so.
_REPLICA = regex(
    r"(?i)(?:^|[ _.-])(?:\w*slave|\w*replica|standby|secondary|follower|read-?only)\d*(?:_\w+)?(?:[-.]\w+)*(?:$| )"
    r"|\b(?:REPLICATION_PRIMARY_HOST|MASTER_HOST|\w+_MASTER_HOST|REPLICA_OF|\w+_REPLICAOF)\b"
)


def _for_development(path: str) -> str:
    """Return the word of the path that says that developers use the file, "" where none does."""
    *folders, name = path.lower().split("/")
    for part in (*folders, name):
        words = _DEVELOPMENT.intersection(_SPLIT.split(part))
        if words:
            return min(words)
    return min(_DEVELOPMENT_FILES.intersection(_SPLIT.split(name)), default="")


def _in_a_local_folder(path: str) -> bool:
    """Return whether a folder is for what developers run on their own machines. Of a system's directories (``/usr/local``) it says nothing."""
    folders = path.lower().split("/")[:-1]
    return any(
        folder == "local" and (not place or folders[place - 1] not in _SYSTEM)
        for place, folder in enumerate(folders)
    )


#: Directories of a system that have a ``local``.
_SYSTEM = frozenset(("usr", "var", "share", "etc", "opt", "root", "home", ".config"))


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
    return {image for image, different in names.items() if len(different) >= _SEVERAL} - keeping | {
        image for image in keeping if _is_tried_beside_one(image, servers)
    }


def _is_tried_beside_one(image: str, servers: list[Container]) -> bool:
    """Return whether one server of the image keeps its data, and the members of a numbered cluster beside it keep nothing, and aren't started again."""
    alike = [server for server in servers if _reference(server.command) == image]
    members = [
        server for server in alike if not keeps_something(server.command) and not restarts(server.command)
    ]
    stems = {_name_of(member).rstrip("0123456789") for member in members}
    numbered = all(_name_of(member)[-1:].isdecimal() for member in members)
    return len(alike) - len(members) == 1 and len(members) >= _SEVERAL and numbered and len(stems) == 1


def _name_of(server: Container) -> str:
    """Return what tells the server from others: the name of its service, else what it is called."""
    service = server.command.service_name
    return service.display() if service is not None else server.label


def _reference(command: ContainerCreate) -> str:
    """Return the run's image as it is written, with its tag."""
    return (command.image.raw.text or "") if command.image is not None else ""
