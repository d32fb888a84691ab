"""Builds a Dockerfile with one of the engine's builders and says what became of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.engine import Engine

from .bases import Config

BUILDKIT = "BuildKit"
CLASSIC = "classic"
BUILDERS = (BUILDKIT, CLASSIC)

#: The places that a builder's refusal names; the classic one names none for most.
_LINE = re.compile(r"parse error on line (\d+)|Dockerfile:(\d+)\n|parse error line (\d+)")
_STEP = re.compile(r"^Step (\d+)/\d+ : (.*)", re.MULTILINE)
#: Refusals that no text could tell: an image that isn't here, a file that isn't there, a command that fails.
_OUTSIDE = re.compile(
    r"failed to (?:authorize|do request|resolve|fetch)|no such host|pull access denied|dial tcp|not found$|"
    r"COPY failed|failed to compute cache key|did not complete successfully|returned a non-zero code|lookup .* on |"
    r"repository does not exist|lstat .*no such file or directory|connection refused|network is unreachable"
)


class EngineEnded(RuntimeError):
    """The engine itself ended while it built a Dockerfile: nothing can be compared any more."""


class Built:
    """What a builder made of a Dockerfile: the image's ``config``, or None and the ``refusal`` with the ``line`` that it names.

    ``outside`` is true where the refusal rests on something outside of the Dockerfile.
    """

    __slots__ = ("config", "line", "outside", "refusal")

    def __init__(self, config: Config | None, refusal: str = "") -> None:
        self.config = config
        self.refusal = refusal
        match = _LINE.search(refusal)
        self.line = int(next(group for group in match.groups() if group)) if match else None
        self.outside = bool(re.search(_OUTSIDE, refusal))


def build(engine: Engine, text: str, builder: str, context: Path) -> Built:
    """Build the Dockerfile ``text`` with the folder ``context``."""
    done = engine.docker(
        *("build", "--network", "none", "--quiet", "--force-rm", "-f", "-", str(context)),
        input=text,
        env={"DOCKER_BUILDKIT": "1" if builder == BUILDKIT else "0"},
    )
    if (
        "Cannot connect to the Docker daemon" in done.stderr
        or "error reading from server: EOF" in done.stderr
    ):
        raise EngineEnded(f"{done.stderr}\nwhile it built\n{text}")
    identity = done.stdout.strip().rpartition("\n")[2]
    if done.returncode or not identity.startswith("sha256:"):
        return Built(None, _complaint(done.stderr) or done.stdout)
    inspected = engine.docker("image", "inspect", "--format", "{{json .Config}}", identity)
    return Built(json.loads(inspected.stdout) or {})


def _complaint(text: str) -> str:
    """Return a refusal without the client's remarks about the classic builder."""
    lines = [
        line
        for line in text.splitlines()
        if not line.startswith(("DEPRECATED: ", "            BuildKit is", "            environment-"))
    ]
    return "\n".join(lines).strip() + "\n"
