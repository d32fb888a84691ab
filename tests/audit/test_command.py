"""The subcommand: what it says where it can't do its work, and its forms."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main
from persistlint.engine.sizes import read_size, shown_size
from persistlint.report.formats import FORMATS
from tests.audit.zoo import run, wait_for
from tests.engine import Engine
from tests.engine_lookup.stub import StubEngine

IMAGE = {
    "Id": "a" * 64,
    "RepoTags": ["docker.io/library/postgres:16"],
    "Config": {"Volumes": {"/var/lib/postgresql/data": {}}, "Cmd": ["postgres"]},
}
PODMAN = {
    "/version": {"ApiVersion": "1.41", "Version": "5.2.0", "Components": [{"Name": "Podman Engine"}]},
    "/containers/json": [{"Id": "c" * 64, "SizeRw": 0}],
    f"/containers/{'c' * 64}/json": {
        "Id": "c" * 64,
        "Name": "/db",
        "Image": "a" * 64,
        "State": {"Status": "running", "Running": True},
        "Config": {"Image": "docker.io/library/postgres:16", "Volumes": None, "Env": [], "Labels": None},
        "HostConfig": {
            "AutoRemove": True,
            "Binds": [],
            "NetworkMode": "bridge",
            "Tmpfs": {},
            "Runtime": "oci",
        },
        "Mounts": [
            {
                "Type": "volume",
                "Name": "b" * 64,
                "Destination": "/var/lib/postgresql/data",
                "RW": True,
            }
        ],
        "NetworkSettings": {"Networks": {"podman": {}}},
    },
    f"/images/{'a' * 64}/json": IMAGE,
    "/images/docker.io/library/postgres:16/json": IMAGE,
    "/volumes": {"Volumes": [{"Name": "b" * 64, "Labels": None, "Driver": "local"}]},
    "/system/df": {"Volumes": [{"Name": "b" * 64, "UsageData": {"Size": 5_000_000, "RefCount": 1}}]},
}


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that isn't a test's own is ever asked."""
    monkeypatch.chdir(tmp_path)
    for name in ("DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody")
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))


@pytest.fixture
def podman() -> Iterator[StubEngine]:
    with tempfile.TemporaryDirectory(prefix="psl-stub-", ignore_cleanup_errors=True) as folder:
        service = StubEngine(folder, dict(PODMAN))
        yield service
        service.close()


def test_an_engine_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["audit"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(
        f"persistlint: the engine can't be asked: can't reach unix://{tmp_path}/nobody: No such file or directory"
    )
    assert captured.err.count("\n") == 1


def test_the_sdk_is_missing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docker", None)
    assert main(["audit"]) == 2
    assert "the package `docker` is missing; run `" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--context", "gone"), "there is no docker context `gone`"),
        (("--select", "PSL4040"), "--select names the unknown rule `PSL4040`; did you mean `PSL404`?"),
        (("--ignore", "orphan-volume"), "did you mean `orphaned-volume`?"),
        (("--min-size", "much"), "`much` is no size"),
        (("--format", "yaml"), "invalid choice"),
        (("--host", "unix:///x", "--context", "y"), "--host and --context both name an engine"),
        (("--isolated", "--config", "x"), "--isolated reads no settings file"),
    ],
)
def test_what_can_not_be_done(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_wrong_settings(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "persistlint.toml").write_text("ignroe = []\n")
    assert main(["audit"]) == 2
    assert "unknown key `ignroe`" in capsys.readouterr().err


def test_podman_s_service(podman: StubEngine, audited: Callable[..., Any]) -> None:
    answer = audited("--host", podman.host, "--rescue")
    assert [(finding["code"], finding["path"]) for finding in answer["findings"]] == [
        ("PSL404", "docker://default/container/db")
    ]
    assert "5 MB are there now" in answer["findings"][0]["message"]
    assert (answer["engine"]["name"], answer["engine"]["version"]) == ("podman", "5.2.0")
    assert answer["containers"][0]["command"] == "podman run -d --name db --rm docker.io/library/postgres:16"
    commands = answer["rescues"][0]["commands"]
    assert all(command.startswith(f"podman --url {podman.host} ") for command in commands)
    assert commands[-1].endswith(
        "run -d --name db --rm -v pgdata:/var/lib/postgresql/data docker.io/library/postgres:16"
    )
    assert all(request.startswith(("GET ", "HEAD ")) for request in podman.asked)


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_of_check(form: str, podman: StubEngine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--host", podman.host, "--format", form]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "PSL404" in captured.out
    assert "container/db" in captured.out
    if form == "sarif":
        (result,) = json.loads(captured.out)["runs"][0]["results"]
        location = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert location["uri"] == "docker://default/container/db"
        assert "uriBaseId" not in location
    if form == "gitlab":
        (row,) = json.loads(captured.out)
        assert row["location"]["path"] == "docker://default/container/db"
    if form == "html":
        # What was measured, and the picture of the container's command line.
        assert "<td>/var/lib/postgresql/data</td><td>anonymous volume</td><td>5 MB</td>" in captured.out
        assert "<p>1 finding (1 warning) in 1 container." in captured.out
        assert 'class="picture"' in captured.out and "container db" in captured.out


def test_a_rescue_is_a_script_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--rescue", "--format", "sarif"]) == 2
    assert "no other --format goes with it" in capsys.readouterr().err


def test_a_layer_that_can_not_be_read(podman: StubEngine, capsys: pytest.CaptureFixture[str]) -> None:
    podman.answers["/containers/json"] = [{"Id": "c" * 64, "SizeRw": 9}]
    podman.answers[f"/containers/{'c' * 64}/changes"] = (500, {"message": "driver trouble"})
    assert main(["audit", "--host", podman.host]) == 2
    captured = capsys.readouterr()
    assert "its layer could not be read" in captured.err and "driver trouble" in captured.err
    assert "PSL404" in captured.out


def test_an_engine_that_fails_on_the_way(podman: StubEngine, capsys: pytest.CaptureFixture[str]) -> None:
    podman.answers["/system/df"] = (500, {"message": "out of order"})
    assert main(["audit", "--host", podman.host]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert captured.err.endswith("refused to answer: out of order\n")


def test_a_container_that_goes_while_it_is_looked_at(podman: StubEngine, audited: Callable[..., Any]) -> None:
    del podman.answers[f"/containers/{'c' * 64}/json"]
    assert audited("--host", podman.host)["containers"] == []


def test_a_container_that_is_not_there(podman: StubEngine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--host", podman.host, "nobody"]) == 2
    assert "nobody: there is no such container" in capsys.readouterr().err


def test_names_a_terminal_would_obey(podman: StubEngine, capsys: pytest.CaptureFixture[str]) -> None:
    facts = {**PODMAN[f"/containers/{'c' * 64}/json"]}  # type: ignore[dict-item]
    facts["Config"] = {**facts["Config"], "Env": ["X=\x1b[31m"], "Cmd": ["a\x1b[2J\n"]}
    podman.answers[f"/containers/{'c' * 64}/json"] = facts
    for form in ((), ("--rescue",), ("--format", "json")):
        main(["audit", "--host", podman.host, *form])
        assert "\x1b" not in capsys.readouterr().out


def test_a_context(zoo: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    host = zoo.variables["DOCKER_HOST"]
    monkeypatch.delenv("DOCKER_HOST")
    made = zoo.docker("context", "create", "lab", "--docker", f"host={host}", env={"DOCKER_HOST": ""})
    assert made.returncode == 0, made.stderr
    try:
        run(zoo, "db", "--rm", "postgres:16")
        assert main(["audit", "--context", "lab", "--rescue"]) == 1
        assert "docker --context lab pause db" in capsys.readouterr().out
        zoo.docker("context", "use", "lab", env={"DOCKER_HOST": ""})
        assert main(["audit"]) == 1
        assert "docker://lab/container/db:1:" in capsys.readouterr().out
    finally:
        zoo.docker("context", "use", "default", env={"DOCKER_HOST": ""})
        zoo.docker("context", "rm", "lab", env={"DOCKER_HOST": ""})


def test_text(zoo: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    run(zoo, "ledger", "-e", "POSTGRES_PASSWORD=geheim", "postgres:16")
    wait_for(zoo, "ledger", "/var/lib/postgresql/data/link")
    assert main(["audit", "--color", "never"]) == 1
    text = capsys.readouterr().out
    assert text.startswith("docker://default/container/ledger:1:50: warning PSL101 unmounted-data-path\n")
    assert "1 | docker run -d --name ledger -e POSTGRES_PASSWORD postgres:16\n" in text
    assert "geheim" not in text
    assert text.endswith(
        "1 finding (1 warning) in 1 container. `persistlint audit --rescue` prints the commands that save the data.\n"
    )
    zoo.clear()
    assert main(["audit"]) == 0
    assert capsys.readouterr().out == "No findings in 0 containers.\n"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (1500, "1.5 kB"),
        (42_300_000, "42 MB"),
        (3 * 10**15, "3000 TB"),
    ],
)
def test_sizes_shown(size: int, shown: str) -> None:
    assert shown_size(size) == shown


@pytest.mark.parametrize(
    ("text", "size"), [("0", 0), ("500", 500), ("2k", 2000), ("1.5MB", 1_500_000), ("1g", 10**9)]
)
def test_sizes_read(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "x", "-1", "1e30", "nan", "k"])
def test_no_sizes(text: str) -> None:
    with pytest.raises(ValueError):
        read_size(text)
