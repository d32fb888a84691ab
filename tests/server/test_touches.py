"""Which paths the server touches while it answers about a stranger's files: none outside the workspace. The operating system is asked, by strace."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.program.test_touches import SCRIPT, calls_in, foreign
from tests.program.test_touches import project as project
from tests.programs import needed
from tests.server.client import PULLING, Client

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="strace")]

SETTINGS = """\
extend = "way.toml"
include = ["/net/host/*.sh", "//host/x", "../../../../../../../outside-host/x"]
exclude = ["/net/host/"]
baseline = "/net/host/known.json"
"""


@pytest.mark.parametrize("named", ["", SETTINGS], ids=["files", "settings"])
def test_nothing_outside_the_workspace_is_looked_at(
    start: Callable[..., Client], project: Path, named: str
) -> None:
    if named:
        (project / "persistlint.toml").write_text(named)
        (project / "way.toml").symlink_to("/net/host/x.toml")
    log = project.parent / "strace"
    tracer = [needed("strace", "install strace"), "-f", "-s", "4000", "-e", "trace=%file", "-o", str(log)]
    client = start(under=tracer, env={"PERSISTLINT_CACHE_DIR": str(project.parent / "cache")}, cwd=project)
    try:
        client.initialize(PULLING, folder=project)
    except Exception:
        if b"ptrace" in client.stderr:
            pytest.skip("this system traces no process")
        raise
    for name, language in (
        ("run.sh", "shellscript"),
        ("README.md", "markdown"),
        ("nested/run.sh", "shellscript"),
    ):
        uri = (project / name).as_uri()
        client.open(uri, (project / name).read_text(), language)
        client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    document = {"uri": (project / "run.sh").as_uri()}
    for line, text in enumerate(SCRIPT.splitlines()):
        for character in (0, len(text) // 2, len(text)):
            place = {"textDocument": document, "position": {"line": line, "character": character}}
            for method in ("hover", "definition", "completion"):
                client.ask(f"textDocument/{method}", place)
    for method in ("documentSymbol", "foldingRange", "codeLens"):
        client.ask(f"textDocument/{method}", {"textDocument": document})
    client.ask(
        "textDocument/codeAction",
        {
            "textDocument": document,
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}},
            "context": {"diagnostics": []},
        },
    )
    client.ask("workspace/symbol", {"query": ""})
    assert client.shutdown() == 0
    calls = calls_in(log)
    assert foreign(calls, project) == []
    # What is inside was read: the trace shows what it is asked for.
    assert any("lib/inside.sh" in call for call in calls)
