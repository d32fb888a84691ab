"""JSON is read as the ``json`` package reads it, and without that."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from persistlint.text.json_data import dumps, loads

TEXTS = (
    '{"a": [1, -2.5e3, null, true, false, "x\\u00e4\\n\\ud83d\\ude00"], "": {}}',
    "[]",
    '"text"',
    " [1] ",
    "[1]\n",
    "[NaN]",
)
FAULTS = ("", " ", "{", "[1", "[1]x", "[1] [2]", "nul", '"a', '{"a"}', '["\\q"]', '["\n"]', "[1,]", "'a'")


@pytest.mark.parametrize("text", TEXTS)
def test_values(text: str) -> None:
    assert repr(loads(text)) == repr(json.loads(text))


@pytest.mark.parametrize("text", FAULTS)
def test_faults(text: str) -> None:
    with pytest.raises(ValueError):
        json.loads(text)
    with pytest.raises(ValueError):
        loads(text)


@pytest.mark.parametrize(
    "value",
    [{"a": [1, -2.5, None, True, False, "x\xe4\n\udc80😀"], "": {}}, [], (1, (2,)), "text", {"1": "\x7f"}, 3],
)
def test_writing(value: object) -> None:
    assert dumps(value) == json.dumps(value, separators=(",", ":"))


def test_what_is_nothing_in_json() -> None:
    with pytest.raises(TypeError):
        dumps([{1}])


@pytest.mark.parametrize("text", [*TEXTS, *FAULTS])
def test_in_a_fresh_process(text: str) -> None:
    # The C reader behaves differently where the package isn't loaded.
    program = (
        "import sys\nfrom persistlint.text.json_data import loads\n"
        "try:\n    print(ascii(loads(sys.argv[1])))\nexcept ValueError:\n    print('fault')\n"
        "print('json' in sys.modules, 're' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{program}", text],
        capture_output=True,
        text=True,
        check=True,
    )
    value, loaded = done.stdout.splitlines()
    assert value == ("fault" if text in FAULTS else ascii(json.loads(text)))
    if text in TEXTS[:3]:
        assert loaded == "False False"
