"""The findings of a settings file: everything in it that means nothing, with its place."""

from __future__ import annotations

from persistlint.analysis.analysis import Analysis
from persistlint.durability.model import Timeline
from persistlint.rules.registry import rules_for
from persistlint.rules.rule import Context
from persistlint.settings.problem import SettingsProblem
from persistlint.settings.read import settings_and_problems
from persistlint.settings.settings import Settings
from persistlint.shell.invocation import NO_GUARD
from persistlint.text.sources import Sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document


def analyse_settings(document: Document, plugins: bool = True) -> Analysis:
    """Return the analysis of a ``persistlint.toml`` or ``pyproject.toml``, with a finding of PSL906 for each error in it.

    Never raises. Without ``plugins`` the file isn't trusted: the packages that it names aren't imported, no rule's name is judged where it names
    one, and no file outside the project is read. What is wrong in a file that it extends is told there, not here.
    """
    sources = Sources()
    sources.add(document)
    analysis = Analysis(document, sources)
    settings, problems = settings_and_problems(document.path, document.data, trusted=plugins)
    if settings is not None and (plugins or not settings.plugins):
        try:
            rules_for(settings)
        except SettingsProblem as problem:
            problems += problem.all()
    rules = rules_for(Settings())
    context = Context(Timeline(NO_GUARD), Settings(), sources, document.language, document.path)
    for each in problems:
        if each.path == document.path:
            analysis.findings += rules.check(each, context)
    analysis.findings.sort(key=lambda finding: (finding.span.start, finding.message))
    return analysis
