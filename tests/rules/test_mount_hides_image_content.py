"""PSL223 as people would write it."""

import pytest

from tests.rules.told import told, told_about

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


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    (
        "run.sh",
        'docker build -t api .\ndocker run -d -v "$PWD":/srv/api api\n',
        {
            "Dockerfile": 'FROM node:22\nWORKDIR /srv/api\nCOPY package.json .\nRUN npm install\nCOPY . .\nCMD ["npm", "run", "serve"]\n'
        },
    ),
    (
        "run.sh",
        "docker build -t shop .\ndocker run --rm -p 80:80 -v ./:/srv/shop shop\n",
        {
            "Dockerfile": 'FROM node:22\nWORKDIR /srv/shop\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install\nCOPY . .\nCMD ["pnpm", "start"]\n'
        },
    ),
    (
        "run.sh",
        'IMG=web:dev\ndocker image build -t $IMG .\ndocker run -d --name web -v "$(pwd)":/app $IMG\n',
        {
            "Dockerfile": 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\nCOPY . .\nCMD ["yarn", "start"]\n'
        },
    ),
    (
        "run.sh",
        'docker build -t app . && docker run -it -v "${PWD}:/app" -p 3000:3000 app\n',
        {
            "Dockerfile": "FROM node:22\nWORKDIR /app\nADD package.json /app/\nRUN npm install --omit=dev\nADD . /app\nCMD npm start\n"
        },
    ),
    (
        "README.md",
        "```sh\ndocker build -t app .\ndocker run -d -v $PWD:/app app\n```\n",
        {"Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n'},
    ),
    (
        "run.sh",
        'up() { docker run -d -v "$PWD":"$1" "$2"; }\ndocker build -t app .\nup /app app\n',
        {"Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n'},
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL223", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    (
        "run.sh",
        'docker build -t app .\ndocker run --rm -v "$PWD/src":/app/src app\n',
        {"Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n'},
    ),
    (
        "run.sh",
        'docker build -t app .\ndocker run --rm -v "$PWD":/app -v /app/node_modules app\n',
        {"Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n'},
    ),
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL223", case) == []
