"""PSL505 as people would write it."""

import pytest

from tests.rules.told import messages, told

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
