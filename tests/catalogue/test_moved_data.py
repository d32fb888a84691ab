"""Images whose newer versions keep their data elsewhere: a mount is judged by the version of the tag."""

from __future__ import annotations

import pytest

import persistlint

LUBELOGGER = "ghcr.io/hargata/lubelogger"
STALWART = "stalwartlabs/stalwart"


def lost(image: str, *mounts: str) -> set[str]:
    options = " ".join(f"-v {name}" for name in mounts)
    text = f"docker run -d --name server --restart always {options} {image}\n"
    return {
        word.strip("`,.")
        for finding in persistlint.analyse(text, path="run.sh").findings
        if finding.code in ("PSL101", "PSL203")
        for word in finding.message.partition(" of ")[0].split()
        if word.startswith("`/")
    }


@pytest.mark.parametrize("tag", ["", ":latest", ":v1.4.3", ":1.6.8"])
def test_lubelogger_keeps_all_in_one_directory(tag: str) -> None:
    assert not lost(LUBELOGGER + tag, "data:/App/data")
    assert lost(LUBELOGGER + tag, "keys:/root/.aspnet/DataProtection-Keys") == {"/App/data"}


def test_lubelogger_before_1_4_3_keeps_documents_beside_it() -> None:
    assert {"/App/wwwroot/documents", "/App/wwwroot/images"} <= lost(LUBELOGGER + ":v1.4.2", "data:/App/data")


@pytest.mark.parametrize("tag", ["", ":latest", ":v0.16", ":v1.1.0"])
def test_stalwart_has_two_directories(tag: str) -> None:
    assert not lost(STALWART + tag, "etc:/etc/stalwart", "data:/var/lib/stalwart")
    assert lost(STALWART + tag, "etc:/etc/stalwart") == {"/var/lib/stalwart"}


@pytest.mark.parametrize("tag", [":v0.12", ":v0.13.2", ":v0.15.5"])
def test_stalwart_had_one(tag: str) -> None:
    assert not lost(STALWART + tag, "mail:/opt/stalwart")
    assert lost(STALWART + tag) == {"/opt/stalwart"}
