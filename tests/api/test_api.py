"""``persistlint.analyse``, as docs/api.md describes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import persistlint

ROOT = Path(__file__).resolve().parents[2]
LOSING = "docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"


def test_findings() -> None:
    (finding,) = persistlint.analyse(LOSING).findings
    assert (finding.code, finding.rule, finding.severity) == ("PSL101", "unmounted-data-path", "warning")
    assert (finding.path, finding.line, finding.column, finding.end_line, finding.end_column) == (
        "script.sh",
        1,
        48,
        1,
        59,
    )
    assert finding.when is None and finding.url == "urn:persistlint:PSL101" and len(finding.fingerprint) == 16
    (fix,) = finding.fixes
    assert fix.applicability == "unsafe"
    (edit,) = fix.edits
    assert (edit.line, edit.column, edit.text) == (1, 48, "-v pgdata:/var/lib/postgresql/data ")
    assert isinstance(finding, persistlint.Finding) and isinstance(fix, persistlint.Fix)
    # Values: they compare, and can be kept in sets.
    assert finding == persistlint.analyse(LOSING).findings[0]
    assert len({finding, *persistlint.analyse(LOSING).findings}) == 1


def test_text_and_bytes_are_the_same() -> None:
    assert persistlint.analyse(LOSING.encode()).findings == persistlint.analyse(LOSING).findings
    assert persistlint.analyse(b"# \xff\n" + LOSING.encode()).findings[0].line == 2


@pytest.mark.parametrize(
    ("text", "path", "language", "codes"),
    [
        (f"```sh\n{LOSING}```\n", "README.md", None, ["PSL101"]),
        (f"```sh\n{LOSING}```\n", "notes", "markdown", ["PSL101"]),
        (f"#!/bin/sh\n{LOSING}", "run", None, ["PSL101"]),
        (LOSING, "whatever.txt", None, ["PSL101"]),
        ("FROM postgres:16\nRUN echo 1 > /var/lib/postgresql/data/x\n", "Dockerfile", None, ["PSL503"]),
    ],
)
def test_languages(text: str, path: str, language: str | None, codes: list[str]) -> None:
    result = persistlint.analyse(text, path, language=language)
    assert [finding.code for finding in result.findings] == codes


def test_what_is_suppressed_and_not_understood() -> None:
    result = persistlint.analyse(
        LOSING.rstrip() + " # persistlint: ignore[PSL101] a test\ndocker run $OPTS nginx\n"
    )
    assert result.findings == ()
    assert [finding.code for finding in result.suppressed] == ["PSL101"]
    assert [(place.line, place.why) for place in result.not_understood] == [(2, "⟨OPTS…⟩ may hold options")]


def test_settings() -> None:
    result = persistlint.analyse(LOSING, settings={"severity": {"PSL101": "error"}})
    assert result.findings[0].severity == "error"
    assert persistlint.analyse(LOSING, settings={"ignore": ["PSL1"]}).findings == ()
    assert (
        persistlint.analyse(LOSING, "a/x.sh", settings={"per-file": {"a/": {"ignore": ["PSL101"]}}}).findings
        == ()
    )
    with pytest.raises(persistlint.SettingsError, match="unknown key `selct`; did you mean `select`"):
        persistlint.analyse(LOSING, settings={"selct": []})
    with pytest.raises(persistlint.SettingsError, match="PSL1O1"):
        persistlint.analyse(LOSING, settings={"select": ["PSL1O1"]})
    with pytest.raises(ValueError, match="unknown language"):
        persistlint.analyse(LOSING, language="python")


def test_fixing() -> None:
    text = "\ufeffdocker exec -it db pg_dump shop > dump.sql\r\n" + LOSING.replace("\n", "\r\n")
    result = persistlint.analyse(text)
    safe = text.replace("-it", "-i")
    assert result.fixed() == safe
    assert result.fixed(unsafe=True) == safe.replace(
        "postgres:16", "-v pgdata:/var/lib/postgresql/data postgres:16"
    )
    assert persistlint.analyse("echo hi\n").fixed(unsafe=True) == "echo hi\n"


def test_nothing_but_the_text_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib.sh").write_text(f"start() {{\n  {LOSING}}}\n")
    (tmp_path / "persistlint.toml").write_text("ignore = ['PSL101']\n")
    text = ". ./lib.sh\nstart\n"
    monkeypatch.chdir(tmp_path)
    assert persistlint.analyse(text, "run.sh").findings == ()
    monkeypatch.chdir("/")
    (finding,) = persistlint.analyse(text, "run.sh", root=tmp_path).findings
    assert (finding.path, finding.line) == ("run.sh", 2)
    assert [(related.path, related.line) for related in finding.related] == [("lib.sh", 2)]


def test_a_rule_that_breaks_down(monkeypatch: pytest.MonkeyPatch) -> None:
    from persistlint_rules import unmounted_data_path

    def broken(*_: object) -> None:
        raise KeyError("gone")

    monkeypatch.setattr(unmounted_data_path.RULE, "check", broken)
    result = persistlint.analyse(LOSING + "docker exec -it db pg_dump shop > dump.sql\n")
    assert [finding.code for finding in result.findings] == ["PSL801"]
    (error,) = result.errors
    assert error.startswith("PSL101 (unmounted-data-path): KeyError: 'gone' (test_api.py:")


def test_calls_leave_nothing_behind() -> None:
    from persistlint.rules import registry

    persistlint.analyse(LOSING)
    before = len(registry._sets)
    for number in range(5):
        persistlint.analyse(LOSING, settings={"ignore": [f"PSL{number + 2}"]}).fixed()
    assert len(registry._sets) == before


def test_importing_persistlint_loads_nothing_more() -> None:
    program = "import sys, persistlint; print(*sorted(name for name in sys.modules if name.startswith('persistlint')))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in (".", "rules"))}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["persistlint", "persistlint.version"]


def test_names() -> None:
    assert set(persistlint.__all__) == {"__version__", *__import__("persistlint.api", fromlist=["x"]).__all__}
    for name in persistlint.__all__:
        assert getattr(persistlint, name) is not None
        assert name in dir(persistlint)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        persistlint.nothing  # noqa: B018


def test_the_page_s_examples() -> None:
    """The blocks of docs/api.md, run one after the other."""
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    blocks = [part.split("```")[0] for part in text.split("```python\n")[1:]]
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/api.md", "exec"), names)
