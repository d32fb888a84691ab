"""``--watch``, ``--show-files`` and the line of progress, in real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from persistlint.cli.app import main
from tests.programs import interruptible

PROGRAM = [sys.executable, "-m", "persistlint"]


def test_show_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.sh").write_text("docker run postgres\n")
    (tmp_path / "Dockerfile").write_text("FROM x\n")
    (tmp_path / "x.py").write_text("print()\n")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "c.sh").write_text("docker run postgres\n")
    assert main(["--show-files", "."]) == 0
    assert capsys.readouterr().out == "Dockerfile\nb.sh\n"


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_watch(tmp_path: Path) -> None:
    script = tmp_path / "run.sh"
    script.write_text("docker run -d --name first postgres:16\n")
    out = tmp_path / "out.txt"
    with out.open("wb") as stream:
        process = subprocess.Popen(
            [*PROGRAM, "--watch", "--quiet", "."],
            cwd=tmp_path,
            stdout=stream,
            stderr=stream,
            preexec_fn=interruptible,  # noqa: PLW1509 (no threads here)
        )
    try:
        _until(out, "`first`")
        script.write_text("docker run -d --name second-one postgres:16\n")
        _until(out, "`second-one`")
        (tmp_path / "persistlint.toml").write_text('severity = { PSL101 = "error" }\n')
        _until(out, "error PSL101")
        (tmp_path / "more.sh").write_text("docker run -d --name third postgres:16\n")
        _until(out, "`third`")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    finally:
        process.kill()
        process.wait()


def _until(file: Path, text: str) -> None:
    for _ in range(600):
        if text in file.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(f"{text} is not in {file.read_text()}")


@pytest.mark.parametrize("options", [["--watch", "--fix"], ["--watch", "-"], ["--diff-base", "x", "--fix"]])
def test_what_does_not_go_together(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(options) == 2
    assert "only tells" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_progress_on_a_terminal(tmp_path: Path) -> None:
    import pty

    for number in range(3):
        (tmp_path / f"{number}\x1b[31m.sh").write_text("docker run -d postgres:16\n")
    code = (
        "import persistlint.cli.progress as p; p._QUIET = p._EVERY = 0\n"
        "from persistlint.cli.app import main; main(['--no-cache', '--quiet', '.'])"
    )
    parent, child = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, stderr=child, stdout=subprocess.PIPE, check=False
    )
    os.close(child)
    shown = os.read(parent, 65536).decode()
    os.close(parent)
    bars = ["[....................] 1", "[######..............] 2", "[#############.......] 3"]
    for number, bar in enumerate(bars):
        assert f"\r\x1b[2K{bar} of 3 files, {number}\\x1b[31m.sh" in shown
    assert "\x1b[31m" not in shown
    assert shown.endswith("\r\x1b[2K")
    assert done.stdout.decode().count("PSL101") == 3
    assert b"files," not in done.stdout
