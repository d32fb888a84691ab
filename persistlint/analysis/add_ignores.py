"""Silencing every finding of a document by comments: the text with them is analysed before anybody gets it."""

from __future__ import annotations

from collections import Counter

from persistlint.analysis.document_model import command_models, image_models
from persistlint.rules.fingerprints import fingerprint
from persistlint.rules.registry import rules_for
from persistlint.suppressions.placing import suppressing_edits
from persistlint.text.document import Document
from persistlint.text.edits import apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.workspace import Workspace
    from persistlint.rules.finding import Finding
    from persistlint.settings.settings import Settings

#: Codes of the rules about comments. No comment silences these.
_OWN = frozenset(("PSL902", "PSL903", "PSL904", "PSL905", "PSL906"))


class WithIgnores:
    """A document's text with comments for its findings, the ``analysis`` of this text, and how many findings were silenced."""

    __slots__ = ("analysis", "count", "data")

    def __init__(self, analysis: Analysis, count: int) -> None:
        self.analysis = analysis
        self.data = analysis.document.data
        self.count = count


def reason_problem(reason: str) -> str:
    """Return why ``reason`` can't stand in a comment of every host language, "" where it can."""
    if any(ord(character) < 32 or ord(character) == 127 for character in reason):
        return "it holds a line end or another control character"
    if "--" in reason or reason.endswith("-"):
        return "`--` can't stand in a Markdown comment"
    if reason.endswith("\\"):
        return "it ends in a backslash"
    return ""


def with_ignores(analysis: Analysis, workspace: Workspace, settings: Settings, reason: str) -> WithIgnores:
    """Return the document of ``analysis`` with a comment for each finding that a comment can silence.

    The commands and images stay the same, no less is understood, and nothing new is said; what would break that is left out.
    """
    rules = rules_for(settings)
    findings = [
        finding
        for finding in analysis.findings
        if finding.code not in _OWN and not rules.mandatory(finding.code, finding.rule)
    ]
    done = _silenced(analysis, findings, workspace, settings, reason)
    if done is None:
        # Some comments disturb each other. Add them one command at a time, on top of those that hold.
        done = analysis
        for code in dict.fromkeys((finding.code, finding.identity) for finding in findings):
            again = [
                again_said for again_said in done.findings if (again_said.code, again_said.identity) == code
            ]
            done = _silenced(done, again, workspace, settings, reason) or done
    return WithIgnores(done, len(analysis.findings) - len(done.findings))


def _silenced(
    analysis: Analysis, findings: list[Finding], workspace: Workspace, settings: Settings, reason: str
) -> Analysis | None:
    """Return the analysis of the text in which the findings are silenced, None where that changes more than the findings."""
    from persistlint.analysis.analyse import analyse

    document = analysis.document
    edits = suppressing_edits(analysis, findings, reason)
    if not edits:
        return None
    data = apply_edits(document.data, edits)
    after = analyse(Document(document.path, data, document.language), workspace, settings)
    if len(after.not_understood) != len(analysis.not_understood):
        return None
    if command_models(after) != command_models(analysis) or image_models(after) != image_models(analysis):
        return None
    _know_again(after, analysis.baselined)
    if len(after.findings) >= len(analysis.findings) or _own(after) > _own(analysis):
        return None
    return after


def _know_again(analysis: Analysis, findings: list[Finding]) -> None:
    """Take what was known before out of the analysis' findings."""
    left = Counter(fingerprint(finding) for finding in findings)
    new = []
    for finding in analysis.findings:
        name = fingerprint(finding)
        if left[name]:
            left[name] -= 1
            analysis.baselined.append(finding)
        else:
            new.append(finding)
    analysis.findings = new


def _own(analysis: Analysis) -> int:
    return sum(finding.code in _OWN for finding in analysis.findings)
