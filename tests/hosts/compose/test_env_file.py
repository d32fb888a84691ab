"""What an ``.env`` file says."""

import pytest

from persistlint.hosts.compose.env_file import read_env


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A=b\n# c\nexport D=e # f\n\nG = h\n", {"A": "b", "D": "e", "G": "h"}),
        ("A='x $y'\nB=\"two words\"\nC=\n", {"A": "x $y", "B": "two words", "C": ""}),
        ("A=1\nB=${A}2\nC=$A/3\nD=${NO:-/d}/${A}\n", {"A": "1", "B": "12", "C": "1/3", "D": "/d/1"}),
        ('A=${NOWHERE}\nB="a\\nb"\nC=\'open\n', {}),
        ("A=1\nA=$NOWHERE\n", {}),
        ("\ufeffA=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("no line of ours\n=x\n", {}),
    ],
)
def test_values(text, values):
    assert read_env(text.encode()) == values
