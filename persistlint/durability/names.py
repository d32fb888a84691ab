"""Names of containers and volumes, and the engines that they belong to."""

from __future__ import annotations

from persistlint.docker.commands import Command
from persistlint.durability.paths import may_equal
from persistlint.shell.values import Unknown, Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Generic, TypeVar

    Thing = TypeVar("Thing")
else:
    # Importing typing costs more than this module: at run time nothing of it is needed.
    class Generic:
        def __class_getitem__(cls, _):
            return cls

    Thing = None

Namespace = tuple[object, ...]


def namespace_of(command: Command, context: Value | None = None) -> Namespace:
    """Return the engine that a command speaks to: program, machine, ``DOCKER_HOST`` or ``-H``, context.

    ``context`` is the one that an earlier ``docker context use`` chose. podman's, ``ssh host``'s and another context's volume ``pgdata`` are other volumes.
    """
    if context is None:
        if command.engine is None:
            command.engine = _namespace(command, None)
        return command.engine
    return _namespace(command, context)


def _namespace(command: Command, context: Value | None) -> Namespace:
    invocation = command.invocation
    host = invocation.environment.get("DOCKER_HOST")
    chosen = invocation.environment.get("DOCKER_CONTEXT") or context
    for option in command.global_options:
        if option.value is None:
            continue
        if option.name == "host":
            host = option.value
        elif option.name == "context":
            chosen, host = option.value, None
    if host is not None and not host.pieces:
        host = None
    if chosen is not None and chosen.text in ("", "default"):
        chosen = None
    machine = invocation.host
    if command.program == "docker":
        # sudo leads to the same engine; podman's root has containers of its own.
        machine = tuple(part for part in machine if part != "root")
    return (
        command.program,
        machine,
        host.identity() if host is not None else None,
        chosen.identity() if chosen is not None and host is None else None,
    )


class Names(Generic[Thing]):
    """Things by name within a namespace. A name leads to the last thing that took it."""

    __slots__ = ("_attempted", "_by_identity", "_doubted", "_named", "_vacated")

    def __init__(self) -> None:
        self._attempted: set[tuple[Namespace, tuple[object, ...]]] = set()
        self._vacated: set[tuple[Namespace, tuple[object, ...]]] = set()
        self._by_identity: dict[tuple[Namespace, tuple[object, ...]], Thing] = {}
        self._doubted: dict[tuple[Namespace, tuple[object, ...]], list[Thing]] = {}
        self._named: dict[Namespace, list[tuple[Value, Thing]]] = {}

    def add(self, namespace: Namespace, name: Value, named: Thing) -> None:
        """Make ``name`` lead to ``named`` from now on."""
        key = self._key(namespace, name)
        self._by_identity[key] = named
        self._vacated.discard(key)
        self._doubted.pop(key, None)
        self._named.setdefault(namespace, []).append((name, named))

    def remove(self, namespace: Namespace, name: Value) -> None:
        """Make ``name`` lead nowhere from now on."""
        key = self._key(namespace, name)
        self._by_identity.pop(key, None)
        self._doubted.pop(key, None)
        self._vacated.add(key)

    def doubt(self, namespace: Namespace, name: Value, things: list[Thing]) -> None:
        """Make ``name`` lead to any of ``things`` (most likely the last) or nowhere."""
        self.add(namespace, name, things[-1])
        self._doubted[self._key(namespace, name)] = things

    def doubted(self, namespace: Namespace, name: Value) -> list[Thing]:
        """Return the containers or volumes that the name may lead to, none where it leads to a single one for sure."""
        return self._doubted.get(self._key(namespace, name), [])

    def attempt(self, namespace: Namespace, name: Value) -> None:
        """Something of this name should have been made, and was refused."""
        self._attempted.add(self._key(namespace, name))

    def attempted(self, namespace: Namespace, name: Value) -> bool:
        """Return whether nothing is known of this name but that its container or volume could not be made."""
        return self._key(namespace, name) in self._attempted

    def vacant(self, namespace: Namespace, name: Value) -> bool:
        """Return whether the owner of this name has given it up, so that nothing has it now."""
        return self._key(namespace, name) in self._vacated

    def exact(self, namespace: Namespace, name: Value) -> Thing | None:
        """Return the container or volume that certainly has this name, None without one."""
        return self._by_identity.get(self._key(namespace, name))

    def possible(self, namespace: Namespace, name: Value) -> list[Thing]:
        """Return the containers or volumes whose name may equal ``name``. Two names may be equal when their known parts don't contradict."""
        candidates: list[Thing] = []
        for other, named in self._named.get(namespace, []):
            if may_equal(name, other) and not any(named is candidate for candidate in candidates):
                candidates.append(named)
        return candidates

    @staticmethod
    def _key(namespace: Namespace, name: Value) -> tuple[Namespace, tuple[object, ...]]:
        return namespace, name.identity()


def listing(value: Value) -> tuple[str, ...] | None:
    """Return the words of ``$(docker ps -aq)`` where the value is exactly the output of such a command, else None."""
    if len(value.pieces) != 1 or not isinstance(value.pieces[0], Unknown):
        return None
    name = value.pieces[0].name
    for start, end in (("$(", ")"), ("`", "`")):
        if name.startswith(start) and name.endswith(end):
            return tuple(name[len(start) : -len(end)].split())
    return None


def lists_all_containers(word: Value | Word) -> bool | None:
    """Return whether the word lists all containers (True), the running ones (False), or neither (None)."""
    words = listing(word.value if isinstance(word, Word) else word)
    if words is None:
        return None
    words = ("docker", *words[1:]) if words[:1] in (("podman",), ("nerdctl",)) else words
    if words[:2] == ("docker", "ps"):
        rest = words[2:]
    elif words[:3] in (
        ("docker", "container", "ls"),
        ("docker", "container", "ps"),
        ("docker", "container", "list"),
    ):
        rest = words[3:]
    else:
        return None
    letters = "".join(word.lstrip("-") for word in rest if not word.startswith("--"))
    long = {word for word in rest if word.startswith("--")}
    if (
        not all(word.startswith("-") for word in rest)
        or not set(letters) <= set("aq")
        or not long <= {"--all", "--quiet"}
    ):
        return None
    if "q" not in letters and "--quiet" not in long:
        return None
    return "a" in letters or "--all" in long


def lists_all_volumes(word: Value | Word) -> bool | None:
    """Return whether the word lists all volumes (True), those that no container uses (False), or neither (None)."""
    words = listing(word.value if isinstance(word, Word) else word)
    programs = ("docker", "podman", "nerdctl")
    if words is None or words[:1] not in [(name,) for name in programs] or words[1:2] != ("volume",):
        return None
    if words[2:3] not in (("ls",), ("list",)):
        return None
    rest = list(words[3:])
    text = " ".join(rest)
    if text in ("-q", "--quiet"):
        return True
    dangling = (
        "-qf dangling=true",
        "-q -f dangling=true",
        "-f dangling=true -q",
        "-q --filter dangling=true",
    )
    return False if text in dangling else None
