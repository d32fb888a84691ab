"""Templates that a generator of documents fills in: ``{{< version >}}``, ``{% if x %}``, ``<% x %>``, ``@VERSION@``, ``${{ x }}``, ``%%X%%``.

Only documents have it. A shell reads such text as something else, most of all as a redirection.
"""

from __future__ import annotations

from persistlint.text.regex import regex

#: Docker's own format strings (``--format '{{json .}}'``) begin with a dot, a variable or one of these words.
_FORMAT = (
    r"json|range|index|len|if|else|with|end|printf?|println|join|split|table|upper|lower|title|pad|truncate"
)
TEMPLATE = regex(
    r"\{\{<[^\n]{0,200}?>\}\}"
    r"|\{\{%[^\n]{0,200}?%\}\}"
    rf"|\$?\{{\{{-?[ ]?(?!(?:{_FORMAT})\b)[A-Za-z_\x80-\xff][^\n{{}}]{{0,200}}?\}}\}}"
    r"|\{%[^\n]{0,200}?%\}"
    r"|<%[^\n]{0,200}?%>"
    r"|%%[A-Za-z][\w-]{0,60}%%"
    r"|@[A-Z][A-Z0-9_.]{1,60}@"
)
#: The characters that one begins with.
OPENINGS = "{$<%@"
_OPENING = regex(r"\{[{%]|<%|%%|@[A-Z]")


def may_hold(source: str, start: int, end: int) -> bool:
    """Return whether a template may begin between ``start`` and ``end``, so that it is worth a closer look."""
    return _OPENING.search(source, start, end) is not None


def template_start(source: str, start: int, end: int, limit: int) -> int:
    """Return where the first template between ``start`` and ``end`` begins; ``end`` where none does. It may go on up to ``limit``."""
    for opening in _OPENING.finditer(source, start, min(end + 1, limit)):
        at = opening.start()
        if at < end and TEMPLATE.match(source, at, limit) is not None:
            return at
    return end
