"""The extension in a real VS Code, driven by keyboard and mouse."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from tests.editors import tools
from tests.editors.code import Code, Window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator


@pytest.fixture
def window(browser: Browser, code: Code, request: pytest.FixtureRequest) -> Iterator[Window]:
    tools.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": 1200, "height": 760})
    window = Window(context.new_page(), tools.SCREENSHOTS)
    code.settings({})
    yield window
    # The last sight of a test that failed tells why.
    window.photograph(f"end-of-{request.node.name}")
    context.close()


@pytest.fixture
def project(examples: Path, installed: Path) -> Path:
    """Return the examples, with a virtual environment that has persistlint."""
    (examples / ".venv").symlink_to(installed)
    return examples


def squiggle(window: Window, kind: str = "warning") -> Locator:
    return window.page.locator(f".editor-group-container.active .squiggly-{kind}").first


def test_findings_are_underlined_listed_and_counted(window: Window, code: Code, project: Path) -> None:
    code.settings({"editor.inlayHints.enabled": "on"})
    window.open_folder(code.address, project)
    window.open("run.sh")
    squiggle(window).wait_for(state="attached")
    window.problem("of `shop-db`").wait_for()
    shown = window.problem("of `shop-db`").inner_text().replace("\n", "")
    assert "persistlintPSL101" in shown
    assert "[Ln 6, Col 5]" in shown
    assert window.status().inner_text().strip() == "1"
    window.until(lambda: "/var/lib/postgresql/data: anonymous volume" in window.text(), "an inlay hint")
    window.status_says("run.sh: 1 warning")
    window.status_says("from the workspace's virtual environment")
    window.photograph("findings")


def test_a_compose_file_is_mended(window: Window, code: Code, project: Path) -> None:
    (project / "compose.yaml").write_text("services:\n  db:\n    image: postgres:16\n    restart: always\n")
    window.open_folder(code.address, project)
    window.open("compose.yaml")
    squiggle(window).wait_for(state="attached")
    window.problem("of service `db`").wait_for()
    window.go_to(3, 14)
    fix = window.page.locator(".action-widget .monaco-list-row", has_text="Keep the data in the volume")
    window.persuade(lambda: window.page.keyboard.press("Control+."), fix, "the quick fix")
    fix.first.click()
    window.until(lambda: "- pgdata:/var/lib/postgresql/data" in window.text(), "the fix")
    squiggle(window).wait_for(state="detached")
    window.photograph("compose")


def test_a_makefile_is_mended(window: Window, code: Code, project: Path) -> None:
    (project / "Makefile").write_text("up:\n\tdocker run -d -e POSTGRES_PASSWORD=x postgres:16\n")
    window.open_folder(code.address, project)
    window.open("Makefile")
    squiggle(window).wait_for(state="attached")
    window.go_to(2, 44)
    fix = window.page.locator(".action-widget .monaco-list-row", has_text="Keep the data in the volume")
    window.persuade(lambda: window.page.keyboard.press("Control+."), fix, "the quick fix")
    fix.first.click()
    window.until(lambda: "data:/var/lib/postgresql/data" in window.text(), "the fix")
    squiggle(window).wait_for(state="detached")


def test_hover_says_where_the_data_lives(window: Window, code: Code, project: Path) -> None:
    window.open_folder(code.address, project)
    window.open("run.sh")
    squiggle(window).wait_for(state="attached")
    window.go_to(3, 9)
    hover = window.page.locator(".monaco-hover", has_text="/var/lib/postgresql/data")

    def ask() -> None:
        window.page.keyboard.press("Control+K")
        window.page.keyboard.press("Control+I")

    window.persuade(ask, hover, "the hover")
    window.photograph("hover")


def test_a_quick_fix_by_keyboard_changes_the_text(window: Window, code: Code, project: Path) -> None:
    window.open_folder(code.address, project)
    window.open("run.sh")
    squiggle(window).wait_for(state="attached")
    window.go_to(6, 8)
    fix = window.page.locator(".action-widget .monaco-list-row", has_text="Keep the data in the volume")
    window.persuade(lambda: window.page.keyboard.press("Control+."), fix, "the quick fix")
    window.photograph("quick-fix")
    while "focused" not in (fix.get_attribute("class") or ""):
        window.page.keyboard.press("ArrowDown")
    window.page.keyboard.press("Enter")
    squiggle(window).wait_for(state="detached")
    window.until(lambda: "data:/var/lib/postgresql/data" in window.text(), "the fix")
    window.save()
    assert "data:/var/lib/postgresql/data" in (project / "run.sh").read_text()
    window.until(lambda: window.status().inner_text().strip() == "0", "no finding")
    window.photograph("fixed")


def test_completion_knows_options_and_where_an_image_keeps_data(
    window: Window, code: Code, shared: Path, installed: Path
) -> None:
    (shared / ".venv").symlink_to(installed)
    window.open_folder(code.address, shared)
    window.open("serve.sh")
    window.status().wait_for()
    window.until(lambda: window.status().inner_text().strip().isdigit(), "a running server")
    window.go_to(3)
    suggestions = window.page.locator(".suggest-widget.visible .monaco-list-row")
    window.page.keyboard.type("docker run -d --moun")
    window.page.keyboard.press("Control+Space")
    suggestions.filter(has_text="--mount").first.wait_for()
    window.photograph("completion")
    window.page.keyboard.press("Escape")
    window.page.keyboard.press("Shift+Home")
    window.page.keyboard.type("docker run -d -v pgdata: postgres:16")
    window.page.keyboard.press("Escape")
    window.go_to(3, len("docker run -d -v pgdata:") + 1)
    window.page.keyboard.press("Control+Space")
    suggestions.filter(has_text="/var/lib/postgresql/data").first.wait_for()
    window.page.keyboard.press("Enter")
    window.until(lambda: "data:/var/lib/postgresql/data postgres:16" in window.text(), "the path")


def test_a_volume_is_renamed_in_two_files(window: Window, code: Code, shared: Path, installed: Path) -> None:
    (shared / ".venv").symlink_to(installed)
    window.open_folder(code.address, shared)
    window.open("serve.sh")
    window.until(lambda: window.status().inner_text().strip().isdigit(), "a running server")
    window.go_to(2, len("docker run -d --name cache -v cache") + 1)
    window.page.keyboard.press("F2")
    field = window.page.locator(".rename-box input")
    field.wait_for()
    assert field.input_value() == "cache-data"
    field.fill("redis-files")
    window.photograph("rename")
    field.press("Enter")
    window.until(lambda: "-v redis-files:/data" in window.text(), "the new name here")
    window.until(lambda: "VOLUME=redis-files" in (shared / "save.sh").read_text(), "the new name there")


def test_fix_all_applies_what_is_safe(window: Window, code: Code, project: Path) -> None:
    window.open_folder(code.address, project)
    window.open("deploy.sh")
    squiggle(window, "error").wait_for(state="attached")
    window.command("persistlint: Fix All Safe Findings in This File")
    window.until(lambda: "-v ./wiki/pages:/pages" in window.text(), "the first fix")
    window.until(lambda: "--mount type=bind,source=" in window.text(), "the second fix")
    squiggle(window, "error").wait_for(state="detached")
    window.photograph("fix-all")


def test_a_changed_settings_file_changes_the_findings(window: Window, code: Code, project: Path) -> None:
    settings = project / "persistlint.toml"
    settings.write_text("\n")
    window.open_folder(code.address, project)
    window.open("run.sh")
    squiggle(window).wait_for(state="attached")
    window.open("persistlint.toml")
    window.focus()
    window.page.keyboard.type('ignore = ["PSL101"]')
    window.save()
    window.open("run.sh")
    squiggle(window).wait_for(state="detached")
    # A change from outside of the editor counts too.
    settings.write_text("ignore = []\n")
    squiggle(window).wait_for(state="attached")
    # And the editor's own settings come first.
    code.settings({"persistlint.ignore": ["PSL101"]})
    squiggle(window).wait_for(state="detached")


def test_a_wrong_setting_is_a_problem_of_its_file(window: Window, code: Code, project: Path) -> None:
    (project / "persistlint.toml").write_text('ignroe = ["PSL101"]\n')
    window.open_folder(code.address, project)
    window.open("run.sh")
    window.open("persistlint.toml")
    squiggle(window, "error").wait_for(state="attached")
    assert "ignroe" in window.problem("ignroe").inner_text()
    window.photograph("wrong-setting")


def test_the_map_stands_beside_the_text_and_follows_it(window: Window, code: Code, project: Path) -> None:
    window.open_folder(code.address, project)
    window.open("run.sh")
    squiggle(window).wait_for(state="attached")
    window.command("persistlint: Show Map of This File as Text")
    beside = window.page.locator(".editor-group-container:not(.active) .view-lines")

    def shown() -> str:
        return beside.inner_text().replace("\xa0", " ")

    beside.wait_for()
    window.until(lambda: "container shop-db" in shown(), "a map")
    window.photograph("map")
    before = shown()
    assert "line 7" not in before
    window.go_to(7)
    window.page.keyboard.type("docker rm -f shop-db")
    window.until(lambda: "line 7" in shown(), "the map of the changed text")


def test_the_picture_follows_the_text_and_the_cursor(window: Window, code: Code, project: Path) -> None:
    window.open_folder(code.address, project)
    window.open("run.sh")
    squiggle(window).wait_for(state="attached")
    window.command("persistlint: Show Map of This File")
    drawn = window.page.frame_locator("iframe.webview").frame_locator("iframe#active-frame")
    drawn.locator(".graph svg .node").first.wait_for()
    drawn.locator(".row", has_text="container shop-db").first.wait_for()
    # It takes the editor's theme, whatever the system's is.
    dark = window.page.locator(".monaco-workbench.vs-dark").count() > 0
    paper = drawn.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert (paper == "rgb(13, 17, 23)") == dark
    window.photograph("picture")
    assert drawn.locator(".row[data-line='7']").count() == 0
    window.go_to(7)
    window.page.keyboard.type("docker rm -f shop-db")
    drawn.locator(".row[data-line='7']", has_text="ends").wait_for()
    drawn.locator(".row.current[data-line='7']").wait_for()
    window.go_to(4)
    drawn.locator(".row.current:not([data-line='7'])").first.wait_for()
    # A click on a line of the picture leads to it.
    drawn.locator(".row[data-line='7'] .code").click()
    drawn.locator(".row.current[data-line='7']").wait_for()


#: What the extension looks for in Even Better TOML: its name and its setting. The extension itself is in no package registry.
TOML = {
    "name": "even-better-toml",
    "publisher": "tamasfe",
    "version": "0.0.1",
    "description": "stands in for it",
    "license": "MIT",
    "engines": {"vscode": "^1.91.0"},
    "contributes": {
        "configuration": {
            "properties": {
                "evenBetterToml.schema.associations": {"type": "object", "default": {}, "description": "-"}
            }
        }
    },
}


def test_the_schema_is_associated_after_consent(
    window: Window, code: Code, project: Path, tmp_path: Path
) -> None:
    stand_in = tmp_path / "toml"
    stand_in.mkdir()
    (stand_in / "package.json").write_text(json.dumps(TOML))
    (stand_in / "LICENSE").write_text("MIT\n")
    (stand_in / "README.md").write_text("It stands in for another.\n")
    options = [
        "package",
        "--no-dependencies",
        "--allow-missing-repository",
        "--out",
        str(tmp_path / "toml.vsix"),
    ]
    subprocess.run(
        [tools.EXTENSION / "node_modules" / ".bin" / "vsce", *options],
        cwd=stand_in,
        env=tools.environment(),
        check=True,
        capture_output=True,
    )
    (project / "persistlint.toml").write_text("\n")
    code.install(tmp_path / "toml.vsix")
    try:
        window.open_folder(code.address, project)
        window.open("run.sh")
        squiggle(window).wait_for(state="attached")
        window.open("persistlint.toml")
        offer = window.notification("Let Even Better TOML check persistlint.toml")
        offer.locator(".monaco-button", has_text="Associate").click()
        written = code.folder / "data" / "User" / "settings.json"
        window.until(lambda: "evenBetterToml.schema.associations" in written.read_text(), "the association")
    finally:
        code.uninstall("tamasfe.even-better-toml")
    (address,) = json.loads(written.read_text())["evenBetterToml.schema.associations"].values()
    schema = json.loads(Path(url2pathname(urlsplit(address).path)).read_text())
    assert "stateless-images" in schema["properties"]


def test_the_first_steps(window: Window, code: Code, project: Path) -> None:
    window.open_folder(code.address, project)
    window.command("Welcome: Open Walkthrough...")
    window.page.locator(".quick-input-list .monaco-list-row", has_text="Get Started with persistlint").click()
    page = window.page.locator(".gettingStartedContainer", has_text="See where the data lives")
    page.wait_for()
    window.photograph("walkthrough")
    page.locator(".monaco-button", has_text="Open an Example").click()
    squiggle(window).wait_for(state="attached")


@pytest.fixture
def bare_python(tmp_path: Path) -> Path:
    """Return a Python in which nothing is installed."""
    folder = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return folder / "bin" / "python"


def test_where_the_server_comes_from(
    window: Window, code: Code, examples: Path, installed: Path, bare_python: Path
) -> None:
    settings = {"persistlint.interpreter": str(bare_python)}
    code.settings(settings)
    window.open_folder(code.address, examples)
    window.open("run.sh")
    squiggle(window).wait_for(state="attached")
    window.status_says("the copy in the extension")

    on_path = code.path / "persistlint"
    on_path.symlink_to(installed / "bin" / "persistlint")
    try:
        window.command("persistlint: Restart Server")
        window.status_says("from PATH")
    finally:
        on_path.unlink()

    (examples / ".venv").symlink_to(installed)
    window.command("persistlint: Restart Server")
    window.status_says("virtual environment")

    code.settings({**settings, "persistlint.path": str(installed / "bin" / "persistlint")})
    window.status_says("from the setting")
    squiggle(window).wait_for(state="attached")

    code.settings({**settings, "persistlint.path": "/nonexistent/persistlint"})
    window.notification("persistlint.path is /nonexistent/persistlint, and there is no such program")
    window.photograph("no-server")
    squiggle(window).wait_for(state="detached")


def test_a_workspace_that_is_not_trusted_chooses_no_program(
    window: Window, code: Code, project: Path, bare_python: Path
) -> None:
    code.settings(
        {
            "persistlint.interpreter": str(bare_python),
            "security.workspace.trust.enabled": True,
            "security.workspace.trust.startupPrompt": "never",
        }
    )
    (project / ".vscode").mkdir()
    (project / ".vscode" / "settings.json").write_text(
        json.dumps({"persistlint.path": str(project / ".venv" / "bin" / "persistlint")})
    )
    window.open_folder(code.address, project)
    window.open("run.sh")
    squiggle(window).wait_for(state="attached")
    window.status_says("the copy in the extension")
    window.command("Workspaces: Manage Workspace Trust")
    window.page.locator(".workspace-trust-editor .monaco-button", has_text="Trust").first.click()
    window.page.locator(".workspace-trust-editor", has_text="You trust this folder").wait_for()
    window.page.locator('.modal-editor-action-container [aria-label^="Close"]').click()
    window.status_says("from the setting")
    squiggle(window).wait_for(state="attached")


def test_markdown_is_read_after_consent(
    window: Window, code: Code, examples: Path, bare_python: Path
) -> None:
    code.settings({"persistlint.interpreter": str(bare_python)})
    window.open_folder(code.address, examples)
    window.open("README.md")
    offer = window.notification("Markdown needs tree-sitter")
    offer.locator(".monaco-button", has_text="Other Ways").click()
    # The page comes with the extension: no link that may lead nowhere.
    window.page.locator(".tab", has_text="native.md").wait_for()
    window.page.reload()
    # The page may be the editor that comes back: the document behind it isn't opened by itself.
    window.persuade(
        lambda: window.row(".explorer-folders-view", "README.md").dblclick(),
        window.page.locator(".notification-list-item").filter(has_text="Markdown needs tree-sitter"),
        "the offer comes again",
    )
    window.notification("Markdown needs tree-sitter").locator(
        ".monaco-button", has_text="Create Environment"
    ).click()
    dialog = window.page.locator(".monaco-dialog-box", has_text="nothing outside of that folder is changed")
    dialog.wait_for()
    window.photograph("consent")
    dialog.locator(".monaco-button", has_text="Create").click()
    try:
        squiggle(window, "info").wait_for(state="attached")
        window.status_says("from its own environment")
        # As after an update of the extension.
        (code.storage / "environment" / "extension-version").write_text("0.0.9")
        window.page.reload()
        window.notification("is of version 0.0.9")
    finally:
        shutil.rmtree(code.storage / "environment", ignore_errors=True)
