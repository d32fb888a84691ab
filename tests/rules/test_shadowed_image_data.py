"""PSL509 as people would write it."""

import pytest

from tests.rules.told import told

FOUND = [
    "FROM alpine\nCOPY site /site\nVOLUME /site\n",
    'FROM alpine\nVOLUME ["/site"]\nCOPY site/ /site/\n',
    "FROM alpine\nWORKDIR /app\nADD data.tar ./data\nVOLUME /app/data\n",
    "ARG D=/srv/state\nFROM alpine\nARG D=/srv/state\nCOPY seed $D\nVOLUME $D\n",
    "FROM alpine AS b\nVOLUME /d\nFROM b\nCOPY x /d/x\n",
]

SILENT = [
    "FROM alpine\nRUN mkdir /cache && echo 1 > /cache/x\nVOLUME /cache\nUSER 7\n",
    "FROM alpine\nCOPY site /usr/share/site\nVOLUME /site\n",
    "FROM alpine\nCOPY . /app\nVOLUME /app/data\n",
    "FROM alpine\nCOPY site /site\n",
    "FROM alpine\nCOPY x $D\nVOLUME /d\n",
    "FROM alpine\nONBUILD COPY x /d/x\nVOLUME /d\n",
]


@pytest.mark.parametrize("text", FOUND)
def test_found(text):
    assert [severity for _, severity in told("PSL509", text, "Dockerfile")] == ["hint"]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL509", text, "Dockerfile") == []
