"""Settings that an editor states, over those of a file."""

from __future__ import annotations

from pathlib import Path

from persistlint.settings.overlay import overlaid
from persistlint.settings.read import read_settings
from persistlint.settings.settings import RuleChoice, Settings

FILE = """
select = ["PSL1", "PSL2"]
extend-select = ["PSL601"]
ignore = ["PSL101"]
client-version = "28.1"

[severity]
PSL201 = "info"

[per-file."demo/"]
ignore = ["PSL2"]
"""


def written(folder: Path) -> Settings:
    file = folder / "persistlint.toml"
    file.write_text(FILE)
    return read_settings(str(file))


def test_what_the_editor_does_not_state_stays_as_in_the_file(tmp_path: Path) -> None:
    settings = written(tmp_path)
    copy = overlaid(settings, {})
    for kind in (RuleChoice, Settings):
        for name in kind.__slots__:
            assert getattr(copy, name) == getattr(settings, name), name


def test_what_the_editor_states_comes_first_and_leaves_the_file_s_alone(tmp_path: Path) -> None:
    settings = written(tmp_path)
    copy = overlaid(settings, {"ignore": ["PSL102"], "severity": {"PSL102": "hint"}})
    assert copy.ignore == ["PSL102"]
    assert copy.severity == {"PSL201": "info", "PSL102": "hint"}
    assert settings.ignore == ["PSL101"]
    assert settings.severity == {"PSL201": "info"}


def test_a_file_s_own_settings_are_made_of_the_copy(tmp_path: Path) -> None:
    settings = written(tmp_path)
    settings.root = str(tmp_path)
    demo = str(tmp_path / "demo" / "run.sh")
    assert settings.for_path(demo).client_version == (28, 1)
    copy = overlaid(settings, {"client-version": "29.0"})
    assert copy.for_path(demo).client_version == (29, 0)
    assert copy.for_path(demo).layers
