"""The file of a baseline: JSON with a line for each entry, in an order that doesn't depend on how it was made."""

from __future__ import annotations

import json

from persistlint.files.read import read_regular, reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

VERSION = 1

#: A larger baseline isn't read: it would hold a hundred thousand findings.
_MOST_BYTES = 50_000_000


class BaselineProblem(Exception):
    """A baseline that can't be read or written: its ``path``, the ``line`` from 1 (0 where unknown), and why."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(path, line, message)
        self.path = path
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class Entry:
    """A known finding: the ``path`` of its file below the project's root, its rule's ``code``, its ``fingerprint``, how many times it is there, and what it said."""

    __slots__ = ("code", "count", "fingerprint", "message", "path")

    def __init__(self, path: str, code: str, fingerprint: str, message: str, count: int = 1) -> None:
        self.path = path
        self.code = code
        self.fingerprint = fingerprint
        self.message = message
        self.count = count

    @property
    def key(self) -> tuple[str, str, str]:
        return self.path, self.code, self.fingerprint

    def fewer(self, count: int) -> Entry:
        """Return the same entry, counted ``count`` times."""
        return Entry(self.path, self.code, self.fingerprint, self.message, count)


def read_baseline(path: str) -> list[Entry]:
    """Return the entries of the baseline at ``path``. Raises ``BaselineProblem``."""
    try:
        text = read_regular(path, _MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BaselineProblem(path, 0, "it isn't UTF-8") from None
    except (OSError, ValueError) as error:
        raise BaselineProblem(path, 0, _why(error)) from None
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1]
        merge = line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
        reason = "a merge conflict" if merge else f"not JSON: {error.msg}"
        advice = "make it anew with `persistlint baseline`"
        raise BaselineProblem(path, error.lineno, f"{reason}; {advice}") from None
    except RecursionError:
        raise BaselineProblem(path, 0, "not a baseline: nested too deeply") from None
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise BaselineProblem(path, 0, "not a baseline: it has no list `findings`")
    if document.get("version") != VERSION:
        version = document.get("version")
        raise BaselineProblem(
            path, 0, f"it has the version {version!r}, and this persistlint reads version {VERSION}"
        )
    return _counted(_entry(path, number, row) for number, row in enumerate(document["findings"], 1))


def write_baseline(path: str, entries: Iterable[Entry], root: str | None) -> bool:
    """Write the entries to ``path``, whole or not at all; return whether that changed the file.

    Where the user named the path, ``root`` is None and the path is written as named. Else it comes from the settings: it must be a JSON file in
    the project's folder ``root``, no link may lead to it, and what is there must be a baseline. Raises ``BaselineProblem``.
    """
    from persistlint.files.write import NotOurs, write_inside, write_named

    data = render(entries)
    try:
        if _holds(path, data):
            return False
        if root is None:
            write_named(path, data)
        elif not path.lower().endswith(".json"):
            # A file of another name may belong to another program, as a shell's start-up file does.
            raise NotOurs(path, "a baseline that the settings name must have a name with `.json` at its end")
        else:
            write_inside(path, data, root, is_baseline)
    except (OSError, ValueError) as error:
        raise BaselineProblem(path, 0, f"it isn't written: {_why(error)}") from None
    return True


def is_baseline(path: str) -> bool:
    """Return whether the file at ``path`` was a baseline, perhaps before a merge or an editor broke it; an empty file counts."""
    try:
        text = read_regular(path, _MOST_BYTES).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return False
    if not text.strip():
        return True
    return text.lstrip().startswith(("{", "<<<<<<<")) and '"findings"' in text and '"version"' in text


def _holds(path: str, data: bytes) -> bool:
    try:
        return read_regular(path, len(data)) == data
    except (OSError, ValueError):
        return False


def render(entries: Iterable[Entry]) -> bytes:
    """Return the bytes of the baseline file with these entries, one a line, sorted by path and code."""
    rows = []
    for entry in sorted(_counted(entries), key=lambda entry: (*entry.key, entry.message)):
        row: dict[str, Any] = {"path": entry.path, "code": entry.code, "fingerprint": entry.fingerprint}
        if entry.count > 1:
            row["count"] = entry.count
        row["message"] = " ".join(entry.message.split())
        rows.append("    " + _line(row))
    body = "[\n" + ",\n".join(rows) + "\n  ]" if rows else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {body}\n}}\n'.encode()


def _line(row: dict[str, Any]) -> str:
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        # A name with bytes that are no UTF-8.
        return json.dumps(row)
    return text


def _entry(path: str, number: int, row: Any) -> Entry:
    wrong = f"not a baseline: entry {number}"
    if not isinstance(row, dict):
        raise BaselineProblem(path, 0, f"{wrong} is no object")
    values = []
    for name in ("path", "code", "fingerprint", "message"):
        value = row.get(name, "" if name == "message" else None)
        if not isinstance(value, str):
            raise BaselineProblem(path, 0, f"{wrong} has no string `{name}`")
        values.append(value)
    count = row.get("count", 1)
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise BaselineProblem(path, 0, f"{wrong}: `count` is no number from 1 on")
    return Entry(values[0], values[1], values[2], values[3], count)


def _counted(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries with those of equal key joined into one, sorted by key."""
    counted: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        entry_before = counted.get(entry.key)
        # What is said may differ; the least text stands for all of them.
        counted[entry.key] = (
            entry
            if entry_before is None
            else Entry(
                *entry.key,
                message=min(entry_before.message, entry.message),
                count=entry_before.count + entry.count,
            )
        )
    return list(counted.values())


def _why(error: OSError | ValueError) -> str:
    cause = reason(error)
    return cause[:1].lower() + cause[1:]
