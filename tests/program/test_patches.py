"""``--diff`` as people use it: the patch of several files, made in a folder of a repository, applied there by git and by patch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import needed

ROOT = Path(__file__).parents[2]

FILES = {
    "plain.sh": b"#!/bin/sh\ndocker exec -it db pg_dump shop > dump.sql\necho done\n",
    "windows file.sh": b"\xef\xbb\xbf#!/bin/sh\r\ndocker exec -it db pg_dump shop > dump.sql\r\n",
    "no end.sh": b"docker exec -it db pg_dump shop > dump.sql",
    "sub/latin.sh": b"# \xe9\ndocker exec -it db pg_dump shop > dump.sql\n",
    "-p0.sh": b"docker exec -it db pg_dump shop > dump.sql\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    git = needed("git", "install git")
    subprocess.run([git, "init", "--quiet", str(tmp_path)], check=True)
    folder = tmp_path / "ops"
    for name, data in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o750)
    return folder


def lint(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    paths = os.pathsep.join(str(ROOT / part) for part in (".", "server", "rules"))
    return subprocess.run(
        [sys.executable, "-m", "persistlint", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="modes and names are another thing there")
@pytest.mark.parametrize("program", ["git", "patch"])
def test_the_patch_does_what_fixing_does(folder: Path, program: str) -> None:
    tool = needed(program, f"install {program}")
    made = lint("--diff", ".", cwd=folder)
    assert b"Would fix 5 findings in 5 files" in made.stderr
    command = [tool, "apply", "--whitespace=nowarn"] if program == "git" else [tool, "-p1", "--binary"]
    done = subprocess.run(command, input=made.stdout, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    patched = {name: (folder / name).read_bytes() for name in FILES}
    for name, data in FILES.items():
        assert patched[name] == data.replace(b"-it", b"-i")
        (folder / name).write_bytes(data)
        # git knows no modes but two.
        (folder / name).chmod(0o750)
    result = lint("--fix", ".", cwd=folder)
    assert {name: (folder / name).read_bytes() for name in FILES} == patched
    assert all((folder / name).stat().st_mode & 0o777 == 0o750 for name in FILES)
    lines = [line for line in result.stdout.decode().splitlines() if ": fixed PSL801" in line]
    assert len(lines) == 5 and "plain.sh:2: fixed PSL801 tty-on-redirected-output: " in result.stdout.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="links are another thing there")
def test_a_file_outside_the_project_is_not_fixed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "run.sh").write_bytes(FILES["plain.sh"])
    (outside / "other.sh").write_bytes(FILES["plain.sh"])
    (folder / "link.sh").symlink_to(outside / "other.sh")
    (folder / "far").symlink_to(outside, target_is_directory=True)
    result = lint("--fix", "link.sh", "far/run.sh", "plain.sh", cwd=folder)
    assert result.returncode == 2
    assert result.stderr.decode().splitlines() == [
        "persistlint: link.sh: not fixed: a symbolic link leads to it, and it lies outside the project",
        "persistlint: far/run.sh: not fixed: a symbolic link leads to it, and it lies outside the project",
    ]
    assert (outside / "run.sh").read_bytes() == (outside / "other.sh").read_bytes() == FILES["plain.sh"]
    assert (folder / "link.sh").is_symlink()
    # What lies in the project is mended all the same.
    assert (folder / "plain.sh").read_bytes() == FILES["plain.sh"].replace(b"-it", b"-i")
