"""PSL509 as people would write it."""

import pytest

from tests.rules.told import told, told_about

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


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    ("Dockerfile", "FROM php:8-apache\nCOPY public/ /var/www/html/\nVOLUME /var/www/html\n"),
    (
        "Dockerfile",
        "FROM nginx:1.27\nCOPY --chown=nginx html /usr/share/nginx/html\nVOLUME /usr/share/nginx/html\n",
    ),
    (
        "Dockerfile",
        'FROM alpine\nCOPY defaults.json /var/lib/app/defaults.json\nVOLUME ["/var/lib/app"]\n',
    ),
    ("Dockerfile", "FROM python:3.12\nWORKDIR /code\nCOPY . .\nVOLUME /code/media\nCOPY media/ media/\n"),
    (
        "Dockerfile",
        "FROM node:22 AS build\nRUN npm run build\nFROM nginx:1.27\nCOPY --from=build /app/dist /srv/www\nVOLUME /srv/www\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL509", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    ("Dockerfile", "FROM alpine\nCOPY site /srv/site\nVOLUME /srv/data\n"),
    ("Dockerfile", "FROM alpine\nVOLUME /data\nCOPY app /usr/local/bin/app\n"),
    (
        "Dockerfile",
        "FROM alpine AS b\nCOPY seed /data/seed\nVOLUME /data\nFROM alpine\nCOPY --from=b /data /app\n",
    ),
    ("Dockerfile", "FROM alpine\nCOPY site /site\n"),
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL509", case) == []
