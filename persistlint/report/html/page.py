"""One page of HTML that holds everything it needs and runs nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from persistlint.report.formats.xml import escaped
from persistlint.report.picture.svg import STYLE, theme

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: A browser runs the scripts with these digests and no other, and fetches nothing, whatever the names on the page hold.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}; base-uri 'none'; form-action 'none'"
)


#: An option of a command, short enough for a line of a phone.
_OPTION = re.compile(r"(?<![\w/-])--?\w[\w-]{0,24}(?![\w-])")

#: VS Code's theme may be another than the system's.
_EDITOR_THEMES = (
    theme(dark=False, within=".vscode-light")
    + theme(dark=True, within=".vscode-dark")
    + theme(dark=True, within=".vscode-high-contrast")
    + theme(dark=False, within=".vscode-high-contrast-light")
)


def page(title: str, body: str, data: dict[str, Any] | None = None) -> bytes:
    """Return a page. ``body`` is markup, ``data`` what its script draws from: graphs by the ``data-graph`` of the elements that hold them."""
    scripts = [_read("dagre.min.js"), _read("page.js")]
    policy = _POLICY.format(scripts=" ".join(map(_digest, scripts)))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escaped(title)}</title>\n<style>{STYLE}\n{_EDITOR_THEMES}\n{_read('page.css')}</style>\n</head>\n<body>\n{body}\n"
        f'<script type="application/json" id="data">{_json(data or {})}</script>\n'
        + "".join(f"<script>{script}</script>\n" for script in scripts)
        + "</body>\n</html>\n"
    ).encode()


def unbroken(markup: str) -> str:
    """Return code without tags as markup in which no line breaks behind an option's hyphens: browsers would break ``-v`` there."""
    return _OPTION.sub(r'<span class="option">\g<0></span>', markup)


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _json(data: dict[str, Any]) -> str:
    """Return the data as JSON in which nothing ends a script or begins a comment."""
    import json

    text = json.dumps(data, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
