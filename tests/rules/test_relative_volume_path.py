"""PSL501 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

FOUND = [
    ("FROM alpine\nWORKDIR /app\nVOLUME data\n", "error"),
    ("FROM alpine\nWORKDIR /app\nVOLUME ./data\n", "error"),
    ('FROM node:22\nWORKDIR /usr/src/app\nVOLUME ["uploads"]\n', "error"),
    ("FROM alpine\nWORKDIR /app\nVOLUME .\n", "error"),
    ("FROM alpine AS b\nWORKDIR /app\nVOLUME a/b/c\n", "error"),
    ("FROM alpine\nWORKDIR /\nVOLUME data\n", "hint"),
    ("FROM alpine\nUSER 5\nVOLUME data\n", "hint"),
    ("FROM scratch\nWORKDIR app\nVOLUME ../data\n", "error"),
]

SILENT = [
    "FROM alpine\nWORKDIR /app\nVOLUME /data\n",
    "FROM alpine\nWORKDIR /app\nVOLUME $DATA\n",
    "FROM alpine\nARG D=/x\nVOLUME $D/y\n",
    "FROM alpine\nWORKDIR /app\nARG W\nWORKDIR $W\nVOLUME data\n",
    "FROM mcr.microsoft.com/windows/nanoserver\nWORKDIR C:/app\nVOLUME C:/data\n",
    "FROM alpine\nWORKDIR /app\nVOLUME [/data]\n",
    "FROM alpine\nWORKDIR /app\nRUN mkdir data\n",
]


@pytest.mark.parametrize(("text", "severity"), FOUND)
def test_found(text, severity):
    assert told("PSL501", text, "Dockerfile") == [(3, severity)]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL501", text, "Dockerfile") == []


def test_in_a_here_document():
    text = "docker build - <<EOF\nFROM alpine\nWORKDIR /app\nVOLUME data\nEOF\n"
    assert told("PSL501", text) == [(4, "error")]


def test_the_message_names_both_paths():
    (message,) = messages("PSL501", FOUND[1][0], "Dockerfile")
    assert "`./data` is `/data`" in message and "`/app/data` is no volume" in message


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    ("Dockerfile", 'FROM python:3.12\nWORKDIR /code\nVOLUME ["media", "/static"]\n'),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL501", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    ("Dockerfile", "FROM alpine\nWORKDIR /app\nVOLUME /app/data\n"),
    ("Dockerfile", "FROM alpine\nARG DATA=/data\nVOLUME $DATA\n"),
    ("Dockerfile", "FROM alpine\nRUN echo 'VOLUME data'\n"),
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL501", case) == []
