"""Application of the comments that silence findings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.finding import Finding
    from persistlint.rules.registry import RuleSet
    from persistlint.suppressions.model import SuppressedCode, Suppression
    from persistlint.text.document import Document
    from persistlint.text.sources import Sources


def apply(
    findings: Iterable[Finding],
    suppressions: list[Suppression],
    sources: Sources,
    document: Document,
    mandatory: Callable[[Finding], bool] | None = None,
) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stand, and those that a comment silences. Codes that silence something are marked as used.

    A comment counts at the finding's own words, at the docker command that it is about, and at every call that leads there.
    A comment in another document (a sourced file) counts for what is written there. ``mandatory`` says of which findings no comment is heard.
    Of several comments that silence a finding the last one is its ``suppressed_by``.
    """
    active = [suppression for suppression in suppressions if suppression.silences]
    if not active:
        return list(findings), []
    scopes: dict[tuple[str, str, str], _Scopes] = {}
    for order, suppression in enumerate(active):
        for code in suppression.codes:
            for spelling in code.spellings:
                key = (suppression.document.path, spelling, _kind(suppression))
                if key not in scopes:
                    scopes[key] = _Scopes(by_start=key[2] != "lines")
                scopes[key].add(suppression, code, order)
    loud: list[Finding] = []
    silenced: list[Finding] = []
    for finding in findings:
        if mandatory is not None and mandatory(finding):
            loud.append(finding)
            continue
        lines = lines_of(finding, sources)
        hits: list[tuple[int, Suppression]] = []
        for name in {finding.code, finding.rule}:
            # The whole file speaks for what is reported in it, wherever the words are written.
            for path in {document.path, lines[0][0]}:
                hits += _hits(scopes.get((path, name, "file")), 1, 1)
            for path, first, last in lines:
                for kind in ("lines", "start", "block"):
                    hits += _hits(scopes.get((path, name, kind)), first, last)
        if hits:
            finding.suppressed_by = max(hits, key=lambda hit: hit[0])[1]
            silenced.append(finding)
        else:
            loud.append(finding)
    for scope in scopes.values():
        scope.mark_used()
    return loud, silenced


def _kind(suppression: Suppression) -> str:
    """Return how the comment's lines count. Comments of one kind, in order, begin to count in order."""
    if suppression.directive == "ignore-file":
        return "file"
    if suppression.directive == "disable":
        return "block"
    return "start" if suppression.starts_only else "lines"


def _hits(scopes: _Scopes | None, first: int, last: int) -> list[tuple[int, Suppression]]:
    hit = scopes.find(first, last) if scopes is not None else None
    return [hit] if hit is not None else []


class _Scopes:
    """The lines at which comments of one kind name one rule, in the order of the comments.

    Where ``by_start`` is true, a comment silences what begins in its lines, else also what reaches into them. Thousands of comments and findings
    are matched by bisection: none is held against every other.
    """

    __slots__ = ("_asked", "_by_start", "_codes", "_comments", "_firsts", "_lasts", "_longer")

    def __init__(self, by_start: bool) -> None:
        self._by_start = by_start
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        #: For each comment the number of the nearest earlier one that counts longer, -1 where there is none.
        self._longer: list[int] = []
        self._comments: list[tuple[int, Suppression]] = []
        self._codes: list[SuppressedCode] = []
        #: The lines of the findings that were looked for.
        self._asked: list[tuple[int, int]] = []

    def add(self, suppression: Suppression, code: SuppressedCode, order: int) -> None:
        first, last = suppression.first, suppression.last
        if suppression.directive == "ignore-file":
            first = last = 1
        elif suppression.directive == "disable":
            last = code.last
        if not last:
            # No statement follows the comment.
            return
        longer = len(self._lasts) - 1
        while longer >= 0 and self._lasts[longer] <= last:
            longer = self._longer[longer]
        self._firsts.append(first)
        self._lasts.append(last)
        self._longer.append(longer)
        self._comments.append((order, suppression))
        self._codes.append(code)

    def find(self, first: int, last: int) -> tuple[int, Suppression] | None:
        """Return the last comment that silences what stands on these lines, with its number."""
        self._asked.append((first, last))
        index = bisect_right(self._firsts, first if self._by_start else last) - 1
        while index >= 0 and self._lasts[index] < first:
            index = self._longer[index]
        return self._comments[index] if index >= 0 else None

    def mark_used(self) -> None:
        """Mark the codes that silenced any of the findings that were looked for."""
        self._asked.sort()
        starts = [first for first, _ in self._asked]
        furthest = list(accumulate((last for _, last in self._asked), max))
        for code, first, last in zip(self._codes, self._firsts, self._lasts, strict=True):
            # Those that begin before the comment's last line: one of them begins in its lines, or reaches into them.
            count = bisect_right(starts, last)
            if count and (starts[count - 1] if self._by_start else furthest[count - 1]) >= first:
                code.used = True


def check_codes(suppressions: Iterable[Suppression], rules: RuleSet) -> None:
    """Mark the codes that name no rule, those whose rule is off, and those whose rule no comment turns off."""
    entries = {name: entry for entry in reversed(rules.entries) for name in (entry.code, entry.name)}
    for suppression in suppressions:
        for code in suppression.codes:
            named = [entries[spelling] for spelling in code.spellings if spelling in entries]
            entry = named[0] if named else None
            code.known = entry is not None
            code.on = entry is not None and rules.enabled(entry)
            code.mandatory = entry is not None and rules.mandatory(entry.code, entry.name)


def lines_of(finding: Finding, sources: Sources) -> list[tuple[str, int, int]]:
    """Path, first and last line of every place at which the finding may be silenced."""
    spans = [finding.span]
    if finding.command_span != finding.span:
        spans.append(finding.command_span)
    spans += finding.via
    lines = []
    for span in spans:
        if sources.knows(span):
            place = sources.place(span)
            first = place.line
            last = place.document.position(max(place.start, place.end - 1))[0]
            lines.append((place.path, first, last))
    return lines or [("", 0, 0)]
