"""Counting what a run found, and saying it in a line."""

from __future__ import annotations

from persistlint.report.safe_text import safe
from persistlint.rules.finding import SEVERITIES
from persistlint.text.secrets import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.rules.finding import Finding


class Tally:
    """The numbers of a run. ``commands`` counts docker commands as they stand in the text, however often each happens; ``not_understood`` places."""

    __slots__ = (
        "baselined",
        "by_rule",
        "by_severity",
        "causes",
        "commands",
        "files",
        "not_understood",
        "outdated",
        "resolved",
        "suppressed",
        "unchanged",
    )

    def __init__(self) -> None:
        self.files = 0
        self.commands = 0
        self.resolved = 0
        self.not_understood = 0
        #: Why places could not be followed: for each cause the first place, and how many there are.
        self.causes: dict[str, tuple[str, int, int]] = {}
        self.suppressed = 0
        self.baselined = 0
        #: Findings of lines that don't differ from the commit that was asked for.
        self.unchanged = 0
        #: Entries of the baseline that nothing answers to any more.
        self.outdated = 0
        self.by_severity = dict.fromkeys(SEVERITIES, 0)
        #: (code, rule) to the number of its findings, and how many of them a safe and an unsafe fix would mend.
        self.by_rule: dict[tuple[str, str], list[int]] = {}

    def add(self, analysis: Analysis) -> None:
        """Count an analysed file."""
        self.files += 1
        commands, resolved = analysis.command_count()
        self.commands += commands
        self.resolved += resolved
        self.not_understood += len(analysis.not_understood)
        for span, why in analysis.not_understood:
            first = self.causes.get(why)
            if first is None:
                place = analysis.sources.place(span)
                self.causes[why] = (place.path, place.line, 1)
            else:
                self.causes[why] = (*first[:2], first[2] + 1)
        self.suppressed += len(analysis.suppressed)
        self.baselined += len(analysis.baselined)
        for finding in analysis.findings:
            self._count(finding)

    def _count(self, finding: Finding) -> None:
        self.by_severity[finding.severity] += 1
        row = self.by_rule.setdefault((finding.code, finding.rule), [0, 0, 0])
        row[0] += 1
        if finding.fixes:
            row[1 if any(fix.safe for fix in finding.fixes) else 2] += 1

    @property
    def findings(self) -> int:
        return sum(self.by_severity.values())

    def fixable(self) -> tuple[int, int]:
        """Return how many findings have a safe fix, and how many only an unsafe one."""
        return sum(row[1] for row in self.by_rule.values()), sum(row[2] for row in self.by_rule.values())


def summary_line(tally: Tally) -> str:
    """Return the run in a few sentences: what was found in how much, and what wasn't followed or isn't told."""
    files = number(tally.files, "file")
    read = f"{files} with {number(tally.commands, 'docker command')}" if tally.commands else files
    if tally.findings:
        out = [f"{_found(tally)} in {read}."]
    elif tally.commands:
        out = [f"No findings in {read}."]
    elif tally.files:
        out = [f"No docker commands in {files}."]
    else:
        out = ["No files were checked."]
    if tally.resolved < tally.commands:
        unclear = tally.commands - tally.resolved
        out.append(f"{number(unclear, 'command')} {_is(unclear)} not fully understood.")
    if tally.not_understood:
        # Such a command, and whatever else leads out of the text: a script that is called, a file that isn't there.
        out.append(f"{number(tally.not_understood, 'place')} could not be followed.")
    if tally.suppressed:
        out.append(f"{number(tally.suppressed, 'finding')} {_is(tally.suppressed)} suppressed.")
    if tally.unchanged:
        out.append(f"{number(tally.unchanged, 'finding')} {_is(tally.unchanged)} on unchanged lines.")
    if tally.baselined:
        out.append(f"{number(tally.baselined, 'known finding')} {_is(tally.baselined)} in the baseline.")
    if tally.outdated:
        entries = "1 entry" if tally.outdated == 1 else f"{tally.outdated} entries"
        verb = "matches" if tally.outdated == 1 else "match"
        out.append(
            f"{entries} of the baseline {verb} nothing any more (`persistlint baseline --prune` drops them)."
        )
    return " ".join(out)


def causes(tally: Tally) -> str:
    """Return a line for each cause for which places could not be followed: the first place, and how many more there are."""
    out = []
    for why, (path, line, count) in tally.causes.items():
        more = f" (and in {number(count - 1, 'more place')})" if count > 1 else ""
        out.append(f"{safe(path)}:{line}: not followed: {safe(mask(why))}{more}\n")
    return "".join(out)


def statistics(tally: Tally) -> str:
    """Return a table of the rules with findings, the most frequent first, and the share of the commands that was understood."""
    rows = sorted(tally.by_rule.items(), key=lambda row: (-row[1][0], row[0]))
    share = ""
    if tally.commands:
        percent = 100 * tally.resolved / tally.commands
        share = (
            f"{tally.resolved} of {number(tally.commands, 'docker command')} understood ({percent:.1f} %)\n"
        )
    if not rows:
        return share
    size = len(str(rows[0][1][0]))
    name = max(len(rule) for (_, rule), _ in rows)
    out = []
    for (code, rule), (count, fixable, unsafe) in rows:
        notes = [f"{fixable} fixable"] if fixable else []
        notes += [f"{unsafe} with --unsafe-fixes"] if unsafe else []
        out.append(f"{count:>{size}}  {code}  {rule:<{name}}  {', '.join(notes)}".rstrip())
    return "\n".join(out) + "\n" + share


def _found(tally: Tally) -> str:
    parts = [
        number(count, severity, plural=severity != "info")
        for severity, count in tally.by_severity.items()
        if count
    ]
    return f"{number(tally.findings, 'finding')} ({', '.join(parts)})"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def number(count: int, noun: str, plural: bool = True) -> str:
    """Return the count with its noun: ``1 file``, ``2 files``."""
    return f"{count} {noun}" if count == 1 or not plural else f"{count} {noun}s"
