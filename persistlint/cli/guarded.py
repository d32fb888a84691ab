"""The analysis of one file, guarded: what breaks down is returned, and ends nothing else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.workspace import Workspace
    from persistlint.cli.crash import Breakdown
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document


def analyse_guarded(
    document: Document, workspace: Workspace, settings: Settings, check_fixes: bool
) -> tuple[Analysis | None, list[Breakdown]]:
    """Analyse ``document``, and with ``check_fixes`` drop the fixes that don't do what they say.

    Return the analysis, and what broke down: single rules, the check of fixes, or everything. The analysis is None in the last case.
    """
    from persistlint.analysis.analyse import analyse
    from persistlint.rules.registry import rules_for

    rules = rules_for(settings)
    try:
        analysis = analyse(document, workspace, settings)
    except Exception as error:
        from persistlint.cli.crash import Breakdown

        rules.failures.clear()
        return None, [Breakdown.of("the analysis", error)]
    breakdowns = []
    if rules.failures:
        from persistlint.cli.crash import Breakdown

        breakdowns = [
            Breakdown.of(f"{failure.rule.code} ({failure.rule.name})", failure.error, failure.rule.package)
            for failure in rules.failures
        ]
        rules.failures.clear()
    if check_fixes:
        breakdowns += check_fixes_guarded(analysis, workspace, settings)
    return analysis, breakdowns


def check_fixes_guarded(analysis: Analysis, workspace: Workspace, settings: Settings) -> list[Breakdown]:
    """Drop the fixes that don't do what they say, or all of them where checking them breaks down. Return what broke down."""
    if analysis.fixes_checked or not any(finding.fixes for finding in analysis.findings):
        return []
    from persistlint.analysis.checked_fixes import keep_checked

    try:
        keep_checked(analysis, workspace, settings)
    except Exception as error:
        from persistlint.cli.crash import Breakdown

        for finding in analysis.findings:
            finding.fixes = ()
        return [Breakdown.of("the check of fixes", error)]
    return []
