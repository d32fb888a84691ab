"""Compiles ``persistlint/catalogue/images.toml``, which people edit, to ``images.dat``, which lookups read.

``images.dat`` is UTF-8 text: an index, and behind it the images' records, so that a look-up reads the index and one record. The first line is the index's
length in bytes. The index has one line for each image name: the name, a tab, and where the record begins behind the index and how long it is, or, for an
alias, ``=`` and the name of the line that has it. It starts with a line end, so that a name is found by ``index.find(b"\\n" + name + b"\\t")``.
A record is a list of tables between U+001E, the image's own first and then its paths; a table is ``key=value`` between U+001F, with ``1`` and ``0``
for booleans and blanks between the items of a list. (Not JSON: loading a JSON reader would take longer than everything else that a look-up does.)

    python scripts/compile_catalogue.py            writes the file
    python scripts/compile_catalogue.py --check    exit status 1 where the file is stale
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "persistlint" / "catalogue"

_KINDS = """
    database search queue cache registry storage vcs ci cms app auth mail monitoring home media game proxy secrets devtool base
"""
_PATH_KINDS = "data uploads config state secrets cache logs backups"
KINDS = frozenset(_KINDS.split())
PATH_KINDS = frozenset(_PATH_KINDS.split())
LOSSES = frozenset(("severe", "moderate", "minor"))

IMAGE_KEYS: dict[str, type] = {
    "names": list,
    "title": str,
    "kind": str,
    "stateful": bool,
    "source": str,
    "user": str,
    "hostname_keyed": bool,
    "address_keyed": bool,
    "key_env": list,
    "key_source": str,
    "requires": list,
    "requires_source": str,
    "single_writer": bool,
    "persistence": str,
    "default_cmd_writes_nothing": bool,
    "keeps_with": list,
    "drops_with": list,
    "exec_clients": list,
    "version_note": str,
    "path": list,
}
PATH_KEYS: dict[str, type] = {
    "path": str,
    "holds": str,
    "kind": str,
    "loss": str,
    "declared": bool,
    "versions": str,
    "env": str,
    "flag": str,
    "schemes": list,
    "unless_env": list,
    "any_below": bool,
    "chosen": bool,
    "source": str,
}
_WORD_LISTS = frozenset(
    ("exec_clients", "keeps_with", "drops_with", "unless_env", "key_env", "requires", "schemes")
)
REQUIRED = frozenset(("names", "title", "kind", "stateful", "source"))
PATH_REQUIRED = frozenset(("path", "holds", "kind", "loss", "source"))


def problems(catalogue: dict[str, Any]) -> list[str]:
    """Return what is wrong with the catalogue by its schema, one sentence each, an empty list where it is sound."""
    found: list[str] = []
    seen: set[str] = set()
    for unknown in catalogue.keys() - {"image"}:
        found.append(f"unknown table {unknown}")
    for image in catalogue.get("image", []):
        label = str((image.get("names") or ["?"])[0])
        found += [f"{label}: {text}" for text in _shape(image, IMAGE_KEYS, REQUIRED)]
        for name in image.get("names", []):
            if name != name.lower() or not name or any(sign in name for sign in ":@ \t\n"):
                found.append(f"{label}: {name!r} is no repository name")
            if name.startswith(("docker.io/", "library/")):
                found.append(f"{label}: {name!r} isn't written the short way")
            if name in seen:
                found.append(f"{label}: {name!r} stands in two rows")
            seen.add(name)
        if image.get("kind") not in KINDS:
            found.append(f"{label}: unknown kind {image.get('kind')!r}")
        targets: set[tuple[str, str]] = set()
        for path in image.get("path", []):
            found += [f"{label}: {text}" for text in _shape(path, PATH_KEYS, PATH_REQUIRED)]
            if path.get("kind") not in PATH_KINDS:
                found.append(f"{label}: unknown path kind {path.get('kind')!r}")
            if path.get("loss") not in LOSSES:
                found.append(f"{label}: unknown loss {path.get('loss')!r}")
            target = str(path.get("path", ""))
            if not target.startswith("/") or (target.endswith("/") and target != "/") or "//" in target:
                found.append(f"{label}: {target!r} is no cleaned absolute path")
            if not _is_range(str(path.get("versions", ""))):
                found.append(f"{label}: {path.get('versions')!r} is no version range")
            if (target, str(path.get("versions", ""))) in targets:
                found.append(f"{label}: {target!r} stands there twice")
            targets.add((target, str(path.get("versions", ""))))
    return found


def _shape(table: dict[str, Any], keys: dict[str, type], required: frozenset[str]) -> list[str]:
    found = [f"{key} is missing" for key in sorted(required - table.keys())]
    for key, value in table.items():
        if key not in keys:
            found.append(f"unknown key {key}")
        elif not isinstance(value, keys[key]):
            found.append(f"{key} is no {keys[key].__name__}")
        elif any(
            sign in str(item)
            for item in (value if isinstance(value, list) else [value])
            for sign in "\t\n\x1e\x1f"
        ):
            found.append(f"{key} holds a character that separates fields")
        elif isinstance(value, list) and key in _WORD_LISTS and any(" " in item for item in value):
            found.append(f"{key} holds a word with a blank")
        elif key == "keeps_with" and not all("=" in item for item in value):
            found.append(f"{key} holds an option without a value")
    if table.get("requires") and not table.get("requires_source"):
        found.append("requires has no source")
    if (table.get("key_env") or table.get("address_keyed")) and not table.get("key_source"):
        found.append("what its data is keyed by has no source")
    return found


def _is_range(text: str) -> bool:
    """Return whether ``text`` is a list of bounds as ``persistlint.catalogue.versions`` reads it ("" is all versions)."""
    for bound in text.split(",") if text else ():
        number = bound.lstrip("<>=")
        if bound[: len(bound) - len(number)] not in ("<", "<=", ">", ">=", "=="):
            return False
        if not all(part.isdigit() for part in number.split(".")):
            return False
    return True


def compiled(catalogue: dict[str, Any]) -> bytes:
    """Return the bytes of ``images.dat``."""
    records = {
        image["names"][0]: "\x1e".join(_table(table) for table in (_record(image), *image.get("path", ())))
        for image in catalogue["image"]
    }
    lines = {alias: f"={image['names'][0]}" for image in catalogue["image"] for alias in image["names"][1:]}
    body = b""
    for name in sorted(records):
        record = f"{records[name]}\n".encode()
        lines[name] = f"{len(body)} {len(record) - 1}"
        body += record
    index = ("\n" + "".join(f"{name}\t{lines[name]}\n" for name in sorted(lines))).encode()
    return f"{len(index)}\n".encode() + index + body


def _record(image: dict[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {"title": image["title"], "kind": image["kind"], "stateful": image["stateful"]}
    for key, short in (
        ("user", "user"),
        ("hostname_keyed", "hostname_keyed"),
        ("address_keyed", "address_keyed"),
        ("key_env", "key_env"),
        ("requires", "requires"),
        ("single_writer", "single_writer"),
        ("persistence", "persistence"),
        ("default_cmd_writes_nothing", "memory_only"),
        ("keeps_with", "keeps_with"),
        ("drops_with", "drops_with"),
        ("exec_clients", "clients"),
        ("version_note", "note"),
    ):
        if image.get(key):
            record[short] = image[key]
    return record


def _table(table: dict[str, Any]) -> str:
    return "\x1f".join(f"{key}={_value(value)}" for key, value in table.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return " ".join(value)
    return str(value)


def main(arguments: list[str]) -> int:
    """Compile, or check, and say what is wrong. The result is the exit status."""
    catalogue = tomllib.loads((FOLDER / "images.toml").read_text("utf-8"))
    wrong = problems(catalogue)
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    data = compiled(catalogue)
    target = FOLDER / "images.dat"
    if "--check" in arguments:
        if not target.exists() or target.read_bytes() != data:
            print("images.dat is stale: run python scripts/compile_catalogue.py", file=sys.stderr)
            return 1
        return 0
    target.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
