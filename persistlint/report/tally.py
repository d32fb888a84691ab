"""Counting what a run found, and saying it in one line."""

from __future__ import annotations

from persistlint.rules.finding import SEVERITIES

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
        """How many findings have a safe fix, and how many only an unsafe one."""
        return sum(row[1] for row in self.by_rule.values()), sum(row[2] for row in self.by_rule.values())


def summary_line(tally: Tally) -> str:
    """The run in one sentence: how much was read, how much of it was followed, what was found."""
    files = number(tally.files, "file")
    if not tally.commands:
        read = f"no docker commands found in {files}"
        if tally.not_understood:
            read += f", {number(tally.not_understood, 'place')} not followed"
        return f"{_found(tally)}{read}" if tally.findings else read
    read = f"{files}, {number(tally.commands, 'docker command')}"
    if tally.resolved < tally.commands:
        read += f", {tally.commands - tally.resolved} not fully understood"
    if tally.not_understood:
        # Such a command, and whatever else leads out of the text: a script that is called, a file that isn't there.
        read += f", {number(tally.not_understood, 'place')} not followed"
    if tally.suppressed:
        read += f", {number(tally.suppressed, 'finding')} suppressed"
    if tally.unchanged:
        read += f", {number(tally.unchanged, 'finding')} on unchanged lines"
    if tally.baselined:
        read += f", {number(tally.baselined, 'known finding')} in the baseline"
    if tally.outdated:
        entries = "1 entry" if tally.outdated == 1 else f"{tally.outdated} entries"
        read += f"; {entries} of the baseline match{'es' if tally.outdated == 1 else ''} nothing any more (`persistlint baseline --prune` drops them)"
    return f"{_found(tally) or 'no findings: '}{read}"


def statistics(tally: Tally) -> str:
    """A table of the rules that spoke, the most frequent first, and the share of the commands that was understood."""
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
    for (code, rule), (count, safe, unsafe) in rows:
        notes = [f"{safe} fixable"] if safe else []
        notes += [f"{unsafe} with --unsafe-fixes"] if unsafe else []
        out.append(f"{count:>{size}}  {code}  {rule:<{name}}  {', '.join(notes)}".rstrip())
    return "\n".join(out) + "\n" + share


def _found(tally: Tally) -> str:
    if not tally.findings:
        return ""
    parts = [
        number(count, severity, plural=severity != "info")
        for severity, count in tally.by_severity.items()
        if count
    ]
    return f"{number(tally.findings, 'finding')} ({', '.join(parts)}) in "


def number(count: int, noun: str, plural: bool = True) -> str:
    """``1 file``, ``2 files``."""
    return f"{count} {noun}" if count == 1 or not plural else f"{count} {noun}s"
