"""The table of a campaign, for people."""

from __future__ import annotations

from .campaign import Campaign
from .lines import SPELLINGS, options_for
from .refusals import REFUSALS

#: What a long run has to show.
LEAST_USES = 20
LEAST_REFUSALS = 5


def options_of_verbs(campaign: Campaign) -> dict[str, list[str]]:
    """Return the options that each verb is judged for, those of BuildKit's client with those of the classic builder."""
    out = {verb: [option.spelling for option in options_for(verb)] for verb in SPELLINGS}
    out["image build"] = sorted({*out["image build"], *campaign.buildkit_options})
    return out


def short_of(campaign: Campaign) -> list[str]:
    """Return what was seen less often than a long run has to show it."""
    out = []
    for verb, names in options_of_verbs(campaign).items():
        for name in names:
            count = campaign.options[verb, name]
            if count < LEAST_USES:
                out.append(f"{verb} --{name}: {count} lines")
    for name in REFUSALS:
        if campaign.refusals[name] < LEAST_REFUSALS:
            out.append(f"{name}: refused {campaign.refusals[name]} times")
    return out


def table(campaign: Campaign) -> str:
    """Return what was judged, how it came out, what was covered."""
    rows = [f"docker client {campaign.client}", ""]
    rows.append(f"{'lines':<58}{len(campaign.seen):>6}")
    rows.append(f"{'  read the same':<58}{campaign.verdicts['same']:>6}")
    rows.append(f"{'  refused by both, with the same reason':<58}{campaign.verdicts['refused']:>6}")
    rows.append(f"{'  not to be judged':<58}{campaign.verdicts['machine']:>6}")
    for why, count in sorted(campaign.machine.items()):
        rows.append(f"{'    ' + why:<58}{count:>6}")
    rows.append(f"{'  disagreements':<58}{len(campaign.differences):>6}")
    rows.append(f"{'  differences between versions that no table names':<58}{len(campaign.of_versions):>6}")
    if campaign.buildkit_lines:
        rows.append(f"{'  of them by BuildKit (' + campaign.buildx + ')':<58}{campaign.buildkit_lines:>6}")
    rows += ["", f"{'by command':<40}{'lines':>8}{'options':>10}{'least uses':>12}"]
    names_of = options_of_verbs(campaign)
    for verb, count in campaign.by_verb.most_common():
        options = names_of.get(verb, [])
        least = min((campaign.options[verb, name] for name in options), default=0)
        shown = f"{len(options):>10}{least:>12}" if options else ""
        rows.append(f"  {verb:<38}{count:>8}{shown}")
    rows += ["", f"{'refusals':<58}{'times':>6}"]
    rows += [f"  {name:<56}{campaign.refusals[name]:>6}" for name in REFUSALS]
    if campaign.buildkit_lacks:
        rows += ["", f"not known to {campaign.buildx}: " + ", ".join(campaign.buildkit_lacks)]
    return "\n".join(rows)


def options_table(campaign: Campaign) -> str:
    """Return how many lines gave each option."""
    rows = []
    for verb in SPELLINGS:
        counts = [
            f"{option.spelling} {campaign.options[verb, option.spelling]}" for option in options_for(verb)
        ]
        rows += [f"{verb}:", "  " + ", ".join(counts)]
    return "\n".join(rows)
