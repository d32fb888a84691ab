"""A terminal in which an editor runs, without anybody's screen."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.editors import tools


class Terminal:
    """A terminal of its own (tmux with a private socket)."""

    def __init__(self, command: str, folder: Path, environment: dict[str, str]) -> None:
        self._tmux = [tools.need("tmux", "tmux"), "-S", str(folder / "tmux")]
        self._environment = environment
        self._run(
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "140",
            "-y",
            "30",
            "-c",
            str(folder / "work"),
            command,
        )

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._tmux, *arguments], env=self._environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def type(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def until(self, text: str) -> str:
        """Wait until the screen shows a text; return the screen."""
        self.until_holds(lambda: text in self.screen(), text)
        return self.screen()

    def screen(self) -> str:
        """Return what the screen shows."""
        return self._run("capture-pane", "-p")

    def until_holds(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until something holds."""
        give_up = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < give_up, f"never came: {what}\n{self.screen()}"
            time.sleep(0.05)

    def until_vim_wrote(self, file: Path, text: str) -> None:
        """Have Vim write until the file holds the text. What Vim says of the writing may be written over by the next message."""

        def written() -> bool:
            self.type(":w", "Enter")
            return text in file.read_text()

        self.until_holds(written, "the fix in the file")

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], env=self._environment, capture_output=True, check=False)


@contextmanager
def vim_with(plugins: Sequence[Path], settings: str, installed: Path, folder: Path) -> Iterator[Terminal]:
    """Open ``run.sh`` in Vim with plugins and their settings."""
    vim = tools.need("vim", "vim-nox")
    vimrc = folder / "vimrc"
    paths = "".join(f"set runtimepath^={plugin}\n" for plugin in plugins)
    vimrc.write_text(
        f"set nocompatible hidden\n{paths}filetype plugin on\nset noswapfile shortmess+=I\n{settings}"
    )
    environment = {**tools.user_environment(installed, folder), "TERM": "xterm-256color"}
    terminal = Terminal(f"{vim} -u {vimrc} run.sh", folder, environment)
    try:
        terminal.until("postgres:16-alpine")
        yield terminal
    finally:
        terminal.close()
