"""A workspace that isn't trusted, or isn't any more, gets no plugin and no engine."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.engine_lookup.conftest import stub as stub
from tests.engine_lookup.stub import StubEngine
from tests.server.client import PUSHING, Client

pytestmark = pytest.mark.long


CONFIGURED = {**PUSHING, "workspace": {**PUSHING["workspace"], "configuration": True}}

PACKAGE = """
from persistlint.rules.rule import RuleEntry

RULES = [RuleEntry("ACME1", "any-run", "ContainerCreate", __name__)]
"""

RULE = """
from persistlint.docker.commands import ContainerCreate
from persistlint.rules.rule import Rule


class AnyRun(Rule):
    code = "ACME1"
    name = "any-run"
    summary = "something runs"
    subject = ContainerCreate

    def check(self, thing, context):
        yield self.finding(thing.image.span, "something runs", identity="run", command=thing)


RULE = AnyRun
"""

#: A document whose image is one that only the engine knows.
TEXT = "docker run --rm -v here:/x acme/db:1\n"


@pytest.fixture
def started(
    start: Callable[..., Client], project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Client]:
    """Starts a server that could load a plugin, in a project that asks for it and for the engine at ``host``."""
    site = tmp_path_factory.mktemp("site")
    files = {
        "acme_rules/__init__.py": PACKAGE,
        "acme_rules/any_run.py": RULE,
        "acme_rules-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n",
        "acme_rules-1.0.dist-info/entry_points.txt": "[persistlint.rules]\nacme-rules = acme_rules:RULES\n",
    }
    for name, text in files.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text)
    (project / "persistlint.toml").write_text('plugins = ["acme-rules"]\nengine = true\n')

    def starter(capabilities: dict[str, Any], host: str = "unix:///nowhere") -> Client:
        path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        client = start(env={"PYTHONPATH": path, "DOCKER_HOST": host, "DOCKER_CONTEXT": ""})
        client.initialize(capabilities, folder=project, options={"trusted": True})
        return client

    return starter


def until(client: Client, uri: str, codes: list[str]) -> None:
    """Wait for these findings; the test's patience ends where they don't come."""
    while [diagnostic["code"] for diagnostic in client.diagnostics(uri)] != codes:
        pass


@pytest.mark.parametrize("capabilities", [PUSHING, CONFIGURED], ids=["told", "asked"])
def test_trust_that_comes_and_goes(
    started: Callable[..., Client],
    project: Path,
    stub: Callable[[dict[str, Any]], StubEngine],
    capabilities: dict[str, Any],
) -> None:
    service = stub({"/volumes": {"Volumes": []}})
    client = started(capabilities, service.host)
    uri = (project / "a.sh").as_uri()
    client.open(uri, TEXT)
    until(client, uri, ["ACME1"])
    assert service.asked
    for trusted, codes in ((False, []), (True, ["ACME1"]), (False, [])):
        client.notify("workspace/didChangeConfiguration", {"settings": {"persistlint": {"trusted": trusted}}})
        until(client, uri, codes)
    asked = len(service.asked)
    client.replace(uri, 2, TEXT.replace("here", "there"))
    assert client.diagnostics(uri, 2) == []
    assert len(service.asked) == asked
    assert client.shutdown() == 0


def test_a_client_that_is_asked_may_say_so_there(started: Callable[..., Client], project: Path) -> None:
    client = started(CONFIGURED)
    uri = (project / "a.sh").as_uri()
    client.open(uri, TEXT)
    until(client, uri, ["ACME1"])
    client.answers["workspace/configuration"] = [{"trusted": False}]
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    until(client, uri, [])
    # What says nothing of it changes nothing.
    client.answers["workspace/configuration"] = [{"ignore": ["PSL1"]}]
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    assert client.diagnostics(uri) == []


def test_the_last_right_settings_are_not_kept_beyond_trust(
    started: Callable[..., Client], project: Path
) -> None:
    client = started(PUSHING)
    uri = (project / "a.sh").as_uri()
    client.open(uri, TEXT)
    until(client, uri, ["ACME1"])
    settings = project / "persistlint.toml"
    settings.write_text('plugins = ["acme-rules"]\nnothing = 1\n')
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": settings.as_uri(), "type": 2}]})
    assert client.diagnostics(settings.as_uri())
    client.notify("workspace/didChangeConfiguration", {"settings": {"persistlint": {"trusted": False}}})
    until(client, uri, [])


def test_an_engine_that_can_not_be_asked_is_told_of(started: Callable[..., Client], project: Path) -> None:
    client = started(PUSHING)
    uri = (project / "a.sh").as_uri()
    client.open(uri, TEXT)
    until(client, uri, ["ACME1"])
    client.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}})
    assert any("the engine isn't asked" in line for line in client.log)
