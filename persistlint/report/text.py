"""Findings for people: the source, what happens, how to mend it, where to read on."""

from __future__ import annotations

from itertools import pairwise

from persistlint.report.excerpt import Label, Window, excerpt
from persistlint.report.safe_text import safe, wrap
from persistlint.rules.pages import where_to_read
from persistlint.text.secrets import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.report.style import Style
    from persistlint.rules.finding import Finding, Fix
    from persistlint.text.document import Document
    from persistlint.text.edits import PlacedEdit
    from persistlint.text.sources import Sources

#: A fix that changes more lines than this is told by its title, and `--diff` shows it.
_MOST_FIX_LINES = 40

#: A changed line is printed whole, so that it can be copied, up to this many characters.
_MOST_CHARACTERS = 2_000
#: Of more lines it isn't looked at which are the same: they aren't printed anyway.
_MOST_COMPARED = 400
#: So much of the text around an edit tells whether what it writes is a secret.
_AROUND = 500


def render(finding: Finding, sources: Sources, style: Style) -> str:
    """Return one finding as a block of lines, ending in a line end."""
    place = sources.place(finding.span)
    line, column, _, _ = place.positions()
    where = f"{safe(place.path)}:{line}:{column}:"
    head = f"{style.paint(finding.severity, finding.severity)} {style.paint(finding.code, 'strong')} {finding.rule}"
    out = [f"{style.paint(where, 'strong')} {head}"]
    for part in finding.message.split("\n"):
        out += [f"  {row}" for row in wrap(safe(part), style.width - 2)]
    if finding.when:
        when = safe(finding.when).removeprefix("when ")
        out += [f"  {row}" for row in wrap(f"This happens when {when}.", style.width - 2)]
    out += _excerpts(finding, sources, style)
    if finding.fixes:
        out += _fix(finding.fixes[0], sources, style)
    out.append(f"  more: {style.paint(where_to_read(finding.code), 'link')}")
    return "\n".join(out) + "\n"


def render_line(finding: Finding, sources: Sources) -> str:
    """Return one finding on one line, for ``--quiet``."""
    place = sources.place(finding.span)
    line, column, _, _ = place.positions()
    when = f" (when {finding.when.removeprefix('when ')})" if finding.when else ""
    message = safe(f"{finding.message}{when}".replace("\n", " "))
    return (
        f"{safe(place.path)}:{line}:{column}: {finding.severity} {finding.code} {finding.rule}: {message}\n"
    )


def _excerpts(finding: Finding, sources: Sources, style: Style) -> list[str]:
    labels = [Label(sources.place(finding.span), "^", "", finding.severity)]
    for related in finding.related:
        labels.append(Label(sources.place(related.span), "-", related.message, "related"))
    by_path: dict[str, list[Label]] = {}
    for label in labels:
        by_path.setdefault(label.place.path, []).append(label)
    out = []
    for index, group in enumerate(by_path.values()):
        if index:
            line, column, _, _ = group[0].place.positions()
            out.append(f"  {style.paint(f'{safe(group[0].place.path)}:{line}:{column}:', 'strong')}")
        out += [f"  {row}" for row in excerpt(group, _narrower(style, 2))]
    return out


def _narrower(style: Style, by: int) -> Style:
    return type(style)(style.colour, style.width - by, style.ellipsis)


def _fix(fix: Fix, sources: Sources, style: Style) -> list[str]:
    option = "--fix" if fix.safe else "--fix --unsafe-fixes"
    out = [f"  {row}" for row in wrap(f"fix ({option}): {safe(fix.title)}", style.width - 2)]
    lines = _changed_lines(fix, sources)
    if len(lines) > _MOST_FIX_LINES:
        return [*out, f"    (it changes {len(lines)} lines, which --diff shows)"]
    for sign, text, start in lines:
        if not sign:
            out.append("    " + style.ellipsis)
            continue
        if len(text) > _MOST_CHARACTERS:
            shown = Window(text, start, start, style.width - 6, style.ellipsis).shown
        else:
            # A recipe's tab is copied along.
            shown = "\t".join(map(safe, text.split("\t")))
        shown = shown.rstrip()
        out.append("    " + style.paint(f"{sign} {shown}".rstrip(), "removed" if sign == "-" else "added"))
    return out


def _changed_lines(fix: Fix, sources: Sources) -> list[tuple[str, str, int]]:
    """Return the lines that the fix takes out ("-") and puts in ("+") with their secrets masked, each with the code point at which it differs.

    A row without a sign parts two blocks.
    """
    from persistlint.rules.fixes import placed
    from persistlint.text.edits import joined

    edits = placed(fix, sources)
    out: list[tuple[str, str, int]] = []
    for path in dict.fromkeys(edit.path for edit in edits or ()):
        document = sources.documents[path]
        own_edits = sorted(
            joined([edit for edit in edits or () if edit.path == path]),
            key=lambda edit: (edit.start, edit.end),
        )
        if any(edit.end > after.start for edit, after in pairwise(own_edits)):
            return []
        for first, last, near in _neighbours(own_edits, document):
            start = _near(document, document.offset(first, 1), near[0].start - 4 * _MOST_CHARACTERS)
            end = document.offset(last, 1 << 40)
            end = min(end, _near(document, near[-1].end, near[-1].end + 4 * _MOST_CHARACTERS))
            old = _split(document.masked(start, end))
            new = _split(_edited(document, start, end, near))
            while old and new and old[0] == new[0]:
                old, new = old[1:], new[1:]
            while old and new and old[-1] == new[-1]:
                old, new = old[:-1], new[:-1]
            for removed, added in _blocks(old, new):
                if out:
                    out.append(("", "", 0))
                at = [_difference(*pair) for pair in zip(removed, added, strict=False)]
                out += [
                    ("-", line, at[index] if index < len(at) else 0) for index, line in enumerate(removed)
                ]
                out += [("+", line, at[index] if index < len(at) else 0) for index, line in enumerate(added)]
    return out


def _neighbours(edits: list[PlacedEdit], document: Document) -> Iterator[tuple[int, int, list[PlacedEdit]]]:
    """Yield the edits, in the order of the text, in groups that touch the same or adjoining lines: the first line, the last one, the edits."""
    group: list[PlacedEdit] = []
    first = last = 0
    for edit in edits:
        begins, ends = document.position(edit.start)[0], document.position(edit.end)[0]
        if group and begins > last + 1:
            yield first, last, group
            group = []
        if not group:
            first = last = begins
        last = max(last, ends)
        group.append(edit)
    if group:
        yield first, last, group


def _near(document: Document, least: int, wanted: int) -> int:
    """Return ``wanted``, or where the character there ends; ``least`` where that lies behind it. Of a line without end only a part is compared."""
    data = document.data
    while least < wanted < len(data) and data[wanted] & 0xC0 == 0x80:
        wanted += 1
    return max(least, min(wanted, len(data)))


def _edited(document: Document, start: int, end: int, edits: list[PlacedEdit]) -> str:
    """Return the text from ``start`` to ``end`` with the edits made and its secrets masked."""
    parts = [document.masked(max(0, start - _AROUND), start)]
    done = start
    for edit in edits:
        parts += (document.masked(done, edit.start), edit.text)
        done = edit.end
    rest = document.masked(end, end + _AROUND)
    text = mask("".join([*parts, document.masked(done, end), rest]))
    return text[len(parts[0]) : len(text) - len(rest)]


def _blocks(old: list[str], new: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return the blocks of lines that differ: (removed, added), in order."""
    if not old or not new or len(old) + len(new) <= 2 or len(old) + len(new) > _MOST_COMPARED:
        return [(old, new)]
    # Imported here, as only a fix of several lines needs it.
    from difflib import SequenceMatcher

    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(old[a:b], new[c:d]) for tag, a, b, c, d in codes if tag != "equal"]


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _difference(text: str, other: str) -> int:
    # Halving, as lines may be very long.
    same, end = 0, min(len(text), len(other))
    while same < end:
        middle = (same + end + 1) // 2
        if text[same:middle] == other[same:middle]:
            same = middle
        else:
            end = middle - 1
    return same
