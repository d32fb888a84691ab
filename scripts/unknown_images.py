"""Lists the images that a tree names and that the catalogue doesn't know, the most frequent first.

    persistlint inspect FOLDER | python scripts/unknown_images.py

One line an image: in how many files its name stands, and the name without tag, mirror and processor (``arm64v8/redis`` counts as ``redis``). The last line says how
many of all names that stand in files are known. Names out of variables aren't counted.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from persistlint.catalogue.lookup import lookup
from persistlint.catalogue.names import catalogue_names
from persistlint.docker.image_reference import parse_reference
from persistlint.shell.values import Value


def named(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each image that the record of ``persistlint inspect`` names, with the file that it stands in."""
    for command in record["commands"]:
        image = command.get("image")
        if image and image.get("path"):
            tag = f":{image['tag']}" if image.get("tag") else ""
            yield f"{image.get('domain') or 'docker.io'}/{image['path']}{tag}", command["path"]
    for definition in record.get("images", ()):
        stages = {stage["name"] for stage in definition["stages"]}
        for stage in definition["stages"]:
            base = stage.get("from")
            if base and base != "scratch" and base not in stages and "⟨" not in base:
                yield base, definition["path"]


def main() -> int:
    """Print the list. The result is the exit status."""
    files: dict[str, set[str]] = {}
    known: set[str] = set()
    for text, path in named(json.load(sys.stdin)):
        reference = parse_reference(Value.of(text))
        name = next(iter(reversed(catalogue_names(reference))), text)
        files.setdefault(name, set()).add(path)
        if lookup(reference) is not None:
            known.add(name)
    counts = Counter({name: len(paths) for name, paths in files.items()})
    for name, count in counts.most_common():
        if name not in known:
            print(f"{count:6} {name}")
    total = sum(counts.values())
    there = sum(count for name, count in counts.items() if name in known)
    print(
        f"{there} of {total} names in files are known ({there / total:.1%})" if total else "no image is named"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
