"""The map as Markdown, for a review or a wiki."""

from __future__ import annotations

from persistlint.assist.markdown import code, table
from persistlint.report.map_tables import HEADS, LEGEND, REST, map_of
from persistlint.report.safe_text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.report.map_tables import Table


def render_map_markdown(analysis: Analysis) -> str:
    """Return the map of one document, "" where the map is empty."""
    tables = map_of(analysis)
    if tables.empty:
        return ""
    parts = [f"## {code(safe(tables.path))}"]
    for shown in tables.tables:
        parts += _container(shown)
    for title, sentences in (
        ("Image builds", tables.builds),
        ("Containers that the text doesn't make", tables.elsewhere),
        ("Volumes", tables.volumes),
        ("Not followed", tables.gaps),
    ):
        if sentences:
            parts += [f"### {title}", _list(sentences)]
    return "\n\n".join(parts) + "\n"


def legend_markdown() -> str:
    """Return the meaning of the marks."""
    return "\n".join(f"- {text.replace('yes*', '`yes*`')}" for text in LEGEND) + "\n"


def _container(of_container: Table) -> list[str]:
    parts = [
        f"### Container {code(safe(of_container.name))} ({safe(', '.join(of_container.about))})",
        f"{_plain(of_container.end)}.",
    ]
    if of_container.rows:
        heads = [head if head in HEADS[:2] or head == HEADS[-1] else f"`{head}`" for head in HEADS]
        body = []
        for path, home, *marks, by in of_container.rows:
            shown = path if path == REST else code(safe(path))
            body.append(
                (
                    shown,
                    _plain(home),
                    *(f"**{mark}**" if mark == "no" else mark.replace("*", r"\*") for mark in marks),
                    _plain(by),
                )
            )
        parts.append(table(heads, body))
    if of_container.notes:
        parts.append(_list(of_container.notes))
    return parts


def _list(sentences: list[str]) -> str:
    return "\n".join(f"- {_plain(text)}" for text in sentences)


def _plain(text: str) -> str:
    """Return a sentence with markup escaped outside of its backquoted names."""
    out = []
    for index, part in enumerate(safe(text).split("`")):
        if index % 2 == 0:
            for mark in "\\*_<>[]|":
                part = part.replace(mark, f"\\{mark}")
        out.append(part)
    return "`".join(out)
