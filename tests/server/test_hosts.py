"""Diagnostics of Makefiles, workflows and units."""

from __future__ import annotations

import pytest

from persistlint_server.languages import language_for


@pytest.mark.parametrize(
    ("path", "language_id", "language"),
    [
        ("Makefile", "makefile", "makefile"),
        ("rules.mk", "make", "makefile"),
        ("untitled", "makefile", "makefile"),
        (".github/workflows/ci.yml", "yaml", "workflow"),
        (".github/workflows/ci.yml", "github-actions-workflow", "workflow"),
        ("db.service", "systemd", "systemd"),
        ("db.service", "plaintext", "systemd"),
        ("db.container", "systemd-unit-file", "quadlet"),
        ("values.yaml", "yaml", ""),
    ],
)
def test_the_language_of_an_open_document(path: str, language_id: str, language: str) -> None:
    assert language_for(path, language_id, b"a: 1\n") == language
