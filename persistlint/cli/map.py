"""``persistlint map``: where every write lives and what destroys it."""

from __future__ import annotations

import sys

from persistlint.cli.analyser import Analyser
from persistlint.cli.output import Output, complain
from persistlint.cli.session import Session
from persistlint.report.picture import DRAWN, render_pictures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.cli.options import Options


#: The width of what goes into a file or a pipe.
_PASTED = 110


def show_map(options: Options) -> int:
    """Print the map of the files; the exit status."""
    session = Session(options)
    output = Output()
    analyses: list[Analysis] = []
    for _, _, analysis in Analyser(session):
        if analysis is not None:
            analyses.append(analysis)
    if options.format == "json":
        from persistlint.report.json_report import dump
        from persistlint.report.map_report import map_document

        output.data(dump({**map_document(analyses), "errors": session.errors}))
    elif options.format in DRAWN:
        output.data(render_pictures(options.format, analyses))
    else:
        _text(analyses, options, output)
    output.flush()
    if output.failed:
        complain(f"can't write the output: {output.failed}")
        return 2
    return 2 if session.failed else 0


def _text(analyses: list[Analysis], options: Options, output: Output) -> None:
    from persistlint.report.style import style_for

    style = style_for(sys.stdout, options.color)
    if sys.stdout is None or not sys.stdout.isatty():
        # Markdown tables are pasted elsewhere, so the terminal's width doesn't count.
        style.width = max(style.width, _PASTED)
    if options.format == "markdown":
        from persistlint.report.map_markdown import legend_markdown, render_map_markdown

        parts = [part for part in map(render_map_markdown, analyses) if part]
        legend = legend_markdown()
    else:
        from persistlint.report.map_text import render_legend, render_map

        parts = [
            part for part in (render_map(analysis, style, legend=False) for analysis in analyses) if part
        ]
        legend = render_legend(style)
    if len(parts) > 1:
        from persistlint.report.project_map import render_project

        project = render_project(analyses, style, options.format == "markdown")
        if project:
            parts.append(project)
    if parts:
        output.text("\n".join([*parts, legend]))
    else:
        from persistlint.report.tally import number

        read = (
            f"No docker commands in {number(len(analyses), 'file')}." if analyses else "No files were read."
        )
        output.text(f"{read}\n")
