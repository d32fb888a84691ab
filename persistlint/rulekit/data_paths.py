"""Data of a stateful image, for the rules about it: which of it nothing keeps, and the mounts that would keep it."""

from __future__ import annotations

from persistlint.durability.paths import base_name, is_below, parent
from persistlint.durability.patterns import below_host_path
from persistlint.durability.serving import same_option, store_argument, told_to_keep
from persistlint.rulekit.edits import insert_option, option_text, quote
from persistlint.rulekit.image_versions import paths_of_other_versions, version_clause
from persistlint.rulekit.mounts import MADE_ANEW
from persistlint.rulekit.phrases import held, place_of
from persistlint.rulekit.volume_names import volume_name_for
from persistlint.rules.finding import Fix
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.catalogue.knowledge import DataPath
    from persistlint.docker.mounts import Mount
    from persistlint.durability.model import Container, MountPoint, Timeline, Volume, Write
    from persistlint.rules.rule import Context
    from persistlint.shell.values import Value

#: The severity of the catalogue's losses.
SEVERITIES = {"severe": "warning", "moderate": "info"}


def unkept_data(container: Container, timeline: Timeline) -> list[Write]:
    """Return the writes of the image's own server to paths without a mount option, the worst loss first. Each path occurs once."""
    writes = [write for write in timeline.writes_of(container) if _lost(write)]
    writes.sort(key=lambda write: SEVERITIES[loss_of(write)] != "warning")
    first: dict[str, Write] = {}
    for write in writes:
        first.setdefault(path_of(write), write)
    return list(first.values())


def keeping_mounts(container: Container, paths: list[str], context: Context) -> tuple[list[Fix], str]:
    """Return the fix that mounts a volume on each path, and its options as text. Both are empty where it can't be written down.

    For a service the text is the quoted items of ``volumes:``.
    """
    if paths_of_other_versions(container, paths):
        # A mount that is right for one version is wrong for another.
        return [], ""
    if container.command.service_name is not None:
        from persistlint.rulekit.services import keep_in_volumes

        return keep_in_volumes(container, [path for path in paths if not _FILE.search(path)], context)
    edits = []
    names = []
    options = []
    for path in paths:
        if _FILE.search(path):
            # A volume is a directory.
            continue
        name = volume_name_for(container.command, context, path)
        if name is None:
            return [], ""
        option = f"-v {quote(f'{name}:{path}')}"
        options.append(option_text(container.command, option, context.sources))
        edit = insert_option(container.command, option, context.sources)
        if edit is None:
            return [], ""
        edits.append(edit)
        names.append(f"`{name}`")
    if not edits:
        return [], ""
    # Insertions at one place are one edit.
    edits[0].text = "".join(edit.text for edit in edits)
    title = f"Keep the data in the volume{'s' if len(names) > 1 else ''} {', '.join(names)}"
    fix = Fix(f"{title} (data of an existing container stays behind)", edits[:1], safe=False)
    return [fix], " ".join(options)


#: How a path of the catalogue looks that is a file.
_FILE = regex(r"\.(?:php|conf|ini|json|ya?ml|env)$")


def advice(container: Container, paths: list[str], option: str, context: Context) -> str:
    """Return the sentence that says how to keep the data at ``paths``, with the ``option`` that ``keeping_mounts`` gives ("" for none).

    Where another file takes the project down with its volumes, the new one would go too.
    """
    which = version_clause(container, paths)
    if which:
        return f"Mount a volume on the path of your version.{which}"
    if not option:
        return f"Mount a volume on {'it' if len(paths) == 1 else 'them'}."
    if container.command.service_name is None:
        return f"Add `{option}`."
    elsewhere = context.removed_elsewhere(container.command)
    without = ", and leave `-v` out there" if elsewhere is not None and elsewhere.with_volumes else ""
    return f"Add {option} under `volumes:`{without}."


def image_data(container: Container, timeline: Timeline, *places: str) -> list[Write]:
    """Return the writes of the image's own data to places of these kinds ("volume", "bind" …; all without any), but not where little is lost with it."""
    writes = (write for write in timeline.writes_of(container) if _is_data(write))
    return [write for write in writes if not places or write.durability in places]


def _is_data(write: Write) -> bool:
    """Return whether the image itself may write this, and somebody would miss it."""
    path = write.data_path
    return write.by == "image" and write.happened is not False and path is not None and path.loss != "minor"


def worst_data_in(volume: Volume, context: Context) -> Write | None:
    """Return the write of a server's own data into the volume whose loss is worst, None without one."""
    worst: Write | None = None
    for write in context.timeline.writes_in(volume):
        container = write.container
        if container is None or write.by != "image" or not container.serves or container.refused:
            continue
        if write.happened is False or loss_of(write) not in SEVERITIES:
            continue
        if worst is None or SEVERITIES[loss_of(worst)] != "warning":
            worst = write
    return worst


def bound_data(container: Container, timeline: Timeline) -> Iterator[tuple[MountPoint, Mount, Value, Write]]:
    """Yield the binds that hold the image's own data: the point, its option, the option's source, and the write whose loss is worst."""
    worst: dict[int, Write] = {}
    for write in timeline.writes_of(container):
        point = write.mount_point
        if point is None or write.by != "image" or write.happened is False or write.durability != "bind":
            continue
        before = worst.get(id(point))
        if loss_of(write) in SEVERITIES and (before is None or SEVERITIES[loss_of(before)] != "warning"):
            worst[id(point)] = write
    for write in worst.values():
        point = write.mount_point
        if point is not None and point.mount is not None and point.mount.source is not None:
            yield point, point.mount, point.mount.source, write


def path_of(write: Write) -> str:
    """Return the path of the data in this run: the image's, unless a variable or a flag of the run moves it."""
    return write.target.text or (write.data_path.path if write.data_path is not None else "")


def loss_of(write: Write) -> str:
    """Return the loss that the catalogue states for the write's data.

    It is severe where the run asks for the data to be kept. It is at most moderate where the data depends on a setting that isn't known.
    """
    path = write.data_path
    if path is None or path.loss not in SEVERITIES:
        return "minor"
    if _told_to_keep(write):
        return "severe"
    return "moderate" if _CONDITION.search(path.holds) and not _asked_for(write) else path.loss


def _told_to_keep(write: Write) -> bool:
    """Return whether the run's own options make the server keep data that may otherwise be a cache."""
    container = write.container
    return container is not None and told_to_keep(container.image, container.command) is True


#: How the catalogue says that a path is only used with a setting ("secrets, with the file storage backend").
_CONDITION = regex(r", when |\(only with|, with (?!the default)|, without ")


def _asked_for(write: Write) -> bool:
    """Return whether the run itself names the path's flag or variable."""
    path, container = write.data_path, write.container
    if path is None or container is None:
        return False
    words = container.command.command
    if path.flag and any(same_option(word.value.marked().partition("=")[0], path.flag) for word in words):
        return True
    if store_argument(path, words) is not None:
        return True
    return bool(path.env) and any(
        entry.marked().partition("=")[0] == path.env for entry in container.command.env
    )


def _switched_off(write: Write) -> bool:
    """Return whether the image keeps no data unless configured to, and this run doesn't configure it."""
    container = write.container
    if container is None or not container.image.persistence.startswith(_OFF):
        return False
    return not container.command.mounts and not _asked_for(write)


#: How the catalogue says that an image stores nothing unless it is told to.
_OFF = ("off by default", "none", "in memory unless")


def _lost(write: Write) -> bool:
    container = write.container
    if container is None or container.serves is not True:
        # A client or a tool of the image, or nobody knows.
        return False
    return (
        write.by == "image"
        and loss_of(write) in SEVERITIES
        and write.happened is not False
        and (write.durability in ("anonymous volume", "container layer") or write.unmounted)
        and (write.mount_point is None or write.mount_point.mount is None)
        and (write.volume is None or write.volume.owner is container)
        and write.rescued_by is None
        and not _switched_off(write)
        and not _perhaps_mounted(write)
        and not _chosen_below(write)
        and not _perhaps_elsewhere(write, container)
        and not _in_another_home(write, container)
        and not (container.image.origin == "definition" and base_name(path_of(write)) in MADE_ANEW)
    )


def _in_another_home(write: Write, container: Container) -> bool:
    """Return whether the run gives the program another home directory than the one below which the image has its data (``~/.n8n``)."""
    return _HOME.match(path_of(write)) is not None and any(
        entry.marked().startswith(("HOME=", "USERPROFILE=")) for entry in container.command.env
    )


#: A path below some user's home directory.
_HOME = regex(r"/(?:root|home/[^/]+)/")


def _chosen_below(write: Write) -> bool:
    """Return whether the user mounts a directory below the data path. Then the data beside it isn't meant to stay."""
    container, path = write.container, write.data_path
    if container is None or path is None or not path.any_below:
        return False
    inside = path_of(write) + "/"
    return any(
        point.mount is not None and point.path.startswith(inside) and point.path[len(inside)] != "."
        for point in container.mount_points
    )


def _perhaps_elsewhere(write: Write, container: Container) -> bool:
    """Return whether a mount that the image doesn't know may be for what is written: settings that can't be seen say where that is.

    Such settings are the program's own (a media library's directory), or a configuration file that is mounted and named on the command line.
    """
    path = write.data_path
    if path is not None and _works_in_a_mount(container):
        # Servers that write where they are started go with it (Redis' `dir ./`).
        return True
    if path is None:
        return False
    named = path.chosen or _configured(container) or _set_in_a_file(container, path)
    by_file = has_settings_file(container)
    if not (named or by_file or _has_settings(container)):
        return False
    reference = container.command.image
    program = base_name(reference.path or "") if reference is not None else ""
    image = container.image
    known_paths = {other.path for other in (*image.paths, *image.other_paths) if not other.chosen} | set(
        image.volumes
    )
    return any(
        point.mount is not None
        and point.read_only is not True
        and point.path not in known_paths
        and not _SETTINGS.search(point.path)
        and (by_file or not any(is_below(point.path, other) for other in known_paths))
        and (named or not _looks_like(point.path, path_of(write), "" if by_file else program))
        for point in container.mount_points
    )


def has_settings_file(container: Container) -> bool:
    """Return whether a mount brings a file of the program's own settings, which may say where the data is."""
    return any(
        point.mount is not None and _SETTINGS_OF_PROGRAM.search(point.path) is not None
        for point in container.mount_points
    )


def _set_in_a_file(container: Container, path: DataPath) -> bool:
    """Return whether a file of variables, which can't be seen, may move the data."""
    return bool(path.env) and bool(container.command.uses("env-file"))


def _has_settings(container: Container) -> bool:
    """Return whether a mount brings the program its settings, which may say where the data is."""
    own_paths = {path.path for path in container.image.paths if path.kind == "config"}
    return any(
        point.mount is not None and (point.path in own_paths or _OWN_SETTINGS.search(point.path) is not None)
        for point in container.mount_points
    )


#: Directories of a program's own settings.
_OWN_SETTINGS = regex(r"^/etc/(?!ssl\b|localtime$|timezone$|hosts$|resolv\.conf$)[^/]+")
#: A file of a program's own settings.
_SETTINGS_OF_PROGRAM = regex(
    r"(?i)^(?!.*(?:initdb|localtime|timezone|resolv\.conf$)).*\.(?:conf|cnf|ini|ya?ml|toml|properties|cfg|config)$"
)


def _looks_like(mounted: str, own_path: str, program: str) -> bool:
    """Return whether a mount is most likely a slip for the image's ``own_path``: beside it, called as it is, or called after the ``program``.

    Without a program only what lies beside it is one: a file of settings says where the data is.
    """
    if parent(mounted) == parent(own_path) != "/":
        return True
    return bool(program) and base_name(mounted) in (base_name(own_path), program)


def _works_in_a_mount(container: Container) -> bool:
    """Return whether the run has a working directory of its own, in a mount that may be written to."""
    workdir = container.command.workdir.text if container.command.workdir is not None else None
    return workdir is not None and any(
        point.mount is not None and point.read_only is not True and is_below(workdir, point.path)
        for point in container.mount_points
    )


#: Options of servers that name a configuration file.
_CONFIGURES = regex(r"--?(?:config(?:[-.]?file|[-.]?path)?|defaults-file|conf|configuration|f|c)(?:=.*)?")
#: A file of settings, or a directory of nothing else.
_SETTINGS_FILE = regex(
    r"(?i)\.(?:conf|cnf|ini|ya?ml|json|toml|env|xml|properties|pem|crt|key|cfg|config)$|/conf\.d$"
)
#: Mounts of settings, which hold no data.
_SETTINGS = regex(
    r"(?i)\.(?:conf|cnf|ini|ya?ml|json|toml|sql|sh|env|xml|properties|pem|crt|key|cfg|config|sock)$|/(?:conf|conf\.d|config|certs?|ssl|etc|custom-[\w-]+|docker-entrypoint-initdb\.d|localtime|init\.d|logs?)(?:/|$)"
)


def _configured(container: Container) -> bool:
    """Return whether the server is told to read a configuration file that is mounted: it may say where the data is."""
    words = [word.text or "" for word in container.command.command]
    named = [word.partition("=")[2] for word in words if "conf" in word.partition("=")[0]]
    named += [words[index + 1] for index, word in enumerate(words[:-1]) if _CONFIGURES.fullmatch(word)]
    named += [word for word in words[1:] if _SETTINGS.search(word)]
    return any(
        point.mount is not None and name.startswith("/") and is_below(name, point.path)
        for name in named
        for point in container.mount_points
    )


def missing_variables(container: Container) -> tuple[str, ...]:
    """Return the variables of which the image's server needs one, where the run certainly gives none: it ends at once, and no data ever is."""
    command, image = container.command, container.image
    if not image.requires or container.serves is not True or not command.resolved:
        return ()
    if command.service_name is not None:
        # Another Compose file may add to its environment.
        return ()
    if command.entrypoint is not None or command.uses("env-file", "link") or not container.mounts_known:
        return ()
    given = set(image.env)
    for entry in command.env:
        name = entry.split("=", 1)[0].text
        if name is None:
            return ()
        given.add(name.removesuffix("_FILE"))
    return next((group for group in image.requires if not given.intersection(group)), ())


def _runner(container: Container) -> str:
    return "the service" if container.command.service_name is not None else "the run"


def chosen_parts(container: Container, paths: list[str]) -> str | None:
    """Return why the rest of the paths isn't to be kept, for a message: the run keeps directories below each of them."""
    mounted_paths = [
        point.path
        for point in container.mount_points
        if point.mount is not None
        and point.kind != "anonymous volume"
        and point.read_only is not True
        and not _SETTINGS_FILE.search(point.path)
    ]
    if paths and all(
        any(is_below(mounted, path) and mounted != path for mounted in mounted_paths) for path in paths
    ):
        return f"{_runner(container)} keeps directories below it"
    return None


#: Whoever mounts so many paths of an image means to mount them all.
_NEARLY_ALL = 3


def kept_otherwise(container: Container, writes: list[Write]) -> str | None:
    """Return why the paths may hold nothing in this version, for a message: the run keeps other data of the image, and no Dockerfile was read for these.

    They are known from what people mount, which is often more than a version needs, and changes with it.
    """
    if any(write.data_path is None or write.data_path.declared is not None for write in writes):
        return None
    losses = {
        path.path: path.loss
        for path in (*container.image.paths, *container.image.other_paths)
        if path.loss in SEVERITIES
    }
    mounted_paths = {
        point.path
        for point in container.mount_points
        if point.mount is not None and point.read_only is not True and point.path in losses
    }
    if "severe" not in {losses[path] for path in mounted_paths}:
        return None
    if len(mounted_paths) < _NEARLY_ALL:
        return f"{_runner(container)} keeps other data of the image, and what this path holds depends on its version"
    return None


def _perhaps_mounted(write: Write) -> bool:
    """Return whether the path of another version is mounted, where this image's version isn't known."""
    container, path = write.container, write.data_path
    if container is None or path is None or not path.versions or container.image.version_known:
        return False
    others = {other.path for other in container.image.other_paths if other.kind == path.kind}
    return any(point.path in others and point.mount is not None for point in container.mount_points)


def going(writes: list[Write]) -> str:
    """Return the sentence that says where a container's data goes, the worst loss first: "Its data (…) goes to an anonymous volume."."""
    places: dict[str, list[str]] = {}
    for write in writes:
        places.setdefault(place_of(write), []).append(path_of(write))
    held_there = held(writes[0])
    data = "The data" if held_there == "data" else f"The data ({held_there})"
    if len(places) == 1:
        return f"{data} goes to {next(iter(places))}."
    return (
        f"{data} goes to "
        + ", and ".join(f"{place} for {listed(paths)}" for place, paths in places.items())
        + "."
    )


def listed(paths: list[str]) -> str:
    """Paths in a message."""
    quoted = [f"`{path}`" for path in paths]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]


def server_data_below(directory: Value, timeline: Timeline) -> Iterator[Write]:
    """Yield the writes of a server's own data to host directories below this one, where their loss is severe."""
    for write in timeline.writes:
        server, is_bound = write.container, write.by == "image" and write.durability == "bind"
        if server is not None and is_bound and server.serves and loss_of(write) == "severe":
            if below_host_path(write.host_path, directory, None, True):
                yield write
