"""What must hold for every fix that is offered. None of it asks the code that checks fixes in the product.

* The finding is gone from a fresh analysis of the fixed text, and nothing as bad has come up.
* By what ``inspect`` prints, commands differ in what the rule says that its fixes change, and only those in which something was written.
* Lines that no edit touches stay as they are, bytes and line ends, and so does every other fragment of the document.
* What bash accepted, it accepts; ShellCheck has no new complaint.
* No data is deleted that wasn't before. Where a mount that docker took is changed, so that data stays behind, the fix isn't safe and its title says so.
* A new volume's name can be read, and is nobody else's in the file.
* Fixing everything leaves nothing to fix.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.checked_fixes import checker_for, keep_checked
from persistlint.analysis.workspace import Workspace
from persistlint.cli.analyser import Analyser
from persistlint.cli.mend import mended
from persistlint.cli.options import Options
from persistlint.cli.session import Session
from persistlint.hosts.read import read
from persistlint.report.inspect_report import inspect_document
from persistlint.rules.finding import Finding, Fix, at_least
from persistlint.rules.fixes import MAX_ROUNDS, placed
from persistlint.rules.precedence import masks
from persistlint.rules.registry import rules_for
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from persistlint.text.edits import PlacedEdit, apply_edits

from . import shells

#: Fields of a command that tell where it stands, or that follow from others.
_PLACES = frozenset(
    (
        "id",
        "line",
        "column",
        "end_line",
        "end_column",
        "via",
        "occurrence",
        "argv",
        "assumes",
        "resolved",
        "operands",
    )
)
_REFUSALS = ("syntax_errors", "engine_errors")
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")
#: Words of a title that say that what is there already isn't taken along.
_BEHIND = ("behind", "stays", "existing", "copied")
_VOLUME = re.compile(r"/var/lib/docker/volumes/([^/]+)/_data/?")

Command = dict[str, Any]


class Outcome:
    """What was tried, and what was wrong: ``faults`` are ``(place, code, title, what)``; ``refused`` fixes that the product itself doesn't offer, and why."""

    def __init__(self) -> None:
        self.documents = 0
        self.findings = 0
        self.fixes: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()
        self.faults: list[tuple[str, str, str, str]] = []


class Tried:
    """A fix, its edits in the document, and the text after it."""

    def __init__(self, finding: Finding, fix: Fix, edits: list[PlacedEdit], data: bytes) -> None:
        self.finding = finding
        self.fix = fix
        self.edits = edits
        self.data = data


def examine(document: Document, root: str, outcome: Outcome, programs: bool = True) -> None:
    """Try every fix that is offered for ``document``, a file of the project at ``root``. Without ``programs`` bash and ShellCheck aren't asked."""
    settings = Settings()
    settings.select, settings.root = ["ALL"], root
    workspace = Workspace(root)
    analysis = analyse(document, workspace, settings)
    outcome.documents += 1
    outcome.findings += len(analysis.findings)
    before = {id(fix): (finding, fix) for finding in analysis.findings for fix in finding.fixes}
    if not before:
        return
    keep_checked(analysis, workspace, settings)
    offered = {id(fix) for finding in analysis.findings for fix in finding.fixes}
    checker = checker_for(analysis, workspace, settings)
    for key, (finding, fix) in before.items():
        if key not in offered:
            outcome.refused[finding.code, (checker.problem((finding, fix)) or "with others")[:70]] += 1
    tried = []
    for finding in analysis.findings:
        for fix in finding.fixes:
            outcome.fixes[finding.code, "safe" if fix.safe else "unsafe"] += 1
            edits = placed(fix, analysis.sources)
            place = f"{document.path}:{analysis.sources.place(finding.span).line}"
            if not edits:
                outcome.faults.append((place, finding.code, fix.title, "its edits can't be made"))
                continue
            each = Tried(finding, fix, edits, apply_edits(document.data, edits))
            tried.append(each)
            changed = analyse(
                Document(document.path, each.data, document.language), Workspace(root), settings
            )
            for fault in _faults(each, analysis, changed):
                outcome.faults.append((place, finding.code, fix.title, fault))
    texts = [*tried]
    for unsafe in (False, True):
        fault = _again(document, analysis, settings, unsafe)
        if fault:
            outcome.faults.append((document.path, "", f"all fixes, {unsafe=}", fault))
    if programs:
        for each, fault in _program_faults(document, texts):
            place = f"{document.path}:{analysis.sources.place(each.finding.span).line}"
            outcome.faults.append((place, each.finding.code, each.fix.title, fault))


def _faults(tried: Tried, before: Analysis, after: Analysis) -> Iterator[str]:
    finding, fix = tried.finding, tried.fix
    if after.document.data == before.document.data:
        yield "it changes nothing"
    yield from _said(finding, before, after)
    if len(after.not_understood) > len(before.not_understood):
        yield "less is understood"
    yield from _lines(before.document.data, tried)
    yield from _fragments(before.document, after.document, tried)
    old, new = _commands(before), _commands(after)
    changes = fix.changes
    if changes is None:
        yield "its rule doesn't say what it changes"
        return
    if "commands" not in changes:
        yield from _models(old, new, set(changes), tried, before)
    yield from _data(old, new, fix)
    yield from _names(old, new, fix)


# -- what is said ------------------------------------------------------------------------------------------------------


def _said(finding: Finding, before: Analysis, after: Analysis) -> Iterator[str]:
    def count(analysis: Analysis) -> Counter[tuple[str, str]]:
        return Counter(
            (each.code, each.identity)
            for each in analysis.findings
            if at_least(each.severity, finding.severity)
        )

    rules = rules_for(Settings())
    number_before, left = count(before), count(after)
    key = (finding.code, finding.identity)
    if left[key] >= number_before[key]:
        yield "the finding is still there"
    new = left - number_before
    for each in after.findings:
        if new[each.code, each.identity] and not masks(finding.code, each.code, rules):
            yield f"new: {each.code}: {each.identity}"


# -- what the text is ----------------------------------------------------------------------------------------------------


def _lines(data: bytes, tried: Tried) -> Iterator[str]:
    """Yield what is wrong with the lines. The text is kept to the byte outside the lines that an edit touches, and new lines end as the others do."""
    first = min(edit.start for edit in tried.edits)
    last = max(edit.end for edit in tried.edits)
    if (
        tried.data[:first] != data[:first]
        or tried.data[len(tried.data) - (len(data) - last) :] != data[last:]
    ):
        yield "it changes what no edit touches"
    if b"\r\n" in data and data.count(b"\n") == data.count(b"\r\n"):
        if tried.data.count(b"\n") != tried.data.count(b"\r\n"):
            yield "it mixes line ends"
    elif b"\r\n" not in data and b"\r\n" in tried.data:
        yield "it brings Windows' line ends"
    before, after = Counter(data.splitlines()), Counter(tried.data.splitlines())
    gone, come = before - after, after - before
    # Blanks at the end of a line are a line's own business, unless the fix brings them.
    for line in come:
        if (
            line.endswith((b" ", b"\t"))
            and not any(each.endswith((b" ", b"\t")) for each in gone)
            and line.strip()
        ):
            yield f"it leaves blanks at the end of a line: {line!r}"
        if not line.strip(b" \t") and line:
            yield "it leaves a line of blanks"


def _fragments(before: Document, after: Document, tried: Tried) -> Iterator[str]:
    old, new = read(before).fragments, read(after).fragments
    if len(old) != len(new):
        yield f"there are {len(new)} fragments for {len(old)}"
        return
    changed = [
        number for number, (each, other) in enumerate(zip(old, new, strict=True)) if each.text != other.text
    ]
    if len(changed) > len({edit.start for edit in tried.edits}):
        yield "it changes fragments that it doesn't touch"


# -- what docker is told -------------------------------------------------------------------------------------------------


def _commands(analysis: Analysis) -> list[Command]:
    commands: list[Command] = inspect_document([analysis])["commands"]
    return commands


def _models(
    old: list[Command], new: list[Command], allowed: set[str], tried: Tried, before: Analysis
) -> Iterator[str]:
    if len(old) != len(new):
        yield f"there are {len(new)} commands for {len(old)}"
        return
    for each, other in zip(old, new, strict=True):
        names = {name for name in each.keys() | other.keys() if each.get(name) != other.get(name)} - _PLACES
        for name in _REFUSALS:
            if not Counter(other.get(name, ())) - Counter(each.get(name, ())):
                names.discard(name)
        if names - allowed:
            yield f"`{each['verb']}` on line {each['line']} differs in {', '.join(sorted(names - allowed))}"
        elif (names or each["argv"] != other["argv"]) and not _touched(each, tried, before):
            yield f"`{each['verb']}` on line {each['line']} differs, and nothing in it is touched"


def _touched(command: Command, tried: Tried, analysis: Analysis) -> bool:
    """Return whether an edit is written in a word of the command, wherever that word is written."""
    places = []
    for each, _ in analysis.commands:
        place = analysis.sources.place(each.span)
        if place.positions()[:2] != (command["line"], command["column"]):
            continue
        spans = [each.span]
        for word in each.invocation.words:
            spans += [piece.span for piece in word.value.pieces if getattr(piece, "span", None) is not None]  # type: ignore[misc]
            if word.span is not None:
                spans.append(word.span)
        places += [analysis.sources.place(span) for span in spans if analysis.sources.knows(span)]
        places += [
            analysis.sources.place(redirect.target_span)
            for redirect in each.invocation.redirects
            if redirect.target_span is not None and analysis.sources.knows(redirect.target_span)
        ]
    return any(
        place.start - 1 <= edit.end and edit.start <= place.end + 1
        for place in places
        for edit in tried.edits
    )


def _mounts(command: Command) -> set[tuple[str, str | None, str]]:
    """Return what is mounted where. A bind of a volume's directory is the volume, and a mode in a target of ``--mount`` is meant to be one."""
    rows = set()
    for each in command.get("mounts") or ():
        kind, source, target = each["type"], each["source"], each["target"]
        inside = _VOLUME.fullmatch(source or "")
        if kind == "bind" and inside is not None:
            kind, source = "volume", inside[1]
        if kind == "bind" and source is not None:
            source = source.removeprefix("⟨PWD⟩/").removeprefix("./")
        if kind == "tmpfs" or (source or "").startswith("$"):
            # Nothing lasts there; and nobody has a directory of that name.
            continue
        rows.add((kind, source, (target or "").removesuffix(":ro").removesuffix(":readonly")))
    return rows


def _no_image(command: Command) -> bool:
    """Return whether it is no run, or one that names no image: docker refuses it."""
    image = command.get("image")
    return image is None or not (image["raw"] or "$").strip()


_REMOVALS = (
    "container rm",
    "volume rm",
    "volume prune",
    "system prune",
    "container prune",
    "compose down",
    "compose rm",
)


def _data(old: list[Command], new: list[Command], fix: Fix) -> Iterator[str]:
    """No more is removed than before, and data isn't left behind in silence."""
    for name in ("remove", "volumes", "all"):
        # A run without an image is refused, and what joins it to its other lines brings the user's own ``--rm``.
        before = sum(each.get(name) is True or ("image" in each and _no_image(each)) for each in old)
        if sum(each.get(name) is True for each in new) > before:
            yield f"it sets `{name}`"
    if sum(each["verb"] in _REMOVALS for each in new) > sum(each["verb"] in _REMOVALS for each in old):
        yield "it removes something"
    if len(old) != len(new):
        return
    for each, other in zip(old, new, strict=True):
        if any(each.get(name) for name in _REFUSALS) or _no_image(each) or each["verb"] != other["verb"]:
            # docker refused it, or it makes no container.
            continue
        lost = _mounts(each) - _mounts(other)
        come = _mounts(other) - _mounts(each)
        if not lost and (not come or each.get("remove")):
            # ``--rm`` leaves nothing that could stay behind.
            continue
        if all(kind == "volume" and source and "." in source for kind, source, _ in lost) and all(
            kind == "bind" and source and not source.startswith("/") for kind, source, _ in come
        ):
            # A file that became a volume by mistake: an empty directory.
            continue
        says = any(word in fix.title for word in _BEHIND)
        if fix.safe and (lost or come):
            yield f"it is safe, and changes where data is: {sorted(map(str, lost))} to {sorted(map(str, come))}"
        elif not fix.safe and not says:
            yield "its title doesn't say what becomes of existing data"


def _names(old: list[Command], new: list[Command], fix: Fix) -> Iterator[str]:
    """Yield what is wrong with the names of new volumes. They can be read, and whoever has them already is the same container or keeps the same path in it."""
    if len(old) != len(new):
        return
    for number, (each, other) in enumerate(zip(old, new, strict=True)):
        if any(each.get(name) for name in _REFUSALS):
            continue
        mounts = {source for _, source, _ in _mounts(each)}
        for kind, source, target in _mounts(other) - _mounts(each):
            if kind != "volume" or source is None or source in mounts or "⟨" in source:
                continue
            if any(source in re.split("[:,=]", word) for word in each["argv"]):
                # The user's own.
                continue
            if _NAME.fullmatch(source) is None:
                yield f"`{source}` is no name for a volume"
            others = [
                (path, elsewhere["line"])
                for index, elsewhere in enumerate(old)
                if index != number
                for _, taken, path in _mounts(elsewhere)
                if taken == source
            ]
            if others and all(path != target for path, _ in others):
                yield f"`{source}` is the volume of line {others[0][1]}"


# -- everything at once --------------------------------------------------------------------------------------------------


def _again(document: Document, analysis: Analysis, settings: Settings, unsafe: bool) -> str | None:
    analyser = Analyser(Session(Options()))
    rules_for(settings)
    once = mended(analyser, document, settings, analysis, unsafe)
    changed = Document(document.path, once.data, document.language)
    twice = mended(analyser, changed, settings, once.analysis, unsafe)
    if twice.data != once.data:
        return f"fixed again after {MAX_ROUNDS} rounds, it changes again"
    return None


# -- other programs ------------------------------------------------------------------------------------------------------


def _program_faults(document: Document, tried: list[Tried]) -> Iterator[tuple[Tried, str]]:
    """Yield what bash and ShellCheck accepted before and don't after."""
    if not tried:
        return
    pairs: list[tuple[Tried, bytes, bytes]] = []
    if document.language == "shell":
        pairs = [(each, document.data, each.data) for each in tried]
    else:
        old = read(document).fragments
        for each in tried:
            new = read(Document(document.path, each.data, document.language)).fragments
            for before, after in zip(old, new, strict=False):
                if before.text != after.text:
                    pairs.append((each, before.text, after.text))
    if not pairs:
        return
    texts = list(dict.fromkeys(text for _, before, after in pairs for text in (before, after)))
    taken = {text: shells.accepted(text) for text in texts}
    shell = "sh" if document.data.startswith((b"#!/bin/sh", b"\xef\xbb\xbf#!/bin/sh")) else "bash"
    counts = dict(zip(texts, shells.complaints(texts, shell), strict=True))
    for each, before, after in pairs:
        if taken[before] and not taken[after]:
            yield each, "bash doesn't accept it"
        for code, number in (counts[after] - counts[before]).items():
            yield each, f"ShellCheck gives {number} more {code}"
