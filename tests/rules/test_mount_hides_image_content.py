"""PSL223 as people would write it."""

import pytest

from tests.rules.told import told

NODE = 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["npm", "start"]\n'
STATIC = "FROM nginx:1.27\nCOPY . /usr/share/nginx/html\n"

FOUND = [
    ('docker build -t app .\ndocker run -d -v "$PWD":/app app\n', NODE, 2),
    ("docker build --tag=app:dev .\ndocker run -d \\\n  -v $(pwd):/app/ \\\n  app:dev\n", NODE, 3),
    ('docker build -t app .\nsudo docker run -d --mount "type=bind,source=$PWD,target=/app" app\n', NODE, 2),
    ("podman build -t app .\npodman run -d -v .:/app app\n", NODE, 2),
]

SILENT = [
    ('docker build -t app .\ndocker run -d -v "$PWD":/app -v /app/node_modules app\n', NODE),
    ('docker build -t app .\ndocker run -d -v "$PWD/src":/app/src app\n', NODE),
    ("docker build -t app .\ndocker run -d -v code:/app app\n", NODE),
    ('npm ci\ndocker build -t app .\ndocker run -d -v "$PWD":/app app\n', NODE),
    ('docker build -t app .\ndocker run --rm -v "$PWD":/app app npm install\n', NODE),
    ('docker run -d -v "$PWD":/app app\n', NODE),
    ('docker build -t app .\ndocker run -d -v "$PWD":/usr/share/nginx/html app\n', STATIC),
    ('docker run --rm -v "$PWD":/src -w /src node:22 npm ci\n', NODE),
]


@pytest.mark.parametrize(("text", "dockerfile", "line"), FOUND)
def test_found(text, dockerfile, line):
    assert told("PSL223", text, Dockerfile=dockerfile) == [(line, "warning")]


@pytest.mark.parametrize(("text", "dockerfile"), SILENT)
def test_silent(text, dockerfile):
    assert told("PSL223", text, Dockerfile=dockerfile) == []
