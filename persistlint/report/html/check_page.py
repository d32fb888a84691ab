"""``check --output html=FILE``: findings with their source, what leads to them, and the picture of each file."""

from __future__ import annotations

from persistlint.report.excerpt import masked_line
from persistlint.report.formats.xml import escaped
from persistlint.report.html.page import page, unbroken
from persistlint.report.html.pictures import PictureMarkup
from persistlint.report.results import message_of, summary_of
from persistlint.report.tally import number
from persistlint.rules.finding import SEVERITIES
from persistlint.text.secrets import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.report.picture.model import Picture
    from persistlint.report.results import Results
    from persistlint.text.document import Document

    #: A row of the JSON contract.
    Row = dict[str, Any]

#: Lines around a finding, and the most lines of it that are shown.
_AROUND = 1
_MOST_LINES = 6
#: What makes a fix, by its applicability.
_OPTIONS = {"safe": "`--fix`", "unsafe": "`--fix --unsafe-fixes`, to be looked at first"}
#: Code points of a line that are shown.
_LONGEST = 400


def render_check_page(results: Results) -> bytes:
    """Return the report of a run."""
    maker = PictureMarkup()
    pictures = {picture.path: picture for picture in results.pictures}
    by_path: dict[str, list[int]] = {}
    for index, row in enumerate(results.findings):
        by_path.setdefault(row["path"], []).append(index)
    files = [*by_path, *(path for path in pictures if path not in by_path)]
    sections = [_file(path, by_path.get(path, []), pictures.get(path), results, maker) for path in files]
    summary = summary_of(results)
    body = (
        f"<header><h1>persistlint</h1><p>{_told(summary)}</p></header>\n{_filters(results)}\n"
        f"<main>{_errors(results)}{_sizes(results)}{''.join(sections)}{_not_followed(results)}</main>"
    )
    return page(f"persistlint: {summary}", body, {"graphs": maker.graphs})


def _filters(results: Results) -> str:
    if not results.findings:
        return ""
    boxes = [
        f'<label><input type="checkbox" value="{severity}" checked> <span class="severity {severity}">{severity}</span> {count}</label>'
        for severity in SEVERITIES
        if (count := results.tally.by_severity.get(severity, 0))
    ]
    counts: dict[tuple[str, str], int] = {}
    for row in results.findings:
        key = (row["code"], row["rule"])
        counts[key] = counts.get(key, 0) + 1
    options = [
        f'<option value="{escaped(code)}">{escaped(code)} {escaped(name)} ({count})</option>'
        for (code, name), count in sorted(counts.items())
    ]
    return (
        f'<form id="filters" class="filters">{"".join(boxes)}<label>Rule <select name="rule"><option value="">all</option>{"".join(options)}</select></label>'
        '<label>Path <input type="search" name="path"></label><span id="count" class="count" role="status"></span></form>'
    )


def _file(
    path: str, indices: list[int], picture: Picture | None, results: Results, maker: PictureMarkup
) -> str:
    shown = escaped(path)
    findings = "".join(_finding(index, results) for index in indices)
    drawn = ""
    if picture is not None:
        markup = maker.markup(picture)
        if markup:
            drawn = f'<details class="map"><summary>The picture</summary>{markup}</details>'
    return f'<section class="file" data-path="{shown}"><h2>{shown}</h2>{findings}{drawn}</section>'


def _finding(index: int, results: Results) -> str:
    row = results.findings[index]
    severity, code = row["severity"], escaped(row["code"])
    parts = [
        f'<p><span class="severity">{severity}</span> <b>{code}</b> {escaped(row["rule"])} <span class="where">line {row["line"]}</span></p>',
        f"<p>{_told(message_of(row))}</p>",
        _excerpt(row, results.documents.get(row["path"])),
    ]
    related = [_related(item, row["path"]) for item in row["related"]]
    if related:
        parts.append(f"<ul>{''.join(related)}</ul>")
    explanation = results.explanations.get(index, [])
    if explanation:
        events = "".join(_event(item, row["path"]) for item in explanation)
        parts.append(
            f'<details class="story"><summary>How it comes about</summary><ol class="events">{events}</ol></details>'
        )
    fixes = "".join(
        f'<li>{_told(mask(fix["title"]))} <span class="where">({_told(_OPTIONS[fix["applicability"]])})</span></li>'
        for fix in row["fixes"]
    )
    if fixes:
        parts.append(f"<details><summary>How to mend it</summary><ul>{fixes}</ul></details>")
    return f'<article class="finding {severity}" data-severity="{severity}" data-code="{code}">{"".join(parts)}</article>'


def _related(row: Row, path: str) -> str:
    return f'<li><span class="where">{_where(row, path)}:</span> {_told(mask(row["message"]))}</li>'


def _event(row: Row, path: str) -> str:
    return f"<li><span>{_where(row, path)}</span><div>{_told(mask(row['event']))}</div></li>"


def _where(row: Row, path: str) -> str:
    return f"line {row['line']}" if row["path"] == path else escaped(f"{row['path']}:{row['line']}")


def _excerpt(row: Row, document: Document | None) -> str:
    if document is None:
        return ""
    first, last = row["line"], row["end_line"]
    count = len(document.line_starts)
    numbers = [
        number
        for number in range(max(1, first - _AROUND), min(count, last + _AROUND) + 1)
        if number <= first + _MOST_LINES or number >= last
    ]
    size = len(str(numbers[-1])) if numbers else 1
    out = []
    for line in numbers:
        text = masked_line(document, line, _LONGEST)
        if first <= line <= last:
            start = row["column"] - 1 if line == first else len(text) - len(text.lstrip())
            end = row["end_column"] - 1 if line == last else len(text)
            marked = f"<mark>{unbroken(escaped(text[start:end]))}</mark>" if end > start else ""
            shown = unbroken(escaped(text[:start])) + marked + unbroken(escaped(text[end:]))
        else:
            shown = unbroken(escaped(text))
        number = f'<span class="number">{str(line).rjust(size)}  </span>'
        out.append(f'<span class="source" style="--indent:{size + 4}ch">{number}{shown}{chr(10)}</span>')
    return f"<pre>{''.join(out)}</pre>"


def _told(text: str) -> str:
    """Return a sentence with what stands in backquotes as code."""
    return "".join(
        f"<code>{unbroken(escaped(part))}</code>" if index % 2 and part else escaped(part)
        for index, part in enumerate(text.split("`"))
    )


def _errors(results: Results) -> str:
    if not results.errors:
        return ""
    rows = "".join(
        f"<li><b>{escaped(_spot(row))}</b>: {_told(row['message'])}</li>" for row in results.errors
    )
    return f'<section class="error"><h2>What could not be done</h2><ul>{rows}</ul></section>'


def _spot(row: Row) -> str:
    return f"{row['path']}:{row['line']}" if row["line"] else str(row["path"])


def _not_followed(results: Results) -> str:
    if not results.not_understood:
        return ""
    rows = "".join(
        f'<li><span class="where">{escaped(row["path"])}:{row["line"]}</span> {_told(row["why"])}</li>'
        for row in results.not_understood
    )
    places = number(len(results.not_understood), "place")
    return f"<details><summary>{places} that could not be followed</summary><ul>{rows}</ul></details>"


def _sizes(results: Results) -> str:
    if not results.sizes:
        return ""
    head, *rows = results.sizes
    heads = "".join(f"<th>{escaped(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{_told(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<section class="sizes"><h2>What is where</h2><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></section>'
