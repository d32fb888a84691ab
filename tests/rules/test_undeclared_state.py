"""PSL508 as people would write it."""

import pytest

from tests.rules.told import told

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
