"""Findings against a baseline: which are known, which are new, and which entries nothing answers to any more."""

from __future__ import annotations

import os

from persistlint.baseline.file import Entry
from persistlint.rules.fingerprints import fingerprint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from persistlint.rules.finding import Finding


class KnownEntries:
    """The entries of a baseline while a run uses them up. ``root`` is the folder that their paths count from.

    An entry counts for as many findings as it says. One whose file is gone counts for an equal finding of a file that the baseline doesn't
    name: the file has another name now.
    """

    __slots__ = ("_entries", "_gone", "_left", "_moved", "root")

    def __init__(self, entries: Iterable[Entry], root: str) -> None:
        self.root = root
        self._entries = {entry.key: entry for entry in entries}
        self._left = {key: entry.count for key, entry in self._entries.items()}
        #: Entries by code and fingerprint whose file isn't there; found when the first finding asks.
        self._gone: dict[tuple[str, str], list[Entry]] | None = None
        #: Which entry of a file that is gone a finding was taken for: the new path, and how many times.
        self._moved: dict[tuple[tuple[str, str, str], str], int] = {}

    def split(self, path: str, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Return the new and the known findings of the file at ``path`` (below the root). Each known entry is used up by one finding."""
        new: list[Finding] = []
        known_findings: list[Finding] = []
        for finding in findings:
            (known_findings if self._take(path, finding) else new).append(finding)
        return new, known_findings

    def outdated(self, seen: Callable[[Entry], bool]) -> list[Entry]:
        """Return the entries that no finding answers to, of those that the run has ``seen``, each with how often it is missing."""
        return [
            self._entries[key].fewer(count)
            for key, count in sorted(self._left.items())
            if count and seen(self._entries[key])
        ]

    def pruned(self, seen: Callable[[Entry], bool]) -> list[Entry]:
        """Return the entries without the outdated ones. Entries of a renamed file get its new name."""
        missing = {entry.key: entry.count for entry in self.outdated(seen)}
        moved: dict[tuple[str, str, str], int] = {}
        out = []
        for (key, path), count in self._moved.items():
            moved[key] = moved.get(key, 0) + count
            entry = self._entries[key]
            out.append(Entry(path, entry.code, entry.fingerprint, entry.message, count))
        for key, entry in self._entries.items():
            count = entry.count - missing.get(key, 0) - moved.get(key, 0)
            if count > 0:
                out.append(entry.fewer(count))
        return out

    def _take(self, path: str, finding: Finding) -> bool:
        print_ = fingerprint(finding)
        key = (path, finding.code, print_)
        if self._left.get(key):
            self._left[key] -= 1
            return True
        for entry in self._elsewhere().get((finding.code, print_), ()):
            if self._left[entry.key]:
                self._left[entry.key] -= 1
                self._moved[entry.key, path] = self._moved.get((entry.key, path), 0) + 1
                return True
        return False

    def _elsewhere(self) -> dict[tuple[str, str], list[Entry]]:
        if self._gone is None:
            self._gone = {}
            there: dict[str, bool] = {}
            for entry in self._entries.values():
                if entry.path not in there:
                    there[entry.path] = os.path.lexists(os.path.join(self.root, *entry.path.split("/")))
                if not there[entry.path]:
                    self._gone.setdefault((entry.code, entry.fingerprint), []).append(entry)
        return self._gone
