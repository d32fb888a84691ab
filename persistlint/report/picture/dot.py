"""The picture as a graph for Graphviz' ``dot``. No program is run: whoever wants a drawing gives the text to ``dot``."""

from __future__ import annotations

from persistlint.report.picture.album import shared_out
from persistlint.report.picture.colours import COLOURS
from persistlint.report.picture.words import arrow_label, legend_of, thing_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.report.picture.model import Arrow, Picture, Thing

_SHAPES = {
    "container": "box",
    "volume": "cylinder",
    "anonymous volume": "cylinder",
    "bind": "folder",
    "tmpfs": "hexagon",
    "copy": "note",
    "deleted volume": "cylinder",
}

_STYLES = {"unknown": "dashed", "absent": "dotted"}


def render_dot(pictures: Sequence[Picture]) -> str:
    """Return one directed graph, with a cluster for each document."""
    drawn, notes = shared_out(pictures)
    out = [
        "digraph persistlint {",
        "  rankdir=LR;",
        '  node [fontname="sans-serif", fontsize=11, penwidth=2];',
        '  edge [fontname="sans-serif", fontsize=9];',
    ]
    for number, (picture, graph) in enumerate(drawn, 1):
        names = {node.id: f"d{number}n{index}" for index, node in enumerate(graph.things, 1)}
        out.append(f"  subgraph cluster_{number} {{")
        out.append(f"    label={_quoted([picture.shown_path])};")
        out += [f"    {names[node.id]} [{_box(node)}];" for node in graph.things]
        out += [
            f"    {names[arrow.source]} -> {names[arrow.target]} [{_line(arrow)}];" for arrow in graph.arrows
        ]
        out += [
            f"    d{number}note{index} [shape=plaintext, label={_quoted([note])}];"
            for index, note in enumerate(graph.notes, 1)
        ]
        out.append("  }")
    out += [
        f"  note{index} [shape=plaintext, label={_quoted([note])}];" for index, note in enumerate(notes, 1)
    ]
    legend = legend_of([graph for _, graph in drawn])
    if legend:
        out += ["  subgraph cluster_legend {", '    label="Colours";']
        out += [
            f'    legend{index} [label={_quoted([words])}, shape=box, color="{COLOURS[tone]}"];'
            for index, (tone, words) in enumerate(legend, 1)
        ]
        out.append("  }")
    out.append("}")
    return "\n".join(out) + "\n"


def _box(node: Thing) -> str:
    shape = _SHAPES.get(node.kind, "box")
    style = "rounded" if node.kind == "command" else _STYLES.get(node.state)
    style = f", style={style}" if style else ""
    return f'label={_quoted(thing_lines(node))}, shape={shape}, color="{COLOURS[node.tone]}"{style}'


def _line(arrow: Arrow) -> str:
    colour = f'color="{COLOURS[arrow.state]}", fontcolor="{COLOURS[arrow.state]}"'
    style = f", style={_STYLES[arrow.state]}" if arrow.state in _STYLES else ""
    if arrow.kind == "copy":
        style = ", style=bold"
    if arrow.kind == "missed":
        style = ", style=dotted"
    ends = {"mount": ", arrowhead=none", "missed": ", arrowhead=tee"}.get(arrow.kind, "")
    return f"label={_quoted(arrow_label(arrow))}, {colour}{style}{ends}"


def _quoted(lines: list[str]) -> str:
    """Return lines as one of dot's strings, in which a backslash and an ampersand begin escapes."""
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return '"' + "\\n".join(escaped) + '"'
