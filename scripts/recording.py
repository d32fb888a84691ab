"""Records a terminal in which persistlint checks, mends and helps in an editor, and draws the recording.

python scripts/recording.py           runs everything for real, and writes docs/images/recording.cast and recording.svg
python scripts/recording.py draw      draws the recording that is there

The recording has asciinema's format (asciicast v2, https://docs.asciinema.org/manual/asciicast/v2/): ``asciinema play docs/images/recording.cast`` plays it.
What programs print is real; how fast a person types and reads is set here.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pyte

ROOT = Path(__file__).resolve().parents[1]
CAST = ROOT / "docs" / "images" / "recording.cast"
SVG = CAST.with_suffix(".svg")
TITLE = "persistlint finds that a database's data isn't kept, and mends it; Neovim shows a report that nobody will read."

#: The terminal, in characters.
COLUMNS, ROWS = 80, 22
#: Seconds: between two letters, before a line is sent, after an answer is there.
_TYPING, _THINKING = 0.06, 0.4
#: A program that prints nothing for so long has said what it has to say.
_QUIET = 0.4
#: So long a program may take.
_PATIENCE = 60

#: What Neovim is told before: the plugin, and a key for fixes.
_INIT = """\
vim.o.termguicolors = false
vim.o.signcolumn = 'yes'
vim.o.swapfile = false
vim.o.linebreak = true
vim.o.shortmess = vim.o.shortmess .. 'IF'
vim.o.updatetime = 100
vim.diagnostic.config({ virtual_text = false, virtual_lines = false })
require('persistlint').setup()
vim.keymap.set('n', 'ga', vim.lsp.buf.code_action)
vim.keymap.set('n', 'gl', vim.diagnostic.open_float)
"""


class Step(NamedTuple):
    """Something typed: ``keys``, the text that shows that the answer is there, and how many seconds a reader needs for it."""

    keys: str
    shown: str
    reading: float


STEPS = (
    Step("persistlint run.sh\r", "1 finding (1 warning)", 6),
    Step("persistlint --fix --unsafe-fixes run.sh\r", "Fixed 1 finding", 3),
    Step("clear; tail -n 5 run.sh\r", "-v pgdata:", 4),
    Step("clear; nvim report.sh\r", "E docker run", 1.5),
    Step("3Ggl", "[PSL103]", 5),
    Step("ga", "Type number", 3),
    Step("1\r", "-v report:", 5),
    Step(":w\r", "written", 2),
)


class Terminal:
    """A pseudo-terminal with a shell in ``folder``, and what it shows."""

    def __init__(self, command: list[str], folder: str, environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._process, self._end = os.forkpty()
        if self._process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        import fcntl
        import struct
        import termios

        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def type(self, keys: str) -> None:
        """Send keys."""
        os.write(self._end, keys.encode())

    def read_until(self, condition: Callable[[], bool], what: str) -> bytes:
        """Return what is printed until the screen is as wanted and nothing more comes."""
        out = b""
        give_up = time.monotonic() + _PATIENCE
        while True:
            if select.select([self._end], [], [], _QUIET)[0]:
                part = os.read(self._end, 65536)
                self._stream.feed(part)
                out += part
            elif condition():
                return out
            if time.monotonic() > give_up:
                shown = "\n".join(self.screen.display)
                raise RuntimeError(f"Never came: {what}\n{shown}")

    def close(self) -> None:
        """End the shell."""
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._end)


def record(persistlint: str) -> str:
    """Return a recording, made in a folder of its own. ``persistlint`` is the folder of the program."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "shop"
        folder.mkdir()
        for name in ("run.sh", "report.sh"):
            shutil.copy(ROOT / "examples" / "bad" / name, folder)
        plugin = Path(home) / "plugin"
        shutil.copytree(ROOT / "editors" / "neovim", plugin)
        settings = Path(home) / ".config" / "nvim"
        settings.mkdir(parents=True)
        (settings / "init.lua").write_text(f"vim.opt.runtimepath:prepend('{plugin}')\n{_INIT}")
        environment = {
            "HOME": home,
            "PATH": f"{persistlint}:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "PS1": "$ ",
            "PERSISTLINT_CACHE_DIR": f"{home}/cache",
        }
        terminal = Terminal(["bash", "--norc", "--noprofile", "-i"], str(folder), environment)
        try:
            return _cast(terminal)
        finally:
            terminal.close()


def _cast(terminal: Terminal) -> str:
    header = {
        "version": 2,
        "width": COLUMNS,
        "height": ROWS,
        "title": TITLE,
        "env": {"SHELL": "/bin/bash", "TERM": "xterm"},
    }
    lines = [json.dumps(header)]
    now = 0.5

    def put(data: bytes) -> None:
        if data:
            lines.append(
                json.dumps([round(now, 3), "o", data.decode("utf-8", "replace")], ensure_ascii=False)
            )

    def shows(text: str) -> bool:
        return any(text in line for line in terminal.screen.display)

    put(terminal.read_until(lambda: shows("$"), "the shell"))
    for step in STEPS:
        now += _THINKING
        # A letter at a time, as a person types; what only commands an editor goes as one.
        typed = step.keys[:-1] if step.keys.endswith("\r") else ""
        for letter in typed:
            now += _TYPING
            terminal.type(letter)
            put(_echo(terminal))
        now += _THINKING
        terminal.type(step.keys[len(typed) :])
        put(terminal.read_until(lambda wanted=step.shown: shows(wanted), step.shown))
        now += step.reading
    lines.append(json.dumps([round(now, 3), "o", ""]))
    return "\n".join(lines) + "\n"


def _echo(terminal: Terminal) -> bytes:
    """Return what a typed letter changes."""
    before = terminal.screen.cursor.x, terminal.screen.cursor.y
    return terminal.read_until(
        lambda: (terminal.screen.cursor.x, terminal.screen.cursor.y) != before, "the echo of a letter"
    )


# -- drawing ------------------------------------------------------------------------------------------------------

#: Pixels.
_LETTER, _LINE, _SIZE, _LEFT, _TOP = 7.8, 17, 13, 16, 40

#: Frames that follow each other faster than this are one.
_SHORTEST = 0.1

_COLOURS = {
    "black": ("#24292f", "#8b949e"),
    "red": ("#cf222e", "#ff7b72"),
    "green": ("#116329", "#56d364"),
    "brown": ("#8a5a00", "#e3b341"),
    "blue": ("#0969da", "#79c0ff"),
    "magenta": ("#8250df", "#d2a8ff"),
    "cyan": ("#1b7c83", "#56d4dd"),
    "white": ("#57606a", "#b1bac4"),
}

#: A run of characters of one look: where it begins, its text, and its classes.
Run = tuple[int, str, str]
Frame = tuple[tuple[Run, ...], ...]


def frames_of(cast: str) -> list[tuple[float, Frame]]:
    """Return what the screen shows and from which second on."""
    header, *events = cast.splitlines()
    size = json.loads(header)
    screen = pyte.Screen(size["width"], size["height"])
    stream = pyte.Stream(screen)
    out: list[tuple[float, Frame]] = []
    for line in events:
        at, _, data = json.loads(line)
        stream.feed(data)
        frame = tuple(tuple(_runs(screen, row)) for row in range(size["height"]))
        if out and at - out[-1][0] < _SHORTEST:
            out[-1] = (out[-1][0], frame)
        elif not out or out[-1][1] != frame or line is events[-1]:
            out.append((at, frame))
    return out


def _runs(screen: pyte.Screen, row: int) -> Iterator[Run]:
    """Yield the runs of a row, without blanks that nobody sees."""
    cells = [screen.buffer[row][column] for column in range(screen.columns)]
    column = 0
    for look, group in groupby(
        cells, key=lambda cell: (cell.fg, cell.bg, cell.bold, cell.reverse, cell.underscore)
    ):
        text = "".join(cell.data for cell in group)
        classes = _classes(*look)
        if text.strip() or "back" in classes:
            start = 0 if "back" in classes else len(text) - len(text.lstrip())
            shown = text if "back" in classes else text.strip()
            yield column + start, shown, classes
        column += len(text)


def _classes(colour: str, ground: str, bold: bool, reverse: bool, underlined: bool) -> str:
    name = colour.removeprefix("bright")
    parts = [name] if name in _COLOURS and not (reverse or ground != "default") else []
    parts += ["bold"] if bold else []
    parts += ["under"] if underlined else []
    parts += ["back"] if reverse or ground != "default" else []
    return " ".join(parts)


def draw(cast: str) -> str:
    """Return the recording as an SVG that plays, light or dark as the reader's system is. Whoever wants no motion sees one screen."""
    frames = frames_of(cast)
    whole = frames[-1][0]
    width, height = 2 * _LEFT + COLUMNS * _LETTER, _TOP + ROWS * _LINE + 12
    named: dict[tuple[Run, ...], str] = {}
    drawn = []
    for number, (_, frame) in enumerate(frames):
        rows = []
        for row, runs in enumerate(frame):
            if runs:
                name = named.setdefault(runs, f"l{len(named)}")
                rows.append(f'<use href="#{name}" y="{row * _LINE}"/>')
        drawn.append(f'<g transform="translate(0 {number * height:g})">{"".join(rows)}</g>')
    lines = [f'<g id="{name}">{"".join(_text(run) for run in runs)}</g>' for runs, name in named.items()]
    steps = "".join(
        f"{at / whole * 100:.3f}%{{transform:translateY({-number * height:g}px)}}"
        for number, (at, _) in enumerate(frames)
    )
    # A still picture shows what a reader looks at longest.
    ends = [at for at, _ in frames[1:]]
    longest = max(range(len(ends)), key=lambda number: ends[number] - frames[number][0])
    still = -longest * height
    style = (
        ".paper{fill:#f6f8fa;stroke:#d0d7de}.ground{fill:#d8dee4}text{fill:#1f2328;white-space:pre;"
        f"font:{_SIZE}px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}}"
        ".dot{fill:#8c959f}.bold{font-weight:700}.under{text-decoration:underline}"
        + "".join(f".{name}{{fill:{light}}}" for name, (light, _) in _COLOURS.items())
        + "@media (prefers-color-scheme:dark){.paper{fill:#0d1117;stroke:#3d444d}.ground{fill:#30363d}text{fill:#e6edf3}"
        + "".join(f".{name}{{fill:{dark}}}" for name, (_, dark) in _COLOURS.items())
        + f"}}.film{{transform:translateY({still:g}px)}}"
        f"@media (prefers-reduced-motion:no-preference){{.film{{animation:play {whole:g}s step-end infinite}}}}@keyframes play{{{steps}}}"
    )
    dots = "".join(f'<circle class="dot" cx="{x}" cy="18" r="5"/>' for x in (20, 38, 56))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img">\n'
        f"<title>{escape(TITLE)}</title>\n<style>{style}</style>\n<defs>\n" + "\n".join(lines) + "\n</defs>\n"
        f'<rect class="paper" x=".5" y=".5" width="{width - 1:g}" height="{height - 1:g}" rx="8"/>{dots}\n'
        f'<svg x="0" y="{_TOP}" width="{width:g}" height="{height - _TOP - 8:g}"><g class="film">\n'
        + "\n".join(drawn)
        + "\n</g></svg>\n</svg>\n"
    )


def _text(run: Run) -> str:
    column, text, classes = run
    x, wide = _LEFT + column * _LETTER, len(text) * _LETTER
    names = " ".join(part for part in classes.split() if part != "back")
    look = f' class="{names}"' if names else ""
    ground = (
        f'<rect class="ground" x="{x:.1f}" y="0" width="{wide:.1f}" height="{_LINE}"/>'
        if "back" in classes
        else ""
    )
    shown = (
        f'<text x="{x:.1f}" y="13" textLength="{wide:.1f}"{look}>{escape(text)}</text>'
        if text.strip()
        else ""
    )
    return ground + shown


if __name__ == "__main__":
    if sys.argv[1:] != ["draw"]:
        CAST.write_text(record(str(Path(sys.executable).parent)), encoding="utf-8")
    SVG.write_text(draw(CAST.read_text(encoding="utf-8")), encoding="utf-8")
