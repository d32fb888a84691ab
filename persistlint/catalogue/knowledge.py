"""Knowledge of an image: where it keeps data, and what its definition sets."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.spans import Span


class DataPath:
    """A container path that an image keeps data in.

    ``holds`` is a phrase for a message ("database files"), ``loss`` severe, moderate or minor, ``kind`` data, uploads, config … ,
    ``declared`` whether the image has a VOLUME for exactly this path (None: not known). ``env`` and ``flag`` name what moves the path.
    ``versions`` is the range of versions of this image that use it ("<18", "" for all). ``unless_env`` are environment variables that put what it
    holds elsewhere, such as into another database. ``any_below``: it is a person's own directory, or one of parts that are mounted by themselves: a mount anywhere below is for what they keep.
    ``chosen``: the program's own settings say where it is, so that a mount elsewhere may be for it. ``schemes`` begin an argument of the server
    that names the place (``rocksdb:/data/db``).
    """

    __slots__ = (
        "any_below",
        "chosen",
        "declared",
        "env",
        "flag",
        "holds",
        "kind",
        "loss",
        "path",
        "schemes",
        "source",
        "unless_env",
        "versions",
    )

    def __init__(
        self,
        path: str,
        holds: str = "",
        loss: str = "moderate",
        kind: str = "data",
        declared: bool | None = None,
        env: str = "",
        flag: str = "",
        versions: str = "",
        source: str = "",
        unless_env: tuple[str, ...] = (),
        any_below: bool = False,
        chosen: bool = False,
        schemes: tuple[str, ...] = (),
    ) -> None:
        self.any_below = any_below
        self.schemes = schemes
        self.chosen = chosen
        self.path = path
        self.holds = holds
        self.loss = loss
        self.kind = kind
        self.declared = declared
        self.env = env
        self.flag = flag
        self.versions = versions
        self.source = source
        self.unless_env = unless_env

    def moved(self, path: str, declared: bool | None) -> DataPath:
        """Return the same data at another path, or with another VOLUME."""
        return DataPath(
            path,
            self.holds,
            self.loss,
            self.kind,
            declared,
            self.env,
            self.flag,
            self.versions,
            self.source,
            self.unless_env,
            self.any_below,
            self.chosen,
            self.schemes,
        )


class ImageKnowledge:
    """The facts about the image that a container is made from.

    ``origin`` is "definition" (a Dockerfile of the workspace), "settings", "engine", "catalogue", or "" where nothing is known:
    then every other field says nothing. ``volumes`` are its VOLUMEs. ``paths`` are the data paths in force for this tag; ``other_paths`` those of other
    versions. ``version_known`` is false for a tag without a version.
    """

    __slots__ = (
        "address_keyed",
        "base_name",
        "clients",
        "cmd",
        "declared_at",
        "digests",
        "drops_with",
        "entrypoint",
        "env",
        "hostname_keyed",
        "keeps_with",
        "key_env",
        "kind",
        "memory_only",
        "name",
        "note",
        "origin",
        "other_paths",
        "own_command",
        "paths",
        "persistence",
        "prompt",
        "requires",
        "single_writer",
        "stateful",
        "title",
        "user",
        "version_known",
        "volumes",
        "volumes_known",
        "workdir",
    )

    def __init__(self, origin: str = "", title: str = "") -> None:
        self.origin = origin
        self.title = title
        #: The name of its row in the catalogue, "" where it has none.
        self.name = ""
        #: The name of the row of the image that a definition builds on, "" where there is none.
        self.base_name = ""
        self.kind = ""
        #: None: not known; False: known to keep nothing that a mount would have to save.
        self.stateful: bool | None = None
        self.volumes: list[str] = []
        #: Where a Dockerfile that was read declares a VOLUME, by its path.
        self.declared_at: dict[str, Span] = {}
        #: Whether ``volumes`` are all its VOLUMEs, so that "this path is in the layer" may be said.
        self.volumes_known = False
        self.paths: list[DataPath] = []
        self.other_paths: list[DataPath] = []
        self.version_known = True
        self.workdir: str | None = None
        self.user: str | None = None
        self.env: dict[str, str] = {}
        self.cmd: list[str] | None = None
        self.entrypoint: list[str] | None = None
        #: The repository digests of the engine's copy (``postgres@sha256:…``), where an engine was asked.
        self.digests: list[str] = []
        #: First words of a command that make the run a client or a one-off tool.
        self.clients: list[str] = []
        #: Options of the server, ``--name=value`` (``*``: any value but ""), that ask it to keep its data; and with which it keeps
        #: nothing unless one of the others is there too.
        self.keeps_with: list[str] = []
        self.drops_with: list[str] = []
        self.single_writer = False
        self.hostname_keyed = False
        #: What it keeps lies under the container's address, which a host name doesn't change.
        self.address_keyed = False
        #: Variables that give what its data lies under, in the place of the host name or the address.
        self.key_env: list[str] = []
        #: Groups of variables: without one of each the server ends at once.
        self.requires: list[tuple[str, ...]] = []
        #: The image's own command keeps everything in memory.
        self.memory_only = False
        #: A definition gives it another command than the image that it is built FROM has.
        self.own_command = False
        #: Its own command is an interpreter's prompt (python, node), not a shell: lines typed there are no shell lines.
        self.prompt = False
        #: Where what is kept depends on a setting: how, with the default, as a sentence for people.
        self.persistence = ""
        #: Notes that fit into no other field.
        self.note = ""

    @property
    def known(self) -> bool:
        return self.origin != ""
