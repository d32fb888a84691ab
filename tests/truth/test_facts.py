"""What docs/truth.md says of docker's storage, tried sentence by sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.truth.generator import FOLDERS, IMAGE
from tests.truth.scripts import run_script

_FACTS = sorted((Path(__file__).parent / "facts").glob("*.sh"))
_DOCUMENT = Path(__file__).parents[2] / "docs/truth.md"


@pytest.mark.parametrize("fact", _FACTS, ids=lambda fact: fact.stem)
def test_a_sentence_holds(engine, fact, tmp_path):
    engine.clear()
    # Its main process would ignore SIGTERM, and each stop would take ten seconds.
    engine.import_image(IMAGE, ["STOPSIGNAL SIGKILL"], {f"{folder}/seed": b"seed\n" for folder in FOLDERS})
    done = run_script(engine, fact.read_text(), tmp_path / "fact")
    assert done.returncode == 0, done.stderr


def test_the_document_says_what_is_tried():
    # Words that the glossary explains are links.
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(_DOCUMENT.read_text("utf-8").split()))
    missing = [
        fact.stem for fact in _FACTS if " ".join(fact.read_text().split("\n")[0][2:].split()) not in text
    ]
    assert not missing
