"""The program as a process of its own, on the real engine: bad input, pipes, what it imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOSING = b"docker run -d --name db postgres:16\n"


def start(*arguments: str, cwd: Path, **more: object) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in (".", "server", "rules")),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("FORCE_COLOR", None)
    environment.update(more.pop("env", {}))  # type: ignore[call-overload]
    return subprocess.run(
        [sys.executable, "-m", "persistlint", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        timeout=300,
        check=False,
        **more,  # type: ignore[call-overload]
    )


def clean(result: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[bytes]:
    assert b"Traceback" not in result.stderr + result.stdout, result.stderr.decode()
    assert b"internal error" not in result.stderr, result.stderr.decode()
    return result


def check(cwd: Path, *arguments: str) -> tuple[int, dict[str, object]]:
    result = clean(start("--format", "json", *arguments, cwd=cwd))
    return result.returncode, json.loads(result.stdout)


def codes(document: dict[str, object]) -> list[str]:
    findings = document["findings"]
    assert isinstance(findings, list)
    return [row["code"] for row in findings]


def test_a_script_that_loses_data(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_bytes(LOSING)
    result = clean(start("run.sh", cwd=tmp_path))
    assert result.returncode == 1
    assert result.stdout.startswith(b"run.sh:1:25: warning PSL101 unmounted-data-path\n")
    assert b"\x1b" not in result.stdout


def test_fixing_it(tmp_path: Path) -> None:
    path = tmp_path / "run.sh"
    path.write_bytes(LOSING)
    result = clean(start("--fix", "--unsafe-fixes", "--select", "PSL101", "run.sh", cwd=tmp_path))
    assert result.returncode == 0, result.stdout
    assert path.read_bytes() == LOSING.replace(b"postgres", b"-v pgdata:/var/lib/postgresql/data postgres")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_what_files_share_is_told_once(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "shared").mkdir()
    service = "    image: postgres:18\n    restart: always\n    volumes:\n      - /srv/pg:/var/lib/postgresql/data\n"
    (tmp_path / "shared" / "all.yaml").write_text(f"services:\n  db:\n{service}")
    extending = "services:\n  db:\n    extends: {file: all.yaml, service: db}\n"
    (tmp_path / "shared" / "db.yaml").write_text(extending)
    for name in "abc":
        (tmp_path / name).mkdir()
        including = "include:\n  - ../shared/db.yaml\nservices:\n  app:\n    image: nginx:1.29\n"
        (tmp_path / name / "compose.yaml").write_text(including)
    for path in ("a", "."):
        _, document = check(tmp_path, path)
        assert codes(document) == ["PSL202"], path


def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.sh")
    (tmp_path / "run.sh").write_bytes(LOSING)
    status, document = check(tmp_path, "pipe.sh", "run.sh")
    assert status == 2 and "PSL101" in codes(document)
    assert "FIFO" in str(document["errors"])
    assert check(tmp_path, ".")[0] == 2


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="everything is readable")
def test_an_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_bytes(LOSING)
    (tmp_path / "run.sh").chmod(0)
    status, document = check(tmp_path, "run.sh")
    assert status == 2 and "permission denied" in str(document["errors"])


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary.sh").write_bytes(b"docker run postgres\0\xff\n")
    (tmp_path / "large.sh").write_bytes(b"# x\n" * 5_000_000)
    (tmp_path / "run.sh").write_bytes(LOSING)
    status, document = check(tmp_path, "missing.sh", "binary.sh", "large.sh", "run.sh")
    assert status == 2
    errors = document["errors"]
    assert isinstance(errors, list)
    assert [row["path"] for row in errors] == ["missing.sh", "binary.sh", "large.sh"]
    assert "PSL101" in codes(document)


def test_a_folder_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "run.sh").write_bytes(LOSING)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "x.sh").symlink_to("y.sh")
    (tmp_path / "y.sh").symlink_to("x.sh")
    status, document = check(tmp_path, "a")
    assert (status, codes(document).count("PSL101")) == (1, 1)
    assert check(tmp_path, "x.sh")[0] == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf#!/bin/sh\r\n" + LOSING,
        LOSING.replace(b"\n", b"\r\n"),
        LOSING.replace(b"\n", b"\r"),
        b"# \xff\xfe\n" + LOSING,
        b"docker run --name \xff postgres\n",
        b"docker run 'postgres\n",
        b'docker run "postgres\n',
        b"docker build - <<EOF\nFROM x\n",
        b"docker run $(docker run $(docker\n",
        b"docker run " + b"-e A=b " * 30_000 + b"postgres\n",
        b"docker run \\",
        b"\\\n" * 3000 + b"docker run postgres\n",
        b"if docker run postgres; then\n",
        b"docker " * 2000,
        b"(" * 2000 + b"docker run postgres",
    ],
    ids=lambda data: repr(data[:24]),
)
def test_odd_scripts(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "run.sh").write_bytes(data)
    for command in ("check", "map", "inspect"):
        result = clean(start(command, "run.sh", cwd=tmp_path))
        assert result.returncode in (0, 1), result.stderr.decode()
        assert result.stdout


def test_names_of_any_bytes(tmp_path: Path) -> None:
    try:
        name = os.fsdecode(b"\xff\n\x1b.sh")
        (tmp_path / name).write_bytes(LOSING)
    except (OSError, UnicodeError):
        pytest.skip("no such names here")
    for arguments in (
        (".",),
        (name,),
        ("--format", "json", "."),
        ("-q", "."),
        ("map", "."),
        ("inspect", "."),
    ):
        result = clean(start(*arguments, cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"}))
        assert result.returncode in (0, 1)
        assert b"\x1b" not in result.stdout


def test_a_terminal_that_knows_ascii_only(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_bytes("docker run -d --name db postgres # ü\n".encode())
    result = clean(start("run.sh", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"}))
    assert result.returncode == 1 and b"\\xfc" in result.stdout


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.sh").write_bytes(LOSING * 5)
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in (".", "rules"))}
    result = subprocess.run(
        [sys.executable, "-m", "persistlint", "."],
        cwd=tmp_path,
        env=environment,
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=300,
        check=False,
    )
    os.close(write)
    assert (result.returncode, result.stderr) == (1, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
def test_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_bytes(LOSING)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in (".", "rules"))}
    for arguments in (("run.sh",), ("--format", "json", "run.sh"), ("map", "run.sh"), ("inspect", "run.sh")):
        with open("/dev/full", "wb") as full:
            result = subprocess.run(
                [sys.executable, "-m", "persistlint", *arguments],
                cwd=tmp_path,
                env=environment,
                stdout=full,
                stderr=subprocess.PIPE,
                timeout=300,
                check=False,
            )
        assert result.returncode == 2
        assert result.stderr == b"persistlint: can't write the output: No space left on device\n"


HEAVY = {
    "argparse",
    "asyncio",
    "bashlex",
    "dataclasses",
    "difflib",
    "hashlib",
    "importlib.metadata",
    "importlib.resources",
    "inspect",
    "logging",
    "markdown_it",
    "pathlib",
    "pathspec",
    "pygls",
    "shutil",
    "subprocess",
    "tempfile",
    "tomllib",
    "traceback",
    "unicodedata",
    "yaml",
}


def test_what_a_plain_script_imports(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "run.sh").write_bytes(b"#!/bin/sh\nset -eu\ndocker run -d -v data:/data --name web nginx\n")
    program = (
        "import sys\nbefore = set(sys.modules)\nfrom persistlint.cli.app import main\n"
        "status = main(['run.sh'])\nprint(status, *sorted(set(sys.modules) - before))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in (".", "rules"))}
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=300,
        check=True,
    )
    status, *modules = result.stdout.decode().splitlines()[-1].split()
    assert status == "0"
    assert not HEAVY & set(modules)
    assert not [
        name for name in modules if name.startswith(("persistlint.report.text", "persistlint.report.json"))
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="/dev/stdout")
def test_an_output_on_standard_output(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_text("docker run -d postgres:16\n")
    command = [
        sys.executable,
        "-m",
        "persistlint",
        "check",
        "--no-cache",
        "--exit-zero",
        "--format",
        "concise",
    ]
    with (tmp_path / "out").open("wb") as out:
        out.write(b"before\n")
        out.flush()
        done = subprocess.run(
            [*command, "--output", "json=/dev/stdout", "run.sh"], cwd=tmp_path, stdout=out, check=False
        )
    assert done.returncode == 0
    text = (tmp_path / "out").read_text()
    # Nothing that stood there is overwritten, and both forms are whole.
    assert text.startswith("before\nrun.sh:1:")
    assert json.loads(text[text.index("{\n") :])["findings"][0]["code"] == "PSL101"


def test_no_warning_of_a_library(tmp_path: Path) -> None:
    # Python's own `re` warns of such a pattern, which pathspec makes from it.
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("[[a]*.sh\n")
    (tmp_path / "run.sh").write_bytes(LOSING)
    result = clean(start("--quiet", ".", cwd=tmp_path))
    assert (result.returncode, result.stderr) == (1, b"")
    shown = clean(start("--quiet", ".", cwd=tmp_path, env={"PYTHONWARNINGS": "always"}))
    assert b"FutureWarning" in shown.stderr
