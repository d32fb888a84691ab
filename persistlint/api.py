"""persistlint as a library: ``persistlint.analyse``. What is here keeps to semantic versioning; docs/api.md is its page.

``import persistlint`` doesn't load this module: the first use of one of its names does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from persistlint.analysis.workspace import Workspace
from persistlint.cli.crash import told
from persistlint.cli.mend import mended
from persistlint.report.json_report import fields_of, finding_fields, not_understood_fields
from persistlint.rules.registry import forget, rules_for
from persistlint.settings.problem import SettingsProblem
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from persistlint.analysis.analysis import Analysis, Lookup
    from persistlint.hosts.discover import FoundFile

__all__ = [
    "Edit",
    "Finding",
    "Fix",
    "NotUnderstood",
    "Related",
    "Result",
    "SettingsError",
    "analyse",
]

#: Settings that are wrong. The message names the key, and the value that was probably meant.
SettingsError = SettingsProblem


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands from ``line``, ``column`` to ``end_line``, ``end_column`` by ``text``. Lines and columns (code points) count from 1, the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding together. ``applicability`` is "safe" or "unsafe" (it may change what the commands do in other ways)."""

    title: str
    applicability: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that the finding is about, with its part in it."""

    path: str
    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of a rule at a place.

    ``code`` ("PSL101") and ``rule`` ("unmounted-data-path") name the rule, ``url`` is its page. ``severity`` is "error", "warning", "info" or "hint". ``when`` is the
    condition under which it happens ("when $1 is stop"), None where it always does. ``fingerprint`` stays when lines move. The first of ``fixes`` is preferred.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    rule: str
    severity: str
    message: str
    when: str | None
    fingerprint: str
    url: str
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A place that could not be followed, and ``why``. Nothing is claimed about it."""

    path: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """The findings in one text.

    ``findings`` stand in the order of the text; ``suppressed`` are those that a comment in it silences. ``errors`` are rules that broke down, one line each: the
    other rules' findings are there all the same.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    not_understood: tuple[NotUnderstood, ...]
    errors: tuple[str, ...]
    _run: _Run = field(repr=False, compare=False)

    def fixed(self, unsafe: bool = False) -> str:
        """Return the text with its safe fixes made, and with ``unsafe`` the others too. Nothing is written anywhere.

        Line ends and a byte order mark stay.
        """
        return self._run.fixed(unsafe)


def analyse(
    text: str | bytes,
    path: str = "script.sh",
    *,
    language: str | None = None,
    settings: Mapping[str, Any] | None = None,
    root: str | os.PathLike[str] | None = None,
) -> Result:
    """Return what the docker commands in ``text`` do to data.

    ``path`` names the text in findings and tells its language, unless ``language`` does: "shell", "dockerfile", "markdown", "compose", "makefile", "workflow", "systemd", "quadlet" or "json". ``settings`` holds the keys of a
    ``persistlint.toml``; no settings file is read. ``root`` is the project's folder: files in it that the text speaks of (a sourced script, a Dockerfile that is built) are read,
    with ``path`` seen from there. Without it nothing but the text is looked at. No command is run either way.

    Raises ``SettingsError`` for wrong settings and ``ValueError`` for an unknown language.
    """
    run = _Run(text, path, language, settings, root)
    return run.result()


#: The languages that ``analyse`` takes.


class _Run:
    """One call: the document, its settings, the project."""

    __slots__ = ("analysis", "document", "errors", "path", "settings", "workspace")

    def __init__(
        self,
        text: str | bytes,
        path: str,
        language: str | None,
        settings: Mapping[str, Any] | None,
        root: str | os.PathLike[str] | None,
    ) -> None:
        data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else bytes(text)
        from persistlint.hosts.detect import LANGUAGES, language_of

        if language is None:
            language = language_of(path, data[:4096]) or "shell"
        elif language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}; there are {', '.join(LANGUAGES)}")
        folder = os.path.abspath(root) if root is not None else os.path.abspath(os.curdir)
        self.path = path
        self.settings = _settings(settings, folder).for_path(os.path.join(folder, path))
        self.workspace = Workspace(folder) if root is not None else _Nowhere(folder)
        # Files are looked up from the document's own folder, which must not depend on where the process happens to be.
        self.document = Document(os.path.join(folder, path) if root is not None else path, data, language)
        self.errors: list[str] = []
        self.analysis: Analysis | None = None

    def result(self) -> Result:
        try:
            analysis = self.analysis = self.analyse(self.document, self.settings)
            self.keep_checked(analysis, self.settings)
            suppressed = [fields_of(finding, "", analysis.sources) for finding in analysis.suppressed]
            return Result(
                tuple(self._finding(fields) for fields in finding_fields(analysis)),
                tuple(self._finding(fields) for fields in suppressed),
                tuple(
                    NotUnderstood(self._shown(row["path"]), row["line"], row["why"])
                    for row in not_understood_fields(analysis)
                ),
                tuple(self.errors),
                self,
            )
        finally:
            forget(self.settings)

    def fixed(self, unsafe: bool) -> str:
        assert self.analysis is not None
        try:
            data = mended(self, self.document, self.settings, self.analysis, unsafe).data
        finally:
            forget(self.settings)
        return data.decode("utf-8", "surrogateescape")

    # What ``mended`` asks.

    def analyse(self, document: Document, settings: Settings) -> Analysis:
        from persistlint.analysis.analyse import analyse as analyse_document

        rules = rules_for(settings)
        analysis = analyse_document(document, self.workspace, settings)
        for failure in rules.failures:
            self.errors.append(f"{failure.rule.code} ({failure.rule.name}): {told(failure.error)}")
        rules.failures.clear()
        return analysis

    def keep_checked(self, analysis: Analysis, settings: Settings) -> None:
        from persistlint.analysis.checked_fixes import keep_checked

        if any(finding.fixes for finding in analysis.findings):
            keep_checked(analysis, self.workspace, settings)

    def _shown(self, path: str) -> str:
        """Return a path as the caller knows it: the text's own as it was given, others from the project's root."""
        if path == self.document.path:
            return self.path
        # What was read of the project is named from the working directory.
        return os.path.relpath(os.path.realpath(path), self.workspace.root).replace(os.sep, "/")

    def _finding(self, fields: dict[str, Any]) -> Finding:
        related = tuple(Related(**{**row, "path": self._shown(row["path"])}) for row in fields["related"])
        fixes = tuple(
            Fix(
                row["title"],
                row["applicability"],
                tuple(Edit(**{**edit, "path": self._shown(edit["path"])}) for edit in row["edits"]),
            )
            for row in fields["fixes"]
        )
        return Finding(**{**fields, "path": self._shown(fields["path"]), "related": related, "fixes": fixes})


class _Nowhere(Workspace):
    """No project: nothing can be looked up."""

    __slots__ = ()

    def bytes_of(self, path: str) -> bytes | None:
        return None

    def kind(self, folder: str, name: str, lookups: list[Lookup]) -> str:
        return ""

    def files(self, listed: Callable[[str, frozenset[str]], None]) -> list[FoundFile]:
        return []


def _settings(stated: Mapping[str, Any] | None, root: str) -> Settings:
    settings = Settings()
    settings.root = root
    if stated:
        from persistlint.settings.read import fill

        fill(settings, dict(stated), "settings")
    return settings
