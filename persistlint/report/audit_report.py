"""An audit for people, for programs, and as the script that would save the data."""

from __future__ import annotations

from persistlint.report.json_report import check_document, fields_of
from persistlint.report.safe_text import safe
from persistlint.report.tally import Tally, number
from persistlint.rules.fingerprints import fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.audit.examine import Audit
    from persistlint.audit.rescue import Rescue
    from persistlint.audit.subject import ContainerSubject
    from persistlint.report.style import Style
    from persistlint.rules.registry import RuleSet
    from persistlint.settings.settings import Settings


def render_audit(audit: Audit, style: Style) -> str:
    """Return the findings as text, each with the command line of its container, and a line that sums up."""
    from persistlint.report.text import render

    out = [
        render(finding, subject.sources, style) + "\n"
        for subject in audit.subjects
        for finding in subject.findings
    ]
    return "".join(out) + summary(audit) + "\n"


def summary(audit: Audit) -> str:
    """Return the audit in one sentence."""
    tally = audit_tally(audit)
    read = number(len(audit.containers), "container")
    if audit.volumes:
        read += f", {number(len(audit.volumes), 'volume')} that none uses"
    if not tally.findings:
        return f"No findings in {read}."
    parts = [
        number(count, severity, plural=severity != "info")
        for severity, count in tally.by_severity.items()
        if count
    ]
    line = f"{number(tally.findings, 'finding')} ({', '.join(parts)}) in {read}."
    if any(remark.paths for subject in audit.containers for remark in subject.remarks):
        line += " `persistlint audit --rescue` prints the commands that save the data."
    return line


def audit_tally(audit: Audit) -> Tally:
    """Return the number of findings by severity."""
    tally = Tally()
    for subject in audit.subjects:
        tally.files += 1
        for finding in subject.findings:
            tally.by_severity[finding.severity] += 1
    tally.commands = tally.resolved = len(audit.containers)
    return tally


def audit_document(
    audit: Audit, errors: list[dict[str, Any]], rescues: list[Rescue] | None
) -> dict[str, Any]:
    """Return the document of ``check``, with the engine, the containers and the rescues (where they are asked for) beside it."""
    findings: list[dict[str, Any]] = []
    for subject in audit.subjects:
        prints = fingerprints(subject.findings)
        for finding, fingerprint in zip(subject.findings, prints, strict=True):
            findings.append(fields_of(finding, fingerprint, subject.sources))
    document = check_document(findings, errors, [], audit_tally(audit))
    document["summary"] |= {"containers": len(audit.containers), "volumes": len(audit.volumes)}
    engine = audit.engine
    document["engine"] = {
        "name": engine.name,
        "version": engine.version,
        "context": engine.address.context,
        "host": engine.address.host,
    }
    document["containers"] = [_container(subject) for subject in audit.containers]
    if rescues is not None:
        document["rescues"] = [
            {
                "path": rescue.path,
                "volumes": rescue.volumes,
                "commands": rescue.commands,
                "notes": rescue.notes,
            }
            for rescue in rescues
        ]
    return document


def render_form(
    form: str,
    audit: Audit,
    errors: list[dict[str, Any]],
    settings: Settings,
    rules: RuleSet,
    style: Style,
    status: int,
) -> bytes:
    """Return the findings in one of the forms of ``check``."""
    if form == "concise":
        from persistlint.report.formats.concise_form import render_concise

        lines = [
            render_concise(finding, subject.sources)
            for subject in audit.subjects
            for finding in subject.findings
        ]
        return f"{''.join(lines)}{summary(audit)}\n".encode("utf-8", "backslashreplace")
    if form == "text":
        return render_audit(audit, style).encode("utf-8", "backslashreplace")
    from persistlint.report.formats import WITH_PICTURES, render
    from persistlint.report.results import Results

    results = Results(audit_tally(audit), errors, [])
    results.status = status
    for subject in audit.subjects:
        results.add_found(subject.path, subject.findings, subject.sources, settings, rules)
    if form in WITH_PICTURES:
        results.summary = summary(audit)
        results.sizes = [("container or volume", "image", "path", "place", "size"), *_sizes(audit)]
        for container in audit.containers:
            results.add_picture(container.analysis)
    return render(form, results)


def _sizes(audit: Audit) -> list[tuple[str, ...]]:
    """Return what each container keeps in its layer and its mounts, and the volumes that none uses, largest first."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    for subject in audit.containers:
        facts = subject.facts
        rows.append((facts.size or 0, (facts.name, facts.image, "", "container layer", _size(facts.size))))
        for mount in facts.mounts:
            volume = subject.volumes.get(mount.name)
            size = volume.size if volume is not None else None
            named = f"{mount.kind} {mount.name or mount.source}".strip()
            place = "anonymous volume" if volume is not None and volume.anonymous else named
            rows.append((size or 0, (facts.name, facts.image, mount.target, place, _size(size))))
    for alone in audit.volumes:
        rows.append(
            (
                alone.facts.size or 0,
                (alone.facts.name, "", "", "a volume that no container uses", _size(alone.facts.size)),
            )
        )
    rows.sort(key=lambda row: (-row[0], row[1]))
    return [cells for _, cells in rows]


def _size(size: int | None) -> str:
    from persistlint.engine.sizes import shown_size

    return shown_size(size) if size is not None else "not known"


def _container(subject: ContainerSubject) -> dict[str, Any]:
    facts = subject.facts
    return {
        "path": subject.path,
        "id": facts.id,
        "name": facts.name,
        "image": facts.image,
        "state": facts.status,
        "layer_size": facts.size,
        "command": subject.document.data.decode("utf-8", "surrogateescape"),
    }


def render_rescues(audit: Audit, rescues: list[Rescue]) -> str:
    """Return a shell script. For each rescue it has the findings as comments, then one chain of commands that ends where one fails."""
    by_path = {subject.path: subject for subject in audit.subjects}
    out = []
    if rescues:
        out.append(
            "# Read this before you run it. It holds the containers' variables and labels, secrets among them.\n"
        )
    for rescue in rescues:
        subject = by_path[rescue.path]
        lines = [f"# {safe(rescue.title)}"]
        lines += [
            f"# {finding.severity} {finding.code}: {safe(finding.message)}" for finding in subject.findings
        ]
        lines += [f"# Note: {safe(note)}" for note in rescue.notes]
        if rescue.commands:
            lines.append(" &&\n".join(rescue.commands))
        out.append("\n".join(lines) + "\n")
    if not rescues:
        return "# Nothing needs to be saved.\n"
    return "\n".join(out)
