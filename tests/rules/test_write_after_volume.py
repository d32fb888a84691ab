"""PSL503 as people would write it."""

import pytest

from tests.rules.told import told, told_about

FOUND = [
    ("FROM alpine\nVOLUME /data\nRUN echo x > /data/seed\n", [(3, "info")]),
    ('FROM debian\nVOLUME ["/srv"]\nRUN mkdir -p /srv/a && cp /etc/hosts /srv/a/h\n', [(3, "info")]),
    ("FROM postgres:16\nRUN echo x > /var/lib/postgresql/data/x\n", [(2, "info")]),
    ("FROM alpine\nVOLUME /a /b\nENV X=1\nRUN touch /b/x\n", [(4, "info")]),
    ("FROM alpine AS base\nVOLUME /d\nFROM base\nRUN echo x > /d/y\n", [(4, "info")]),
    ("FROM alpine\nARG D=/data\nVOLUME $D\nRUN echo x > $D/seed\n", [(4, "info")]),
    ('FROM alpine\nENV H=/srv/h\nVOLUME ["$H"]\nRUN echo x > "${H}/seed"\n', [(4, "info")]),
    ("FROM alpine\nENV H /data\nVOLUME $H\nRUN echo x > /data/seed\n", [(4, "info")]),
    ("FROM alpine\nVOLUME /data\nRUN chown -R www-data:www-data /data\n", [(3, "info")]),
    (
        "FROM alpine\nENV H=/data\nVOLUME $H\nRUN adduser -D app && chown app $H && chmod 700 $H\n",
        [(4, "info")],
    ),
    ("FROM alpine\nVOLUME /data\nWORKDIR /data\nRUN echo x > seed\n", [(4, "info")]),
]

SILENT = [
    "FROM alpine\nARG D\nVOLUME $D\nRUN echo x > $D/seed\n",
    "FROM alpine\nENV H=/data\nRUN chown app $H\nVOLUME $H\n",
    "FROM alpine\nVOLUME /data\nRUN chown -R app /app && chmod +x /run.sh\n",
    "FROM alpine\nVOLUME /data\nRUN echo chown /data\n",
    "FROM alpine\nRUN echo x > /data/seed\nVOLUME /data\n",
    "FROM alpine\nVOLUME /data\nRUN echo x > /other/seed\n",
    "FROM alpine\nVOLUME /data\nCOPY a /data/\n",
    "FROM alpine\nVOLUME /data\nRUN mkdir -p /data\n",
    "# syntax=docker/dockerfile:1\nFROM alpine\nVOLUME /data\nRUN echo x > /data/seed\n",
    "FROM alpine\nVOLUME /data\nRUN --mount=type=cache,target=/c echo x > /data/seed\n",
    "FROM alpine AS a\nVOLUME /data\nRUN echo x > /data/seed\nFROM alpine\nRUN true\n",
    "FROM alpine\nVOLUME /data\nONBUILD RUN echo x > /data/y\n",
    "FROM alpine\nVOLUME /data\nRUN echo x > /database\n",
]

BODY = "<<'EOF'\nFROM alpine\nVOLUME /data\nRUN echo x > /data/seed\nEOF\n"


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL503", text, "Dockerfile") == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL503", text, "Dockerfile") == []


def test_the_builder_is_known_in_a_script():
    assert told("PSL503", f"DOCKER_BUILDKIT=0 docker build - {BODY}") == [(4, "warning")]
    assert told("PSL503", f"export DOCKER_BUILDKIT=0\nsudo -E docker build -t x - {BODY}") == [(5, "warning")]
    assert told("PSL503", f"docker buildx build - {BODY}") == []
    assert told("PSL503", f"podman build - {BODY}") == [(4, "info")]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    (
        "Dockerfile",
        "FROM nginx:1.27\nVOLUME /usr/share/nginx/html\nRUN rm -rf /usr/share/nginx/html/* && echo hi > /usr/share/nginx/html/index.html\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL503", case)
