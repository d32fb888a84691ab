"""The plugin in a headless Neovim: Debian's, and the newer one that users have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from persistlint.text.uris import to_path, to_uri
from tests.editors import tools

PLUGIN = tools.ROOT / "editors" / "neovim"
STEPS = Path(__file__).parent / "neovim" / "steps.lua"


class Neovim:
    """A Neovim with the plugin and nothing of the tester's own."""

    def __init__(self, program: str, home: Path, path: Path) -> None:
        self.program = program
        # The help's tags are written beside the help.
        self.plugin = home / "plugin"
        shutil.copytree(PLUGIN, self.plugin)
        self._environment = {
            "HOME": str(home),
            "PATH": f"{path}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "PLUGIN": str(self.plugin),
            "LANG": "C.UTF-8",
        }
        output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        self.version = tuple(int(part) for part in output.split()[1].lstrip("v").split("-")[0].split("."))

    def run(self, step: str, folder: Path, options: dict[str, Any] | None = None) -> Any:
        """Do a step of ``steps.lua`` in a folder; what it saw."""
        command = [
            self.program,
            "--headless",
            "--clean",
            "--cmd",
            f"set runtimepath^={self.plugin}",
            "-S",
            str(STEPS),
        ]
        done = subprocess.run(
            command,
            cwd=folder,
            env={**self._environment, "STEP": step, "OPTIONS": json.dumps(options or {"trusted": False})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(params=["debian", "newer"])
def neovim(request: pytest.FixtureRequest, installed: Path, tmp_path: Path) -> Neovim:
    scripts = sysconfig.get_path("scripts")
    if request.param == "newer":
        program = shutil.which("nvim", path=scripts)
        if program is None:
            tools.missing("needs Neovim 0.11: pip install -e '.[editors]'")
    else:
        elsewhere = [each for each in os.environ.get("PATH", os.defpath).split(os.pathsep) if each != scripts]
        program = shutil.which("nvim", path=os.pathsep.join(elsewhere))
        if program is None:
            tools.missing("needs nvim: install neovim")
    neovim = Neovim(program, tmp_path / "home", installed / "bin")
    if neovim.version < (0, 10):
        tools.missing(f"needs Neovim 0.10 or newer, {program} is older")
    return neovim


@pytest.fixture
def project(examples: Path) -> Path:
    (examples / "persistlint.toml").write_text("")
    return examples


def test_findings_come_with_their_places(neovim: Neovim, project: Path) -> None:
    seen = neovim.run("findings", project)
    assert seen["codes"] == ["PSL101"]
    assert seen["place"] == [5, 4, 5, 22]
    assert seen["source"] == "persistlint"
    assert seen["status"] == "1W"
    assert seen["root"] == str(project)


def test_a_makefile_is_mended(neovim: Neovim, project: Path) -> None:
    (project / "Makefile").write_text("up:\n\tdocker run -d -e POSTGRES_PASSWORD=x postgres:16\n")
    # Another script of the project runs such a server, so the volume gets a name of its own.
    assert neovim.run("makefile", project).split("\n")[1] == (
        "\tdocker run -d -e POSTGRES_PASSWORD=x -v makefile-data:/var/lib/postgresql/data postgres:16"
    )


def test_a_compose_file_is_mended(neovim: Neovim, project: Path) -> None:
    (project / "compose.yaml").write_text("services:\n  db:\n    image: postgres:16\n")
    assert neovim.run("compose", project).split("\n")[2:] == [
        "    image: postgres:16",
        "    volumes:",
        "      - pgdata:/var/lib/postgresql/data",
        "",
        "volumes:",
        "  pgdata:",
    ]


def test_what_is_found_elsewhere_stays_while_a_line_is_typed(neovim: Neovim, project: Path) -> None:
    script = (project / "run.sh").read_text()
    (project / "run.sh").write_text(script + 'echo "done"\n')
    seen = neovim.run("typing", project)
    assert seen["seen"] == [[["PSL101", 6]]] * 10
    assert seen["wait"] < 50


def test_hover_says_where_the_data_lives(neovim: Neovim, project: Path) -> None:
    seen = neovim.run("hover", project)
    assert "/var/lib/postgresql/data" in seen["value"]


def test_a_quick_fix_changes_the_text(neovim: Neovim, project: Path) -> None:
    assert "data:/var/lib/postgresql/data" in neovim.run("fix", project)


def test_fix_all_applies_what_is_safe(neovim: Neovim, project: Path) -> None:
    fixed = neovim.run("fix_all", project)
    assert "-v ./wiki/pages:/pages" in fixed
    assert "--mount type=bind,source=" in fixed


def test_completion_knows_where_an_image_keeps_data(neovim: Neovim, shared: Path) -> None:
    assert "/var/lib/postgresql/data" in neovim.run("completion", shared)


def test_a_volume_is_renamed_in_two_files(neovim: Neovim, shared: Path) -> None:
    assert neovim.run("rename", shared) is True
    assert "-v redis-files:/data" in (shared / "serve.sh").read_text()
    assert "VOLUME=redis-files" in (shared / "save.sh").read_text()


def test_a_settings_file_that_is_written_here_counts_at_once(neovim: Neovim, project: Path) -> None:
    assert neovim.run("settings", project) is True


def test_a_wrong_setting_is_shown_where_it_is_written(neovim: Neovim, project: Path) -> None:
    seen = neovim.run("wrong_setting", project)
    assert "ignroe" in seen["message"]
    assert seen["line"] == 1
    assert seen["others"] == 0


def test_the_map_follows_the_buffer(neovim: Neovim, project: Path) -> None:
    seen = neovim.run("map", project)
    # The window is half of a narrow terminal: lines are as long as fits.
    before, after = (" ".join(seen[name].split()) for name in ("before", "after"))
    assert "there at the end of the text" in before
    assert "there at the end of the text" not in after


def test_the_picture_is_opened_and_told_in_a_float(neovim: Neovim, project: Path) -> None:
    seen = neovim.run("picture", project)
    assert seen["relative"] == "editor" and seen["closed"] is True
    assert seen["page"].startswith("<!DOCTYPE html>") and "container shop-db" in seen["page"]


def test_restart(neovim: Neovim, project: Path) -> None:
    assert neovim.run("restart", project) is True


def test_health(neovim: Neovim, project: Path, installed: Path) -> None:
    seen = neovim.run("health", project)
    assert f"{installed / 'bin' / 'persistlint'}: persistlint " in seen
    assert "(from PATH)" in seen
    assert "Markdown can be read" in seen
    assert "not trusted" in seen
    assert "a server is running" in seen
    assert "ERROR" not in seen


def test_health_says_what_to_do_without_a_program(neovim: Neovim, project: Path) -> None:
    seen = neovim.run("health_alone", project, {"cmd": ["/nonexistent/persistlint"]})
    assert "does not run" in seen


def test_a_project_chooses_the_program_only_where_it_is_trusted(
    neovim: Neovim, project: Path, installed: Path
) -> None:
    (project / ".venv").symlink_to(installed)
    program = str(project / ".venv" / "bin" / "persistlint")
    assert program not in neovim.run("health", project, {"trusted": False})
    assert f"{program}: persistlint " in neovim.run("health", project, {"trusted": True})


def test_help(neovim: Neovim, project: Path) -> None:
    assert neovim.run("help", project) == "persistlint.txt"


def test_neovims_own_way_of_enabling(neovim: Neovim, project: Path) -> None:
    if neovim.version < (0, 11):
        pytest.skip("Neovim 0.10 has no vim.lsp.enable")
    assert neovim.run("enable", project) == ["PSL101"]


def test_paths_and_uris_of_both_kinds_of_machines(neovim: Neovim, project: Path) -> None:
    seen = neovim.run("paths", project)
    assert seen["programs"] == [
        "/home/ada/my work/.venv/bin/persistlint",
        "/.venv/bin/persistlint",
        "C:\\my work/.venv/Scripts/persistlint.exe",
        "C:/my work/.venv/Scripts/persistlint.exe",
        "\\\\server\\share\\my work/.venv/Scripts/persistlint.exe",
        "//server/share/.venv/Scripts/persistlint.exe",
    ]
    assert seen["last"] == ["persistlint.toml", "persistlint.toml", "a\\b.sh", ""]
    # What it sends the server takes for the path that it means; what the server sends it takes back.
    assert [to_path(uri) for uri in seen["uris"]] == ["/my work/é.sh", "C:\\my work\\a.sh"]
    sent = [to_uri(path) for path in ("/my work/é.sh", "C:\\my work\\a.sh")]
    assert sent[0] == "file:///my%20work/%C3%A9.sh"
    assert sent[1] == "file:///c%3A/my%20work/a.sh"
    assert [name.replace("\\", "/").lower() for name in seen["names"]] == [
        "/my work/é.sh",
        "c:/my work/a.sh",
        "c:/my work/a.sh",
    ]
