"""Draws the pictures of the documentation from the examples, and records a terminal: SVGs that are light or dark as the reader's system is.

python scripts/pictures.py            writes docs/images/*.svg and the graph in docs/explaining.md
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.report.picture.drawing import draw
from persistlint.report.picture.mermaid import render_mermaid
from persistlint.report.picture.model import Picture
from persistlint.report.picture.svg import render_svg
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
BEGIN = "<!-- graph: written by scripts/pictures.py -->"
END = "<!-- end of graph -->"

#: The picture's name, and the example that it is of.
PICTURES = {
    "backup-bad.svg": "bad/backup.sh",
    "backup-good.svg": "good/backup.sh",
    "run-bad.svg": "bad/run.sh",
    "report-bad.svg": "bad/report.sh",
}
GRAPH = "good/backup.sh"
RECORDING = "recording.svg"

#: What is typed in the recording.
COMMANDS = ("persistlint run.sh", "persistlint --fix --unsafe-fixes run.sh", "tail -n 3 run.sh")

#: Pixels and seconds.
_LETTER, _LINE, _SIZE = 7.9, 18, 13
_COLUMNS = 82
_TYPING, _THINKING, _READING = 0.06, 0.5, 3.5


def files() -> dict[Path, str]:
    """Return every picture, with its text, and the page with the graph."""
    page = ROOT / "docs" / "explaining.md"
    head, rest = page.read_text(encoding="utf-8").split(BEGIN)
    tail = rest.split(END)[1]
    graph = f"```mermaid\n{render_mermaid([picture_of(GRAPH)])}```"
    made = {IMAGES / name: render_svg([picture_of(example)]) for name, example in PICTURES.items()}
    return {**made, page: f"{head}{BEGIN}\n\n{graph}\n\n{END}{tail}"}


def picture_of(example: str) -> Picture:
    """Return the picture of an example, which is named by its file alone."""
    path = ROOT / "examples" / example
    document = Document(path.name, path.read_bytes(), "shell")
    return draw(analyse(document, Workspace(str(path.parent)), Settings()))


def recording() -> str:
    """Return the recording: the commands are run for real, on a copy of an example."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "examples" / "bad" / "run.sh", folder)
        return _drawn([(command, _output(command, folder)) for command in COMMANDS])


def _output(command: str, folder: str) -> list[str]:
    program, *arguments = command.split()
    run = [program, *arguments]
    if program == "persistlint":
        run = [sys.executable, "-m", "persistlint", "--isolated", "--no-cache", "--color=always", *arguments]
    environment = {
        **os.environ,
        "COLUMNS": "80",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "rules"))),
    }
    done = subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    lines = []
    for line in (done.stdout + done.stderr).rstrip("\n").split("\n"):
        lines += _folded(line)
    return lines


def _folded(line: str) -> list[str]:
    """Return a line as a terminal shows it. Only lines without colours are too long."""
    if "\x1b" in line:
        return [line]
    return [line[start : start + _COLUMNS] for start in range(0, max(1, len(line)), _COLUMNS)]


def _drawn(steps: list[tuple[str, list[str]]]) -> str:
    out: list[str] = []
    y, at = 44, 0.5
    for command, lines in steps:
        letters = "".join(
            f'<tspan style="animation-delay:{at + index * _TYPING:.2f}s">{escape(letter)}</tspan>'
            for index, letter in enumerate(command)
        )
        out.append(
            f'<text x="16" y="{y}"><tspan class="prompt" style="animation-delay:{at - 0.4:.2f}s">$ </tspan>{letters}</text>'
        )
        at += len(command) * _TYPING + _THINKING
        for line in lines:
            y += _LINE
            out.append(
                f'<text x="16" y="{y}"><tspan style="animation-delay:{at:.2f}s">{_coloured(line)}</tspan></text>'
            )
        y += _LINE + 6
        at += _READING
    width, height = 32 + _COLUMNS * _LETTER, y
    style = (
        "rect{fill:#f6f8fa;stroke:#d0d7de}text{fill:#1f2328;white-space:pre;"
        f"font:{_SIZE}px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}}"
        "circle{fill:#8c959f}.prompt{fill:#57606a}.bold{font-weight:700}.faint{fill:#57606a}.yellow{fill:#9a6700}.red{fill:#d1242f}.green{fill:#1a7f37}.blue{fill:#0969da}"
        "@media (prefers-color-scheme:dark){rect{fill:#0d1117;stroke:#3d444d}text{fill:#e6edf3}.prompt,.faint{fill:#9da7b1}"
        ".yellow{fill:#e3b341}.red{fill:#ff6b5e}.green{fill:#56d364}.blue{fill:#6cb6ff}}"
        "@media (prefers-reduced-motion:no-preference){text>tspan{opacity:0;animation:come 1ms forwards}}@keyframes come{to{opacity:1}}"
    )
    dots = "".join(f'<circle cx="{x}" cy="18" r="5"/>' for x in (20, 38, 56))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" width="{width:g}" height="{height}" role="img">\n'
        f"<title>persistlint finds that a database's data isn't kept, and mends it.</title>\n<style>{style}</style>\n"
        f'<rect x=".5" y=".5" width="{width - 1:g}" height="{height - 1}" rx="8"/>{dots}\n'
        + "\n".join(out)
        + "\n</svg>\n"
    )


_COLOURS = {"1": "bold", "2": "faint", "31": "red", "32": "green", "33": "yellow", "34": "blue", "36": "blue"}


def _coloured(line: str) -> str:
    """Return a line with its terminal's colours as classes."""
    out, classes = "", ""
    for index, part in enumerate(re.split(r"\x1b\[([0-9;]*)m", line)):
        if index % 2:
            classes = " ".join(_COLOURS[code] for code in part.split(";") if code in _COLOURS)
        elif part:
            out += f'<tspan class="{classes}">{escape(part)}</tspan>' if classes else escape(part)
    return out


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    for path, text in {**files(), IMAGES / RECORDING: recording()}.items():
        path.write_text(text, encoding="utf-8")
