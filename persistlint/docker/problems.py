"""Collects what docker would refuse while a command is read.

The kinds, by what they are about:

* the command line: ``unknown-flag``, ``bad-flag-syntax``, ``missing-value``, ``bad-option-value``, ``missing-operand``, ``too-many-operands``,
  ``bad-reference``, ``bad-container-name``, ``empty-name``, ``bad-restart-policy``, ``restart-with-rm``, ``duplicate-network``, ``conflicting-networks``,
  ``conflicting-options``, ``copy-without-container``, ``copy-between-containers``, ``stdin-twice``;
* the source of a mount, or a volume's name: ``tilde``, ``relative-bind-source``, ``path-as-volume-source``, ``unexpanded-variable``, ``short-volume-name``,
  ``bad-volume-name``, ``missing-source``, ``empty-source``, ``source-of-tmpfs``;
* its target: ``relative-target``, ``target-is-root``, ``missing-target``, ``duplicate-target`` (``tilde`` too);
* ``-v``: ``bad-mode``, ``mode-of-other-type``, ``mode-without-source``, ``empty-section``, ``too-many-colons``;
* ``--mount``: ``unknown-mount-key``, ``unknown-mount-type``, ``not-a-pair``, ``empty-value``, ``empty-mount``, ``bad-mount-value``,
  ``mixed-mount-options``, ``bad-csv``, ``whitespace`` (of names and targets of ``-v`` too);
* ``volume create``: ``bad-volume-option``, ``missing-volume-option``;
* any mount of podman's: ``refused-mount``, besides ``duplicate-target``.
"""

from __future__ import annotations

from persistlint.docker.commands import SyntaxProblem
from persistlint.docker.mounts import Mount
from persistlint.docker.option_table import NEWEST, Version, version_of
from persistlint.text.spans import Span


class Problems:
    """The refusals that hold for one client version. A silent collector (nerdctl, whose refusals aren't known) keeps none."""

    __slots__ = ("found", "silent", "version")

    def __init__(self, version: Version = NEWEST, silent: bool = False) -> None:
        self.version = version
        self.silent = silent
        self.found: list[SyntaxProblem] = []

    def add(
        self,
        kind: str,
        reason: str,
        span: Span | None,
        *,
        mount: Mount | None = None,
        before: str = "",
        since: str = "",
        by: str = "client",
    ) -> None:
        """Note a refusal, unless the version in force accepts it: it is at or past ``before``, or older than ``since``."""
        if self.silent:
            return
        if before and self.version >= version_of(before):
            return
        if since and self.version < version_of(since):
            return
        self.found.append(SyntaxProblem(reason, span, before, kind=kind, mount=mount, since=since, by=by))

    def last_is_about(self, mount: Mount) -> bool:
        """Return whether the last refusal that is noted is this mount's."""
        return bool(self.found) and self.found[-1].mount is mount
