"""A stand-in for the engine, so that the command line is tested by itself.

It reads lines that begin with ``docker``: one that runs an image without ``-v`` gets PSL101 with an unsafe fix, one with
``-it`` PSL801 with a safe fix. ``docker crash`` breaks a rule, ``docker explode`` the analysis.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from persistlint.analysis.analysis import Analysis
from persistlint.cli.app import main
from persistlint.docker.commands import Command, ContainerCreate
from persistlint.rules.finding import Finding, Fix, Related
from persistlint.rules.registry import RuleFailure, rules_for
from persistlint.rules.rule import Rule, RuleEntry
from persistlint.settings.settings import Settings
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Value, Word
from persistlint.suppressions import apply, read_suppressions
from persistlint.text.document import Document
from persistlint.text.edits import Edit
from persistlint.text.sources import Sources
from persistlint.text.spans import Span, document_anchor


class UnmountedDataPath(Rule):
    code = "PSL101"
    name = "unmounted-data-path"
    summary = "A stateful image runs with no option on a path where it keeps data."
    fix = "unsafe"
    subject = ContainerCreate


class TtyOnRedirectedOutput(Rule):
    code = "PSL801"
    name = "tty-on-redirected-output"
    summary = "-t with a redirected dump corrupts it."
    severity = "error"
    fix = "safe"
    subject = ContainerCreate


class ContainerAsStorage(Rule):
    code = "PSL109"
    name = "container-as-storage"
    summary = "A named container's layer is the store."
    severity = "hint"
    enabled = False
    subject = ContainerCreate


class _Workspace:
    """The project, of which this engine looks nothing up."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.open_texts: dict[str, bytes] = {}


_CLASSES = (UnmountedDataPath, ContainerAsStorage, TtyOnRedirectedOutput)


def analyse(document: Document, workspace: object, settings: Settings, memo: object = None) -> Analysis:
    sources = Sources()
    sources.add(document)
    analysis = Analysis(document, sources)
    rules = rules_for(settings)
    anchor = document_anchor(document.path)
    at = len(document.data) - len(document.data[document.line_starts[0] :])
    for line in document.data[at:].split(b"\n"):
        if line.startswith(b"docker explode"):
            raise ValueError("boom")
        if line.startswith(b"docker crash"):
            rules.failures.append(RuleFailure(rules.entry("PSL101"), KeyError("gone")))
        if line.startswith(b"docker "):
            _command(analysis, rules, anchor, at, line.rstrip(b"\r"))
        at += len(line) + 1
    analysis.suppressions = read_suppressions(document)
    weighed_findings = [
        rules.weighed(finding) for finding in analysis.findings if rules.enabled(rules.entry(finding.code))
    ]
    analysis.findings, analysis.suppressed = apply(weighed_findings, analysis.suppressions, sources, document)
    return analysis


def _command(analysis: Analysis, rules: object, anchor: tuple[str, str, int], at: int, line: bytes) -> None:
    words = []
    place = 0
    for word in line.split(b" "):
        span = Span(anchor, at + place, at + place + len(word))
        words.append(Word(Value.of(word.decode("utf-8", "surrogateescape"), span), span))
        place += len(word) + 1
    span = Span(anchor, at, at + len(line))
    invocation = Invocation(tuple(words), "docker", span)
    command: Command = ContainerCreate(invocation, "container run")
    command.resolved = b"$OPTS" not in line
    if not command.resolved:
        analysis.not_understood.append((span, "$OPTS before the image may hold options"))
    analysis.commands.append((command, None))
    image = next((word for word in words if word.text == "postgres"), None)
    if image is not None and image.span is not None and b" -v " not in line:
        edit = Edit(image.span.at_start(), "-v pgdata:/var/lib/postgresql/data ")
        related = (Related(words[0].span or span, "it runs here"),)
        analysis.findings.append(
            Finding(
                "PSL101",
                "unmounted-data-path",
                "warning",
                image.span,
                "`/var/lib/postgresql/data` goes to the container's layer.",
                "postgres /var/lib/postgresql/data",
                related,
                (Fix("mount the volume pgdata", [edit], safe=False),),
                span,
            )
        )
    tty = next((word for word in words if word.text == "-it"), None)
    if tty is not None and tty.span is not None:
        fix = Fix("leave -t out", [Edit(tty.span, "-i")], safe=True)
        analysis.findings.append(
            Finding(
                "PSL801",
                "tty-on-redirected-output",
                "error",
                tty.span,
                "`-t` corrupts it.",
                "tty",
                (),
                (fix,),
                span,
            )
        )


class _NoCache:
    """Keeps nothing."""

    def __init__(self, *arguments: object) -> None:
        pass

    def find(self, *arguments: object) -> None:
        pass

    def keep(self, *arguments: object) -> None:
        pass

    def write(self) -> None:
        pass


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    package = ModuleType("persistlint_rules")
    package.__path__ = []  # type: ignore[attr-defined]
    package.RULES = []  # type: ignore[attr-defined]
    for rule in _CLASSES:
        entry = RuleEntry(rule.code, rule.name, "ContainerCreate", "persistlint_rules", enabled=rule.enabled)
        package.RULES.append(entry)  # type: ignore[attr-defined]
        module = ModuleType(entry.module)
        module.RULE = rule  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, entry.module, module)
    monkeypatch.setitem(sys.modules, "persistlint_rules", package)
    fake = ModuleType("persistlint.analysis.analyse")
    fake.analyse = analyse  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "persistlint.analysis.analyse", fake)
    workspace = ModuleType("persistlint.analysis.workspace")
    workspace.Workspace = _Workspace  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "persistlint.analysis.workspace", workspace)
    # The stand-in is in this process only, and its results are not kept.
    monkeypatch.setattr("persistlint.cli.check._many", lambda paths: False)
    monkeypatch.setattr("persistlint.analysis.result_cache.ResultCache", _NoCache)
    for name in ("NO_COLOR", "FORCE_COLOR", "PERSISTLINT_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)


class Run:
    """What a run of the command line gave."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err


@pytest.fixture
def run(
    tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Run persistlint with some arguments in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def go(*arguments: str) -> Run:
        status = main(list(arguments))
        captured = capsys.readouterr()
        return Run(status, captured.out, captured.err)

    return go
