"""The exit statuses that every subcommand shares. 1 is for findings, and only for them."""

from __future__ import annotations

#: Something that was asked for could not be done.
FAILED = 2

#: The run was interrupted, as shells have it for SIGINT.
INTERRUPTED = 130
