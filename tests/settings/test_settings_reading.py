"""Settings files: what they may say, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.settings.problem import SettingsProblem
from persistlint.settings.read import read_settings, settings_from

EVERYTHING = """\
# every key
select = ["PSL1", "bind-mount-for-data"]
extend-select = [
    "PSL109",  # off by default
]
ignore = ['PSL106']
exclude = ["third_party/", "*.old.sh"]
fail-on = "error"
plugins = ["acme-rules"]
stateless-images = ["ghcr.io/acme/proxy"]
client-version = "28.1"
engine-version = "27"
require-reason = true

[severity]
PSL101 = "error"
unmounted-write = "hint"

[images]
myapp = { data = ["/srv/data", "/srv/state"] }

[images."ghcr.io/acme/db"]
data = ["/data"]
"""


def problem(text: str, name: str = "persistlint.toml") -> SettingsProblem:
    with pytest.raises(SettingsProblem) as caught:
        settings_from(name, text.encode())
    return caught.value


def test_every_key(tmp_path: Path) -> None:
    path = tmp_path / "persistlint.toml"
    path.write_text(EVERYTHING)
    settings = read_settings(str(path))
    assert settings.origin == str(path)
    assert settings.select == ["PSL1", "bind-mount-for-data"]
    # `require-reason` switches on the rule that asks for one.
    assert settings.extend_select == ["PSL109", "suppression-without-reason"]
    assert settings.ignore == ["PSL106"]
    assert settings.exclude == ["third_party/", "*.old.sh"]
    assert settings.fail_on == "error"
    assert settings.plugins == ["acme-rules"]
    assert settings.stateless_images == ["ghcr.io/acme/proxy"]
    assert settings.client_version == (28, 1)
    assert settings.engine_version == (27,)
    assert settings.require_reason is True
    assert settings.severity == {"PSL101": "error", "unmounted-write": "hint"}
    assert settings.images == {"myapp": ["/srv/data", "/srv/state"], "ghcr.io/acme/db": ["/data"]}


def test_pyproject() -> None:
    text = b'[project]\nname = "x"\n\n[tool.persistlint]\nfail-on = "info"\n[tool.persistlint.severity]\nPSL101 = "hint"\n'
    settings = settings_from("sub/pyproject.toml", text)
    assert settings is not None
    assert (settings.fail_on, settings.severity) == ("info", {"PSL101": "hint"})
    assert settings_from("pyproject.toml", b"[project]\n") is None


def test_byte_order_mark_and_windows_line_ends() -> None:
    settings = settings_from("persistlint.toml", b'\xef\xbb\xbffail-on = "info"\r\nselect = ["PSL1"]\r\n')
    assert settings is not None
    assert settings.fail_on == "info"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('\n\nselct = ["PSL1"]\n', 3, 1, "unknown key `selct`; did you mean `select`?"),
        ("fail_on = 'error'\n", 1, 1, "unknown key `fail_on`; did you mean `fail-on`?"),
        ("wholly-different = 1\n", 1, 1, "unknown key `wholly-different`"),
        (
            'select = "PSL1"\n',
            1,
            10,
            '`select` must be a list of strings, such as ["PSL1"], not the string "PSL1"',
        ),
        ('ignore = [\n  "PSL1",\n  7,\n]\n', 3, 3, "`ignore` must hold strings, not the number 7"),
        ("require-reason = 'yes'\n", 1, 18, '`require-reason` must be true or false, not the string "yes"'),
        (
            "fail-on = 'eror'\n",
            1,
            11,
            "one of `error`, `warning`, `info`, `hint` or `never`, not `eror`; did you mean `error`?",
        ),
        ("fail-on = 3\n", 1, 11, "not the number 3"),
        ("[severity]\n\nPSL101 = 'high'\n", 3, 10, "`severity.PSL101` must be one of"),
        ("severity.PSL101 = 'warn'\n", 1, 19, "not `warn`; did you mean `warning`?"),
        ("severity = 'error'\n", 1, 12, "must be a table from a rule to its severity"),
        (
            "client-version = 28.1\n",
            1,
            18,
            '`client-version` must be a version in quotes, such as "28.1", not the number 28.1',
        ),
        ("engine-version = 'new'\n", 1, 18, "not `new`"),
        ("engine-version = '1.2.3.4'\n", 1, 18, "not `1.2.3.4`"),
        ("images = ['x']\n", 1, 10, "not a list"),
        ("[images.x]\ndata = ['/a', 'b']\n", 2, 15, "`b` is no absolute path inside the container"),
        ("[images]\nx = {dta = ['/a']}\n", 2, 6, "unknown key `dta`; did you mean `data`?"),
        ("[images.'a b']\nvolumes = []\n", 2, 1, "unknown key `volumes`"),
        ("[[severity]]\nPSL101 = 'error'\n", 1, 3, "not a list"),
        ("select = [\n", 1, 0, "not valid TOML"),
        ("a = 1\na = 2\n", 2, 0, "not valid TOML"),
        ('# \'\'\'\nx = """\nselct = 1\n"""\n', 2, 1, "unknown key `x`"),
    ],
)
def test_wrong_settings_name_their_place(text: str, line: int, column: int, message: str) -> None:
    reported = problem(text)
    assert (reported.path, reported.line) == ("persistlint.toml", line)
    if column:
        assert reported.column == column
    assert message in str(reported)
    assert str(reported).startswith(f"persistlint.toml:{line}:")


def test_wrong_key_of_pyproject() -> None:
    reported = problem("[tool.other]\nselct = 1\n[tool.persistlint]\nselct = 1\n", "pyproject.toml")
    assert reported.line == 4


def test_settings_table_that_is_no_table() -> None:
    assert "must be a table" in problem("[tool]\npersistlint = 1\n", "pyproject.toml").message


def test_not_utf_8() -> None:
    with pytest.raises(SettingsProblem) as caught:
        settings_from("persistlint.toml", b"# a\n# \xff\n")
    assert (caught.value.line, caught.value.message) == (2, "not valid TOML: the line isn't UTF-8")


def test_nested_too_deeply() -> None:
    assert "not valid TOML" in problem("select = " + "[" * 5000 + "]" * 5000).message


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="can't read the settings: No such file"):
        read_settings(str(tmp_path / "no.toml"))


def test_named_pyproject_without_a_table(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[project]\n")
    with pytest.raises(SettingsProblem, match=r"no \[tool.persistlint\] table"):
        read_settings(str(path))
