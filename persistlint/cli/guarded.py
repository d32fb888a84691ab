"""The analysis of one file, such that whatever breaks down in it is told and ends nothing else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.workspace import Workspace
    from persistlint.cli.crash import Breakdown
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document


def analysed(
    document: Document, workspace: Workspace, settings: Settings
) -> tuple[Analysis | None, list[Breakdown]]:
    """The analysis of the document, None where there is none, and what broke down meanwhile: all of it, or single rules."""
    from persistlint.analysis.analyse import analyse
    from persistlint.rules.registry import rules_for

    rules = rules_for(settings)
    try:
        analysis = analyse(document, workspace, settings)
    except Exception as error:
        from persistlint.cli.crash import Breakdown

        rules.failures.clear()
        return None, [Breakdown.of("the analysis", error)]
    if not rules.failures:
        return analysis, []
    from persistlint.cli.crash import Breakdown

    breakdowns = [
        Breakdown.of(f"{failure.rule.code} ({failure.rule.name})", failure.error, failure.rule.package)
        for failure in rules.failures
    ]
    rules.failures.clear()
    return analysis, breakdowns


def keep_checked(analysis: Analysis, workspace: Workspace, settings: Settings) -> list[Breakdown]:
    """Take away the fixes that don't do what they say; all of them where the check itself breaks down, which is the result."""
    from persistlint.analysis.checked_fixes import keep_checked as keep

    try:
        keep(analysis, workspace, settings)
    except Exception as error:
        from persistlint.cli.crash import Breakdown

        for finding in analysis.findings:
            finding.fixes = ()
        return [Breakdown.of("the check of fixes", error)]
    return []
