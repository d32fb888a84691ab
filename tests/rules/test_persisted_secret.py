"""PSL701 as people would write it."""

import pytest

from tests.rules.told import told, told_about

WEB = "docker run -d --name web -v conf:/conf nginx:1.27\n"

FOUND = [
    (WEB + "docker cp ~/.ssh/id_rsa web:/root/key\n", 2),
    (WEB + "docker cp .env web:/app/.env\n", 2),
    (WEB + "docker cp secrets/api-token web:/conf/token\n", 2),
    (
        "sudo podman create --name job alpine\nsudo podman cp $HOME/.aws/credentials job:/root/.aws/credentials\n",
        2,
    ),
]

IMAGES = [
    ("FROM alpine\nCOPY .env /app/\n", 2),
    ("FROM alpine\nADD ./deploy/id_ed25519 /root/.ssh/\n", 2),
    ("FROM alpine AS a\nFROM alpine\nCOPY a.txt .netrc /root/\n", 3),
    *(
        (f"FROM alpine\nCOPY {name} /etc/app/\n", 2)
        for name in (
            "key.pem",
            "certs/server.key",
            "privkey.pem",
            "tls/client-key.pem",
            "keystore.jks",
            "app.keystore",
            "client.p12",
            "site.pfx",
            "store.pkcs12",
            "app.jceks",
            "app.bks",
            "passwords.kdbx",
            "kubeconfig",
            ".kube/config",
            ".dockercfg",
            ".pypirc",
            "id_dsa",
            "deploy_key",
        )
    ),
]

SILENT = [
    WEB + "docker cp nginx.conf web:/etc/nginx/nginx.conf\n",
    WEB + "docker cp .env.example web:/app/.env\n",
    WEB + "docker cp id_rsa.pub web:/root/.ssh/authorized_keys\n",
    WEB + "docker cp web:/app/.env .\n",
    "docker run -d -v $PWD/.env:/app/.env:ro acme/x:1\n",
    "docker run -d --name tmpfs --tmpfs /s nginx:1.27\ndocker cp .env tmpfs:/s/.env\n",
    'docker cp .env "$c":/app\n',
    "docker run --env-file .env acme/x:1\n",
]

SILENT_IMAGES = [
    "FROM alpine AS a\nCOPY .env /\nFROM alpine\nCOPY --from=a /x /x\n",
    "FROM alpine\nCOPY .env.sample /app/.env\n",
    "FROM alpine\nCOPY cert.pem ca.crt /etc/ssl/\n",
    "FROM alpine\nCOPY truststore.jks client.truststore.p12 cacerts.jks fullchain.pem /etc/ssl/\n",
    "FROM alpine\nCOPY . .\n",
    "FROM alpine\nRUN --mount=type=secret,id=env cat /run/secrets/env\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL701", text) == [(line, "warning")]


@pytest.mark.parametrize(("text", "line"), IMAGES)
def test_found_in_an_image(text, line):
    assert told("PSL701", text, "Dockerfile") == [(line, "warning")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL701", text) == []


@pytest.mark.parametrize("text", SILENT_IMAGES)
def test_silent_in_an_image(text):
    assert told("PSL701", text, "Dockerfile") == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name app my/app:1\nfor f in id_rsa id_rsa.pub; do docker cp ~/.ssh/$f app:/root/.ssh/; done\n",
    ("Dockerfile", "FROM node:22\nWORKDIR /app\nCOPY package.json .env.production ./\nRUN npm ci\n"),
    ("Dockerfile", "FROM google/cloud-sdk:slim\nCOPY service-account.json /root/\n"),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL701", case)
