"""PSL508 as people would write it."""

import pytest

from tests.rules.told import told, told_about

FOUND = [
    'FROM alpine\nCMD ["server", "--data-dir=/data"]\n',
    'FROM alpine\nENTRYPOINT ["db", "--dbpath", "/srv/db"]\n',
    'FROM alpine\nENV APP_DATA_DIR=/app/data\nCMD ["app"]\n',
    'FROM alpine\nENV DATABASE_PATH /app/data/db.sqlite\nCMD ["app"]\n',
    'FROM alpine\nVOLUME /other\nCMD ["server", "--datadir", "/data"]\n',
]

SILENT = [
    'FROM alpine\nVOLUME /data\nCMD ["server", "--data-dir=/data"]\n',
    'FROM alpine\nVOLUME /data\nENV DATA_DIR=/data/x\nCMD ["app"]\n',
    'FROM postgres:16\nENV DATA_DIR=/var/lib/postgresql/data/x\nCMD ["postgres"]\n',
    'FROM alpine\nENV DATA_DIR=/tmp/x\nCMD ["app"]\n',
    'FROM alpine\nENV DATA_DIR=$X\nCMD ["app"]\n',
    'FROM alpine\nCMD ["server", "--port=80"]\n',
    "FROM alpine\nENV DATA_DIR=/data\n",
]


@pytest.mark.parametrize("text", FOUND)
def test_found(text):
    assert [severity for _, severity in told("PSL508", text, "Dockerfile")] == ["info"]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL508", text, "Dockerfile") == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    ("Dockerfile", 'FROM debian:12\nENTRYPOINT ["prometheus", "--storage.tsdb.path=/metrics"]\n'),
    ("Dockerfile", 'FROM python:3.12\nENV DATA_DIR=/srv/data\nCMD ["python", "-m", "app"]\n'),
    ("Dockerfile", 'FROM alpine\nENV STORAGE_DIR=/var/lib/app\nENTRYPOINT ["app", "serve"]\n'),
    ("Dockerfile", 'FROM mongo:7\nCMD ["mongod", "--dbpath", "/srv/mongo"]\n'),
    ("Dockerfile", 'FROM node:22\nENV DB_PATH /app/var/shop.db\nCMD ["node", "server.js"]\n'),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL508", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    ("Dockerfile", 'FROM alpine\nVOLUME /data\nCMD ["server", "--data-dir=/data"]\n'),
    ("Dockerfile", 'FROM alpine\nENV CONFIG_DIR=/etc/app\nCMD ["app"]\n'),
    ("Dockerfile", 'FROM alpine\nCMD ["server", "--data-dir=/tmp/x"]\n'),
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL508", case) == []
