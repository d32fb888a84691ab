"""The traces that docker commands leave in a text: whether it can hold any is told from its bytes alone, and most files need no more."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document

#: What every text that can reach an engine holds (``DOCKER``, ``Podman`` and the like included).
_TRACES = (
    b"ocker",
    b"OCKER",
    b"odman",
    b"ODMAN",
    b"erdctl",
    b"ERDCTL",
    b"ONTAINER",
    b"ENGINE",
    b"RUNTIME",
    b"OCI_BIN",
)


def may_hold_commands(document: Document) -> bool:
    """Return whether the text can reach a docker command at all. A script may do so through a file that it sources."""
    data = document.data
    if document.language in ("dockerfile", "compose", "quadlet"):
        return True
    if document.language == "json" and b'"mounts"' in data:
        return True
    if document.language == "workflow" and b"volumes:" in data:
        # Containers of a job.
        return True
    if holds_trace(data):
        return True
    if document.language == "markdown" and b"services:" in data:
        return True
    return document.language == "shell" and (b"source " in data or b"\n. " in data or data.startswith(b". "))


def holds_trace(data: bytes) -> bool:
    """Return whether an engine's name, or a variable named like one, stands in the text."""
    return any(trace in data for trace in _TRACES)
