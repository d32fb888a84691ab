"""Engines by their names, and by the names of variables that hold one (``$DOCKER``, ``$CONTAINER_ENGINE``)."""

from __future__ import annotations

from persistlint.shell.values import Unknown, Value
from persistlint.text.regex import regex

#: Programs that are engines, and the engine that each is.
ENGINE_NAMES = {
    "docker": "docker",
    "podman": "podman",
    "nerdctl": "nerdctl",
    "docker-compose": "docker",
    "nvidia-docker": "docker",
    "podman-remote": "podman",
}

#: What an engine may be told to do: without one, a word that may be an engine is none.
ENGINE_VERBS = frozenset(
    {
        "run",
        "create",
        "exec",
        "start",
        "stop",
        "rm",
        "cp",
        "build",
        "buildx",
        "volume",
        "container",
        "image",
        "compose",
        "pull",
        "push",
        "commit",
        "kill",
        "restart",
        "logs",
        "ps",
        "inspect",
        "network",
        "system",
        "rmi",
        "tag",
        "save",
        "load",
        "export",
        "import",
        "images",
        "info",
        "version",
        "login",
    }
)

#: An engine's name that a substitution looks up or prints.
_SOUGHT = regex(
    r"(?:which|command[ \t]+-v|type[ \t]+-[pP]|echo|printf)[ \t]+[\"']?(docker|podman|nerdctl)(?![\w./:-])"
)


def _is_like_an_engine(name: str) -> bool:
    lowered = name.lower()
    return (
        lowered
        in (
            "docker",
            "podman",
            "engine",
            "oci_bin",
            "container_cmd",
            "container_engine",
            "container_runtime",
            "container_tool",
            "container_cli",
            "runtime",
            "container_bin",
            "dkr",
            "nerdctl",
        )
        or (
            lowered.startswith(("docker_", "podman_"))
            and lowered.endswith(("cmd", "bin", "exe", "command", "cli", "exec", "path"))
        )
        or lowered.endswith(("_docker", "_podman"))
    )


def engine_named(name: str) -> str:
    """Return the engine that an unknown piece of this name stands for, "" where the name doesn't tell.

    ``name`` is a variable's (``DOCKER``, ``CONTAINER_ENGINE``), or a substitution that looks for an engine (``$(command -v docker)``).
    """
    if name.startswith(("$(", "`")):
        names = _SOUGHT.findall(name)
        return "" if not names else "docker" if "docker" in names else str(names[0])
    if _is_like_an_engine(name):
        return "podman" if "podman" in name.lower() else "docker"
    return ""


def held_by(name: str, value: Value) -> Value:
    """Return the value of a variable of this name. An unknown value is an engine where the variable is named like one.

    The piece takes the variable's name, so that it is seen wherever a program's word is (``sudo $CONTAINER_ENGINE run``).
    """
    pieces = value.pieces
    if len(pieces) != 1 or not isinstance(pieces[0], Unknown) or not _is_like_an_engine(name):
        return value
    piece = pieces[0]
    if engine_named(piece.name):
        return value
    return Value((Unknown(name, piece.key, piece.span, piece.quoting, piece.kind),), value.assumes)
