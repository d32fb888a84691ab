"""The helps of all commands."""

from __future__ import annotations

import importlib

import pytest

from persistlint.cli.app import COMMANDS, main
from persistlint.cli.shells.grammar import PARSERS


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    done = capsys.readouterr()
    assert done.err == ""
    return done.out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_a_help_is_short_and_has_examples(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = shown(capsys, *command.split(), "--help")
    assert len(text.splitlines()) < 50
    examples = text.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
    assert len(examples) == 3 and all(line.startswith("  persistlint ") for line in examples)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_whole_help_has_every_option(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    module, _, function = PARSERS[command].partition(":")
    parser = getattr(importlib.import_module(module), function)()
    text = shown(capsys, command, "--help-all")
    for section in parser.sections:
        for action in section.actions:
            assert action.help
            assert all(name in text for name in action.option_strings)
    rare = [name for section in parser.sections for action in section.rare for name in action.option_strings]
    short = shown(capsys, command, "--help")
    assert not [name for name in rare if f" {name} " in short]
