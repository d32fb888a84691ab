"""``--engine`` against a real engine: what it says changes what is known, and nothing of it changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main
from tests.engine import Engine, root_of_image
from tests.engine_lookup.registry import Registry


@pytest.fixture
def asked(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Yield the engine as the one that the environment means."""
    monkeypatch.chdir(tmp_path)
    for name in ("DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH"):
        monkeypatch.delenv(name, raising=False)
    for name in ("DOCKER_HOST", "DOCKER_CONFIG"):
        monkeypatch.setenv(name, engine.variables[name])
    engine.clear()
    yield engine
    engine.clear()


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    main([*arguments, "--format", "json"])
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_volumes_of_an_image_that_only_the_engine_knows(
    asked: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    asked.import_image("acme/ledger:2", ["VOLUME /srv/ledger", "WORKDIR /work", "USER app", 'CMD ["ledger"]'])
    Path("run.sh").write_text("docker run -d --rm --name ledger acme/ledger:2\n")
    assert answer(capsys, "check", "run.sh")["findings"] == []
    findings = answer(capsys, "check", "--engine", "run.sh")["findings"]
    assert len(findings) == 1 and "`/srv/ledger`" in findings[0]["message"]
    before = answer(capsys, "map", "run.sh")["writes"]
    after = answer(capsys, "map", "--engine", "run.sh")["writes"]
    assert (before, [(each["target"], each["durability"]) for each in after]) == (
        [],
        [("/srv/ledger", "anonymous volume")],
    )


def test_its_working_directory_and_user_decide_paths(
    asked: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    asked.import_image("acme/tool:1", ["WORKDIR /work"])
    Path("run.sh").write_text("docker run --rm -v out:/work acme/tool:1 sh -c 'echo x > result'\n")
    assert answer(capsys, "map", "run.sh")["writes"][0]["durability"] == "unknown"
    writes = answer(capsys, "map", "--engine", "run.sh")["writes"]
    assert [(each["target"], each["durability"]) for each in writes] == [("/work/result", "volume")]


def test_which_volumes_are_there(asked: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    asked.docker("volume", "create", "here")
    Path("run.sh").write_text("docker run -d -v here:/a -v there:/b busybox\n")
    volumes = answer(capsys, "map", "--engine", "run.sh")["volumes"]
    assert {volume["name"]: volume["in_engine"] for volume in volumes} == {"here": True, "there": False}
    assert asked.docker("volume", "ls", "-q").stdout.split() == ["here"]


def test_the_digest_is_pinned(asked: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    registry = Registry(root_of_image({}, True))
    try:
        image = f"{registry.address}/acme/agent:1"
        assert asked.docker("pull", image).returncode == 0
    finally:
        registry.close()
    script = Path("run.sh")
    script.write_text(f"docker run -d --privileged --name agent {image}\n")
    without = answer(capsys, "check", "run.sh")["findings"]
    assert [(each["code"], each["fixes"]) for each in without] == [("PSL601", [])]
    findings = answer(capsys, "check", "--engine", "run.sh")["findings"]
    assert [fix["applicability"] for fix in findings[0]["fixes"]] == ["unsafe"]
    assert main(["--engine", "--fix", "--unsafe-fixes", "-q", "run.sh"]) == 0
    pinned = f"{image}@{registry.digest}"
    assert script.read_text() == f"docker run -d --privileged --name agent {pinned}\n"
    # The engine takes it, with the image that is there.
    assert asked.docker("create", "--network", "none", pinned).returncode == 0
    assert main(["--engine", "-q", "run.sh"]) == 0
