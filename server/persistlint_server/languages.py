"""The language of an open document. The editor's language id is a hint: one shell file arrives as shellscript, sh or bash."""

from __future__ import annotations

from persistlint.hosts.detect import DIALECTS, LANGUAGES, interpreter_of, language_of

_IDS = {
    "bash": "shell",
    "bats": "shell",
    "dash": "shell",
    "dockercompose": "compose",
    "dockerfile": "dockerfile",
    "ksh": "shell",
    "github-actions-workflow": "workflow",
    "make": "makefile",
    "makefile": "makefile",
    "markdown": "markdown",
    "mdx": "markdown",
    "restructuredtext": "markdown",
    "rst": "markdown",
    "asciidoc": "markdown",
    "rmd": "markdown",
    "sh": "shell",
    "shell": "shell",
    "shellscript": "shell",
    "systemd": "systemd",
    "systemd-unit-file": "systemd",
    "yaml.docker-compose": "compose",
    "yaml.github": "workflow",
    "yaml.github-actions": "workflow",
    "yaml.gitlab": "workflow",
    "zsh": "shell",
}

#: Editors call these scripts shell, too; their grammar is another one.
_OTHER_SHELLS = (".csh", ".fish", ".nu", ".ps1", ".tcsh", ".xsh")


def language_for(path: str, language_id: str, head: bytes) -> str:
    """Return one of ``LANGUAGES`` or "", by the name and the first line, else by the editor's word."""
    language = language_of(path, head)
    if language in LANGUAGES:
        return language
    hint = _IDS.get(language_id.lower(), "")
    if language or (hint == "shell" and _is_other_shell(path, head)):
        # A shell with another grammar (fish, csh …). persistlint doesn't read it, even if the editor calls it shell.
        return ""
    return hint


def _is_other_shell(path: str, head: bytes) -> bool:
    interpreter = interpreter_of(head)
    return path.lower().endswith(_OTHER_SHELLS) or bool(interpreter and interpreter not in DIALECTS)
