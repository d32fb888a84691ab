"""PSL505 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

M = "RUN --mount=type=cache,target=/out "

FOUND = [
    (f'FROM alpine\n{M}echo x > /out/app\nCMD ["/out/app"]\n', 2),
    (f"FROM alpine\n{M}cp /etc/hosts /out/h\nRUN cat /out/h\n", 2),
    (f"FROM alpine AS b\n{M}echo x > /out/app\nFROM alpine\nCOPY --from=b /out/app /app\n", 2),
    (f"FROM alpine AS b\n{M}echo x > /out/app\nFROM alpine\nCOPY --from=0 /out /out\n", 2),
    (
        "FROM golang AS b\nRUN --mount=type=tmpfs,target=/t go build -o /t/s .\nFROM alpine\nCOPY --from=b /t/s /s\n",
        2,
    ),
    (
        "FROM alpine AS b\nRUN --mount=type=bind,target=/src,rw echo x > /src/y\nFROM alpine\nCOPY --from=b /src/y /\n",
        2,
    ),
]

SILENT = [
    f'FROM alpine\n{M}echo x > /out/app && cp /out/app /app\nCMD ["/app"]\n',
    "FROM debian\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y curl\n",
    'FROM golang\nRUN --mount=type=cache,target=/root/.cache/go-build go build -o /app .\nCMD ["/app"]\n',
    f"FROM alpine\n{M}echo x > /out/app\n{M}cat /out/app\n",
    'FROM alpine\nRUN echo x > /out/app\nCMD ["/out/app"]\n',
    f"FROM alpine AS b\n{M}echo x > /out/app\nFROM alpine\nCOPY --from=c /out/app /app\n",
    f'FROM alpine\n{M}echo x > /out/app\nCOPY app /out/app\nCMD ["/out/app"]\n',
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL505", text, "Dockerfile") == [(line, "warning")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL505", text, "Dockerfile") == []


@pytest.mark.parametrize(
    ("mount", "refused"),
    [
        ("type=bind,target=/src", True),
        ("target=/src", True),
        ("type=bind,target=/src,rw=false", True),
        ("type=bind,target=/src,rw", False),
        ("type=bind,target=/src,readonly=false", False),
        ("type=tmpfs,target=/src", False),
    ],
)
def test_a_bind_without_rw_refuses_the_write(mount, refused):
    text = f"FROM golang:1.25 AS b\nRUN --mount={mount} go build -o /src/app .\nFROM alpine:3.22\nCOPY --from=b /src/app /app\n"
    (message,) = messages("PSL505", text, "Dockerfile")
    assert message.startswith("`go` can't write" if refused else "`go` puts")


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    (
        "Dockerfile",
        "FROM node:22 AS build\nWORKDIR /app\nRUN --mount=type=cache,target=/app/dist sh -c 'echo 1 > /app/dist/index.js'\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\n",
    ),
    (
        "Dockerfile",
        "FROM rust:1.80 AS b\nRUN --mount=type=cache,target=/target,sharing=locked cp /etc/hosts /target/app\nFROM debian:12\nCOPY --from=b /target/app /usr/local/bin/app\n",
    ),
    (
        "Dockerfile",
        "FROM alpine\nRUN --mount=type=tmpfs,target=/gen date > /gen/version\nRUN cp /gen/version /version\n",
    ),
    (
        "Dockerfile",
        "FROM golang:1.23 AS b\nRUN --mount=type=cache,target=/go/bin go install example.org/tool@latest && cp /etc/hosts /go/bin/tool\nFROM alpine\nCOPY --from=b /go/bin/tool /bin/\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL505", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    (
        "Dockerfile",
        "FROM golang AS b\nRUN --mount=type=cache,target=/root/.cache go build -o /app .\nFROM alpine\nCOPY --from=b /app /app\n",
    ),
    (
        "Dockerfile",
        'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\nCMD ["node", "x.js"]\n',
    ),
    ("Dockerfile", "FROM alpine\nRUN --mount=type=cache,target=/c cp /c/x /x || true\n"),
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL505", case) == []
