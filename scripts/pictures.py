"""Draws the pictures of the documentation from the examples: SVGs that are light or dark as the reader's system is.

python scripts/pictures.py            writes docs/images/*.svg and the graph in docs/explaining.md
"""

from __future__ import annotations

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


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
