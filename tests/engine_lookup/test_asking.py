"""Asking in the middle of an analysis: whatever becomes of the question, the analysis goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main
from persistlint.engine.asking import AskedEngine
from persistlint.engine.client import connect
from persistlint.engine.installing import install_hint
from persistlint.engine.problem import EngineProblem
from tests.engine_lookup.stub import StubEngine

Start = Callable[[dict[str, Any]], StubEngine]

SCRIPT = "docker run -d --name db -v pgdata:/var/lib/postgresql postgres:16\n"
IMAGE = {
    "Id": "sha256:1",
    "RepoTags": ["acme/db:1"],
    "Config": {"Volumes": {"/state": {}}, "Cmd": ["db"]},
}


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody")
    path = tmp_path / "run.sh"
    path.write_text(SCRIPT)
    return path


@pytest.mark.parametrize("command", ["check", "map"])
def test_an_engine_that_is_not_there(
    command: str, script: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    expected = main([command, "run.sh"])
    without = capsys.readouterr()
    assert without.err == ""
    (tmp_path / "more.sh").write_text(SCRIPT)
    assert main([command, "--engine", "run.sh"]) == expected
    captured = capsys.readouterr()
    assert captured.out == without.out
    host = f"unix://{tmp_path}/nobody"
    line = f"persistlint: the engine isn't asked: can't reach {host}: No such file or directory\n"
    assert captured.err.startswith(line.removesuffix("\n"))
    assert captured.err.count("\n") == 1
    # Once a run, however many files ask.
    main([command, "--engine", "run.sh", "more.sh"])
    assert capsys.readouterr().err.count("the engine isn't asked") == 1


def test_the_sdk_is_missing(
    script: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docker", None)
    expected = main(["run.sh"])
    capsys.readouterr()
    assert main(["--engine", "run.sh"]) == expected
    error = capsys.readouterr().err
    assert error == (
        f"persistlint: the engine isn't asked: the package `docker` is missing; {install_hint('engine', 'docker')}\n"
    )


def test_it_is_not_imported_unasked(
    script: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docker", None)
    main(["run.sh"])
    main(["map", "run.sh"])
    main(["--no-engine", "run.sh"])
    assert capsys.readouterr().err == ""


def test_no_question_no_connection(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.write_text("echo hello\n")
    assert main(["--engine", "run.sh"]) == 0
    assert capsys.readouterr().err == ""


def test_the_setting_and_its_opposite(
    script: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "persistlint.toml").write_text("engine = true\n")
    main(["run.sh"])
    assert "the engine isn't asked" in capsys.readouterr().err
    main(["--no-engine", "run.sh"])
    assert capsys.readouterr().err == ""


def test_answers_are_used_noted_and_asked_for_once(
    script: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, stub: Start
) -> None:
    service = stub({"/images/acme/db:1/json": IMAGE, "/volumes": {"Volumes": [{"Name": "here"}]}})
    monkeypatch.setenv("DOCKER_HOST", service.host)
    script.write_text(
        "docker run -d --name one acme/db:1\ndocker run -d --name two -v here:/x -v there:/y acme/db:1\n"
    )
    assert main(["--engine", "--format", "json", "run.sh"]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [(finding["code"], finding["line"]) for finding in findings] == [("PSL101", 1), ("PSL101", 2)]
    assert main(["map", "--engine", "--format", "json", "run.sh"]) == 0
    volumes = json.loads(capsys.readouterr().out)["volumes"]
    named = {volume["name"]: volume["in_engine"] for volume in volumes if volume["name"]}
    assert named == {"here": True, "there": False}
    assert all(request.startswith("GET ") for request in service.asked)
    assert service.asked.count("GET /images/acme/db:1/json") == 2  # once for each of the two runs


def test_another_engine_s_volumes_are_not_looked_for(
    script: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, stub: Start
) -> None:
    service = stub({"/volumes": {"Volumes": [{"Name": "data"}]}})
    monkeypatch.setenv("DOCKER_HOST", service.host)
    script.write_text(
        "podman run -d -v data:/x busybox\ndocker -H tcp://else run -d -v data:/x busybox\n"
        "ssh host docker run -d -v data:/x busybox\n"
    )
    main(["map", "--engine", "--format", "json", "run.sh"])
    volumes = json.loads(capsys.readouterr().out)["volumes"]
    assert [volume["in_engine"] for volume in volumes] == [None, None, None]


def test_lookups(monkeypatch: pytest.MonkeyPatch, stub: Start) -> None:
    from persistlint.analysis.analyse import analyse
    from persistlint.analysis.workspace import Workspace
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document

    service = stub({"/images/acme/db:1/json": IMAGE, "/volumes": {"Volumes": [{"Name": "here"}]}})
    monkeypatch.setenv("DOCKER_HOST", service.host)
    workspace = Workspace(".")
    workspace.engine = engine = AskedEngine(pytest.fail)
    text = b"docker run -v here:/x acme/db:1\ndocker run -v there:/y acme/other\n"
    analysis = analyse(Document("run.sh", text, "shell"), workspace, Settings())
    engine.close()
    asked = [
        (lookup.kind, lookup.name, lookup.answer) for lookup in analysis.lookups if lookup.kind == "engine"
    ]
    assert asked == [
        ("engine", "image acme/db:1", "sha256:1"),
        ("engine", "image acme/other", None),
        ("engine", "volume here", "present"),
        ("engine", "volume there", None),
    ]


def test_an_engine_that_goes_away(monkeypatch: pytest.MonkeyPatch, stub: Start) -> None:
    service = stub({"/images/acme/db:1/json": IMAGE, "/volumes": (500, {"message": "out of order"})})
    monkeypatch.setenv("DOCKER_HOST", service.host)
    sentences: list[str] = []
    engine = AskedEngine(sentences.append)
    assert engine.image("acme/db:1") is not None
    assert engine.has_volume("x") is None
    assert sentences == [
        f"the engine isn't asked: the engine at {service.host} refused to answer: out of order"
    ]
    assert engine.image("acme/db:1") is None
    assert len(sentences) == 1


def test_nothing_can_be_changed(monkeypatch: pytest.MonkeyPatch, stub: Start) -> None:
    service = stub({})
    engine = connect(service.host)
    try:
        for change in (
            lambda: engine.client.remove_container("db"),
            engine.client.prune_volumes,
            lambda: engine.client.create_volume("x"),
            lambda: engine.client.put_archive("db", "/", b""),
        ):
            with pytest.raises(AssertionError, match="would change something"):
                change()
    finally:
        engine.close()
    assert all(request.startswith("GET ") for request in service.asked)


def test_what_is_no_engine(stub: Start) -> None:
    service = stub({"/version": (200, "no version")})
    with pytest.raises(EngineProblem, match="can't reach unix://"):
        connect(service.host)
    with pytest.raises(EngineProblem, match="can't reach gopher://x"):
        connect("gopher://x")


def test_a_unix_socket_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's socket module has no ``AF_UNIX`` there."""
    monkeypatch.setattr("persistlint.engine.client.sys.platform", "win32")
    with pytest.raises(EngineProblem, match=r"can't reach unix:///nowhere: .* write `npipe://` or `tcp://`"):
        connect("unix:///nowhere")
