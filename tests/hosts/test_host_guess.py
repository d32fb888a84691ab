"""What a text without a name is taken for."""

from __future__ import annotations

import pytest

from persistlint.hosts.guess import guess, language_by_content


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("docker run postgres\n", "shell", ""),
        ("#!/bin/sh\nservices:\n", "shell", ""),
        ("", "shell", ""),
        ("{ docker run postgres; }\n", "shell", ""),
        ("[ -f x ] && docker run postgres\n", "shell", ""),
        ("# Start it\n\nDocker must run.\n", "shell", ""),
        ("PGDATA: no\n"[:6] + "=x docker run postgres\n", "shell", ""),
        ("from=postgres\ndocker run $from\n", "shell", ""),
        (": before\ndocker run postgres\n", "shell", ""),
        ("a() {\n  docker run postgres\n}\n", "shell", ""),
        ("FROM alpine:3.20\nVOLUME /data\n", "dockerfile", ""),
        (
            "# syntax=docker/dockerfile:1\n\nARG V=1\nFROM --platform=linux/amd64 alpine:$V AS base\n",
            "dockerfile",
            "",
        ),
        ("services:\n  db:\n    image: postgres:16\n", "compose", ""),
        ("name: shop\nservices:\n  db:\n    build: .\n", "compose", ""),
        ("on: push\njobs:\n  a:\n    runs-on: x\n    steps: []\n", "workflow", ""),
        ("db:\n\tdocker run postgres\n", "makefile", ""),
        ("[Unit]\n[Service]\nExecStart=/usr/bin/docker run postgres\n", "systemd", ""),
        ("[Container]\nImage=postgres\n", "quadlet", ""),
        ('{"a": [1]}\n', "", "JSON"),
        ("<!doctype html>\n<p>docker run postgres</p>\n", "", "HTML or XML"),
        ("---\n- hosts: all\n", "", "YAML"),
        ("# a play\nname: x\nrun: docker run postgres\n", "", "YAML"),
        ("# Install\n\n```sh\ndocker run postgres\n```\n", "", "Markdown"),
        ("cat >README.md <<EOF\n```sh\ndocker run postgres\n```\nEOF\n", "shell", ""),
        ("# Install\n\nRun this first:\n\n```sh\ndocker run postgres\n```\n", "", "Markdown"),
        ("#!/usr/bin/env python3\nprint()\n", "", "a script for python3"),
        ("# x\nimport os\n\nprint('docker run x')\n", "", "a program in Python"),
        ("from docker import client\nx = client()\n", "", "a program in Python"),
        ("def run():\n    print('docker run x')\n", "", "a program in Python"),
        ("#include <stdio.h>\nint main() { return 0; }\nint x;\n", "", "a program in C or C++"),
        ('package main\n\nimport "os"\n', "", "a program in Go"),
        ("const run = require('child_process');\n", "", "a program in JavaScript"),
        ("import { run } from 'x';\nrun('docker run x');\n", "", "a program in JavaScript"),
        # In a script of the shell these are other programs, or a here-document's text.
        ("import shot.png\ndocker run postgres\n", "shell", ""),
        ("python3 - <<E\nimport os\nprint(1)\nE\ndocker run postgres\n", "shell", ""),
        ("let x=1\ndocker run postgres\n", "shell", ""),
    ],
)
def test_guesses(text: str, language: str, kind: str) -> None:
    found = guess(text.encode())
    assert (found.language, found.kind) == (language, kind)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("services:\n  db:\n    image: postgres:16\n", "compose"),
        ("FROM alpine:3.20\nVOLUME /data\n", "dockerfile"),
        ("db:\n\tdocker run postgres\n", "makefile"),
        ("[Container]\nImage=postgres\n", "quadlet"),
        ("# Start it\nNAME=db\ndocker run --name $NAME postgres\n", "shell"),
        ("docker run postgres\n", "shell"),
        ("Start it with this command:\n\n    docker run postgres\n\nThen open the page.\n", "markdown"),
        ("Notes\n\n```sh\ndocker run postgres\n```\n", "markdown"),
        ("Docker must be there.\nIt runs postgres.\n", ""),
        ("PGDATA=/x\nPOSTGRES_PASSWORD=y\n", ""),
        ("#!/usr/bin/env python3\n# docker run postgres\n", ""),
        ("", ""),
    ],
)
def test_a_named_file_whose_name_says_nothing_is_read_by_its_text(text: str, language: str) -> None:
    assert language_by_content(text.encode()) == language
