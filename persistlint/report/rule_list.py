"""The rules as a list, for people and for programs."""

from __future__ import annotations

from persistlint.report.safe_text import safe, wrap
from persistlint.rules.changes import changes_of, first_version
from persistlint.rules.pages import rule_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence, Set
    from typing import Any

    from persistlint.report.style import Style
    from persistlint.rules.changes import Release
    from persistlint.rules.rule import Rule

FAMILIES = {
    "PSL1": "writes and data paths",
    "PSL2": "what a mount says",
    "PSL3": "bind mounts and volumes",
    "PSL4": "lifetime and destruction",
    "PSL5": "images and builds",
    "PSL6": "privilege and pinning",
    "PSL7": "what must not persist",
    "PSL8": "backup and restore",
    "PSL9": "persistlint's own",
}

VERSION = 1


def family_of(code: str) -> str:
    """Return the prefix that a rule shares with its family: its code without the last two digits."""
    return code[:-2]


def render_rules(rules: list[tuple[Rule, bool]], style: Style) -> str:
    """Return each rule (with whether it is on) as text: code, name, severity, on or off, its fix, and its summary."""
    out: list[str] = []
    family = None
    name_size = max((len(rule.name) for rule, _ in rules), default=0)
    for rule, on in rules:
        if family_of(rule.code) != family:
            family = family_of(rule.code)
            title = FAMILIES.get(family)
            out += [""] if out else []
            out.append(style.paint(f"{family}  {title}" if title else family, "strong"))
        fix = f"{rule.fix} fix" if rule.fix else ""
        state = "on" if on else "off"
        out.append(
            f"  {rule.code}  {rule.name:<{name_size}}  "
            f"{style.paint(f'{rule.severity:<7}', rule.severity)}  {state:<3}  {fix}".rstrip()
        )
        out += [" " * 10 + row for row in wrap(safe(rule.summary), style.width - 10)]
    count = f"{len(rules)} rule{'' if len(rules) == 1 else 's'}"
    on_here = sum(on for _, on in rules)
    fixing = sum(bool(rule.fix) for rule, _ in rules)
    out.append("")
    if any(rule.fix == "unsafe" for rule, _ in rules):
        out += wrap("Look at an unsafe fix first: `--diff --unsafe-fixes` shows it.", style.width)
    out.append(f"{count}, {on_here} of them on, {fixing} with a fix; `persistlint rule CODE` shows a page")
    return "\n".join(out) + "\n"


def render_changes(releases: Sequence[Release], wanted: Set[str] | None, style: Style) -> str:
    """Return what changed about the rules of ``wanted`` (None: about all) as text, version by version."""
    out: list[str] = []
    for release in releases:
        changes = [change for change in release.changes if wanted is None or wanted & set(change.codes)]
        out += [""] if out else []
        out.append(style.paint(release.title, "strong"))
        if release.is_first and wanted is None:
            out.append("  Every rule that no newer version calls new came with this one.")
        for change in changes:
            out += [
                f"  {row}" for row in wrap(safe(f"{', '.join(change.codes)}: {change.text}"), style.width - 2)
            ]
        if not changes and not release.is_first:
            out.append("  No rule changed.")
    return "\n".join(out) + "\n"


def changes_document(releases: Sequence[Release], wanted: Set[str] | None) -> dict[str, Any]:
    """Return what changed for programs."""
    return {
        "version": VERSION,
        "releases": [
            {
                "release": release.version,
                "changes": [
                    {"rules": list(change.codes), "new": change.is_new, "text": change.text}
                    for change in release.changes
                    if wanted is None or wanted & set(change.codes)
                ],
            }
            for release in releases
        ],
    }


def history_fields(code: str, releases: Sequence[Release]) -> dict[str, Any]:
    """Return since when there is the rule, and what changed, for programs."""
    changes = [{"release": version, "text": text} for version, text in changes_of(code, releases)]
    return {"since": first_version(code, releases) or None, "changes": changes}


def rule_history(code: str, releases: Sequence[Release]) -> str:
    """Return the part of a rule's page that says since when there is the rule, and what changed; "" where that isn't known."""
    first = first_version(code, releases)
    if not first:
        return ""
    rows = [f"- {version}: {text}" for version, text in changes_of(code, releases)]
    return (
        "\n".join(["", "## Changes", "", f"Since persistlint {first}.", *([""] if rows else []), *rows])
        + "\n"
    )


def rule_facts(rule: Rule, on: bool) -> str:
    """Return the facts below a rule page's title: severity, on or off, its fix, its family."""
    fix = f"{'an' if rule.fix == 'unsafe' else 'a'} {rule.fix} fix" if rule.fix else "no fix"
    title = FAMILIES.get(family_of(rule.code))
    facts = f"{rule.severity}, {'on' if on else 'off'}, {fix}"
    return f"{facts}; {family_of(rule.code)}: {title}" if title else facts


def rules_document(rules: list[tuple[Rule, bool]]) -> dict[str, Any]:
    """Return the list of rules for programs."""
    return {"version": VERSION, "rules": [rule_fields(rule, on) for rule, on in rules]}


def rule_fields(rule: Rule, on: bool) -> dict[str, Any]:
    """Return a rule's metadata."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": family_of(rule.code),
        "family_title": FAMILIES.get(family_of(rule.code)),
        "summary": rule.summary,
        "severity": rule.severity,
        "enabled": on,
        "enabled_by_default": rule.enabled,
        "fix": rule.fix or None,
        "url": rule_url(rule.code),
    }
