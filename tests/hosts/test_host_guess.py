"""What a text without a name is taken for."""

from __future__ import annotations

import pytest

from persistlint.hosts.guess import guess


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
        ('{"a": [1]}\n', "", "JSON"),
        ("<!doctype html>\n<p>docker run postgres</p>\n", "", "HTML or XML"),
        ("---\n- hosts: all\n", "", "YAML"),
        ("# a play\nname: x\nrun: docker run postgres\n", "", "YAML"),
        ("# Install\n\nRun this first:\n\n```sh\ndocker run postgres\n```\n", "", "Markdown"),
        ("#!/usr/bin/env python3\nprint()\n", "", "a script for python3"),
    ],
)
def test_guesses(text: str, language: str, kind: str) -> None:
    found = guess(text.encode())
    assert (found.language, found.kind) == (language, kind)
