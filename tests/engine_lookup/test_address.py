"""Which engine is meant: the docker client's own order."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from persistlint.engine.address import DEFAULT_HOST, find_address, podman_sockets
from persistlint.engine.problem import EngineProblem


def context(folder: Path, name: str, host: str, tls: bool = False, skip: bool = False) -> None:
    digest = sha256(name.encode()).hexdigest()
    meta = folder / "contexts" / "meta" / digest
    meta.mkdir(parents=True)
    endpoint = {"Host": host, "SkipTLSVerify": skip}
    (meta / "meta.json").write_text(json.dumps({"Name": name, "Endpoints": {"docker": endpoint}}))
    if tls:
        files = folder / "contexts" / "tls" / digest / "docker"
        files.mkdir(parents=True)
        for file in ("ca.pem", "cert.pem", "key.pem"):
            (files / file).write_text("")


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    context(tmp_path, "prod", "ssh://ops@prod", tls=False)
    context(tmp_path, "lab", "tcp://lab:2376", tls=True)
    (tmp_path / "config.json").write_text('{"currentContext": "lab"}')
    return {"DOCKER_CONFIG": str(tmp_path), "HOME": "/nonexistent"}


def test_an_option_comes_first(variables: dict[str, str]) -> None:
    variables |= {"DOCKER_HOST": "tcp://other:2375", "DOCKER_CONTEXT": "lab"}
    address = find_address("unix:///tmp/x.sock", None, variables)
    assert (address.host, address.context) == ("unix:///tmp/x.sock", "default")
    assert address.words == ("--host", "unix:///tmp/x.sock")
    address = find_address(None, "prod", variables)
    assert (address.host, address.context, address.words) == ("ssh://ops@prod", "prod", ("--context", "prod"))


def test_the_host_variable_comes_before_contexts(variables: dict[str, str]) -> None:
    variables |= {"DOCKER_HOST": "other:2375", "DOCKER_CONTEXT": "prod"}
    address = find_address(None, None, variables)
    assert (address.host, address.context, address.words) == ("tcp://other:2375", "default", ())
    assert not address.tls


def test_the_context_variable_comes_before_the_configuration(variables: dict[str, str]) -> None:
    variables["DOCKER_CONTEXT"] = "prod"
    assert find_address(None, None, variables).context == "prod"


def test_the_current_context_and_its_certificates(variables: dict[str, str]) -> None:
    address = find_address(None, None, variables)
    assert (address.host, address.context, address.words) == ("tcp://lab:2376", "lab", ())
    assert address.tls and address.verify
    assert address.ca.endswith("ca.pem") and address.certificate.endswith("cert.pem")
    assert address.key.endswith("key.pem")


def test_a_context_that_trusts_anybody(tmp_path: Path) -> None:
    context(tmp_path, "loose", "tcp://loose:2376", skip=True)
    address = find_address(None, "loose", {"DOCKER_CONFIG": str(tmp_path)})
    assert address.tls and not address.verify


def test_nothing_is_said(tmp_path: Path) -> None:
    address = find_address(None, None, {"HOME": str(tmp_path)})
    assert (address.host, address.context, address.words) == (DEFAULT_HOST, "default", ())
    (tmp_path / ".docker").mkdir()
    (tmp_path / ".docker" / "config.json").write_text("not JSON")
    assert find_address(None, None, {"HOME": str(tmp_path)}).host == DEFAULT_HOST
    assert (
        find_address(None, "default", {"HOME": str(tmp_path), "DOCKER_HOST": "tcp://x"}).host == DEFAULT_HOST
    )


def test_a_context_that_is_not_there(variables: dict[str, str]) -> None:
    with pytest.raises(EngineProblem, match="no docker context `gone`"):
        find_address(None, "gone", variables)


def test_certificates_of_the_environment(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("")
    variables = {
        "DOCKER_HOST": "tcp://x:2376",
        "DOCKER_TLS_VERIFY": "1",
        "DOCKER_CERT_PATH": str(tmp_path),
    }
    address = find_address(None, None, variables)
    assert address.tls and address.verify and address.ca == str(tmp_path / "ca.pem")
    assert address.certificate == address.key == ""
    del variables["DOCKER_TLS_VERIFY"]
    assert not find_address(None, None, variables).tls


def test_a_user_s_podman(tmp_path: Path) -> None:
    socket = tmp_path / "podman" / "podman.sock"
    socket.parent.mkdir()
    socket.write_text("")
    assert f"unix://{socket}" in podman_sockets({"XDG_RUNTIME_DIR": str(tmp_path)})
