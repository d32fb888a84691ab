"""The JSON contract against its own schema, which is shipped."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main
from tests.programs import needed_module

ROOT = Path(__file__).parents[2]


@pytest.fixture
def problems() -> Callable[[Any], list[str]]:
    """Return what the schema says against a document."""
    jsonschema = needed_module("jsonschema")
    schema = json.loads(files("persistlint.report").joinpath("check-1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    return lambda document: [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)
    ]


def test_what_is_written(report: Callable[..., bytes], problems: Callable[[Any], list[str]]) -> None:
    document = json.loads(report("json"))
    assert document["findings"] and document["errors"] and document["not_understood"]
    assert problems(document) == []
    assert problems(json.loads(report("json", "--fix"))) == []
    assert problems(json.loads(report("json", "--explain"))) == []
    # It would notice.
    document["findings"][0]["severity"] = "note"
    document["errors"][0]["line"] = 0
    del document["summary"]["files"]
    assert len(problems(document)) == 3


def test_the_examples(problems: Callable[[Any], list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    main(["--format", "json", "--select", "ALL", str(ROOT / "examples")])
    document = json.loads(capsys.readouterr().out)
    assert len(document["findings"]) > 10
    assert problems(document) == []


def test_the_schema_knows_every_field(report: Callable[..., bytes]) -> None:
    """A field that is added is described, too."""
    schema = json.loads(files("persistlint.report").joinpath("check-1.schema.json").read_text("utf-8"))
    document = json.loads(report("json", "--fix", "--explain"))
    kinds = schema["$defs"]
    assert set(document) == set(schema["properties"])
    assert set(document["summary"]) <= set(kinds["summary"]["properties"])
    for kind, rows in (
        ("finding", document["findings"]),
        ("error", document["errors"]),
        ("not_understood", document["not_understood"]),
        ("fixed", document["fixed"]),
    ):
        assert rows
        for row in rows:
            assert set(row) == set(kinds[kind]["properties"])
