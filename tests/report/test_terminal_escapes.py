"""Nothing that a terminal obeys, and nothing that hides or turns text, gets from names and sources into what people read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# Its effect (the room on the stack) must be there before hypothesis looks at it.
import persistlint.shell.recursion  # noqa: F401
from persistlint.cli.app import main

ROOT = Path(__file__).parents[2]

#: Signs that must not come through: controls of both sets (ends of lines and tabs aside: a fix is printed to be copied), marks of direction and width, bytes that are
#: no UTF-8.
FORBIDDEN = {
    *(chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))),
    *"\u200b\u200e\u200f\u2028\u2029\u202a\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
}

wild = st.lists(
    st.sampled_from(
        [*sorted(FORBIDDEN - {"\0", "\r"}), "\x1b]8;;https://x\x1b\\", "\x1b[2J", "a", " ", "ü", "漢"]
    ),
    max_size=8,
).map("".join)


def shown_in(text: str) -> set[str]:
    return FORBIDDEN & set(text)


@given(wild, wild, wild)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_what_people_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, comment: str, value: str
) -> None:
    folder = tmp_path / "x"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    path = folder / f"{name.replace('/', '')}.sh"
    path.write_text(
        f"docker run -d --name 'db{value}' -v ./a{value}:/x postgres:16 # {comment}\n"
        f"docker exec -it db pg_dump > 'x{value}' # {comment}\n"
        f"docker run $A{value} nginx\n",
        "utf-8",
    )
    for arguments in (
        ("--color", "never"),
        ("--color", "never", "--verbose", "--statistics", "--select", "ALL"),
        ("--quiet",),
        ("--format", "concise"),
        ("--format", "github"),
        ("--format", "azure"),
        ("map",),
        ("--fix", "--unsafe-fixes"),
    ):
        main([*arguments, str(folder), str(folder / f"no{name}.sh")])
        captured = capsys.readouterr()
        assert not shown_in(captured.out), arguments
        assert not shown_in(captured.err), arguments


def test_wrong_options_are_told_without_their_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ("--\x1b[2J",),
        ("--format", "\x1b[2J"),
        ("--select", "\x1b[2J", "."),
        ("--output", "\x1b[2J=x"),
        ("--config", "\x1b[2J", "."),
        ("rule", "\x1b[2J"),
        ("audit", "--\x1b[2J"),
    ):
        assert main([*arguments]) == 2
        assert "\x1b" not in capsys.readouterr().err, arguments


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are another thing there")
def test_a_patch_on_a_terminal(tmp_path: Path) -> None:
    import pty

    (tmp_path / "run.sh").write_bytes(b"docker exec -it db pg_dump > 'x\x1b[2J'\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in (".", "rules"))}
    main_end, other_end = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "persistlint", "--diff", "run.sh"],
        cwd=tmp_path,
        env=environment,
        stdout=other_end,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(other_end)
        out = b""
        while True:
            try:
                more = os.read(main_end, 4096)
            except OSError:
                break
            if not more:
                break
            out += more
        process.wait(60)
    os.close(main_end)
    assert b"+docker exec -i db" in out and b"\\x1b[2J" in out
    assert b"\x1b" not in out
    # A pipe gets the patch as it is.
    piped = subprocess.run(
        [sys.executable, "-m", "persistlint", "--diff", "run.sh"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert b"\x1b[2J" in piped.stdout


def test_what_is_hidden_is_written_out_wherever_it_stands() -> None:
    from persistlint.report.safe_text import _shown, safe

    hidden = [chr(code) for code in range(0x110000) if _shown(chr(code)) != chr(code)]
    assert {"\n", "\x1b", "\x9b", "\u202e", "\u2066", "\u200b", "\ufeff", "\udcff", "\U000e0041"} <= set(
        hidden
    )
    assert [character for character in hidden if safe(f"ü{character}") != f"ü{_shown(character)}"] == []
