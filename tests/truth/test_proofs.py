"""Every rule's page: what it claims is shown by a real engine, and the proof fails when its two examples are exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

import persistlint_rules
from persistlint.testing.pages import read_page
from tests.truth.proofs import run_proof

_FOLDER = Path(persistlint_rules.__file__).parent
_PAGES = [page for page in map(read_page, sorted(_FOLDER.glob("*.md"))) if page.proofs]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.code)
def test_the_proof_of_a_page_holds(engine, page, tmp_path):
    done = run_proof(engine, page, tmp_path / "proof")
    assert done.returncode == 0, f"{page.code}: {done.stderr}"


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.code)
def test_a_proof_fails_when_bad_and_good_are_exchanged(engine, page, tmp_path):
    done = run_proof(engine, page, tmp_path / "proof", exchanged=True)
    assert done.returncode != 0, f"{page.code}: the proof holds with its examples exchanged"
