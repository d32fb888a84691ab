"""The results of a run, as every form of output for programs tells them."""

from __future__ import annotations

from persistlint.report.json_report import fields_of, not_understood_fields
from persistlint.report.repository import Repository
from persistlint.rules.finding import at_least
from persistlint.rules.fingerprints import fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.report.picture.model import Picture
    from persistlint.report.tally import Tally
    from persistlint.rules.finding import Finding
    from persistlint.rules.registry import RuleSet
    from persistlint.rules.rule import Rule, RuleEntry
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document
    from persistlint.text.sources import Sources


class Results:
    """The results of one run.

    ``findings`` and ``suppressed`` are dictionaries with the JSON contract's fields; a suppressed one has ``suppression`` too, with its ``kind``
    ("comment" or "baseline") and the ``reason`` that was given. ``failing`` says of each finding whether it is severe enough to fail the run.
    ``errors``, ``not_understood`` and ``fixed`` are the contract's rows. ``status`` is the exit status; ``interrupted`` means that files are missing.
    """

    __slots__ = (
        "_rule_sets",
        "documents",
        "errors",
        "explained",
        "explanations",
        "failing",
        "files",
        "findings",
        "fixed",
        "interrupted",
        "not_understood",
        "pictured",
        "pictures",
        "repository",
        "sizes",
        "status",
        "summary",
        "suppressed",
        "tally",
    )

    def __init__(self, tally: Tally, errors: list[dict[str, Any]], fixed: list[dict[str, Any]]) -> None:
        self.tally = tally
        self.errors = errors
        self.fixed = fixed
        self.findings: list[dict[str, Any]] = []
        self.failing: list[bool] = []
        self.suppressed: list[dict[str, Any]] = []
        self.not_understood: list[dict[str, Any]] = []
        #: The paths of the files that were analysed.
        self.files: list[str] = []
        #: The texts that findings stand in, by path.
        self.documents: dict[str, Document] = {}
        self.repository = Repository()
        #: Whether each finding is told with what leads to it.
        self.explained = False
        #: Whether ``pictures`` of the files and ``explanations`` of the findings are wanted. An explanation is what leads to a finding, its events in order.
        self.pictured = False
        self.pictures: list[Picture] = []
        self.explanations: dict[int, list[dict[str, Any]]] = {}
        #: What an audit measured: the heads and rows of a table.
        self.sizes: list[tuple[str, ...]] = []
        #: The run in a sentence; "" where that is what the tally says.
        self.summary = ""
        self.interrupted = False
        self.status = 0
        self._rule_sets: dict[int, RuleSet] = {}

    def add(self, analysis: Analysis, settings: Settings, rules: RuleSet) -> None:
        """Take what is known of one file."""
        before = len(self.findings)
        self.add_found(analysis.document.path, analysis.findings, analysis.sources, settings, rules)
        if self.explained or self.pictured:
            from persistlint.report.explanation_text import explanation_fields

            for index, finding in enumerate(analysis.findings, before):
                self.explanations[index] = explanation_fields(finding, analysis)
                if self.explained:
                    self.findings[index]["explanation"] = self.explanations[index]
        if self.pictured:
            self.add_picture(analysis)
        for kind, findings in (("comment", analysis.suppressed), ("baseline", analysis.baselined)):
            for finding, fingerprint in zip(findings, fingerprints(findings), strict=True):
                fields = fields_of(finding, fingerprint, analysis.sources)
                reason = finding.suppressed_by.reason if finding.suppressed_by is not None else ""
                self.suppressed.append({**fields, "suppression": {"kind": kind, "reason": reason}})
        if analysis.findings or analysis.suppressed or analysis.baselined:
            self.documents |= analysis.sources.documents
        self.not_understood += not_understood_fields(analysis)

    def add_picture(self, analysis: Analysis) -> None:
        """Take the picture of one file, where there is anything to see."""
        from persistlint.report.picture.drawing import draw

        picture = draw(analysis)
        if not picture.empty:
            self.pictures.append(picture)

    def add_found(
        self, path: str, findings: list[Finding], sources: Sources, settings: Settings, rules: RuleSet
    ) -> None:
        """Take the findings of one file, or of one container of an engine."""
        self.files.append(path)
        self._rule_sets[id(rules)] = rules
        for finding, fingerprint in zip(findings, fingerprints(findings), strict=True):
            self.findings.append(fields_of(finding, fingerprint, sources))
            self.failing.append(at_least(finding.severity, settings.fail_on))
        if findings:
            self.documents |= sources.documents

    def rule(self, code: str) -> tuple[RuleEntry, Rule] | None:
        """Return the rule with this code, ours or a plugin's, None where it can't be loaded."""
        for rules in self._rule_sets.values():
            for entry in rules.entries:
                if entry.code == code:
                    rule = rules.load(entry)
                    return (entry, rule) if rule is not None else None
        return None

    def where(self, path: str) -> str:
        """Return a path of the rows as seen from the repository's root."""
        return self.repository.below_root(path)

    def fingerprint(self, finding: dict[str, Any]) -> str:
        """Return the finding's name in the whole repository, where several projects may have a file of one path."""
        from hashlib import sha256

        text = f"{self.where(finding['path'])}\0{finding['fingerprint']}"
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def message_of(finding: dict[str, Any]) -> str:
    """Return a finding's message with its condition."""
    message: str = finding["message"]
    when = finding["when"]
    return f"{message} (when {when.removeprefix('when ')})" if when else message


def told_finding(finding: dict[str, Any]) -> str:
    """Return a finding's message for people, with where to read more on a line of its own."""
    from persistlint.rules.pages import where_to_read

    return f"{message_of(finding)}\nMore: {where_to_read(finding['code'])}"


def summary_of(results: Results) -> str:
    """Return the run in a few sentences."""
    from persistlint.report.tally import summary_line

    summary = results.summary or summary_line(results.tally)
    return (
        f"{summary} The run was interrupted: not every file was checked." if results.interrupted else summary
    )
