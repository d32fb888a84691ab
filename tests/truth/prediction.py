"""What ``persistlint map --format json`` says of a scenario's text."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from persistlint.cli.app import main

#: The engine of these tests, so that the version's own rules are asked for.
SETTINGS = 'engine-version = "26.1"\nclient-version = "26.1"\n'


def map_of(text: str, folder: Path) -> dict[str, Any]:
    """Return the map of ``text``, which is written to a file in ``folder``."""
    script = folder / "scenario.sh"
    script.write_text("#!/bin/bash\n" + text)
    settings = folder / "persistlint.toml"
    settings.write_text(SETTINGS)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = main(["map", "--config", str(settings), "--format", "json", str(script)])
    if status:
        raise RuntimeError(f"`persistlint map` failed: {out.getvalue()}")
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def images_in(text: str) -> tuple[list[str], set[str]]:
    """Return the images that a script's commands run, and those that they make."""
    with tempfile.TemporaryDirectory() as name:
        script = Path(name) / "script.sh"
        script.write_text(text)
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            main(["inspect", "--isolated", str(script)])
    references, made = [], set()
    for command in json.loads(out.getvalue())["commands"]:
        if command.get("image") and command["verb"] in ("container run", "container create"):
            references.append(command["image"]["raw"])
        made |= set(command.get("tags") or ())
    return references, made
