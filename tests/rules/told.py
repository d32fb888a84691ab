"""What one rule says about a small project, for the tests of rules."""

import persistlint_rules
from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.rules.fixes import placed
from persistlint.settings.settings import Settings
from persistlint.testing.pages import Project
from persistlint.text.document import Document
from persistlint.text.edits import apply_edits

_OFF = {entry.code for entry in persistlint_rules.RULES if not entry.enabled}


def told(code, text, name="run.sh", **files):
    """(line, severity) of everything that the rule ``code`` says about the file ``name`` with this text; ``files`` stand beside it."""
    return [(line, severity) for line, severity, _ in _of(code, text, name, files)]


def told_about(code, case):
    """Return what ``told`` returns for a script, or for (a file's name, its text[, what stands beside it]). A rule that is off is switched on."""
    name, text, *beside = ("run.sh", case) if isinstance(case, str) else case
    files = dict(beside[0]) if beside else {}
    if code in _OFF:
        files["settings"] = f'extend-select = ["{code}"]\n'
    return told(code, text, name, **files)


def messages(code, text, name="run.sh", **files):
    """Its messages."""
    return [message for _, _, message in _of(code, text, name, files)]


def fixed(text, name="run.sh", **files):
    """Return the text after every fix of every rule."""
    return Project(_project(text, name, files), fix=True).files[name]


def fixes(code, text, name="run.sh"):
    """For each fix of its findings: whether it is safe, and the text after it alone."""
    document = Document(name, text.encode(), "shell")
    settings = Settings()
    settings.extend_select = [code]
    analysis = analyse(document, Workspace("."), settings)
    out = []
    for finding in analysis.findings:
        for fix in finding.fixes if finding.code == code else ():
            edits = placed(fix, analysis.sources)
            out.append((fix.safe, apply_edits(document.data, edits).decode()))
    return out


def _of(code, text, name, files):
    project = Project(_project(text, name, files))
    assert not project.errors, project.errors
    return [
        (line, severity, message)
        for (path, line, each), severity, message in project.said
        if each == code and path == name
    ]


def _project(text, name, files):
    settings = files.pop("settings", None)
    named = {key.replace("__", "/"): content for key, content in files.items()}
    if settings is not None:
        named["persistlint.toml"] = settings
    return {name: text, **named}
