"""``persistlint baseline``: record today's findings, or drop those that are gone from the record."""

from __future__ import annotations

from persistlint.cli.analyser import Analyser
from persistlint.cli.known_findings import KnownFindings, Seen, baseline_file, below_root
from persistlint.cli.output import Output, complain
from persistlint.cli.session import Session
from persistlint.report.safe_text import safe
from persistlint.report.tally import number
from persistlint.settings.paths import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.baseline.file import Entry
    from persistlint.cli.options import Options


def baseline(options: Options) -> int:
    """Write the baselines of the projects that the options' paths lie in; the exit status."""
    from persistlint.baseline.file import BaselineProblem

    output = Output()
    try:
        lines = _pruned(options) if options.prune else _recorded(options)
    except BaselineProblem as problem:
        complain(safe(str(problem)))
        return 2
    if lines is None:
        return 2
    output.text("".join(f"{safe(line)}\n" for line in lines))
    output.flush()
    return 0


def _recorded(options: Options) -> list[str] | None:
    """Write down every finding; what to tell, None where something went wrong and nothing was written."""
    from persistlint.baseline.file import BaselineProblem, Entry, read_baseline, write_baseline
    from persistlint.rules.fingerprints import fingerprint

    session = Session(options)
    by_file: dict[str, list[Entry]] = {}
    roots: dict[str, str] = {}
    checked: dict[str, set[str]] = {}
    analyser = Analyser(session, options.jobs)
    analyser.use_cache(options)
    for item, settings, analysis in analyser:
        file = baseline_file(settings, options.baseline, new=True)
        if analysis is None or file is None:
            continue
        path = below_root(item, settings)
        roots[file] = settings.root
        checked.setdefault(file, set()).add(path)
        entries = by_file.setdefault(file, [])
        for finding in analysis.findings:
            entries.append(Entry(path, finding.code, fingerprint(finding), finding.message))
    analyser.write_cache()
    if session.failed:
        complain("nothing was recorded: see above")
        return None
    lines = []
    for file, entries in by_file.items():
        seen = Seen(roots[file], checked[file], session)
        try:
            # Entries of files and rules that this run didn't check stay.
            remaining = [entry for entry in read_baseline(file) if not seen(entry)]
        except BaselineProblem:
            remaining = []
        write_baseline(file, [*remaining, *entries], roots[file] if options.baseline is None else None)
        lines.append(f"{number(len(entries), 'finding')} recorded in {shown(file)}")
    return lines or ["nothing to record: no files"]


def _pruned(options: Options) -> list[str] | None:
    """Drop what nothing answers to; what to tell, None where something went wrong and nothing was written."""
    from persistlint.baseline.file import write_baseline

    session = Session(options)
    known_findings = KnownFindings(session)
    analyser = Analyser(session, options.jobs)
    analyser.use_cache(options)
    for item, settings, analysis in analyser:
        if analysis is not None:
            known_findings.apply(item, settings, analysis)
    analyser.write_cache()
    if session.failed:
        complain("nothing was pruned: see above")
        return None
    outdated = known_findings.outdated()
    for file, entries in known_findings.read():
        write_baseline(
            file,
            entries.pruned(known_findings.seen(entries)),
            entries.root if options.baseline is None else None,
        )
    lines = [f"{entry.path}: {entry.code}: {entry.message}" for _, entry in outdated]
    count = sum(entry.count for _, entry in outdated)
    return [*lines, "1 entry dropped" if count == 1 else f"{count} entries dropped"]
