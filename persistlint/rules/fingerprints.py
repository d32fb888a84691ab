"""Fingerprints, by which a finding stays the same one whatever happens to the lines around it.

A finding is known by its rule, by what it says it is about (``Finding.identity``) and by the meaning of the docker command that it stands
at. Neither the path of the file nor a line, a column or the way in which the command is written counts: a finding stays the same when lines
move, when the file is renamed or formatted, and when something else in it changes.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from persistlint.docker.commands import Command
    from persistlint.rules.finding import Finding

#: The attributes that name what a command acts on, the first that a command has counting.
_OBJECTS = ("name", "container", "containers", "volumes", "tags", "images", "tag")


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Return a fingerprint for each finding of one document, all different: the second of two equal ones ends in ``:2``, and so on."""
    seen: dict[str, int] = {}
    out = []
    for finding in findings:
        base = fingerprint(finding)
        count = seen[base] = seen.get(base, 0) + 1
        out.append(base if count == 1 else f"{base}:{count}")
    return out


def fingerprint(finding: Finding) -> str:
    """Return the finding's own fingerprint. Findings that say the same about equal commands share it."""
    from hashlib import sha256

    text = "\0".join((finding.code, finding.about, _flat(finding.identity)))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def meaning(command: Command) -> str:
    """Return what the command does to which container, volume or image, without how it is written: ``container run db``.

    A container without a name goes by its image, without the tag: another version of it is the same container.
    """
    for attribute in _OBJECTS:
        names = _names(getattr(command, attribute, None))
        if names:
            return f"{command.verb} {names}"
    image = getattr(command, "image", None)
    return f"{command.verb} {_names(image)}".rstrip()


def identity_without_tag(identity: str, command: Command) -> str:
    """Return ``identity`` with the command's image as its name alone, where it holds the image as written."""
    image = getattr(command, "image", None)
    if image is None or not image.path:
        return identity
    written = image.raw.display()
    name = _names(image)
    return identity.replace(written, name) if written != name else identity


def _names(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(_names(item) for item in value)
    if value is None or isinstance(value, bool):
        return ""
    if hasattr(value, "raw"):
        # An image: domain and path, as far as they are known.
        return f"{value.domain}/{value.path}" if value.path else _flat(value.raw.display())
    return _flat(value.display())


def _flat(text: str) -> str:
    """Return the text without differences of formatting: blanks and line ends become one blank, and `` `x` `` is ``$(x)``."""
    for mark in ("`", "$(", ")"):
        text = text.replace(mark, "")
    return " ".join(text.split())
