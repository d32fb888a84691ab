"""Settings under one name, to begin with: a settings file says which, and what else it says comes on top."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DOCUMENTS = ("*.md", "*.markdown", "*.mdx", "*.mkd")

#: Each as a settings file would state it.
PROFILES: dict[str, dict[str, Any]] = {
    # What holds without any settings.
    "recommended": {},
    # For a project that wants to hear everything.
    "strict": {
        "select": ["ALL"],
        "fail-on": "info",
        "require-reason": True,
        "baseline-strict": True,
    },
    # For documents that show mistakes on purpose: they are told, and fail nothing.
    "teaching": {"per-file": {pattern: {"severity": {"ALL": "info"}} for pattern in _DOCUMENTS}},
    # For a gate: nothing is silenced without a reason, and the baseline only shrinks.
    "ci": {"require-reason": True, "baseline-strict": True},
}
