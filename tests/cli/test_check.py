"""``persistlint check`` and what all subcommands share, with a stand-in for the engine."""

from __future__ import annotations

import io
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

import pytest

from persistlint import __version__
from persistlint.cli.options import read_options

LOSING = "#!/bin/sh\ndocker run --name db postgres\n"
FIXED = "#!/bin/sh\ndocker run --name db -v pgdata:/var/lib/postgresql/data postgres\n"
TTY = "docker run -it -v a:/b redis > x\n"


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Any:
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def test_a_finding(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "run.sh", LOSING)
    for arguments in (("run.sh",), ("check", "run.sh"), ("check", "--", "run.sh"), (".",), (), ("check",)):
        result = run(*arguments)
        assert result.status == 1
        assert result.out.startswith("run.sh:2:22: warning PSL101 unmounted-data-path\n")
        assert result.out.endswith("\n1 finding (1 warning) in 1 file with 1 docker command.\n")
        assert result.err == ""


def test_nothing_found(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "a.sh", FIXED)
    write(tmp_path / "b.sh", "docker run $OPTS redis\n")
    result = run("a.sh", "b.sh")
    assert (result.status, result.out) == (
        0,
        "No findings in 2 files with 2 docker commands. 1 command is not fully understood. 1 place could not be followed.\n",
    )
    result = run("-v", "a.sh", "b.sh")
    assert result.out.startswith("b.sh:1: not followed: $OPTS before the image may hold options\n")


def test_no_docker_command(run: Any, tmp_path: Path) -> None:
    for name in "abc":
        write(tmp_path / f"{name}.sh", "echo hi\n")
    assert (run(".").status, run(".").out) == (0, "No docker commands in 3 files.\n")
    os.mkdir(tmp_path / "empty")
    assert run("empty").out == "No files were checked.\n"


def test_each_file_once(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "run.sh", LOSING)
    assert run("run.sh", ".", "./run.sh", str(tmp_path / "run.sh")).out.count("PSL101 ") == 1


def test_a_file_that_is_named_like_a_command(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "map", LOSING)
    write(tmp_path / "--config=x", LOSING)
    assert run("check", "--", "map").status == 1
    assert run("check", "map").status == 1
    result = run("--", "map", "--config=x")
    assert result.out.count("PSL101 ") == 2 and "--config=x:2:22" in result.out


def test_paths_are_told_from_here(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "here" / "sub" / "run.sh", LOSING)
    write(tmp_path / "there" / "run.sh", LOSING)
    monkeypatch.chdir(tmp_path / "here")
    result = run(str(tmp_path / "here" / "sub"), "../there/run.sh")
    # run() changes into tmp_path, so both lie below it.
    assert "here/sub/run.sh:2:22" in result.out or "sub/run.sh:2:22" in result.out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((), 1),
        (("--fail-on", "error"), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "hint"), 1),
        (("--fail-on=never",), 0),
        (("--exit-zero",), 0),
        (("--ignore", "PSL101"), 0),
        (("--ignore", "PSL1,PSL801"), 0),
        (("--ignore", "PSL801", "--ignore", "unmounted-data-path"), 0),
        (("--select", "PSL801"), 0),
        (("--select", "PSL1"), 1),
        (("--select", "PSL101", "--ignore", "PSL1"), 1),
        (("--isolated",), 1),
    ],
)
def test_exit_status(run: Any, tmp_path: Path, arguments: tuple[str, ...], status: int) -> None:
    write(tmp_path / "run.sh", LOSING)
    assert run(*arguments, "run.sh").status == status
    assert run("run.sh", *arguments).status == status


def test_the_command_line_and_the_settings(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "run.sh", LOSING + TTY)
    write(
        tmp_path / "persistlint.toml",
        "select = ['PSL101', 'PSL801']\nfail-on = 'error'\n[severity]\nPSL801 = 'hint'\n",
    )
    result = run("run.sh")
    assert result.status == 0 and "hint PSL801" in result.out
    assert run("--fail-on", "warning", "run.sh").status == 1
    # What the command line switches off stays off, however exactly the file asks for it.
    assert "PSL101" not in run("--ignore", "PSL1", "run.sh").out
    assert "PSL801" not in run("--select", "PSL1", "run.sh").out
    assert "error PSL801" in run("--isolated", "run.sh").out
    write(tmp_path / "other.toml", "ignore = ['PSL101']\n")
    assert "PSL101 " not in run("--config", "other.toml", "run.sh").out


def test_settings_of_each_folder(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "a" / "run.sh", LOSING)
    write(tmp_path / "b" / "run.sh", LOSING)
    write(tmp_path / "b" / "persistlint.toml", "ignore = ['PSL101']\n")
    out = run(".").out
    assert "a/run.sh:2" in out and "b/run.sh" not in out


def test_excluded_files(run: Any, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / "run.sh", LOSING)
    write(tmp_path / "old" / "run.sh", LOSING)
    write(tmp_path / "part" / "run.sh", LOSING)
    write(tmp_path / "part" / "skip.sh", LOSING)
    write(tmp_path / "part" / "persistlint.toml", "exclude = ['skip.sh']\n")
    write(tmp_path / "persistlint.toml", "exclude = ['old/']\n")
    out = run("-q", ".").out
    assert [line.split(":")[0] for line in out.splitlines()] == ["part/run.sh", "run.sh"]
    assert run("old/run.sh").status == 1


def test_wrong_settings(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "good" / ".git" / "x", "")
    write(tmp_path / "good" / "run.sh", LOSING)
    write(tmp_path / "bad" / "run.sh", LOSING)
    write(tmp_path / "bad" / "persistlint.toml", "\nselct = ['PSL1']\n")
    result = run("bad/run.sh", "bad/run.sh", "good/run.sh")
    assert result.status == 2
    assert (
        result.err == "persistlint: bad/persistlint.toml:2:1: unknown key `selct`; did you mean `select`?\n"
    )
    assert "good/run.sh:2" in result.out
    assert run("bad").status == 2
    (error,) = json.loads(run("--format", "json", "bad").out)["errors"]
    assert error == {
        "path": "bad/persistlint.toml",
        "line": 2,
        "column": 1,
        "message": "unknown key `selct`; did you mean `select`?",
    }
    assert run("--isolated", "bad").status == 1
    result = run("--config", "nowhere.toml", "good/run.sh")
    assert result.status == 2 and "nowhere.toml: can't read the settings: No such file" in result.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--selct", "PSL1"), "unrecognized arguments: --selct; did you mean `--select`?"),
        (("--fail-on", "loud"), "argument --fail-on: invalid choice: 'loud'"),
        (("--format", "xml"), "argument --format: invalid choice: 'xml'"),
        (("--select", "PSL1O1", "."), "--select names the unknown rule `PSL1O1`; did you mean `PSL101`?"),
        (("--ignore", "nothing", "."), "--ignore names the unknown rule `nothing`"),
        (("--isolated", "--config", "x"), "--isolated reads no settings file"),
        (("-q", "-v"), "--quiet and --verbose contradict each other"),
        (("--diff", "--format", "json"), "--diff prints a patch"),
        (("map", "--fix"), "unrecognized arguments: --fix"),
        (("--select", ","), "argument --select: it names no rule"),
        (("--config",), "argument --config: expected one argument"),
    ],
)
def test_wrong_options(run: Any, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    write(tmp_path / "run.sh", LOSING)
    result = run(*arguments)
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


def test_json(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "run.sh", LOSING + "docker run $OPTS x\n# persistlint: ignore[PSL801]\n" + TTY)
    result = run("run.sh", "nowhere.sh", "--format", "json")
    assert result.status == 2
    document = json.loads(result.out)
    assert [row["code"] for row in document["findings"]] == ["PSL101"]
    assert [(row["path"], row["message"][:12]) for row in document["errors"]] == [
        ("nowhere.sh", "no such file")
    ]
    assert document["not_understood"] == [
        {"path": "run.sh", "line": 3, "why": "$OPTS before the image may hold options"}
    ]
    assert document["summary"]["suppressed"] == 1
    assert (document["summary"]["commands"], document["summary"]["resolved"]) == (3, 2)


def test_fingerprints_do_not_depend_on_the_working_directory(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "project" / ".git").mkdir(parents=True)
    write(tmp_path / "project" / "sub" / "run.sh", LOSING)

    def fingerprint(*arguments: str) -> str:
        (row,) = json.loads(run("--format", "json", *arguments).out)["findings"]
        return str(row["fingerprint"])

    here = fingerprint("project")
    assert fingerprint(str(tmp_path / "project" / "sub" / "run.sh")) == here
    write(tmp_path / "project" / "sub" / "run.sh", "#!/bin/sh\n\n\n" + LOSING)
    assert fingerprint("project") == here


def test_quiet_and_statistics(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "run.sh", LOSING + TTY)
    lines = run("-q", "run.sh").out.splitlines()
    assert [line.split(": ")[1].split()[1] for line in lines] == ["PSL101", "PSL801"]
    out = run("--statistics", "run.sh").out
    assert (
        "\n1  PSL101  unmounted-data-path       1 with --unsafe-fixes\n1  PSL801  tty-on-redirected-output  1 fixable\n"
        in out
    )


def test_fixing(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "run.sh", LOSING + TTY)
    result = run("--fix", "run.sh")
    assert path.read_text() == LOSING + TTY.replace("-it", "-i")
    assert result.status == 1
    assert result.out.endswith(
        "Fixed 1 finding in 1 file. 1 finding (1 warning) in 1 file with 2 docker commands.\n"
    )
    result = run("--fix", "--unsafe-fixes", "run.sh")
    assert path.read_text() == FIXED + TTY.replace("-it", "-i")
    assert (result.status, result.out) == (
        0,
        "run.sh:2: fixed PSL101 unmounted-data-path: mount the volume pgdata\n"
        "Fixed 1 finding in 1 file. No findings in 1 file with 2 docker commands.\n",
    )
    before = path.stat().st_mtime_ns
    assert run("--fix", "run.sh").status == 0
    assert path.stat().st_mtime_ns == before


def test_fixing_with_json(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "run.sh", LOSING + TTY)
    document = json.loads(run("--fix", "--format", "json", "run.sh").out)
    assert document["fixed"] == [
        {
            "path": "run.sh",
            "line": 3,
            "code": "PSL801",
            "rule": "tty-on-redirected-output",
            "title": "leave -t out",
        }
    ]
    assert [row["code"] for row in document["findings"]] == ["PSL101"]
    assert path.read_text() == LOSING + TTY.replace("-it", "-i")


def test_windows_line_ends_and_byte_order_mark_stay(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "run.sh", b"\xef\xbb\xbf" + LOSING.replace("\n", "\r\n").encode())
    assert run("--fix", "--unsafe-fixes", "run.sh").status == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + FIXED.replace("\n", "\r\n").encode()


def test_a_fix_that_cannot_be_written(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "run.sh", TTY)

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", fail)
    result = run("--fix", "run.sh")
    assert result.status == 2
    assert result.err == "persistlint: run.sh: not fixed: Permission denied\n"
    assert path.read_text() == TTY


def test_a_patch(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "run.sh", LOSING)
    result = run("--diff", "--unsafe-fixes", "run.sh")
    assert result.status == 1
    assert result.out == (
        "--- a/run.sh\n+++ b/run.sh\n@@ -1,2 +1,2 @@\n #!/bin/sh\n"
        "-docker run --name db postgres\n+docker run --name db -v pgdata:/var/lib/postgresql/data postgres\n"
    )
    assert "Would fix 1 finding in 1 file" in result.err
    assert path.read_text() == LOSING
    assert run("--diff", "run.sh").out == ""


def test_standard_input(run: Any, stdin: Any) -> None:
    stdin(LOSING.encode())
    result = run("-")
    assert (result.status, result.out.partition(" ")[0]) == (1, "-:2:22:")
    stdin(LOSING.encode())
    assert run("--stdin-filename", "sub/run.sh", "-").out.startswith("sub/run.sh:2:22:")
    stdin(LOSING.encode())
    result = run("--fix", "--unsafe-fixes", "-")
    assert (result.status, result.out) == (0, FIXED)
    assert "Fixed 1 finding" in result.err
    stdin(LOSING.encode())
    result = run("--fix", "-")
    assert (result.status, result.out) == (1, LOSING)
    assert "-:2:22: warning" in result.err
    stdin(LOSING.encode())
    assert run("--diff", "--unsafe-fixes", "--stdin-filename", "run.sh", "-").out.startswith("--- a/run.sh\n")
    stdin(b"docker explode\n")
    result = run("--fix", "-")
    assert (result.status, result.out) == (2, "docker explode\n")
    stdin(b"a\0b")
    result = run("-")
    assert (result.status, result.err) == (
        2,
        "persistlint: -: standard input is binary (it holds NUL bytes)\n",
    )
    stdin(b"x" * 10_000_001)
    assert run("-").status == 2


def test_standard_input_that_is_no_shell_script(run: Any, stdin: Any) -> None:
    stdin(b"# values\nreplicas: 2\n")
    result = run("-")
    assert result.status == 2
    assert "-: not read: it seems to be YAML, not a shell script; `--stdin-filename FILE` tells" in result.err
    stdin(b"FROM alpine:3.20\nRUN docker run postgres\n")
    assert run("-").status == 0


def test_skipped_folders_are_told(run: Any, tmp_path: Path) -> None:
    for folder in ("vendor", "a/vendor", "node_modules", ".venv"):
        write(tmp_path / folder / "run.sh", LOSING)
    write(tmp_path / "run.sh", "docker ps\n")
    out = run(".").out
    assert out.endswith(" 3 folders of others' files were skipped (node_modules, vendor).\n")
    assert "PSL101" in run("vendor").out


def test_each_cause_is_told_once(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "a.sh", "docker run $OPTS redis\n" * 2)
    write(tmp_path / "b.sh", "docker run $OPTS redis\n")
    lines = [line for line in run("-v", ".").out.splitlines() if "not followed" in line]
    assert len(lines) == 1
    assert lines[0].startswith("a.sh:1: not followed: ") and lines[0].endswith(" (and in 2 more places)")


def test_settings_of_standard_input(run: Any, stdin: Any, tmp_path: Path) -> None:
    write(tmp_path / "sub" / "persistlint.toml", "ignore = ['PSL101']\n")
    stdin(LOSING.encode())
    assert run("-").status == 1
    stdin(LOSING.encode())
    assert run("--stdin-filename", "sub/run.sh", "-").status == 0


def test_files_that_are_not_read(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "values.json", "{}\n")
    write(tmp_path / "main.py", "print()\n")
    write(tmp_path / "run.sh", FIXED)
    result = run("values.json")
    assert result.status == 2
    assert result.err.startswith("persistlint: values.json: not read: neither its name nor its text says")
    assert result.out == "No files were checked. 1 file was not read.\n"
    result = run("run.sh", "values.json", "main.py")
    assert result.status == 0
    assert result.out == "No findings in 1 file with 1 docker command. 2 files were not read.\n"
    assert "main.py: not read" in result.err
    document = json.loads(run("--format", "json", "values.json").out)
    assert document["not_understood"][0]["path"] == "values.json"
    result = run(".")
    assert (result.status, result.err) == (0, "")
    assert result.out == "No findings in 1 file with 1 docker command.\n"


def test_yaml_that_is_no_compose_file(run: Any, tmp_path: Path) -> None:
    """A hook names every YAML file: one that holds nothing of ours is no failure."""
    write(tmp_path / "values.yaml", "replicas: 1\n")
    result = run("values.yaml")
    assert (result.status, result.err) == (
        0,
        "persistlint: values.yaml: not read: YAML, but not a Compose file\n",
    )


_RAISING = next(
    number
    for number, line in enumerate((Path(__file__).parent / "conftest.py").read_text().splitlines(), 1)
    if line.strip() == 'raise ValueError("boom")'
)
_ASKING = (
    "please report this at https://github.com/persistlint/persistlint/issues, with the file or the part of it that shows the error, "
    f"this line (persistlint {__version__}, Python {sys.version.split()[0]}, {platform.platform()}) and the traceback "
    "(with PERSISTLINT_TRACEBACK=1 it is printed)"
)


def test_a_rule_and_an_analysis_that_break_down(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.sh", "docker explode\n")
    write(tmp_path / "b.sh", "docker crash\n" + LOSING)
    write(tmp_path / "c.sh", LOSING)
    result = run("-q", ".")
    assert result.status == 2
    assert result.err == (
        f"persistlint: a.sh: internal error in the analysis: ValueError: boom (conftest.py:{_RAISING})\n"
        f"persistlint: {_ASKING}\n"
        "persistlint: b.sh: internal error in PSL101 (unmounted-data-path): KeyError: 'gone'\n"
    )
    assert [line.split(":")[0] for line in result.out.splitlines()] == ["b.sh", "c.sh"]
    assert len(json.loads(run("--format", "json", ".").out)["errors"]) == 2
    monkeypatch.setenv("PERSISTLINT_TRACEBACK", "1")
    assert "Traceback (most recent call last)" in run("a.sh").err


def test_names_that_a_terminal_would_obey(run: Any, tmp_path: Path) -> None:
    try:
        write(tmp_path / "a\x1b[2Jb.sh", LOSING)
    except OSError:
        pytest.skip("no such names here")
    result = run(".", "no\x1b[2J.sh")
    assert "\x1b" not in result.out + result.err
    assert "a\\x1b[2Jb.sh:2:22" in result.out and "no\\x1b[2J.sh: no such file" in result.err


def test_interruption(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import persistlint.cli.check

    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(persistlint.cli.check, "check", interrupt)
    assert run(".").status == 130


def test_help_and_version(run: Any) -> None:
    for arguments in (
        ("--help",),
        ("-h",),
        ("check", "--help"),
        ("map", "-h"),
        ("inspect", "--help"),
        ("rule", "--help"),
    ):
        result = run(*arguments)
        assert (result.status, result.err) == (0, "")
        assert result.out.startswith("Usage: persistlint")
    assert run("--version").out.startswith("persistlint ")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("rules", "rule"),
        ("lint", "check"),
        ("help", "--help"),
        ("maps", "map"),
        ("explain", "rule"),
        ("lints", "check"),
        ("Audit", "audit"),
        ("completion", "completions"),
    ],
)
def test_the_command_that_was_meant(word: str, meant: str, run: Any) -> None:
    result = run(word)
    assert (result.status, result.out) == (2, "")
    assert f"neither a command nor a file `{word}`; did you mean `persistlint {meant}`?" in result.err


def test_what_was_meant_is_told_with_its_arguments(run: Any) -> None:
    assert "did you mean `persistlint rule PSL101`?" in run("explain", "PSL101").err
    assert "did you mean `persistlint check`?" in run("lint", *(f"file{index}" for index in range(60))).err


def test_a_command_behind_its_options(run: Any, tmp_path: Path) -> None:
    told = "persistlint: error: there is no file `rule`; a command stands first: `persistlint rule …`\n"
    assert run("--isolated", "rule").err == told
    (tmp_path / "rule").write_text("#!/bin/sh\necho\n")
    assert run("--isolated", "rule").status == 0


def test_an_option_that_takes_no_value(run: Any) -> None:
    assert (
        run("check", "--explain=3").err
        == "persistlint: error: argument --explain: it takes no value, and this is one: '3'\n"
    )


def test_a_file_that_is_named_like_a_slip_is_a_file(run: Any, tmp_path: Path) -> None:
    (tmp_path / "lint").write_text("#!/bin/sh\necho\n")
    assert run("lint").status == 0
    assert "no such file" in run("start.sh").err and "no such file" in run("deploy").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--foo", "."), "unrecognized arguments: --foo (`persistlint check --help` lists the options)"),
        (("--selct=PSL101", "."), "did you mean `--select`?"),
        (("--select", "PSL999", "."), "--select names the unknown rule `PSL999`\n"),
        (("--select", "PLS101", "."), "did you mean `PSL101`?"),
        (("--unsafe-fixes", "."), "--unsafe-fixes needs --fix, which makes fixes"),
        (("--add-ignore", "run.sj"), "--add-ignore is followed by `run.sj`, which is no file"),
    ],
)
def test_what_is_told_of_a_wrong_option(
    arguments: tuple[str, ...], said: str, run: Any, tmp_path: Path
) -> None:
    write(tmp_path / "run.sh", LOSING)
    result = run(*arguments)
    assert (result.status, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize(
    ("arguments", "reason", "paths"),
    [
        (("--add-ignore", "it is a toy", "run.sh"), "it is a toy", ["run.sh"]),
        (("--add-ignore", "it is a toy"), "it is a toy", ["."]),
        (("--add-ignore", "toy", "run.sh"), "toy", ["run.sh"]),
        (("run.sh", "--add-ignore", "toy"), "toy", ["run.sh"]),
        (("--add-ignore=toy", "run.sh"), "toy", ["run.sh"]),
        (("--add-ignore", "run.sh"), "", ["run.sh"]),
        (("run.sh", "--add-ignore"), "", ["run.sh"]),
        (("--add-ignore", "--quiet", "run.sh"), "", ["run.sh"]),
    ],
)
def test_the_reason_of_added_comments(
    arguments: tuple[str, ...],
    reason: str,
    paths: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.sh").write_text("echo\n")
    options = read_options("check", list(arguments))
    assert (options.add_ignore, options.paths) == (reason, paths)


def test_codes_in_any_case(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "run.sh", LOSING)
    for selector in ("psl101", "Psl1", "all", "Unmounted-Data-Path"):
        assert "PSL101" in run("--select", selector, "run.sh").out
        assert "PSL101" not in run("--ignore", selector, "run.sh").out


def test_the_rule_command(run: Any, tmp_path: Path) -> None:
    result = run("rule")
    assert result.status == 0
    assert (
        "PSL1  writes and data paths\n  PSL101  unmounted-data-path       warning  on   unsafe fix\n"
        in result.out
    )
    assert "PSL109  container-as-storage      hint     off" in result.out
    document = json.loads(run("rule", "--format", "json").out)
    assert [row["code"] for row in document["rules"]] == ["PSL101", "PSL109", "PSL801"]
    assert document["rules"][1]["enabled"] is False
    result = run("rule", "unmounted-datapath")
    assert (result.status, result.out) == (2, "")
    assert "did you mean `unmounted-data-path`?" in result.err
    result = run("rule", "PSL101")
    assert (result.status, result.err) == (2, "persistlint: PSL101 (unmounted-data-path) has no page\n")
    write(tmp_path / "persistlint.toml", "ignore = ['PSL101']\n")
    assert "PSL101  unmounted-data-path       warning  off" in run("rule").out
    assert run("rule").out.endswith(
        "\n3 rules, 1 of them on, 2 with a fix; `persistlint rule CODE` shows a page\n"
    )


def test_a_family_and_what_a_word_may_mean(run: Any) -> None:
    result = run("rule", "psl1")
    assert result.status == 0 and "PSL101" in result.out and "PSL109" in result.out
    assert "PSL801" not in result.out
    document = json.loads(run("rule", "--format", "json", "PSL8").out)
    assert [(row["code"], row["family_title"]) for row in document["rules"]] == [
        ("PSL801", "backup and restore")
    ]
    for word, code in (("container", "PSL109"), ("redirected", "PSL801"), ("data path", "PSL101")):
        result = run("rule", word)
        assert (result.status, result.err) == (0, "") and code in result.out
    for word, hint in (
        ("unmounted-datapath", "; did you mean `unmounted-data-path`?"),
        ("PSL8O1", "; did you mean `PSL801`?"),
        ("PSL7", ""),
        ("quite another thing", ""),
    ):
        result = run("rule", word)
        assert (result.status, result.out) == (2, "")
        assert f"there is no rule `{word}`, and no rule speaks of it{hint}" in result.err


def test_map_and_inspect_report_errors(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "run.sh", LOSING)
    for command in ("map", "inspect"):
        result = run(command, "run.sh", "nowhere.sh")
        assert result.status == 2 and "nowhere.sh: no such file" in result.err
    assert len(json.loads(run("inspect", "run.sh").out)["commands"]) == 1
    assert json.loads(run("map", "--format", "json", "run.sh").out)["version"] == 1
