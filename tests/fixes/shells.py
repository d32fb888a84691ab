"""What bash and ShellCheck say of texts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence


def missing() -> str | None:
    """Return what isn't installed, for a message; None where all is there."""
    for program, package in (("bash", "bash"), ("shellcheck", "shellcheck")):
        if shutil.which(program) is None:
            return f"{program} isn't installed (the package {package})"
    return None


def accepted(text: bytes) -> bool:
    """Return whether ``bash -n`` takes the text for a script."""
    result = subprocess.run(["bash", "-n"], input=text, capture_output=True, check=False)
    return result.returncode == 0


def complaints(texts: Sequence[bytes], shell: str = "bash") -> list[Counter[str]]:
    """For each text how often ShellCheck gives each of its codes. Line ends are made Unix's: about those it complains at every line."""
    with tempfile.TemporaryDirectory(prefix="persistlint-") as folder:
        names = []
        for number, text in enumerate(texts):
            names.append(os.path.join(folder, f"{number}.sh"))
            with open(names[-1], "wb") as file:
                file.write(text.replace(b"\r\n", b"\n"))
        # What a script sources isn't there, which is no matter.
        command = ["shellcheck", "--norc", "-f", "json", "-s", shell, *names]
        result = subprocess.run(command, capture_output=True, check=False)
        counts = {name: Counter[str]() for name in names}
        for comment in json.loads(result.stdout.decode("utf-8", "replace") or "[]"):
            counts[comment["file"]][f"SC{comment['code']}"] += 1
        return [counts[name] for name in names]
