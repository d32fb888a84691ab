"""The docker commands that the evaluator lists for a script, with the lines that they stand on."""

from __future__ import annotations

import os
from bisect import bisect_right

from persistlint.hosts import shell
from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.invocation import Invocation
from persistlint.text.document import Document

from .comparison import Place


def places(text: str, files: dict[str, str] | None = None, path: str = "script.sh") -> list[Place]:
    """For a text; ``files`` are those that it may source."""
    given = {name: content.encode("utf-8", "surrogateescape") for name, content in (files or {}).items()}
    return _places(
        path, text.encode("utf-8", "surrogateescape"), lambda name: given.get(os.path.normpath(name))
    )


def places_of_file(root: str, path: str) -> list[Place]:
    """For the script ``path`` below ``root``; sourced files are read below ``root`` too."""
    with open(os.path.join(root, path), "rb") as file:
        data = file.read()
    folder = os.path.dirname(path)

    def read(name: str) -> bytes | None:
        for base in (folder, ""):
            full = os.path.realpath(os.path.join(root, base, name))
            if full.startswith(os.path.realpath(root) + os.sep) and os.path.isfile(full):
                with open(full, "rb") as file:
                    return file.read()
        return None

    return _places(path, data, read)


def _places(path: str, data: bytes, read) -> list[Place]:  # type: ignore[no-untyped-def]
    (fragment,) = shell.fragments(Document(path, data, "shell"))
    folder = os.path.dirname(path)

    def read_source(name: str) -> tuple[str, bytes] | None:
        source = read(name)
        return (os.path.normpath(os.path.join(folder, name)), source) if source is not None else None

    evaluator = Evaluator(path, fragment.dialect, read_source=read_source)
    evaluator.fragment(fragment.text, 0)
    evaluator.uncalled()
    lines: dict[str, list[int]] = {}
    out = []
    for event in evaluator.events:
        if not isinstance(event, Invocation) or not event.is_engine:
            continue
        anchor = event.span.anchor
        if anchor in evaluator.anchors:
            file, text, base = path, fragment.text, evaluator.anchors[anchor][1]
        else:
            file, text, base = evaluator.sourced[anchor]
        starts = lines.get(file)
        if starts is None:
            starts = lines[file] = [0, *(at + 1 for at, byte in enumerate(text) if byte == 10)]
        first = bisect_right(starts, base + event.span.start)
        last = bisect_right(starts, base + event.span.end)
        out.append(Place(event, file, first, last))
    return out
