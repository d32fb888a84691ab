"""The commands that would save what an audit found: written for a person to read and to run, never run here.

A copy goes through the engine's own archives (``docker cp`` to and from a tar stream), which keep owners, modes, links and times, and need no
program in the image. It is unpacked into a container that is made and never started, because such a one has its volumes all the same. The
tar file in between stays as a second copy: a pipe would hide that its first half failed.
"""

from __future__ import annotations

from collections.abc import Iterable

from persistlint.audit.subject import ContainerSubject, VolumeSubject
from persistlint.durability.paths import is_below
from persistlint.engine.client import Engine
from persistlint.engine.facts import table, text
from persistlint.engine.quoting import joined, quoted
from persistlint.engine.run_command import full_command, volume_option

_VOLUME_MARKS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")


class Rescue:
    """The way to save the data of one container or volume: ``commands`` (shell text) in order, ``notes`` for people, ``volumes`` (path to new volume)."""

    __slots__ = ("commands", "name", "notes", "path", "title", "volumes")

    def __init__(self, path: str, name: str, title: str) -> None:
        self.path = path
        self.name = name
        self.title = title
        self.notes: list[str] = []
        self.commands: list[str] = []
        self.volumes: dict[str, str] = {}


class Rescuer:
    """Makes the rescues of one audit, so that no two of them use one name."""

    __slots__ = ("_engine", "_image", "_program", "_taken")

    def __init__(self, engine: Engine, taken: Iterable[str]) -> None:
        self._engine = engine
        self._program = _program(engine)
        self._taken = set(taken)
        self._image: str | None = None

    def container(self, subject: ContainerSubject) -> Rescue | None:
        """Return the way to save a container's data, None where none of it is in danger."""
        paths = list(dict.fromkeys(path for remark in subject.remarks for path in remark.paths))
        # A path below another one of the same layer is copied with it.
        paths = [
            path
            for path in paths
            if not any(
                other != path and is_below(path, other) and subject.place(path) == "layer" for other in paths
            )
        ]
        if not paths:
            return None
        facts = subject.facts
        rescue = Rescue(subject.path, facts.name, f"the data of `{facts.name}` at {', '.join(paths)}")
        in_memory = [path for path in paths if subject.place(path) == "tmpfs"]
        single = [path for path in paths if path not in in_memory and _is_file(subject, path)]
        saved = [path for path in paths if path not in single and (facts.running or path not in in_memory)]
        for path in saved:
            rescue.volumes[path] = self._free(subject.new_names.get(path) or f"{facts.name}-{_tail(path)}")
        run = self._run_again(rescue, subject)
        files = {path: f"{name}.tar" for path, name in rescue.volumes.items() if subject.holds(path)}
        # What is in memory can be read only by a program inside, and only while that runs. Podman's `cp` forgets the owners.
        inside = list(files) if facts.running and self._podman else in_memory
        for path in inside if facts.running else ():
            parent, _, last = path.rstrip("/").rpartition("/")
            words = ["exec", *(("--user", "0") if self._podman else ()), facts.name]
            tar = self._words(*words, "tar", "-cf", "-", "-C", parent or "/", last)
            rescue.commands.append(f"{joined(tar)} > {quoted(files[path])}")
            why = "is in memory" if path in in_memory else "keeps its owners only so"
            rescue.notes.append(f"{path} {why}: the copy needs `tar` in the container")
        self._hold_still(rescue, subject)
        for path in files:
            if path not in inside:
                self._copy_out(rescue, facts.name, path, files[path])
                if self._podman:
                    rescue.notes.append(f"`podman cp` forgets the owners of the files at {path}")
        for path in single:
            self._copy_out(rescue, facts.name, path, f"{self._free(f'{facts.name}-{_tail(path)}')}.tar")
            rescue.notes.append(
                f"{path} is a file beside the image's own: it is copied out, and needs a directory of its own to be kept"
            )
        for path, volume in rescue.volumes.items():
            if path in files:
                self._fill(rescue, volume, path, subject.facts.image_id, files[path])
            else:
                rescue.commands.append(joined(self._words("volume", "create", volume)))
        if rescue.volumes:
            self._replace(rescue, subject, run)
        return rescue

    def volume(self, subject: VolumeSubject) -> Rescue | None:
        """Return the way to move an anonymous volume's content to a named volume, None for a named one."""
        facts = subject.facts
        if not facts.anonymous:
            return None
        if self._image is None:
            self._image = self._engine.any_image()
        rescue = Rescue(subject.path, facts.name, f"the volume {facts.name}")
        if not self._image:
            rescue.notes.append("the engine has no image of which a container could be made to copy it")
            return rescue
        name = self._free(f"rescued-{facts.name[:12]}")
        rescue.volumes["/"] = name
        source = f"{name}-source"
        mount = volume_option(facts.name, "/rescued", "readonly")
        if self._podman:
            tar = ["tar", *mount, self._image, "-cf", "-", "-C", "/", "rescued"]
            rescue.commands.append(f"{joined(self._with_tar(*tar))} > {quoted(name)}.tar")
            rescue.notes.append("the image must have `tar`")
        else:
            words = ("create", "--name", source, "--network", "none", *mount, self._image, "true")
            rescue.commands.append(joined(self._words(*words)))
            self._copy_out(rescue, source, "/rescued", f"{name}.tar")
            rescue.commands.append(joined(self._words("rm", source)))
        self._fill(rescue, name, "/rescued", self._image, f"{name}.tar")
        return rescue

    # -- steps --------------------------------------------------------------------------------------------------------

    def _hold_still(self, rescue: Rescue, subject: ContainerSubject) -> None:
        facts = subject.facts
        if not facts.running:
            return
        if not facts.auto_remove:
            rescue.commands.append(joined(self._words("stop", facts.name)))
        elif not facts.paused:
            # Stopping it would delete it.
            rescue.commands.append(joined(self._words("pause", facts.name)))
            rescue.notes.append(
                f"`--rm` deletes `{facts.name}` when it stops, so it is held still instead: should a step fail, "
                f"`{joined(self._words('unpause', facts.name))}` lets it go on"
            )

    def _copy_out(self, rescue: Rescue, container: str, path: str, file: str) -> None:
        rescue.commands.append(f"{joined(self._words('cp', f'{container}:{path}', '-'))} > {quoted(file)}")

    def _fill(self, rescue: Rescue, volume: str, path: str, image: str, file: str) -> None:
        """Add the commands that create a volume and unpack the tar file into it."""
        helper = f"{volume}-rescue"
        parent = path.rstrip("/").rpartition("/")[0] or "/"
        # Without nocopy the image's own files would come back, the deleted ones too.
        if self._podman:
            # A `cp` into a container that was never started doesn't reach its volume. And its --mount knows no volume-nocopy.
            tar = self._with_tar("tar", "-v", f"{volume}:{path}:nocopy", image, "-xpf", "-", "-C", parent)
            rescue.commands += [
                joined(self._words("volume", "create", volume)),
                f"{joined(tar)} < {quoted(file)}",
            ]
            return
        mount = volume_option(volume, path, "volume-nocopy")
        rescue.commands += [
            joined(self._words("volume", "create", volume)),
            joined(self._words("create", "--name", helper, "--network", "none", *mount, image, "true")),
            f"{joined(self._words('cp', '-', f'{helper}:{parent}'))} < {quoted(file)}",
            joined(self._words("rm", "-v", helper)),
        ]

    @property
    def _podman(self) -> bool:
        return self._engine.name == "podman"

    def _with_tar(self, *words: str) -> list[str]:
        """Return the command of a container that lives for one program. ``words`` follow ``--entrypoint``."""
        return self._words("run", "--rm", "-i", "--network", "none", "--user", "0", "--entrypoint", *words)

    def _run_again(self, rescue: Rescue, subject: ContainerSubject) -> list[str]:
        """Return the command that makes the container with its new volumes."""
        facts = subject.facts
        today = self._engine.image(facts.image) if facts.image else None
        reference = facts.image if today is not None and today.id == subject.image.id else facts.image_id
        command = full_command(facts, subject.image, rescue.volumes, facts.name, reference)
        if command.left_out:
            rescue.notes.append(f"the last command leaves out {', '.join(command.left_out)}")
        if reference != facts.image:
            rescue.notes.append(
                f"`{facts.image}` is another image by now: the command names the one that ran"
            )
        project = text(table(facts.config, "Labels"), "com.docker.compose.project")
        if project:
            service = text(table(facts.config, "Labels"), "com.docker.compose.service")
            rescue.notes.append(
                f"it belongs to the service {service} of the Compose project {project}: name the volumes in its file too (external: true)"
            )
        for path in rescue.volumes:
            if subject.place(path) == "layer" and any(
                directory.path == path and not directory.added for directory in subject.layer.directories
            ):
                rescue.notes.append(
                    f"{path} holds files of the image too, which its next version won't renew in the volume"
                )
        return command.all_words(self._words(*(("run", "-d") if facts.running else ("create",))))

    def _replace(self, rescue: Rescue, subject: ContainerSubject, run: list[str]) -> None:
        facts = subject.facts
        if facts.auto_remove:
            # By force: a container that is let go on would write what the copy doesn't have.
            rescue.commands.append(joined(self._words("rm", "-f", facts.name)))
        else:
            old = self._free(f"{facts.name}-before")
            rescue.commands.append(joined(self._words("rename", facts.name, old)))
            if (
                text(table(facts.host, "RestartPolicy"), "Name") not in ("", "no")
                and self._engine.name == "docker"
            ):
                rescue.commands.append(joined(self._words("update", "--restart", "no", old)))
            rescue.notes.append(
                f"the container of before stays as `{old}`: remove it when everything is there"
            )
        rescue.commands.append(joined(run))

    # -- words --------------------------------------------------------------------------------------------------------

    def _words(self, *words: str) -> list[str]:
        return [*self._program, *words]

    def _free(self, wanted: str) -> str:
        """Return a name that no volume or container has: ``wanted``, or ``wanted`` with a number behind it."""
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted}-{number}", number + 1
        self._taken.add(name)
        return name


def _program(engine: Engine) -> list[str]:
    """Return the client's words that lead to this engine."""
    if engine.name == "podman":
        return ["podman", "--url", engine.address.host]
    return ["docker", *engine.address.words]


def _tail(path: str) -> str:
    """Return the last part of a path, with the characters that a name can't hold replaced."""
    last = path.rstrip("/").rpartition("/")[2]
    return "".join(mark if mark in _VOLUME_MARKS else "-" for mark in last) or "root"


def _is_file(subject: ContainerSubject, path: str) -> bool:
    return path in subject.layer.sizes
