"""VS Code in a browser: code-server with the extension installed, driven through Chromium."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.editors import tools

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

#: Nothing that asks the network, and nothing that opens by itself.
SETTINGS: dict[str, Any] = {
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
    "workbench.welcomePage.walkthroughs.openOnInstall": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.enableExperiments": False,
    "workbench.reduceMotion": "on",
    "extensions.ignoreRecommendations": True,
    "extensions.autoUpdate": False,
    "extensions.autoCheckUpdates": False,
    "update.mode": "none",
    "git.enabled": False,
    "files.autoSave": "off",
    "chat.disableAIFeatures": True,
    "editor.accessibilitySupport": "off",
    "editor.minimap.enabled": False,
    # They would stand in the middle of the text that is looked at.
    "editor.inlayHints.enabled": "off",
}
#: What a slow machine may take for one step before the test fails. Nothing is asserted about time.
PATIENCE = 180_000


class Code:
    """A running code-server. ``path`` is a folder that stands first in its search path and is empty at first."""

    def __init__(self, folder: Path, vsix: Path) -> None:
        self.folder = folder
        self.path = folder / "path"
        self.path.mkdir(parents=True)
        #: Where the extension keeps what it has for all workspaces.
        self.storage = folder / "data" / "User" / "globalStorage" / "persistlint.persistlint"
        self.settings({})
        environment = tools.environment()
        # Nothing of the tester's own environment may answer: the system's programs, and one folder.
        environment["PATH"] = os.pathsep.join([str(self.path), "/usr/local/bin", "/usr/bin", "/bin"])
        for name in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"):
            environment.pop(name, None)
        # Its own configuration file, and not the one in the tester's home.
        environment["HOME"] = str(folder)
        # VS Code takes the path that a login shell has.
        environment["SHELL"] = "/bin/bash"
        (folder / ".profile").write_text(f"PATH={environment['PATH']}\n")
        self._environment = environment
        self._command = [str(tools.node()), str(tools.CODE_SERVER / "out" / "node" / "entry.js")]
        self._command += [
            "--user-data-dir",
            str(folder / "data"),
            "--extensions-dir",
            str(folder / "extensions"),
        ]
        self.install(vsix)
        self.address = ""
        self._process: subprocess.Popen[bytes] | None = None

    def settings(self, values: dict[str, Any]) -> None:
        """Replace the user's settings; a running window sees it at once. What names a program counts for one machine only."""
        for name, content in (("User", {**SETTINGS, **values}), ("Machine", values)):
            target = self.folder / "data" / name / "settings.json"
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(".new")
            fresh.write_text(json.dumps(content))
            fresh.replace(target)

    def install(self, vsix: Path) -> None:
        """Install an extension; windows that are opened afterwards have it."""
        command = [*self._command, "--install-extension", str(vsix)]
        subprocess.run(command, env=self._environment, check=True, capture_output=True)

    def uninstall(self, name: str) -> None:
        """Remove an extension."""
        command = [*self._command, "--uninstall-extension", name]
        subprocess.run(command, env=self._environment, check=True, capture_output=True)

    def start(self) -> None:
        """Start it and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = ["--auth", "none", "--bind-addr", f"127.0.0.1:{port}", "--disable-telemetry"]
        options += ["--disable-update-check", "--disable-getting-started-override"]
        with (self.folder / "log").open("wb") as log:
            # A session of its own: it starts processes that outlive it.
            self._process = subprocess.Popen(
                [*self._command, *options],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.address = f"http://127.0.0.1:{port}"
        give_up = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < give_up and self._process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.address}/healthz", timeout=1):
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text("utf-8", "replace")[-2000:])

    def stop(self) -> None:
        """End it and whatever it started."""
        process = self._process
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Window:
    """A browser's page with a folder open in VS Code."""

    def __init__(self, page: Page, screenshots: Path) -> None:
        from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

        self._timeout = PlaywrightTimeoutError
        self.page = page
        self.screenshots = screenshots
        page.set_default_timeout(PATIENCE)

    def open_folder(self, address: str, folder: Path) -> None:
        """Open a folder."""
        self.page.goto(f"{address}/?folder={folder}")
        self.page.wait_for_selector(".monaco-workbench .explorer-folders-view .monaco-list-row")

    def open(self, *names: str) -> None:
        """Open a file from the explorer, by the names of its folders and its own."""
        for name in names[:-1]:
            self.row(".explorer-folders-view", name).click()
        self.row(".explorer-folders-view", names[-1]).dblclick()
        self.page.locator(f'.tab.active[data-resource-name="{names[-1]}"]').wait_for()
        self.page.locator(".editor-group-container.active .monaco-editor .view-line").first.wait_for()

    def row(self, view: str, text: str) -> Locator:
        """Return a row of a list or tree, by what it is called."""
        return self.page.locator(f'{view} .monaco-list-row[aria-label^="{text}"]').first

    def persuade(self, act: Callable[[], object], wanted: Locator, what: str) -> None:
        """Do something until what is wanted shows: on a busy machine VS Code loses keys that come while it still draws."""

        def shown() -> bool:
            act()
            with contextlib.suppress(self._timeout):
                wanted.first.wait_for(timeout=4000)
                return True
            self.page.keyboard.press("Escape")
            return False

        self.until(shown, what)

    def command(self, title: str) -> None:
        """Run a command from the palette."""
        field = self.page.locator(".quick-input-widget:not([style*='display: none']) input")
        row = self.page.locator(".quick-input-list .monaco-list-row.focused", has_text=title.split(": ")[-1])

        def ask() -> None:
            self.page.keyboard.press("F1")
            with contextlib.suppress(self._timeout):
                field.fill(f">{title}", timeout=4000)

        self.persuade(ask, row, f"the command {title}")
        self.page.keyboard.press("Enter")

    def go_to(self, line: int, column: int = 1) -> None:
        """Put the cursor somewhere in the active editor."""
        field = self.page.locator(".quick-input-widget:not([style*='display: none']) input")

        def go() -> None:
            self.focus()
            self.page.keyboard.press("Control+G")
            with contextlib.suppress(self._timeout):
                field.fill(f":{line}:{column}", timeout=4000)
                self.page.keyboard.press("Enter")

        self.persuade(
            go,
            self.page.locator(".part.statusbar", has_text=f"Ln {line}, Col {column}"),
            "the cursor's place",
        )

    def focus(self) -> None:
        """Give the active editor the keyboard."""
        self.page.keyboard.press("Control+1")

    def problem(self, text: str) -> Locator:
        """Return a row of the Problems panel, which is opened and filtered: it draws only the rows that fit."""
        panel = self.page.locator(".markers-panel")
        if not panel.is_visible():
            self.command("View: Focus Problems")
        panel.wait_for()
        row = panel.locator(".monaco-list-row", has_text=text).last
        field = self.page.locator(".part.panel .viewpane-filter input")
        self.persuade(lambda: field.fill(text), row, f"the problem {text}")
        return row

    def text(self) -> str:
        """Return what the active editor shows."""
        lines = self.page.locator(".editor-group-container.active .monaco-editor .view-line")
        # The editor recycles its lines: their place on the screen, not in the document, is their order.
        line_texts = lines.evaluate_all(
            "all => all.map(each => [each.getBoundingClientRect().top, each.innerText]).sort((a, b) => a[0] - b[0])"
        )
        return "\n".join(text.replace("\xa0", " ") for _, text in line_texts)

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something holds."""
        give_up = time.monotonic() + PATIENCE / 1000
        while not condition():
            assert time.monotonic() < give_up, f"never came: {what}"
            self.page.wait_for_timeout(50)

    def status(self) -> Locator:
        """Return the extension's item in the status bar."""
        return self.page.locator('.part.statusbar .statusbar-item[id^="persistlint.persistlint"]')

    def status_says(self, text: str) -> None:
        """Wait until the extension's item says so when the mouse rests on it."""

        def says() -> bool:
            self.page.mouse.move(600, 300)
            self.status().hover()
            details = self.page.locator(".monaco-hover", has_text="Output")
            # The hover goes when the item is drawn anew: look, and look again.
            with contextlib.suppress(self._timeout):
                details.wait_for(timeout=2000)
                return text in details.inner_text(timeout=500).replace("\xa0", " ")
            return False

        self.until(says, text)
        self.page.mouse.move(600, 300)

    def account(self) -> str:
        """Return what the window says of the server and in its messages, for whoever reads a failure."""
        self.page.set_default_timeout(5000)
        said = self.page.locator(".notification-list-item").all_inner_texts()
        with contextlib.suppress(self._timeout):
            self.page.mouse.move(600, 300)
            self.status().hover()
            details = self.page.locator(".monaco-hover", has_text="Output").first
            details.wait_for()
            said.append(details.inner_text())
        return "\n".join(said)

    def notification(self, text: str) -> Locator:
        """Return a message in the corner."""
        notice = self.page.locator(".notification-list-item", has_text=text)
        notice.wait_for()
        return notice

    def save(self) -> None:
        """Save the active editor's file."""
        self.page.keyboard.press("Control+S")
        self.page.locator(".tab.active:not(.dirty)").wait_for()

    def photograph(self, name: str) -> None:
        """Keep a picture of the window for whoever looks at the results."""
        self.page.screenshot(path=str(self.screenshots / f"{name}.png"))


@contextlib.contextmanager
def running(folder: Path, vsix: Path) -> Iterator[Code]:
    """Yield a code-server for the length of a ``with`` block."""
    code = Code(folder, vsix)
    try:
        code.start()
        yield code
    finally:
        code.stop()
