"""The measured table of a campaign, as docs/conformance.md shows it."""

from __future__ import annotations

from .building import BUILDERS
from .campaign import BOTH_REFUSE, NO_IMAGE, OTHER_LINE, OUTSIDE, UNKNOWN_ARGUMENT, UNNOTICED, Campaign
from .comparing import DIFFERS, PARTLY, SAME, UNKNOWN_TO_US

_FIELDS = ("volumes", "workdir", "user", "env", "cmd", "entrypoint")
_REFUSALS = (BOTH_REFUSE, NO_IMAGE, UNKNOWN_ARGUMENT, OUTSIDE, OTHER_LINE, UNNOTICED)


def table(campaign: Campaign, count: int, version: str) -> str:
    """Return what became of ``count`` Dockerfiles in Markdown."""
    columns = [builder for builder in BUILDERS if campaign.built[builder] or campaign.excused]
    rows = [f"Docker Engine {version}, {count} Dockerfiles.", ""]
    rows += [_row(["", *columns]), _row(["---", *("---:" for _ in columns)])]
    rows.append(_row(["built", *(campaign.built[builder] for builder in columns)]))
    for outcome in _REFUSALS:
        rows.append(_row([outcome, *(campaign.refused[builder, outcome] for builder in columns)]))
    for field in _FIELDS:
        verdicts = []
        for builder in columns:
            counts = [
                campaign.verdicts[builder, field, each] for each in (SAME, PARTLY, UNKNOWN_TO_US, DIFFERS)
            ]
            verdicts.append(" / ".join(map(str, counts)))
        rows.append(_row([f"`{field}`: same / partly known / unknown to us / differs", *verdicts]))
    for name in sorted({name for _, name in campaign.excused}):
        rows.append(_row([f"known difference: {name}", *(campaign.excused[b, name] for b in columns)]))
    wrong = [sum(each.builder == builder for each in campaign.disagreements) for builder in columns]
    rows.append(_row(["**disagreements**", *(f"**{number}**" for number in wrong)]))
    return "\n".join(rows) + "\n"


def _row(cells: list[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"
