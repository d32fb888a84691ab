"""The lookup: what the catalogue knows of an image reference."""

from __future__ import annotations

from persistlint.catalogue.bases import ENTRYPOINTS, FURTHER_BASES, PROMPTS, WORKDIRS
from persistlint.catalogue.knowledge import DataPath, ImageKnowledge
from persistlint.catalogue.names import catalogue_names
from persistlint.catalogue.variants import FURTHER_VOLUMES, other_product, path_in_variant, serves
from persistlint.catalogue.versions import NEWEST, UNVERSIONED, in_range, tag_version
from persistlint.docker.image_reference import ImageReference

_known_index: tuple[bytes, int] | None = None


def lookup(reference: ImageReference) -> ImageKnowledge | None:
    """Return the catalogue's facts about the image, None where it has no row for exactly this repository.

    A tag that names no version (none, ``latest``, ``alpine``, an unknown one) is taken for the newest, with ``version_known`` false.
    Raises OSError where the installation's ``images.dat`` can't be read.
    """
    for name in catalogue_names(reference):
        row = _row(name)
        if row is not None and other_product(row[0], reference.tag if reference.tag_known else None):
            return None
        if row is not None:
            return _knowledge(row[0], row[1], reference.tag if reference.tag_known else None)
        if name in FURTHER_BASES:
            return _base(name)
    return None


#: The records that were asked for, by their image's first name.
_records: dict[str, list[dict[str, str]]] = {}


def _row(name: str) -> tuple[str, list[dict[str, str]]] | None:
    """Return the record under ``name`` (or under the name it is an alias of) with that name: the image's table, then its paths' tables."""
    index, records = _index()
    for _ in range(2):
        if name in _records:
            return name, _records[name]
        start = index.find(b"\n" + name.encode("utf-8", "surrogateescape") + b"\t")
        if start < 0:
            return None
        start = index.index(b"\t", start) + 1
        line = index[start : index.index(b"\n", start)].decode("utf-8")
        if not line.startswith("="):
            offset, _, length = line.partition(" ")
            with open(_path(), "rb", 0) as file:
                file.seek(records + int(offset))
                record = file.read(int(length)).decode("utf-8")
            _records[name] = [
                dict(_field(field) for field in table.split("\x1f")) for table in record.split("\x1e")
            ]
            return name, _records[name]
        name = line[1:]
    return None


#: The answers of ``paths_of_namesakes``, for each of which the whole index is gone through.
_namesakes: dict[str, frozenset[str]] = {}


def paths_of_namesakes(name: str) -> frozenset[str]:
    """Return the data paths of the images that other publishers call as the image ``name`` is called ("sctx/overseerr" for "linuxserver/overseerr").

    Somebody who changes the image and not its mounts leaves one on such a path.
    """
    if name in _namesakes:
        return _namesakes[name]
    own_paths = _row(name)
    index, _ = _index()
    last = name.rpartition("/")[2].encode("utf-8", "surrogateescape")
    paths: set[str] = set()
    for ending in (b"/" + last + b"\t", b"\n" + last + b"\t"):
        at = index.find(ending)
        while at >= 0:
            start = at + 1 if ending.startswith(b"\n") else index.rindex(b"\n", 0, at) + 1
            row = _row(index[start : index.index(b"\t", start)].decode("utf-8", "surrogateescape"))
            if row is not None and (own_paths is None or row[0] != own_paths[0]):
                paths |= {entry.get("path", "") for entry in row[1][1:] if entry.get("loss") != "minor"}
            at = index.find(ending, at + 1)
    _namesakes[name] = frozenset(paths - {""})
    return _namesakes[name]


def _field(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    return key, value


def _index() -> tuple[bytes, int]:
    """Return the index of ``images.dat`` (``scripts/compile_catalogue.py`` has its form), and the offset where the records begin."""
    global _known_index
    if _known_index is None:
        with open(_path(), "rb") as file:
            index = file.read(int(file.readline()))
            _known_index = index, file.tell()
    return _known_index


def _path() -> str:
    folder = __file__.replace("\\", "/").rpartition("/")[0]
    return f"{folder}/images.dat"


def _base(name: str) -> ImageKnowledge:
    knowledge = ImageKnowledge("catalogue", FURTHER_BASES[name])
    knowledge.name = name
    knowledge.kind = "base"
    knowledge.stateful = False
    knowledge.volumes_known = True
    knowledge.workdir = WORKDIRS.get(name)
    return knowledge


def _knowledge(name: str, tables: list[dict[str, str]], tag: str | None) -> ImageKnowledge:
    record = tables[0]
    knowledge = ImageKnowledge("catalogue", record.get("title", ""))
    knowledge.name = name
    knowledge.kind = record.get("kind", "")
    knowledge.stateful = (record.get("stateful") == "1") and serves(name, tag)
    knowledge.user = record.get("user", "") or None
    knowledge.hostname_keyed = record.get("hostname_keyed") == "1"
    knowledge.address_keyed = record.get("address_keyed") == "1"
    knowledge.key_env = record.get("key_env", "").split()
    knowledge.single_writer = record.get("single_writer") == "1"
    knowledge.memory_only = record.get("memory_only") == "1"
    knowledge.persistence = record.get("persistence", "")
    knowledge.keeps_with = record.get("keeps_with", "").split()
    knowledge.drops_with = record.get("drops_with", "").split()
    knowledge.note = record.get("note", "")
    knowledge.clients = record.get("clients", "").split()
    knowledge.workdir = WORKDIRS.get(name)
    knowledge.entrypoint = ENTRYPOINTS.get(name)
    knowledge.prompt = name in PROMPTS
    version = tag_version(name, tag)
    knowledge.version_known = version is not None
    if version is None:
        version = UNVERSIONED.get(name, NEWEST)
    if not serves(name, tag):
        return knowledge
    for group in record.get("requires", "").split():
        versions, _, variables = group.rpartition(":")
        if in_range(version, versions):
            knowledge.requires.append(tuple(variables.split("|")))
    knowledge.volumes = list(FURTHER_VOLUMES.get(name, ()))
    read = False
    for entry in tables[1:]:
        path = _data_path(entry)
        if not path_in_variant(name, tag, path.path):
            read = read or path.declared is not None
            continue
        if in_range(version, path.versions):
            read = read or path.declared is not None
            if knowledge.stateful:
                knowledge.paths.append(path)
            if path.declared and path.path not in knowledge.volumes:
                knowledge.volumes.append(path.path)
        else:
            knowledge.other_paths.append(path)
    # Rows whose paths come from compose collections alone say nothing about the image's other VOLUMEs.
    knowledge.volumes_known = read or not tables[1:]
    return knowledge


def _data_path(entry: dict[str, str]) -> DataPath:
    declared = entry.get("declared")
    return DataPath(
        entry.get("path", ""),
        holds=entry.get("holds", ""),
        loss=entry.get("loss", ""),
        kind=entry.get("kind", ""),
        declared=declared == "1" if declared is not None else None,
        env=entry.get("env", ""),
        flag=entry.get("flag", ""),
        versions=entry.get("versions", ""),
        source=entry.get("source", ""),
        unless_env=tuple(entry.get("unless_env", "").split()),
        any_below=entry.get("any_below") == "1",
        chosen=entry.get("chosen") == "1",
        schemes=tuple(entry.get("schemes", "").split()),
    )
