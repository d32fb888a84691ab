"""Changes of rules by version: the entries of CHANGELOG.md that name a rule's code."""

from __future__ import annotations

import os
import re

from persistlint.text.budgets import MOST_BYTES_OF_CHANGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

#: The rules that CHANGELOG.md speaks of.
PACKAGE = "persistlint_rules"


_HEADING = re.compile(r"## +(?P<version>\d[^\s(]*)(?P<rest>.*)")
_CODE = re.compile(r"\bPSL\d{3}\b")
_NEW = re.compile(r"New rules?\b")


class Change:
    """An entry of the changelog: its ``text`` on one line, the ``codes`` that it names, and whether it says that these are new rules."""

    __slots__ = ("codes", "is_new", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.codes = tuple(dict.fromkeys(_CODE.findall(text)))
        self.is_new = _NEW.match(text) is not None


class Release:
    """A version with its ``title`` ("0.2.0 (2027-01-15)") and the changes that name rules, in the changelog's order."""

    __slots__ = ("changes", "is_first", "title", "version")

    def __init__(self, version: str, title: str) -> None:
        self.version = version
        self.title = title
        #: Whether it is the oldest: what the changelog never calls new came with it.
        self.is_first = False
        self.changes: list[Change] = []


def read_releases(text: str) -> list[Release]:
    """Return the versions of a changelog, newest first as it has them, with the entries that name a rule."""
    from persistlint.rules.pages import portable

    releases: list[Release] = []
    entry: list[str] = []

    def end_entry() -> None:
        change = Change(" ".join(entry))
        if releases and change.codes:
            releases[-1].changes.append(change)
        entry.clear()

    for line in portable(text).split("\n"):
        heading = _HEADING.match(line)
        if heading is not None or line.startswith("- ") or not line.strip():
            end_entry()
        if heading is not None:
            releases.append(Release(heading["version"], f"{heading['version']}{heading['rest'].rstrip()}"))
        elif line.startswith("- "):
            entry.append(line[2:].strip())
        elif entry:
            entry.append(line.strip())
    end_entry()
    if releases:
        releases[-1].is_first = True
    return releases


def releases_known() -> list[Release]:
    """Return the versions of the changelog that came with this installation, none where it isn't there."""
    from persistlint.files.read import read_regular

    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    # An installation has it in the package, the sources beside it.
    for folder in (package, os.path.dirname(package)):
        try:
            return read_releases(
                read_regular(os.path.join(folder, "CHANGELOG.md"), MOST_BYTES_OF_CHANGES).decode("utf-8")
            )
        except (OSError, UnicodeDecodeError):
            continue
    return []


def first_version(code: str, releases: Sequence[Release]) -> str:
    """Return the version that a rule came with: the one whose entry calls it new, else the first of all; "" where none is known."""
    for release in releases:
        if any(change.is_new and code in change.codes for change in release.changes):
            return release.version
    return releases[-1].version if releases else ""


def changes_of(code: str, releases: Sequence[Release]) -> list[tuple[str, str]]:
    """Return what changed about a rule: pairs of a version and an entry, newest first."""
    return [
        (release.version, change.text)
        for release in releases
        for change in release.changes
        if code in change.codes
    ]


def releases_after(version: str, releases: Sequence[Release]) -> list[Release] | None:
    """Return the versions that are newer than ``version``, None where the changelog doesn't have it."""
    versions = [release.version for release in releases]
    return list(releases[: versions.index(version)]) if version in versions else None
