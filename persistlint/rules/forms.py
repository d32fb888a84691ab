"""Forms to fill in: texts that stand for what their user writes there, and files that a program makes others of.

What can't work in them works once they are filled in, so that no error is told of it.
"""

from __future__ import annotations

from persistlint.text.regex import regex

#: A template's own marks, and words that ask to be replaced.
_FORM = regex(
    r"\{\{|\{%|<%|\$\{\{|%%\w+%%|%[A-Z][A-Z0-9_]+%|(?<!\w)_{3,}(?!\w)|\?{3}|__[A-Za-z][A-Za-z0-9_]*__|@[A-Z][A-Z0-9_]+@|<[A-Za-z\u00a1-\uffff][^<>\n]{0,80}>|(?<![\w./])(?:\.\.\.|\u2026)|\[\[?[A-Za-z][\w /|-]*[ _/|-][\w /|-]*\]?\]"
    r"|(?i:(?<![A-Za-z0-9])(?:your(?:[-_]\w+|name|user|account|image|app|domain|org|repo|host|company)|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)\w*|(?:path_?|dir_?)(?:host|container)|(?:host|container)_?(?:path|port)|iam(?:an?)?ip\w*|user_?name|fill[-_ ]?(?:me|this)?[-_ ]?in|fixme|todo|x{3,}|placeholder|insert[-_ ]\w+|to[-_ ]be[-_ ]\w+|tbd|path[-_/ ]to[-_/ ]?\w*|dummy)(?![A-Za-z0-9]))"
)
#: Parts of the names of files that programs make others of, or people copy and fill in.
_TEMPLATE_PARTS = frozenset(
    "dist ejs erb example hbs j2 jinja jinja2 mustache sample skel skeleton template templates tmpl tpl".split()
)
#: Folders of such files, also with a dot or an underscore before the name.
_TEMPLATE_FOLDERS = frozenset(
    ("template", "templates", "cookiecutter", "skeleton", "boilerplate", "scaffold", "stub", "stubs")
)
_SPLIT = regex(r"[-_. ]+")
_END_TAG = regex(r"</[A-Za-z][\w:.-]*")
_TAG_NAME = regex(r"[A-Za-z][\w:.-]*")
#: HTML's elements that have no end tag, and C's headers.
_NO_PLACEHOLDERS = regex(r"<(?:!\w|(?:br|hr|img|input|link|meta)\b|[\w/]+\.h(?:pp)?>)")


def stands_for_more(text: str) -> bool:
    """Return whether the text is there to be replaced: ``<name>``, ``{{ image }}``, ``YOUR_REGISTRY``, ``changeme``.

    An element of HTML or XML is no placeholder: ``<h1>42</h1>``.
    """
    ended = _ended(text)
    return any(not _is_element(part.group(), ended) for part in _FORM.finditer(text))


def _ended(text: str) -> set[str]:
    """Return the names of the elements whose end tags stand in the text."""
    return {tag[2:] for tag in _END_TAG.findall(text)}


def _is_element(part: str, ended: set[str]) -> bool:
    """Return whether the part is a tag whose end stands in the text, or that has none."""
    if not part.startswith("<"):
        return False
    if _NO_PLACEHOLDERS.match(part):
        return True
    name = _TAG_NAME.match(part, 1)
    return name is not None and name.group() in ended


#: A name between signs. A redirection's has a blank before the next one.
_SIGNS = regex(r"<[A-Za-z\u00a1-\uffff][\w/ |.-]{0,60}[\w.]>")


def has_signs(text: str) -> bool:
    """Return whether a command has a part between signs that its user writes (``<container_id/name>``)."""
    ended = _ended(text)
    return any(not _is_element(part.group(), ended) for part in _SIGNS.finditer(text))


def is_template(path: str) -> bool:
    """Return whether the file is made to be filled in, by its name (``compose.yml.j2``, ``docker-compose.tpl.yml``) or a folder of templates."""
    *folders, name = path.lower().split("/")
    if any("{{" in folder or folder.lstrip("._") in _TEMPLATE_FOLDERS for folder in folders):
        return True
    return not _TEMPLATE_PARTS.isdisjoint(_SPLIT.split(name)[1:])
