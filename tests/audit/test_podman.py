"""``audit`` and ``--engine`` beside a real podman, through the socket of its service."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main
from tests.podman import Podman
from tests.podman import podman as podman

_DATA = "/var/lib/postgresql/data"
_BIG = "mkdir -p /srv/out; head -c 3000000 /dev/zero > /srv/out/big; touch /done; sleep 1000"
_SERVER = f'CMD ["sh","-c","mkdir -p {_DATA}; echo precious > {_DATA}/file; chown 999 {_DATA}/file; touch /done; sleep 1000"]'


@pytest.fixture(scope="module")
def zoo(podman: Podman) -> Podman:
    """Containers that lose data, and some that don't."""
    podman.import_image("docker.io/library/postgres:16", [f"VOLUME {_DATA}", _SERVER])
    podman.import_image("localhost/acme/store:1", ["VOLUME /srv/store", "WORKDIR /srv"])
    podman.import_image("docker.io/library/busybox:1.36")
    store = "docker.io/library/busybox:1.36"
    for name, *words in (
        ("db", "--rm", "docker.io/library/postgres:16"),
        ("kept", "-v", f"pgkept:{_DATA}", "docker.io/library/postgres:16"),
        ("written", store, "sh", "-c", _BIG),
        ("unnamed", "--rm", "-v", "/data", store, "sh", "-c", "echo x > /data/f; touch /done; sleep 1000"),
        ("little", "-e", "SOME=thing", "-w", "/bin", store, "sh", "-c", "touch /done; sleep 1000"),
    ):
        podman.run("run", "-d", "--network", "none", "--name", name, *words)
        for _ in range(200):
            if " /done" in podman.run("diff", name).stdout:
                break
            time.sleep(0.05)
    podman.run("volume", "create", "lonely")
    podman.run("run", "--rm", "--network", "none", "-v", "lonely:/x", store, "sh", "-c", "echo x > /x/f")
    return podman


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("PODMAN_IGNORE_CGROUPSV1_WARNING", "1")


def test_each_is_found_and_no_other(zoo: Podman, audited: Callable[..., Any]) -> None:
    answer = audited("--host", zoo.host)
    assert answer["errors"] == []
    rows = sorted(
        (container["path"].rpartition("/")[2], container["code"]) for container in answer["findings"]
    )
    assert rows == [("db", "PSL404"), ("lonely", "PSL416"), ("unnamed", "PSL401"), ("written", "PSL102")]
    lonely = next(container for container in answer["findings"] if container["code"] == "PSL416")
    assert lonely["message"].endswith("`podman volume prune` deletes it.")
    assert answer["engine"]["name"] == "podman"
    lines = {container["name"]: container["command"] for container in answer["containers"]}
    assert lines["db"] == "podman run -d --name db --rm docker.io/library/postgres:16"
    assert lines["kept"] == f"podman run -d --name kept -v pgkept:{_DATA} docker.io/library/postgres:16"
    assert lines["unnamed"].startswith("podman run -d --name unnamed --rm -v /data docker.io/library/busybox")
    assert lines["little"].startswith("podman run -d --name little --workdir /bin -e SOME docker.io/")


def test_the_printed_commands_rescue_the_data(
    zoo: Podman, audited: Callable[..., Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main(["audit", "--rescue", "--host", zoo.host, "db"])
    script = capsys.readouterr().out
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = zoo.run("exec", "db", "stat", "-c", "%u", f"{_DATA}/file").stdout.split()
    assert seen == ["999"]
    folder = zoo.run("volume", "inspect", "-f", "{{.Mountpoint}}", "pgdata").stdout.strip()
    assert (Path(folder) / "file").read_text() == "precious\n"
    answer = audited("--host", zoo.host, "db")
    assert answer["findings"] == []


def test_check_and_map_ask_it(
    zoo: Podman, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", zoo.host)
    script = tmp_path / "run.sh"
    script.write_text(
        "docker run -d --name store -v pgkept:/a -v nobody:/b localhost/acme/store:1 touch here\n"
    )
    assert main(["map", "--engine", "--format", "json", str(script)]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    answer = json.loads(captured.out)
    mounts = {mount["target"]: mount["declared"] for mount in answer["containers"][0]["mounts"]}
    assert mounts == {"/a": False, "/b": False, "/srv/store": True}
    assert [write["target"] for write in answer["writes"]] == ["/srv/here"]
    there = {volume["name"]: volume["in_engine"] for volume in answer["volumes"] if volume["name"]}
    assert there == {"pgkept": True, "nobody": False}
