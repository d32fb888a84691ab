"""PSL502 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told

FOUND = [
    "FROM alpine\nVOLUME ['/data']\n",
    "FROM alpine\nVOLUME ['/data', '/logs']\n",
    "FROM alpine\nVOLUME /data, /logs\n",
    "FROM alpine\nVOLUME /data,/logs\n",
    "FROM alpine\nVOLUME ./src:/app/src\n",
    "FROM alpine\nVOLUME mydata:/data\n",
    "FROM alpine\nVOLUME ~/data\n",
    'FROM alpine\nVOLUME ["/data" "/logs"]\n',
    'FROM alpine\nVOLUME ["/data",]\n',
    'FROM alpine\nVOLUME ["/srv/app:/app"]\n',
    "FROM alpine\nVOLUME [/data]\n",
]

SILENT = [
    'FROM alpine\nVOLUME ["/data"]\n',
    'FROM alpine\nVOLUME [ "/data", "/logs" ]\n',
    'FROM alpine\nVOLUME "/data"\n',
    "FROM alpine\nVOLUME /data /logs\n",
    "FROM alpine\nVOLUME '/my data'\n",
    "FROM alpine\nARG DIR\nVOLUME $DIR\n",
    "FROM alpine\nARG DIR=/data\nVOLUME ${DIR}\n",
    "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nVOLUME C:/data\n",
    "FROM alpine\nLABEL volume=\"['/data']\"\n",
    "FROM alpine\nRUN echo VOLUME ['/data']\n",
]


@pytest.mark.parametrize("text", FOUND)
def test_found(text):
    assert told("PSL502", text, "Dockerfile") == [(2, "error")]
    assert told("PSL501", text, "Dockerfile") == []


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL502", text, "Dockerfile") == []


def test_in_a_here_document():
    text = "sudo docker build -t x - <<'EOF'\nFROM alpine\nVOLUME ['/data']\nEOF\n"
    assert told("PSL502", text) == [(3, "error")]


def test_the_message_names_both_paths():
    (message,) = messages("PSL502", FOUND[0], "Dockerfile")
    assert "`[/data]`" in message and "`/data` is no volume" in message


def test_a_comment_between_the_paths_is_not_lost():
    text = "FROM alpine\nVOLUME ['/a',\\\n# where uploads go\n  '/b']\n"
    assert told("PSL502", text, "Dockerfile")
    assert fixed(text, "Dockerfile") == text
    assert '["/a", "/b"]' in fixed(text.replace("# where uploads go\n", ""), "Dockerfile")
