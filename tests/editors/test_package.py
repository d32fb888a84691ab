"""What the extension's package says and holds."""

from __future__ import annotations

import json
import posixpath
import re
import runpy
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.editors import tools

PACKAGE = json.loads((tools.EXTENSION / "package.json").read_text("utf-8"))


def test_the_settings_are_those_of_persistlint() -> None:
    script = runpy.run_path(str(tools.EXTENSION / "scripts" / "settings.py"))
    assert script["described"]() == PACKAGE, "run editors/vscode/scripts/settings.py"


def test_lock_files_name_no_registry() -> None:
    for folder in ("vscode", "code-server"):
        lock = json.loads((tools.ROOT / "editors" / folder / "package-lock.json").read_text("utf-8"))
        addresses = {each.get("resolved", "") for each in lock["packages"].values()}
        assert all(not url or url.startswith("https://registry.npmjs.org/") for url in addresses), folder
        unpinned = [name for name, each in lock["packages"].items() if name and "integrity" not in each]
        assert not unpinned, folder


def test_the_code_is_typed_and_clean() -> None:
    if not (tools.EXTENSION / "node_modules" / ".bin" / "tsc").exists():
        tools.missing("needs the extension's libraries: npm ci in editors/vscode")
    tools.npm("run", "check", cwd=tools.EXTENSION)


def test_the_vsix_holds_what_it_promises(vsix: Path, tmp_path: Path) -> None:
    archive = zipfile.ZipFile(vsix)
    names = {name.removeprefix("extension/") for name in archive.namelist()}
    assert {"dist/extension.js", "LICENSE.txt", "readme.md", "changelog.md", PACKAGE["icon"]} <= names
    steps = PACKAGE["contributes"]["walkthroughs"][0]["steps"]
    assert {step["media"]["markdown"] for step in steps} <= names
    # What "Other Ways" opens.
    assert "media/native.md" in names
    # One file for all machines.
    assert not [name for name in names if name.endswith((".so", ".pyd", ".dylib", ".pyc"))]
    schema = json.loads(archive.read("extension/schemas/persistlint.schema.json"))
    assert schema["$id"] == "urn:persistlint:settings"
    archive.extractall(tmp_path)
    script = tmp_path / "run.sh"
    script.write_text("docker run -d --name db postgres:16\n")
    # Without this Python's own packages, as with a bare one.
    start = [sys.executable, "-S", str(tmp_path / "extension" / "bundled" / "start.py")]
    done = subprocess.run([*start, str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, "PSL101" in done.stdout) == (1, True), done.stdout + done.stderr
    assert subprocess.run([*start, "--has-markdown"], check=False).returncode == 1


def test_the_same_sources_give_the_same_bytes(
    vsix: Path, wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(log, cwd=tools.ROOT, capture_output=True, text=True, check=False)
    # In the copy there is no repository to ask.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", done.stdout.strip() or "1767225600")
    copy = tmp_path / "other" / "editors" / "vscode"
    shutil.copytree(
        tools.EXTENSION, copy, ignore=shutil.ignore_patterns("node_modules", "bundled", "dist", "*.vsix")
    )
    (copy / "node_modules").symlink_to((tools.EXTENSION / "node_modules").resolve())
    (copy / "bundled").mkdir()
    shutil.copy(tools.EXTENSION / "bundled" / "start.py", copy / "bundled")
    (tmp_path / "other" / "ci").mkdir()
    shutil.copy(tools.ROOT / "ci" / "requirements.txt", tmp_path / "other" / "ci")
    shutil.copy(tools.ROOT / "LICENSE", tmp_path / "other")
    said = tools.package(copy, tmp_path / "again.vsix", wheel)
    # The gallery's own tool has nothing to say against it.
    assert "DONE" in said and not re.search(r"WARNING|ERROR", said), said
    names = [zipfile.ZipFile(path).namelist() for path in (vsix, tmp_path / "again.vsix")]
    assert names[0] == names[1]
    contents = [
        {name: zipfile.ZipFile(path).read(name) for name in names[0]}
        for path in (vsix, tmp_path / "again.vsix")
    ]
    assert [name for name in names[0] if contents[0][name] != contents[1][name]] == []
    assert vsix.read_bytes() == (tmp_path / "again.vsix").read_bytes()
    assert not [name for name in names[0] if name.endswith("direct_url.json")]


def test_what_the_gallery_shows(vsix: Path) -> None:
    archive = zipfile.ZipFile(vsix)
    width, height = struct.unpack(">II", archive.read(f"extension/{PACKAGE['icon']}")[16:24])
    assert (width, height) >= (128, 128) and width == height
    assert re.fullmatch("#[0-9a-f]{6}", PACKAGE["galleryBanner"]["color"])
    assert PACKAGE["galleryBanner"]["theme"] in ("dark", "light")
    assert set(PACKAGE["categories"]) == {"Linters", "Programming Languages"}
    # The gallery takes at most 30.
    assert {"docker", "compose", "podman", "volumes"} <= set(PACKAGE["keywords"]) and len(
        PACKAGE["keywords"]
    ) <= 30
    # Pictures come from the repository, where they are.
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", archive.read("extension/readme.md").decode())
    root = "/persistlint/persistlint/raw/HEAD/"
    paths = [posixpath.normpath(urlsplit(picture).path) for picture in pictures]
    assert len(paths) == 2 and all(path.startswith(root) for path in paths), pictures
    assert all((tools.ROOT / path.removeprefix(root)).is_file() for path in paths), paths
    # Nothing is reported to anybody.
    code = archive.read("extension/dist/extension.js").decode()
    assert not re.search(r"createTelemetryLogger|applicationinsights|TelemetryReporter", code)
    assert "No telemetry" in archive.read("extension/readme.md").decode()


def test_paths_of_both_kinds_of_machines() -> None:
    if not (tools.EXTENSION / "node_modules" / ".bin" / "esbuild").exists():
        tools.missing("needs the extension's libraries: npm ci in editors/vscode")
    assert "fail 0" in tools.npm("test", cwd=tools.EXTENSION)


def test_no_python_imports_from_the_working_directory() -> None:
    """It may be a stranger's checkout, with a folder `venv` in it."""
    starts = []
    for path in sorted((tools.ROOT / "editors" / "vscode" / "src").glob("*.ts")):
        starts += re.findall(r"(?:'([^']*)', )?'(-m|-c)'", path.read_text("utf-8"))
    assert len(starts) == 3
    assert {before for before, _ in starts} == {"-I"}
