"""The pictures of VS Code in the documentation: both themes, at double resolution. ``PERSISTLINT_SCREENSHOTS=docs/images`` makes them anew."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors import tools
from tests.editors.code import Code, Window

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IMAGES = tools.ROOT / "docs" / "images"
NAMES = ("findings", "hover", "map", "quick-fix")
THEMES = {"light": "Default Light Modern", "dark": "Default Dark Modern"}
WIDTH, HEIGHT = 1000, 620


def size(picture: Path) -> tuple[int, int]:
    """Return the width and height of a PNG."""
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


@pytest.mark.parametrize("theme", THEMES)
def test_photographs(browser: Browser, code: Code, examples: Path, installed: Path, theme: str) -> None:
    (examples / ".venv").symlink_to(installed)
    tools.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    code.settings(
        {
            "workbench.colorTheme": THEMES[theme],
            "editor.inlayHints.enabled": "on",
            "files.exclude": {".venv": True},
            "workbench.layoutControl.enabled": False,
        }
    )
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2)
    page = context.new_page()
    window = Window(page, tools.SCREENSHOTS)

    def photograph(name: str) -> None:
        # Neither a blinking cursor nor what the mouse rests on belongs to the picture.
        page.screenshot(
            path=str(tools.SCREENSHOTS / f"vscode-{name}-{theme}.png"), caret="hide", animations="disabled"
        )
        assert size(tools.SCREENSHOTS / f"vscode-{name}-{theme}.png") == (2 * WIDTH, 2 * HEIGHT)

    def hide(key: str, part: str) -> None:
        """Press the key that hides a part of the window until it is hidden."""

        def hidden() -> bool:
            window.focus()
            page.keyboard.press(key)
            page.wait_for_timeout(500)
            return not page.locator(part).is_visible()

        window.until(hidden, f"{part} is hidden")

    window.open_folder(code.address, examples)
    page.locator(f".monaco-workbench.{'vs' if theme == 'light' else 'vs-dark'}").wait_for()
    window.open("run.sh")
    page.locator(".editor-group-container.active .squiggly-warning").first.wait_for(state="attached")
    window.until(lambda: "/var/lib/postgresql/data: anonymous volume" in window.text(), "an inlay hint")
    window.command("View: Focus Problems")
    panel = page.locator(".markers-panel")
    panel.locator(".monaco-list-row", has_text="PSL").first.wait_for()
    window.focus()
    photograph("findings")

    hide("Control+J", ".markers-panel")
    window.go_to(3, 9)
    hover = page.locator(".monaco-hover", has_text="/var/lib/postgresql/data")

    def ask() -> None:
        page.keyboard.press("Control+K")
        page.keyboard.press("Control+I")

    window.persuade(ask, hover, "the hover")
    photograph("hover")

    page.keyboard.press("Escape")
    window.go_to(6, 8)
    fix = page.locator(".action-widget .monaco-list-row", has_text="Keep the data in the volume")
    window.persuade(lambda: page.keyboard.press("Control+."), fix, "the quick fix")
    photograph("quick-fix")
    page.keyboard.press("Escape")

    hide("Control+B", ".explorer-folders-view")
    window.command("persistlint: Show Map of This File")
    drawn = page.frame_locator("iframe.webview").frame_locator("iframe#active-frame")
    drawn.locator(".row", has_text="anonymous volume of shop-db").first.wait_for()
    drawn.locator(".graph svg .node").first.wait_for()
    photograph("map")
    context.close()


def test_the_pages_have_both_themes() -> None:
    for name in NAMES:
        for theme in THEMES:
            assert size(IMAGES / f"vscode-{name}-{theme}.png") == (2 * WIDTH, 2 * HEIGHT), (
                "PERSISTLINT_SCREENSHOTS=docs/images pytest tests/editors/test_photographs.py"
            )
