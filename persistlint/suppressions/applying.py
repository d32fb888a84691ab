"""Which findings the comments silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.finding import Finding
    from persistlint.rules.registry import RuleSet
    from persistlint.suppressions.model import Suppression
    from persistlint.text.document import Document
    from persistlint.text.sources import Sources


def apply(
    findings: Iterable[Finding],
    suppressions: list[Suppression],
    sources: Sources,
    document: Document,
    mandatory: Callable[[Finding], bool] | None = None,
) -> tuple[list[Finding], list[Finding]]:
    """The findings that stand, and those that a comment silences; codes that did so are marked as used.

    A comment counts at the finding's own words, at the docker command that it is about, and at every call that leads there.
    A comment in another document (a sourced file) counts for what is written there. ``mandatory`` says of which findings no comment is heard.
    """
    active = [suppression for suppression in suppressions if suppression.silences]
    if not active:
        return list(findings), []
    kept: list[Finding] = []
    silenced: list[Finding] = []
    for finding in findings:
        if mandatory is not None and mandatory(finding):
            kept.append(finding)
            continue
        lines = lines_of(finding, sources)
        used = False
        for suppression in active:
            for code in suppression.codes:
                if not code.names(finding.code, finding.rule):
                    continue
                if suppression.directive == "ignore-file":
                    # The whole file speaks for what is reported in it, wherever the words are written.
                    hit = suppression.document.path in (document.path, lines[0][0])
                else:
                    hit = any(
                        path == suppression.document.path and suppression.covers(first, last, code)
                        for path, first, last in lines
                    )
                if hit:
                    code.used = used = True
                    finding.suppressed_by = suppression
        (silenced if used else kept).append(finding)
    return kept, silenced


def check_codes(suppressions: Iterable[Suppression], rules: RuleSet) -> None:
    """Mark the codes that name no rule, those whose rule is off, and those whose rule no comment turns off."""
    for suppression in suppressions:
        for code in suppression.codes:
            entry = next((entry for entry in rules.entries if code.names(entry.code, entry.name)), None)
            code.known = entry is not None
            code.on = entry is not None and rules.enabled(entry)
            code.mandatory = entry is not None and rules.mandatory(entry.code, entry.name)


def lines_of(finding: Finding, sources: Sources) -> list[tuple[str, int, int]]:
    """Path, first and last line of every place at which the finding may be silenced."""
    spans = [finding.span]
    if finding.command_span != finding.span:
        spans.append(finding.command_span)
    spans += finding.via
    found = []
    for span in spans:
        if sources.knows(span):
            place = sources.place(span)
            first = place.line
            last = place.document.position(max(place.start, place.end - 1))[0]
            found.append((place.path, first, last))
    return found or [("", 0, 0)]
