"""One cause, one finding: which rule speaks where several could. Each rule declares its place in a topic's order (``Rule.topics``)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.finding import Finding
    from persistlint.rules.registry import RuleSet
    from persistlint.rules.topics import About


def masks(code: str, other: str, rules: RuleSet) -> bool:
    """Return whether a finding of ``code`` silences one of ``other`` about the same thing. That one is nothing new once the first is mended."""
    later = rules.places(other)
    return any(later.get(topic, -1) > place for topic, place in rules.places(code).items())


def settle(findings: list[Finding], rules: RuleSet) -> list[Finding]:
    """Return the findings without those about a thing of which a rule with a lower place speaks."""
    # The parts of each thing that are spoken about, by the place of the rule that speaks.
    spoken: dict[tuple[str, object], dict[int, set[object]]] = {}
    for finding in findings:
        place = _place(finding, rules)
        if place is not None and finding.topic is not None:
            spoken.setdefault(_key(finding.topic), {}).setdefault(place, set()).update(finding.topic.parts)
    remaining: list[Finding] = []
    for finding in findings:
        place = _place(finding, rules)
        if place is not None and finding.topic is not None:
            earlier = [parts for other, parts in spoken[_key(finding.topic)].items() if other < place]
            if _covered(finding.topic, earlier):
                continue
        remaining.append(finding)
    return remaining


def _key(about: About) -> tuple[str, object]:
    return about.topic.name, about.subject


def _place(finding: Finding, rules: RuleSet) -> int | None:
    """Return the finding's place in its topic's order; None where it is the only one to speak."""
    if finding.topic is None:
        return None
    return rules.places(finding.code).get(finding.topic.topic.name)


def _covered(about: About, earlier: list[set[object]]) -> bool:
    """Return whether the earlier rules' findings are about every part that this one is about."""
    if not earlier:
        return False
    return (
        about.part is None
        or any(None in parts for parts in earlier)
        or all(any(part in parts for parts in earlier) for part in about.parts)
    )
