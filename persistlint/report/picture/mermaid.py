"""The picture as mermaid's text, which GitHub, GitLab and many editors draw."""

from __future__ import annotations

import re

from persistlint.report.picture.album import shared_out
from persistlint.report.picture.colours import COLOURS
from persistlint.report.picture.model import TONES
from persistlint.report.picture.words import arrow_label, legend_of, thing_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.report.picture.model import Picture, Thing

#: Characters that mean nothing to mermaid within quotation marks. Every other one is written by its number.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /:,.-()?")

_SHAPES = {
    "container": ('["', '"]'),
    "volume": ('[("', '")]'),
    "anonymous volume": ('[("', '")]'),
    "bind": ('[/"', '"/]'),
    "tmpfs": ('{{"', '"}}'),
    "copy": ('(["', '"])'),
    "deleted volume": ('[("', '")]'),
}
_OTHER_SHAPE = ('("', '")')

_LINES = {"write": "-->", "mount": "---", "copy": "==>", "missed": "-.-x", "deed": "-->"}


def render_mermaid(pictures: Sequence[Picture]) -> str:
    """Return one flowchart, with a box for each document where there are several."""
    drawn, notes = shared_out(pictures)
    out = ["flowchart LR"]
    styled: dict[str, list[str]] = {}
    links: dict[str, list[int]] = {}
    count = 0
    for number, (picture, graph) in enumerate(drawn, 1):
        names = {node.id: f"d{number}n{index}" for index, node in enumerate(graph.things, 1)}
        out.append(f'  subgraph d{number}["{escape(picture.shown_path)}"]')
        for node in graph.things:
            out.append(f"    {names[node.id]}{_box(node)}")
            styled.setdefault(node.tone, []).append(names[node.id])
        for arrow in graph.arrows:
            label = "<br/>".join(escape(line) for line in arrow_label(arrow))
            line = f'{_LINES[arrow.kind]}|"{label}"|'
            out.append(f"    {names[arrow.source]} {line} {names[arrow.target]}")
            links.setdefault(arrow.state, []).append(count)
            count += 1
        for index, note in enumerate(graph.notes, 1):
            out.append(f'    d{number}note{index}>"{escape(note)}"]')
        out += ["  end", f"  style d{number} fill:none,stroke:{COLOURS['absent']}"]
    for index, note in enumerate(notes, 1):
        out.append(f'  note{index}>"{escape(note)}"]')
    legend = legend_of([graph for _, graph in drawn])
    if legend:
        out.append('  subgraph legend["Colours"]')
        for index, (tone, words) in enumerate(legend, 1):
            out.append(f'    legend{index}("{escape(words)}")')
            styled.setdefault(tone, []).append(f"legend{index}")
        out += ["  end", f"  style legend fill:none,stroke:{COLOURS['absent']}"]
    for state in TONES:
        colour = COLOURS[state]
        dashes = ",stroke-dasharray:6 4" if state == "unknown" else ""
        if state in styled:
            out.append(f"  classDef {state} stroke:{colour},stroke-width:2px{dashes}")
            out.append(f"  class {','.join(styled[state])} {state}")
        if state in links:
            numbers = ",".join(map(str, links[state]))
            out.append(f"  linkStyle {numbers} stroke:{colour},stroke-width:2px{dashes}")
    return "\n".join(out) + "\n"


def escape(text: str) -> str:
    """Return ``text`` so that mermaid shows it letter by letter within quotation marks."""
    plain_start = text[:1].isalpha() or text[:1] == "/" or re.match(r"[0-9]+ ", text) is not None
    return "".join(
        # At the beginning a sign or a number might make a list of Markdown.
        character if character in _PLAIN and (index or plain_start) else f"#{ord(character)};"
        for index, character in enumerate(text)
    )


def _box(node: Thing) -> str:
    before, behind = _SHAPES.get(node.kind, _OTHER_SHAPE)
    return before + "<br/>".join(escape(line) for line in thing_lines(node)) + behind
