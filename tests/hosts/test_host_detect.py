import pytest

from persistlint.hosts.detect import dialect_of, interpreter_of, is_binary, language_of

LANGUAGES = [
    ("run.sh", b"", "shell"),
    ("a/b/run.BASH", b"", "shell"),
    ("x.bats", b"", "shell"),
    ("run", b"#!/bin/sh\n", "shell"),
    ("run", b"\xef\xbb\xbf#!/bin/sh\r\n", "shell"),
    ("run", b"#!/usr/bin/python3\n", ""),
    ("run.sh", b"#!/usr/bin/env python3\n", ""),
    ("run", b"", ""),
    (".bashrc", b"", "shell"),
    ("Dockerfile", b"", "dockerfile"),
    ("dockerfile", b"", "dockerfile"),
    ("Containerfile", b"", "dockerfile"),
    ("Containerfile.dev", b"", "dockerfile"),
    ("Dockerfile.alpine", b"", "dockerfile"),
    ("web.Dockerfile", b"", "dockerfile"),
    ("web.dockerfile", b"", "dockerfile"),
    (r"C:\src\Dockerfile", b"", "dockerfile"),
    ("Dockerfile.md", b"", "markdown"),
    ("Dockerfile.sh", b"", "shell"),
    ("Dockerfile.dockerignore", b"", ""),
    ("Dockerfile.j2", b"", ""),
    ("Dockerfile.go", b"# x\nFROM golang:1.22 AS build\n", "dockerfile"),
    ("dockerfile.go", b"package dockerfile\n", ""),
    ("dockerfile.py", b"from x import y\n", ""),
    ("Dockerfile-old", b"FROM a\n", ""),
    ("Dockerfile_orig.dev", b"FROM a\n", ""),
    ("Dockerfile-dev", b"# syntax=x\nFROM a\n", "dockerfile"),
    ("dockerfile_gpu.edge", b"ARG A\nFROM a AS b\n", "dockerfile"),
    ("Containerfile-dev", b"FROM a\n", "dockerfile"),
    ("Dockerfile-dev", b"", ""),
    ("dockerfile_notes", b"how we build\n", ""),
    ("dockerfiles", b"FROM a\n", ""),
    ("dockerfile-test.sh", b"", "shell"),
    ("Dockerfile-dev.j2", b"FROM a\n", ""),
    ("README.md", b"", "markdown"),
    ("page.mdx", b"", "markdown"),
    ("docker-compose.yml", b"", "compose"),
    ("docker-compose.prod.yaml", b"", "compose"),
    ("compose.yaml", b"", "compose"),
    ("composer.json", b"", ""),
    ("a.yml", b"", ""),
    ("docker-compose-dev.yml", b"", "compose"),
    ("stack.yml", b"version: '3'\nservices:\n  db:\n    image: postgres\nvolumes:\n", "compose"),
    ("deploy/app.yaml", b"x-a: &a\n  b: c\nservices:\n  app:\n    build: .\n", "compose"),
    (".woodpecker.yml", b"steps:\n  x:\n    image: a\nservices:\n  db:\n    image: postgres\n", ""),
    (".drone.yml", b"pipeline:\n  x:\n    image: a\nservices:\n  db:\n    image: postgres\n", ""),
    (".gitlab-ci.yml", b"services:\n  - docker:dind\nbuild:\n  image: x\n", "workflow"),
    ("bundle.yml", b"services:\n  app:\n    class: X\n", ""),
    ("composer.yaml", b"", ""),
]


@pytest.mark.parametrize(("path", "head", "language"), LANGUAGES)
def test_language(path: str, head: bytes, language: str) -> None:
    assert language_of(path, head) == language


DIALECTS = [
    ("a.sh", b"", "bash"),
    ("a.sh", b"#!/bin/sh\n", "sh"),
    ("a.zsh", b"", "zsh"),
    ("a.sh", b"#!/usr/bin/env -S bash -e\n", "bash"),
    ("a.sh", b"#! /bin/dash -e\r\n", "dash"),
    ("a", b"#!/usr/bin/env ksh93\n", "ksh"),
    ("a", b"#!/bin/busybox ash\n", "ash"),
    ("a", b"#!/usr/bin/env bats\n", "bats"),
    ("a.sh", b"#!/bin/bash\n# shellcheck shell=dash\n", "dash"),
    ("a.sh", b"# shellcheck disable=SC1 shell=ksh\n", "ksh"),
    ("a.sh", b"#!/usr/bin/env nix-shell\n#! nix-shell -i zsh -p docker\n", "zsh"),
]


@pytest.mark.parametrize(("path", "head", "dialect"), DIALECTS)
def test_dialect(path: str, head: bytes, dialect: str) -> None:
    assert dialect_of(path, head) == dialect


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"#!/usr/bin/env -S --ignore-environment X=1 bash -e\n", "bash"),
        (b"#!/usr/bin/env -Sbash\n", "bash"),
        (b"#!\n", ""),
        (b"#", ""),
        (b"#!/usr/bin/env", ""),
    ],
)
def test_interpreter(head: bytes, name: str) -> None:
    assert interpreter_of(head) == name


def test_binary_is_a_nul_byte_near_the_start() -> None:
    assert is_binary(b"a\0")
    assert not is_binary(b"a" * 8192 + b"\0")
    assert not is_binary(b"\xff\xfe")
