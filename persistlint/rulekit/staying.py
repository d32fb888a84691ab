"""Signs that a container is there for good, so that whoever wrote the text means to keep its data.

Public repositories are full of databases that somebody starts once to look at them. Their authors, told that nothing is mounted, change nothing.
"""

from __future__ import annotations

from persistlint.durability.model import Container
from persistlint.rulekit.fragments import keeps_something, restarts, shown_in_part
from persistlint.rulekit.throw_away import taught
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


def passing(container: Container, context: Context) -> str | None:
    """Return why nothing says that the container is there for good, for a message; None where something says so."""
    command = container.command
    reason = shown_in_part(container, context)
    if reason is not None:
        return reason
    word = taught(context) if not restarts(command) and not keeps_something(command) else None
    if word is not None:
        return f"the project's folder says `{word}`"
    if _several_alike(command, context):
        return "several servers of one image show how they work together"
    if command.service_name is None:
        return (
            "it is looked at in the foreground, and removed"
            if command.remove is True and command.detach is not True
            else None
        )
    if _for_development(context.path):
        return f"the path of this file says `{_for_development(context.path)}`"
    if restarts(command) or keeps_something(command) or command.name is not None:
        return None
    return "nothing in the file says that the service is there for good"


def _for_development(path: str) -> str:
    """Return the word of the path that says that developers use the file, "" where none does."""
    *folders, name = path.lower().split("/")
    for part in (*folders, name):
        words = _DEVELOPMENT.intersection(_SPLIT.split(part))
        if words:
            return min(words)
    return min(_DEVELOPMENT_FILES.intersection(_SPLIT.split(name)), default="")


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
