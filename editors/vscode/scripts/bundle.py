"""Lays beside the extension what it ships of persistlint: ``bundled/libs``, ``bundled/wheels`` and the settings' schema.

``bundled/libs`` is what pip would install, less the packages with native parts: those differ by machine, and the extension is one file
for all. ``bundled/wheels`` holds persistlint's own wheel, from which the extension creates an environment when it is asked to.

Usage: python3 scripts/bundle.py [WHEEL]; without a wheel, one is built from this repository.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

EXTENSION = Path(__file__).resolve().parents[1]
REPOSITORY = EXTENSION.parents[1]
NATIVE = (".so", ".pyd", ".dylib")


def main(arguments: list[str]) -> None:
    """Build the folders anew."""
    bundled = EXTENSION / "bundled"
    for name in ("libs", "wheels"):
        shutil.rmtree(bundled / name, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(arguments[0]) if arguments else _build(Path(folder))
        (bundled / "wheels").mkdir()
        shutil.copy(wheel, bundled / "wheels")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    pip += ["--target", str(bundled / "libs"), "--no-deps"]
    # The versions and digests that the action and the image install, too.
    subprocess.run([*pip, "--require-hashes", "-r", str(REPOSITORY / "ci" / "requirements.txt")], check=True)
    subprocess.run([*pip, str(bundled / "wheels" / wheel.name)], check=True)
    _remove_native(bundled / "libs")
    _remove_origin(bundled / "libs")
    shutil.copy(REPOSITORY / "LICENSE", EXTENSION)
    _write_schema(bundled)
    shutil.rmtree(bundled / "libs" / "bin", ignore_errors=True)


def _build(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(REPOSITORY)], check=True)
    return next(folder.glob("*.whl"))


def _write_schema(bundled: Path) -> None:
    """Have what was laid there say what its settings are."""
    command = [sys.executable, "-SB", str(bundled / "start.py"), "config", "--schema"]
    text = subprocess.run(command, check=True, capture_output=True).stdout
    (EXTENSION / "schemas").mkdir(exist_ok=True)
    (EXTENSION / "schemas" / "persistlint.schema.json").write_bytes(text)


def _remove_native(libs: Path) -> None:
    """Remove each distribution that has a native part, by its own list of files."""
    for record in list(libs.glob("*.dist-info/RECORD")):
        files = [line.split(",")[0] for line in record.read_text("utf-8").splitlines()]
        if any(name.endswith(NATIVE) for name in files):
            for top in {name.split("/")[0] for name in files}:
                if top != "..":
                    shutil.rmtree(libs / top, ignore_errors=True)


def _remove_origin(libs: Path) -> None:
    """Remove what pip notes of the folder that a wheel came from: it differs by machine."""
    for origin in list(libs.glob("*.dist-info/direct_url.json")):
        name = f"{origin.parent.name}/{origin.name},"
        record = origin.parent / "RECORD"
        lines = record.read_text("utf-8").splitlines(keepends=True)
        record.write_text("".join(line for line in lines if not line.startswith(name)), "utf-8")
        origin.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
