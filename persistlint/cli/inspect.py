"""``persistlint inspect``: what was understood."""

from __future__ import annotations

from persistlint.cli.analyser import Analyser
from persistlint.cli.output import Output, complain
from persistlint.cli.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.cli.options import Options


def inspect(options: Options) -> int:
    """Print every docker command of the files as JSON; the exit status."""
    from persistlint.report.inspect_report import inspect_document
    from persistlint.report.json_report import dump

    session = Session(options)
    output = Output()
    analyses = []
    for _, _, analysis in Analyser(session):
        if analysis is not None:
            analyses.append(analysis)
    output.data(dump({**inspect_document(analyses), "errors": session.errors}))
    if output.failed:
        complain(f"can't write the output: {output.failed}")
        return 2
    return 2 if session.failed else 0
