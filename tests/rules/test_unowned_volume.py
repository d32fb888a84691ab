"""PSL504 as people would write it."""

import pytest

from tests.rules.told import fixes, messages, told, told_about

FOUND = [
    ("FROM alpine\nVOLUME /data\nUSER 1000\n", 2),
    ('FROM debian:12\nRUN useradd app\nVOLUME ["/data"]\nUSER app\n', 3),
    ("FROM ubuntu:24.04\nUSER nobody\nVOLUME /srv/files\n", 3),
    ("FROM alpine\nRUN adduser -D app && chown app /app\nVOLUME /data\nUSER app:app\n", 3),
    ("FROM alpine AS b\nVOLUME /data\nFROM b\nUSER 5\n", 2),
    ("FROM alpine\nARG U=app\nVOLUME /data\nUSER $U\n", 3),
]

SILENT = [
    "FROM alpine\nRUN mkdir /data && chown 1000 /data\nVOLUME /data\nUSER 1000\n",
    "FROM alpine\nVOLUME /data\n",
    "FROM alpine\nVOLUME /data\nUSER root\n",
    "FROM alpine\nVOLUME /data\nUSER 0:0\n",
    "FROM alpine\nRUN install -d -o app /data\nVOLUME /data\nUSER app\n",
    "FROM alpine\nCOPY --chown=app data /data\nVOLUME /data\nUSER app\n",
    "FROM alpine\nRUN chmod 777 /data\nVOLUME /data\nUSER app\n",
    "FROM alpine\nRUN chown -R app $DATA\nVOLUME /data\nUSER app\n",
    "FROM node:22\nVOLUME /home/node/app\nUSER node\n",
    "FROM mycorp/base\nVOLUME /data\nUSER app\n",
    "FROM alpine\nARG U\nVOLUME /data\nUSER $U\n",
    "FROM debian\nRUN apt-get install -y redis\nVOLUME /var/lib/redis\nUSER redis\n",
    "FROM alpine\nCOPY setup.sh /\nRUN ./setup.sh\nVOLUME /data\nUSER app\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL504", text, "Dockerfile") == [(line, "warning")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL504", text, "Dockerfile") == []


def test_the_message_names_path_and_user():
    (message,) = messages("PSL504", FOUND[0][0], "Dockerfile")
    assert "`/data`" in message and "`1000`" in message


def test_no_fix_where_the_step_would_run_as_the_user():
    text = "docker build - <<'EOF'\nFROM ubuntu\nUSER nobody\nVOLUME /srv\nEOF\n"
    assert told("PSL504", text) == [(4, "warning")] and fixes("PSL504", text) == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    ("Dockerfile", 'FROM node:22\nVOLUME /app/uploads\nUSER node\nCMD ["node", "server.js"]\n'),
    (
        "Dockerfile",
        "FROM debian:12\nRUN groupadd -g 999 app && useradd -u 999 -g app app\nRUN mkdir -p /data/app\nVOLUME /data/app\nUSER 999:999\n",
    ),
    (
        "Dockerfile",
        'FROM python:3.12-slim\nRUN adduser --system web\nVOLUME ["/media", "/static"]\nUSER web\n',
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL504", case)
