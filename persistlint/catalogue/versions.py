"""Versions in tags, and the ranges of versions that a data path is true for."""

from __future__ import annotations

Version = tuple[int, ...]

#: The version of a tag that names none. Elsewhere it is the newest there is.
#: influxdb: "the tag latest is 2.x" (version_note of its row).
UNVERSIONED: dict[str, Version] = {"influxdb": (2,)}

#: Later than every version.
NEWEST: Version = (1 << 30,)

#: Images whose tag gives the version of the PostgreSQL in them as pgNN.
POSTGRES_IN_TAG = frozenset(
    ("pgvector/pgvector", "ankane/pgvector", "timescale/timescaledb", "timescale/timescaledb-ha")
)

#: Tags that name a generation without its number (version_notes of the rows).
_TAGS: dict[tuple[str, str], Version] = {
    ("influxdb", "core"): (3,),
    ("influxdb", "enterprise"): (3,),
    ("geonetwork", "postgres"): (3, 12),
}

#: The last major versions that were built on an old release of Debian or Alpine: a tag of the release alone has moved no further.
#: Read in library/postgres of github.com/docker-library/official-images, before the commits 7371a302, 1e9b310b, 3b09e7a1 and 29e2d2e5.
_LAST_ON: dict[tuple[str, str], Version] = {
    ("postgres", "bullseye"): (17,),
    ("postgres", "buster"): (13,),
    ("postgres", "alpine3.20"): (17,),
    ("postgres", "alpine3.18"): (16,),
}

_PRERELEASES = ("alpha", "beta", "rc", "b", "a")


def tag_version(name: str, tag: str | None) -> Version | None:
    """Return the version that ``tag`` of the catalogue's image ``name`` gives, None where it gives none.

    ``16-alpine`` is (16,), ``v1.2.3`` (1, 2, 3), ``latest`` None; ``latest-pg17`` of an image built on PostgreSQL is (17,).
    """
    if not tag:
        return None
    if name in POSTGRES_IN_TAG:
        for part in tag.replace(".", "-").replace("_", "-").split("-"):
            if part.startswith("pg") and part[2:].isdecimal() and len(part) <= 10:
                return (int(part[2:]),)
        return None
    if (name, tag) in _TAGS:
        return _TAGS[name, tag]
    if (name, tag) in _LAST_ON:
        return _LAST_ON[name, tag]
    text = tag[1:] if tag[:1] in ("v", "V") else tag
    end = 0
    while end < len(text) and (text[end].isdecimal() or text[end] == "."):
        end += 1
    rest = text[end:]
    if rest and rest[0] not in "-_+" and not rest.startswith(_PRERELEASES):
        return None
    numbers = [part for part in text[:end].split(".") if part]
    # A number of more than eight digits is a date or a commit, no version.
    if not numbers or any(len(number) > 8 for number in numbers):
        return None
    return tuple(int(number) for number in numbers)


def in_range(version: Version, versions: str) -> bool:
    """Return whether ``version`` lies in ``versions`` ("<18", ">=2,<3"; "" holds every version).

    A version that is shorter than a bound means the last one that starts so: ``3`` is at or above ``3.1``. A longer one belongs to the bound
    that it starts with: ``6.0.4`` is at ``6.0``.
    """
    for bound in versions.split(",") if versions else ():
        number = bound.lstrip("<>=")
        operator = bound[: len(bound) - len(number)]
        limit = tuple(int(part) for part in number.split("."))
        cut_version = (version + NEWEST * len(limit))[: len(limit)]
        holds = (
            cut_version < limit
            if operator == "<"
            else cut_version <= limit
            if operator == "<="
            else cut_version > limit
            if operator == ">"
            else cut_version >= limit
            if operator == ">="
            else cut_version == limit
        )
        if not holds:
            return False
    return True
