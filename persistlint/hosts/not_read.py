"""Kinds of files in which docker commands may stand and that aren't read, each with the reason (docs/hosts.md says the same)."""

from __future__ import annotations

from persistlint.text.regex import regex

_GRAMMAR = "its grammar isn't a shell's"
_MARKUP = "its markup isn't read"
_KUBERNETES = "what it starts is written in Kubernetes' objects"

_BY_EXTENSION = {
    ".bat": ("batch file", _GRAMMAR),
    ".cmd": ("batch file", _GRAMMAR),
    ".htm": ("HTML", _MARKUP),
    ".html": ("HTML", _MARKUP),
    ".ipynb": ("notebook", "its cells aren't read"),
    ".kube": ("Quadlet's Kubernetes unit", _KUBERNETES),
    ".ps1": ("PowerShell", _GRAMMAR),
}
_BY_NAME = {
    "jenkinsfile": ("Jenkinsfile", _GRAMMAR),
    "justfile": ("justfile", "its recipes aren't read"),
    "vagrantfile": ("Vagrantfile", _GRAMMAR),
}
_COMMAND = regex(
    rb"\b(?:docker|podman|docker-compose)[ \t]+(?:build|compose|container|cp|create|down|exec|run|up|volume)\b"
)


def kind_not_read(name: str) -> tuple[str, str] | None:
    """Return what a file is by its ``name``, and why it isn't read; None for a file in which nobody expects a docker command."""
    lower = name.lower()
    extension = lower[lower.rfind(".") :] if "." in lower[1:] else ""
    return _BY_NAME.get(lower) or _BY_EXTENSION.get(extension)


def holds_command(start: bytes) -> bool:
    """Return whether the beginning of a file has a docker command in it."""
    return _COMMAND.search(start) is not None
