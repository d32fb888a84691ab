"""Text of files in the log of a CI job, whose runner obeys lines that look like its commands."""

from __future__ import annotations

from persistlint.report.safe_text import safe

# The order counts: the percent sign first, so that it isn't escaped twice.
_GITHUB_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_GITHUB_PROPERTY = (*_GITHUB_DATA, (":", "%3A"), (",", "%2C"))
_AZURE_DATA = (("%", "%AZP25"), ("\r", "%0D"), ("\n", "%0A"))
_AZURE_PROPERTY = (*_AZURE_DATA, (";", "%3B"), ("]", "%5D"))


def github_data(text: str) -> str:
    """Return ``text`` as the message of a workflow command (actions/toolkit, ``escapeData``)."""
    return _replaced(text, _GITHUB_DATA)


def github_property(text: str) -> str:
    """Return ``text`` as the value of a property of a workflow command (actions/toolkit, ``escapeProperty``)."""
    return _replaced(text, _GITHUB_PROPERTY)


def azure_data(text: str) -> str:
    """Return ``text`` as the message of a logging command (microsoft/azure-pipelines-task-lib, ``escapedata``)."""
    return _replaced(text, _AZURE_DATA)


def azure_property(text: str) -> str:
    """Return ``text`` as the value of a property of a logging command (microsoft/azure-pipelines-task-lib, ``escape``)."""
    return _replaced(text, _AZURE_PROPERTY)


def disarmed(text: str) -> str:
    """Return ``text`` on one line that no runner takes for a command."""
    return without_commands(safe(text))


def without_commands(text: str) -> str:
    """Return the lines of ``text``, fit for a terminal already, with everything written out that a runner would take for a command.

    GitHub's runner obeys ``::`` at the start of a line, blanks aside, and ``##[`` anywhere in it; Azure's agent ``##vso[`` anywhere, TeamCity's
    ``##teamcity[``.
    """
    if "::" in text:
        text = "\n".join(
            line.replace("::", "\\x3a:", 1) if line.lstrip().startswith("::") else line
            for line in text.split("\n")
        )
    for mark in _MARKS if "##" in text else ():
        text = text.replace(f"##{mark}", f"#\\x23{mark}")
    return text


#: What makes a command of the two signs before it.
_MARKS = ("[", "vso[", "teamcity[")


def _replaced(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    lines = (safe(line) for line in text.split("\n"))
    text = "\n".join(lines)
    for mark, escape in escapes:
        text = text.replace(mark, escape)
    return text
