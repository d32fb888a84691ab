"""Quadlet's units as the podman commands that they are made into.

The source is the manual page podman-systemd.unit, and podman's own generator where that says more. A unit refers to others by their files' names
(``Volume=pgdata.volume:/x``); these are read from the same folder.
"""

from __future__ import annotations

import shlex
from itertools import takewhile

from persistlint.hosts.derived import Chunk, Raw, text_of, unknown_chunk
from persistlint.hosts.units import Folder, Unit, Word, known, read_unit
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.hosts.fragment import Fragment
    from persistlint.hosts.units import Entry

#: The section that each kind of unit is about. What a ``.kube`` starts isn't known.
SECTIONS = {
    "build": "Build",
    "container": "Container",
    "image": "Image",
    "network": "Network",
    "pod": "Pod",
    "volume": "Volume",
}
#: Keys and the option that each becomes; those that have no part in where data lies are left out.
_CONTAINER_OPTIONS = {
    "AddHost": "--add-host",
    "Entrypoint": "--entrypoint",
    "EnvironmentFile": "--env-file",
    "HostName": "--hostname",
    "IP": "--ip",
    "LogDriver": "--log-driver",
    "Network": "--network",
    "NetworkAlias": "--network-alias",
    "PublishPort": "--publish",
    "Pull": "--pull",
    "Secret": "--secret",
    "ShmSize": "--shm-size",
    "StopTimeout": "--stop-timeout",
    "Timezone": "--tz",
    "Tmpfs": "--tmpfs",
    "User": "--user",
    "WorkingDir": "--workdir",
}
_POD_OPTIONS = {
    "AddHost": "--add-host",
    "Network": "--network",
    "NetworkAlias": "--network-alias",
    "PublishPort": "--publish",
}
_BUILD_OPTIONS = {
    "ImageTag": "--tag",
    "Network": "--network",
    "Pull": "--pull",
    "Secret": "--secret",
    "Target": "--target",
}
#: Keys whose values are words with names.
_NAMED_VALUES = {"Annotation": "--annotation", "Environment": "--env", "Label": "--label"}
#: Keys of which every value counts, and not the last alone.
_SEVERAL = frozenset(
    """
    AddHost EnvironmentFile ImageTag Mount Network NetworkAlias PodmanArgs PublishPort Secret Tmpfs Volume
    """.split()
)
_TRUE = frozenset(("1", "yes", "true", "on"))
#: A unit of a volume or an image as a mount's source.
_MOUNTED_UNIT = regex(r"(?:\A|(?<=source=)|(?<=src=))([^:,=/]+)\.(volume|image|build)(?=[:,]|\Z)")
_URL = regex(r"[a-z]+://")
#: What systemd replaces in a name: a specifier, a variable.
_EXPANDED = regex(r"[%$]")
_PLAIN_MOUNT = regex(r"-v ([A-Za-z0-9][\w.-]*):(/[\w./-]*)(:[\w,]+)?\Z")
#: Options with a key of their own that a fix may add.
_KEYS = {"--hostname": "HostName", "--name": "ContainerName", "--user": "User"}


def read_quadlet(path: str, data: bytes, folder: Folder | None = None) -> list[Fragment]:
    """Return the podman command that a unit becomes, with the commands that its ``[Service]`` adds. ``folder`` has the other units and the drop-ins."""
    folder = folder or Folder()
    added = folder.drop_ins(path.replace("\\", "/").rpartition("/")[2])
    if added is None:
        return []
    unit = _Quadlet(path, [*read_unit(data), *added], folder)
    fragments: list[Fragment] = []
    for value in unit.values("Service", "ExecStartPre"):
        fragments += unit.commands(value)
    main = unit.command()
    if main is None:
        return []
    fragments += main
    for phase in ("ExecStartPost", "ExecStop", "ExecStopPost"):
        for value in unit.values("Service", phase):
            fragments += unit.commands(value)
    return fragments


class _Quadlet(Unit):
    def __init__(self, path: str, entries: list[Entry], folder: Folder) -> None:
        sections = {entry.section for entry in entries}
        section = SECTIONS.get(path.rpartition(".")[2])
        if section is None:
            # The file's name says nothing, so its text does.
            section = next(
                (candidate for candidate in SECTIONS.values() if candidate in sections), "Container"
            )
        super().__init__(path, entries, section)
        self._folder = folder
        self._units: dict[str, Unit | None] = {}

    def command(self) -> list[Fragment] | None:
        """Return the command of the unit; None where podman's generator refuses it."""
        section = self.section
        if section == "Container":
            return self._container()
        if section == "Volume":
            return [self._volume()]
        if section == "Pod":
            words = self._options_of(_POD_OPTIONS)
            name = self._named("PodName")
            return [
                self.fragment([*_words("podman pod create"), *words, ([Chunk(b"--name="), *name], False)])
            ]
        if section == "Network":
            labels = self._named_values("--label", self.values("Network", "Label"))
            return [
                self.fragment(
                    [*_words("podman network create"), *labels, (self._named("NetworkName"), False)]
                )
            ]
        if section == "Image":
            images = self.values("Image", "Image")
            if not images:
                return None
            return [self.fragment([*_words("podman image pull"), (self._text(images[-1]), False)])]
        return self._build()

    # -- commands

    def _container(self) -> list[Fragment] | None:
        images = self.values("Container", "Image")
        if not images:
            return None
        words = _words("podman run")
        name = self._named("ContainerName")
        words += [([Chunk(b"--name="), *name], False), *_words("--replace --rm -d")]
        words += self._options_of(_CONTAINER_OPTIONS)
        words += self._of_the_pod()
        words.append((self._image(images[-1]), False))
        for value in self.values("Container", "Exec")[-1:]:
            words += self.words(value)
        place = images[-1].place(0)
        return [self.fragment(words, self._write_option_before(place))]

    def _volume(self) -> Fragment:
        words = _words("podman volume create")
        for key, option, before in (
            ("Driver", "--driver", b""),
            ("Image", "--opt", b"image="),
            ("Device", "--opt", b"device="),
            ("Type", "--opt", b"type="),
            ("Options", "--opt", b"o="),
        ):
            for value in self.values("Volume", key)[-1:]:
                chunks = self._image(value) if key == "Image" else self._text(value)
                words += [known(option), ([Chunk(before), *chunks], False)]
        words += self._named_values("--label", self.values("Volume", "Label"))
        return self.fragment([*words, (self._named("VolumeName"), False)])

    def _build(self) -> list[Fragment] | None:
        files = self.values("Build", "File")
        folders = self.values("Build", "SetWorkingDirectory")
        if not self.values("Build", "ImageTag") or not (
            files or folders or self.values("Service", "WorkingDirectory")
        ):
            return None
        words = [*_words("podman build"), *self._options_of(_BUILD_OPTIONS)]
        for file in files[-1:]:
            words += [known("--file"), (self._text(file), False)]
        folder = self._text(folders[-1]) if folders else []
        text = text_of(folder)
        for value in self.values("Service", "WorkingDirectory")[-1:]:
            if not folders or text in ("file", "unit"):
                folder, text = self._text(value), ""
        if text == "unit":
            folder = [Chunk(b".")]
        elif text == "file" and files:
            chunks = self._text(files[-1])
            if text_of(chunks) is None:
                return [self.fragment([*words, ([_unknown("file")], False)])]
            file = Raw(chunks)
            at = file.text.rfind("/")
            folder = file.chunks(0, max(at, 1)) if at >= 0 else [Chunk(b".")]
        if folder:
            words.append((folder, False))
        return [self.fragment(words)]

    # -- options

    def _options_of(self, options: dict[str, str]) -> list[Word]:
        """Return the options of the section's keys, in the order of the keys."""
        words: list[Word] = []
        for key in dict.fromkeys(entry.key for entry in self.entries if entry.section == self.section):
            values = self.values(self.section, key)
            if key in _NAMED_VALUES and self.section != "Pod":
                words += self._named_values(_NAMED_VALUES[key], values)
                continue
            for value in values if key in _SEVERAL else values[-1:]:
                words += self._option(key, value, options)
        return words

    def _named_values(self, option: str, values: list[Raw]) -> list[Word]:
        """Return the options of ``NAME=value`` words. Of two with one name the last counts."""
        by_name: dict[str, Word] = {}
        for value in values:
            for number, word in enumerate(self.words(value)):
                leading = Raw(_known_lead(word[0])).text
                name, equals, _ = leading.partition("=")
                by_name[name if equals or text_of(word[0]) is not None else f"={number} {value.text}"] = word
        return [word for named_word in by_name.values() for word in (known(option), named_word)]

    def _option(self, key: str, value: Raw, options: dict[str, str]) -> list[Word]:
        if not value.text:
            return []
        if key == "Volume" or (key == "Mount" and self.section == "Container"):
            return [known("-v" if key == "Volume" else "--mount"), (self._mount(self._text(value)), False)]
        if key == "PodmanArgs":
            return self.words(value)
        if key == "ReadOnly" and self.section == "Container":
            return [known("--read-only")] if value.text.lower() in _TRUE else []
        if key not in options:
            return []
        chunks = self._text(value)
        if key == "User":
            for group in self.values("Container", "Group")[-1:]:
                chunks = [*chunks, Chunk(b":"), *self._text(group)]
        text = text_of(chunks) or ""
        if key == "Network":
            name, colon, _ = text.partition(":")
            if name.endswith(".network"):
                rest = Raw(chunks).chunks(len(name)) if colon else []
                chunks = [*self._name_in(name, "Network", "NetworkName", chunks), *rest]
            elif name.endswith(".container"):
                inner = self._name_in(name, "Container", "ContainerName", chunks)
                chunks = [Chunk(b"container:"), *inner]
        return [known(options[key]), (chunks, False)]

    def _of_the_pod(self) -> list[Word]:
        """Return what the container has from its pod: the pod's volumes are mounted in each of its containers."""
        for value in self.values("Container", "Pod")[-1:]:
            pod = self._other(value.text)
            if not isinstance(pod, Unit):
                return [([unknown_chunk(value.text, ("pod", value.text))], True)]
            volumes = pod.values("Pod", "Volume")
            mounts = [self._mount(_unplaced(pod.word(volume, 0, True)[0])) for volume in volumes]
            return [word for mount in mounts for word in (known("-v"), (mount, False))]
        return []

    def _mount(self, chunks: list[Chunk]) -> list[Chunk]:
        """Return a mount. A unit stands for what it makes."""
        lead = _known_lead(chunks)
        rest = chunks[len(lead) :]
        raw = Raw(lead)
        text = raw.text
        match = _MOUNTED_UNIT.search(text)
        if match is not None:
            start = match.start(1)
            name = f"{match.group(1)}.{match.group(2)}"
            if match.group(2) == "volume":
                inner = self._name_in(name, "Volume", "VolumeName", raw.chunks(start, match.end()))
            else:
                inner = self._image_in(name)
            return [*raw.chunks(0, start), *inner, *raw.chunks(match.end()), *rest]
        if text.startswith("./"):
            return [unknown_chunk("%d", ("unit's folder",), "cwd"), *raw.chunks(1), *rest]
        return chunks

    # -- names

    def _text(self, value: Raw) -> list[Chunk]:
        """Return the word that a key gives podman. systemd expands ``${NAME}`` in it, as the generator writes it into ``ExecStart=``."""
        words = self.words(value)
        return words[0][0] if words else []

    def _named(self, key: str) -> list[Chunk]:
        """Return the name that the unit gives to what it makes."""
        names = self.values(self.section, key)
        return self._text(names[-1]) if names else [Chunk(f"systemd-{self.name}".encode())]

    def _name_in(self, file: str, section: str, key: str, written: list[Chunk]) -> list[Chunk]:
        """Return the name of what another unit makes. The letters of ``written`` keep their places where they stand in it."""
        unit = self._other(file)
        names = unit.values(section, key) if isinstance(unit, Unit) else []
        if names:
            return (
                [Chunk(_bytes(names[-1].text))]
                if _EXPANDED.search(names[-1].text) is None
                else [_unknown(file)]
            )
        stem = file.rpartition(".")[0]
        return [Chunk(b"systemd-"), *Raw(written).chunks(0, len(stem))]

    def _image(self, value: Raw) -> list[Chunk]:
        image = self._text(value)
        text = text_of(image) or ""
        return self._image_in(text, image) if text.endswith((".build", ".image")) else image

    def _image_in(self, file: str, written: list[Chunk] | None = None) -> list[Chunk]:
        """Return the image that a ``.build`` or ``.image`` makes; unknown where that isn't there."""
        unit = self._other(file)
        names: list[Raw] = []
        if unit is not None:
            section = "Build" if file.endswith(".build") else "Image"
            names = unit.values(section, "ImageTag")[:1] or unit.values("Image", "Image")[-1:]
        if not names or _EXPANDED.search(names[0].text) is not None:
            return [_unknown(file)]
        made = [Chunk(_bytes(names[0].text))]
        return Raw(written).standing_for(0, len(file), made) if written else made

    def _other(self, file: str) -> Unit | None:
        """Return another unit of the folder by its file's name."""
        if file not in self._units:
            data = self._folder.read(file) if "/" not in file and "\\" not in file else None
            added = self._folder.drop_ins(file) if data is not None else None
            section = SECTIONS.get(file.rpartition(".")[2], "")
            self._units[file] = None
            if data is not None and added is not None:
                self._units[file] = Unit(file, [*read_unit(data), *added], section)
        return self._units[file]

    def _write_option_before(self, image: int) -> Callable[[str], tuple[int, str] | None] | None:
        """Return how an option is written in the unit: as a line of its own before that of the image."""
        entry = next((candidate for candidate in self.entries if candidate.value.place(0) == image), None)
        if entry is None or image < 0:
            return None

        def write(option: str) -> tuple[int, str] | None:
            line = self._key_for(option)
            return (entry.start, f"{line}\n") if line else None

        return write

    def _key_for(self, option: str) -> str:
        """Return the line that gives podman an option; "" where none is known."""
        mount = _PLAIN_MOUNT.match(option)
        if mount is not None:
            name, target, flags = mount.groups()
            if self._other(f"{name}.volume"):
                # That volume may be another container's.
                name = f"{self.name}-{name}"
            return f"Volume={name}:{target}{flags or ''}"
        try:
            words = shlex.split(option)
        except ValueError:
            return ""
        if len(words) == 2 and words[0] in _KEYS and words[1].isascii() and words[1].isalnum():
            return f"{_KEYS[words[0]]}={words[1]}"
        return ""


def _words(text: str) -> list[Word]:
    return [known(word) for word in text.split()]


def _known_lead(chunks: list[Chunk]) -> list[Chunk]:
    """Return the chunks before the first of which the text isn't known."""
    return list(takewhile(lambda chunk: chunk.unknown is None, chunks))


def _unplaced(chunks: list[Chunk]) -> list[Chunk]:
    """Return the chunks of another unit, which stand nowhere in this one."""
    return [Chunk(chunk.text, -1, chunk.unknown) for chunk in chunks]


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")


def _unknown(file: str) -> Chunk:
    return unknown_chunk(file, ("unit", file))
