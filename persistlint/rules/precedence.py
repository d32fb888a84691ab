"""One cause, one finding: which rule speaks where several could (the table of the rule catalogue)."""

from __future__ import annotations

from persistlint.rules.finding import Finding

#: For each kind of topic, the codes in the order in which they speak; codes in one group don't silence each other.
PRECEDENCE: dict[str, tuple[tuple[str, ...], ...]] = {
    "container": (
        (
            "PSL206",
            "PSL207",
            "PSL208",
            "PSL210",
            "PSL211",
            "PSL212",
            "PSL213",
            "PSL214",
            "PSL215",
            "PSL216",
            "PSL217",
            "PSL221",
            "PSL222",
        ),
        ("PSL227",),
        ("PSL201",),
        ("PSL202",),
        ("PSL203",),
        ("PSL204",),
        ("PSL414",),
        ("PSL404",),
        ("PSL101",),
    ),
    "write": (("PSL103",), ("PSL111",), ("PSL204",), ("PSL102", "PSL104", "PSL107")),
    "specification": (
        ("PSL207",),
        ("PSL208",),
        ("PSL210",),
        ("PSL209",),
        ("PSL214",),
        ("PSL213",),
        ("PSL206",),
        ("PSL205",),
        ("PSL405",),
    ),
    "backup": (("PSL806",), ("PSL801",), ("PSL807",), ("PSL802",), ("PSL803",)),
    "instruction": (("PSL502",), ("PSL501",)),
    "removal": (("PSL422",), ("PSL408",), ("PSL421",), ("PSL411",)),
}


def masks(finding: Finding, other: Finding) -> bool:
    """Whether ``finding`` silences ``other`` where both are about one thing: then ``other`` is nothing new once it is mended."""
    for groups in PRECEDENCE.values():
        ranks = {code: rank for rank, codes in enumerate(groups) for code in codes}
        if finding.code in ranks and ranks.get(other.code, -1) > ranks[finding.code]:
            return True
    return False


def _rank(finding: Finding) -> int:
    if finding.topic is not None:
        for rank, codes in enumerate(PRECEDENCE.get(finding.topic[0], ())):
            if finding.code in codes:
                return rank
    return -1


def settle(findings: list[Finding]) -> list[Finding]:
    """The findings without those whose topic a rule of higher precedence speaks about."""
    spoken: dict[tuple[str, object], list[tuple[int, object]]] = {}
    for finding in findings:
        rank = _rank(finding)
        if rank >= 0 and finding.topic is not None:
            kind, thing, part = finding.topic
            spoken.setdefault((kind, thing), []).append((rank, part))
    kept: list[Finding] = []
    for finding in findings:
        rank = _rank(finding)
        if rank > 0 and finding.topic is not None:
            kind, thing, part = finding.topic
            others = spoken[kind, thing]
            if _silenced(part, [about for other, about in others if other < rank]):
                continue
        kept.append(finding)
    return kept


def _silenced(part: object, spoken: list[object]) -> bool:
    """Whether what is spoken about covers ``part``: a path, several (a tuple), or None for all."""
    if not spoken:
        return False
    if None in spoken or part is None:
        return True
    about = {path for entry in spoken for path in (entry if isinstance(entry, tuple) else (entry,))}
    return all(path in about for path in (part if isinstance(part, tuple) else (part,)))
