"""Runs the ``proof`` block of a rule's page on a real engine.

In the proof ``bad`` and ``good`` run the page's first block of that role, each in a shell of its own. The images that the page names are imitations.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from persistlint.testing.pages import Page, without_markers
from tests.engine import Engine
from tests.truth.imitations import imitate
from tests.truth.prediction import images_in
from tests.truth.scripts import run_script

_FROM = re.compile(r"^FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?", re.MULTILINE | re.IGNORECASE)
_FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INTERACTIVE = re.compile(r"^(\$ )?docker run .*(-it|-ti|-i -t)\b")


def images_of(page: Page) -> list[str]:
    """Return the images that the page's first examples and its proof use, those that they build themselves left out."""
    texts = [_script(page, "bad"), _script(page, "good"), *(block.text for block in page.proofs)]
    built: set[str] = set()
    matches: list[str] = []
    for text in texts:
        used, made = images_in(text)
        built |= made
        stages = {stage for _, stage in _FROM.findall(text) if stage}
        matches += [base for base, _ in _FROM.findall(text) if base not in stages and base != "scratch"]
        matches += used
    return [
        name for name in dict.fromkeys(matches) if name not in built and "$" not in name and "@" not in name
    ]


def run_proof(
    engine: Engine, page: Page, folder: Path, exchanged: bool = False
) -> subprocess.CompletedProcess[str]:
    """Runs the page's proof in ``folder``, from a clean engine; ``exchanged``: ``bad`` and ``good`` change places."""
    engine.clear()
    for name in images_of(page):
        imitate(engine, name)
    roles = ("good", "bad") if exchanged else ("bad", "good")
    examples = {name: _script(page, role) for name, role in zip(("bad", "good"), roles, strict=True)}
    return run_script(engine, "".join(block.text for block in page.proofs), folder, examples)


def _script(page: Page, role: str) -> str:
    """Return the first example of a role as a script: of a document, its lines are typed."""
    block = next(block for block in page.blocks if block.role == role)
    text, _ = without_markers(block.text)
    return _typed(text) if block.language == "markdown" else text


def _typed(document: str) -> str:
    """Return the lines of a document's blocks; those after an interactive run go to its container."""
    out: list[str] = []
    for block in _FENCED.findall(document):
        lines = [line.removeprefix("$ ") for line in block.splitlines()]
        for index, line in enumerate(lines):
            if _INTERACTIVE.match(line):
                # No terminal is needed to read lines.
                out.append(re.sub(r" -(it|ti)\b", " -i", line, count=1) + " <<'TYPED'")
                rest = lines[index + 1 :]
                end = rest.index("exit") + 1 if "exit" in rest else len(rest)
                out += [re.sub(r"^\S*[#$] ", "", each) for each in rest[:end]] + ["TYPED"] + rest[end:]
                break
            out.append(line)
    return "\n".join(out) + "\n"
