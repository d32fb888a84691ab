"""Counts how many ``docker run`` commands name an image that the catalogue knows.

    persistlint inspect --isolated FOLDER > commands.json
    python scripts/known_images.py commands.json

``inspect`` lists each command that stands in the folder's texts, once for each way in which it happens. Counted are ``docker run`` and ``docker create``. An image whose name
isn't written there (``$IMAGE``) can't be known to a catalogue; one that a text of the folder builds (``docker build -t NAME``) is known from its Dockerfile.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from persistlint.catalogue.lookup import lookup
from persistlint.docker.image_reference import parse_reference
from persistlint.shell.values import Value

_MAKERS = ("container run", "container create")


def main(arguments: list[str]) -> int:
    """Count and print; the most frequent unknown images come last."""
    commands = json.loads(Path(arguments[0]).read_text("utf-8"))["commands"]
    built = set()
    for command in commands:
        built |= {parse_reference(Value.of(tag)).familiar for tag in command.get("tags") or () if tag}
    runs = [command for command in commands if command["verb"] in _MAKERS]
    named, known, own, loose = 0, 0, 0, Counter[str]()
    for command in runs:
        image = command.get("image")
        if not image or not image["path"]:
            continue
        named += 1
        reference = parse_reference(Value.of(image["raw"] if "⟨" not in image["raw"] else _name(image)))
        if lookup(reference) is not None:
            known += 1
        elif reference.familiar in built:
            own += 1
        else:
            loose[reference.familiar or "?"] += 1
    print(f"{len(runs)} commands; {named} name their image")
    print(f"{known} ({_share(known, named)}) of these are in the catalogue")
    print(f"{own} ({_share(own, named)}) are built by a text of the folder")
    for name, count in loose.most_common(30):
        print(f"{count:6} {name}")
    return 0


def _name(image: dict[str, str]) -> str:
    """Return the repository of a reference whose tag isn't known."""
    return f"{image['domain']}/{image['path']}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):.1f} %"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
