"""What a client may do wrong, and how much of it: the server goes on, and answers rightly."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.client import PULLING, Client

pytestmark = pytest.mark.long


BAD = "#!/bin/bash\ndocker run -d --name db postgres:16\n"
GOOD = BAD.replace("-d", "-d -v pgdata:/var/lib/postgresql/data")


@pytest.fixture
def client(start: Callable[..., Client], project: Path) -> Client:
    started = start()
    started.initialize(folder=project)
    return started


def works(client: Client, name: str = "check.sh") -> None:
    """Check that the server still analyses, and ends as the protocol says."""
    uri = f"file:///nowhere/{name}"
    client.open(uri, BAD)
    assert [item["code"] for item in client.diagnostics(uri, 1)] == ["PSL101"]
    assert client.shutdown() == 0
    assert client.stderr == b""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Content-Length: 5\r\n\r\n{nope", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 4\r\n\r\nnull", -32600),
        (b"Content-Length: x\r\n\r\n", -32700),
        (b"Content-Length: 3\r\n\r\n\xff\xfe\xfd", -32700),
        (b"nonsense without a header\n\r\n", -32700),
        (b'Content-Length: 22\r\n\r\n{"id":[1],"method":""}', -32600),
        (b"Content-Length: 12000\r\n\r\n" + b"[" * 12000, -32700),
    ],
)
def test_what_is_no_message(client: Client, data: bytes, code: int) -> None:
    client.raw(data)
    assert client.response(None)["error"]["code"] == code
    works(client)


def wrapped(message: dict[str, object], longer: int = 0) -> bytes:
    """Return the message as it is sent, with a length that is wrong by ``longer``."""
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body) + longer, body)


@pytest.mark.parametrize(("longer", "lost"), [(-1, 1), (-30, 1), (-59, 1), (1, 2), (40, 2)])
def test_a_wrong_length_costs_that_message(client: Client, longer: int, lost: int) -> None:
    data = wrapped({"id": 1000, "method": "no/such/method", "params": {"text": "x"}}, longer)
    data += b"".join(wrapped({"id": id, "method": "no/such/method"}) for id in range(1001, 1010))
    client.raw(data)
    assert client.response(None)["error"]["code"] == -32700
    for id in range(1000 + lost, 1010):
        assert client.response(id)["error"]["code"] == -32601
    works(client)


def test_headers_as_clients_write_them(client: Client) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 99, "method": "nope"}).encode()
    kind = b"application/vscode-jsonrpc; charset=utf-8"
    client.raw(b"\r\ncontent-type: %b\r\ncontent-length:%d\r\n\r\n%b" % (kind, len(body), body))
    assert client.response(99)["error"]["code"] == -32601
    works(client)


def test_a_message_in_pieces(client: Client) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 98, "method": "nope"}).encode()
    for byte in b"Content-Length: %d\r\n\r\n%b" % (len(body), body):
        client.raw(bytes([byte]))
    assert client.response(98)["error"]["code"] == -32601
    works(client)


def test_before_initialize(start: Callable[..., Client]) -> None:
    client = start()
    assert client.error("textDocument/hover", {})["code"] == -32002
    client.open("file:///nowhere/early.sh", BAD)
    client.initialize()
    assert client.error("initialize", {"capabilities": {}})["code"] == -32600
    works(client)


def test_after_shutdown(client: Client) -> None:
    client.ask("shutdown")
    assert client.error("textDocument/hover", {})["code"] == -32600
    client.open("file:///nowhere/late.sh", BAD)
    client.notify("exit")
    assert client.process.wait(60) == 0


def test_the_client_is_gone(client: Client) -> None:
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(60) == 1


def test_the_client_is_gone_and_has_not_read(client: Client) -> None:
    client.reading.clear()
    # More messages than the server keeps, and no more behind them than the pipe holds.
    for _ in range(6_200):
        client.start("no/such")
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(60) == 1


@pytest.mark.skipif(
    sys.platform == "win32", reason="needs a system where a process without its parent gets another one"
)
def test_the_parent_is_gone() -> None:
    command = "import subprocess, sys; subprocess.run([sys.executable, '-m', 'persistlint_server'])"
    with subprocess.Popen(
        [sys.executable, "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        params = {"processId": 1, "rootUri": None, "capabilities": {}}
        parent.stdin.write(wrapped({"id": 1, "method": "initialize", "params": params}))
        parent.stdin.flush()
        assert parent.stdout.readline().startswith(b"Content-Length")
        parent.kill()
        # Its standard input is still open; its end closes its standard output.
        assert b'"persistlint"' in parent.stdout.read()


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/hover", None),
        ("textDocument/hover", {"textDocument": {"uri": 7}}),
        ("textDocument/hover", {"textDocument": {"uri": "file:///nowhere/closed.sh"}}),
        ("textDocument/codeAction", [1, 2]),
        ("codeAction/resolve", {"title": "x", "data": {"uri": "u", "number": "one"}}),
        ("workspace/executeCommand", {"command": "rm -rf"}),
        ("workspace/executeCommand", {"command": "persistlint.map", "arguments": [{}]}),
        ("workspace/executeCommand", {"command": "persistlint.picture", "arguments": []}),
        ("workspace/executeCommand", {"command": "persistlint.openRulePage", "arguments": ["../x"]}),
        ("no/such/method", {}),
        ("$/no/such/method", None),
    ],
)
def test_requests_that_make_no_sense(client: Client, method: str, params: object) -> None:
    assert client.error(method, params)["code"] in (-32601, -32602, -32803)
    works(client)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/didOpen", None),
        ("textDocument/didOpen", {"textDocument": {"uri": "file:///x.sh"}}),
        ("textDocument/didChange", {"textDocument": {"uri": "file:///x.sh"}, "contentChanges": 3}),
        ("textDocument/didClose", {"textDocument": None}),
        ("workspace/didChangeWorkspaceFolders", {"event": {}}),
        ("workspace/didChangeWatchedFiles", {"changes": [None, {"uri": 3}, {"uri": "git:/x"}]}),
        ("workspace/didChangeConfiguration", {"settings": {"persistlint": {"select": 3, "nope": 1}}}),
        ("$/cancelRequest", {"id": {}}),
        ("$/setTrace", {"value": []}),
        ("no/such/notification", {}),
    ],
)
def test_notifications_that_make_no_sense(client: Client, method: str, params: object) -> None:
    client.notify(method, params)
    works(client)


def test_changes_out_of_range_and_versions_out_of_order(client: Client) -> None:
    uri = "file:///nowhere/a.sh"
    client.open(uri, BAD, version=5)
    client.diagnostics(uri, 5)
    client.change(uri, 3, (900, 7, 900, 9, "# end\n"), (1, 9000, 1, 9001, " # x"))
    assert len(client.diagnostics(uri, 3)) == 1
    client.change(uri, 4, (7, 7, 1, 14, ""), (-1, -5, 0, 0, ""))
    client.diagnostics(uri, 4)
    client.replace(uri, 0, GOOD)
    assert client.diagnostics(uri, 0) == []
    works(client)


def test_a_thousand_changes_without_waiting(client: Client) -> None:
    uri = "file:///nowhere/a.sh"
    client.open(uri, GOOD)
    for number in range(1000):
        client.change(uri, number + 2, (2, number, 2, number, "#"))
    client.change(uri, 1002, (1, 14, 1, 49, ""))
    (finding,) = client.diagnostics(uri, 1002)
    assert finding["code"] == "PSL101"
    # Nothing about an older text comes after it.
    client.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}})
    assert client.notifications.empty()
    works(client)


def test_diagnostics_never_go_back_in_time(client: Client) -> None:
    uri = "file:///nowhere/a.sh"
    client.open(uri, GOOD, version=0)
    for number in range(1, 60):
        client.replace(uri, number, BAD if number % 2 else GOOD)
    last = -1
    while last < 59:
        params = client.notification("textDocument/publishDiagnostics")
        assert params["version"] > last
        last = params["version"]
        assert bool(params["diagnostics"]) == bool(last % 2)
    works(client)


def test_two_thousand_documents(client: Client) -> None:
    for number in range(2000):
        client.open(f"file:///nowhere/{number}.sh", BAD)
    left = {f"file:///nowhere/{number}.sh" for number in range(2000)}
    while left:
        params = client.notification("textDocument/publishDiagnostics")
        assert len(params["diagnostics"]) == 1
        left.discard(params["uri"])
    full = memory_of(client)
    for number in range(2000):
        client.close_document(f"file:///nowhere/{number}.sh")
    # Two thousand texts, and what is known of the last few: nothing that grows with every document.
    assert full < 160 * 1024
    works(client, "last.sh")


def test_large_documents_and_their_end(client: Client) -> None:
    large = "# a comment that goes on\n" * 200_000
    uri = "file:///nowhere/large.sh"
    client.open(uri, large + BAD)
    small = "file:///nowhere/small.sh"
    client.open(small, BAD)
    assert len(client.diagnostics(small, 1)) == 1
    client.change(uri, 2, (200_001, 0, 200_001, 0, "# x\n"))
    assert len(client.diagnostics(uri, 2)) == 1
    client.close_document(uri)
    assert client.diagnostics(uri) == []
    works(client)


def test_close_in_the_middle(client: Client) -> None:
    script = BAD + "\n".join(f"docker run -d --name db{number} postgres:16" for number in range(300))
    ids = []
    for number in range(20):
        uri = f"file:///nowhere/{number}.sh"
        client.open(uri, script)
        place = {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 30}}
        ids.append(client.start("textDocument/hover", place))
        client.change(uri, 2, (0, 0, 0, 0, "# x\n"))
        ids.append(client.start("textDocument/hover", place))
        client.close_document(uri)
    for id in ids:
        response = client.response(id)
        assert "result" in response or response["error"]["code"] in (-32801, -32803)
    works(client)


def test_five_hundred_documents_closed_at_once(client: Client) -> None:
    script = BAD + "\n".join(f"docker run -d --name db{number} postgres:16" for number in range(300))
    uris = [f"file:///nowhere/{number}.sh" for number in range(500)]
    for uri in uris:
        client.open(uri, script)
    for uri in uris:
        client.close_document(uri)
    # The answer comes behind all that was said before the closing.
    client.error("no/such/method")
    while not client.notifications.empty():
        client.notifications.get()
    works(client)
    later = [message["params"] for message in list(client.notifications.queue)]
    assert not [params for params in later if params.get("diagnostics")]


def test_one_slow_text_holds_no_other_up(client: Client) -> None:
    # Read as a whole before anything of it is evaluated.
    slow = "file:///nowhere/slow.sh"
    client.open(slow, "#!/bin/bash\n" + "docker run -v a:/x alpine $(echo \n" * 2_000)
    for number in range(5):
        uri = f"file:///nowhere/{number}.sh"
        client.open(uri, BAD)
        assert [item["code"] for item in client.diagnostics(uri, 1)] == ["PSL101"]
    client.replace(slow, 2, BAD)
    assert [item["code"] for item in client.diagnostics(slow, 2)] == ["PSL101"]
    works(client)


def test_cancelled_requests(client: Client) -> None:
    script = BAD + "\n".join(f"docker run -d --name db{number} postgres:16" for number in range(300))
    uri = "file:///nowhere/a.sh"
    client.open(uri, script)
    place = {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 30}}
    ids = [client.start("textDocument/hover", place) for _ in range(5)]
    for id in ids:
        client.notify("$/cancelRequest", {"id": id})
    for id in ids:
        response = client.response(id)
        assert "result" in response or response["error"]["code"] == -32800
    works(client)


def test_a_client_that_does_not_read(client: Client) -> None:
    client.reading.clear()
    time.sleep(0.1)
    uri = "file:///nowhere/a.sh"
    client.open(uri, BAD)
    # More than any pipe holds: answers pile up, and the server still takes what it is sent.
    ids = [client.start("no/such/method/" + "x" * 500) for _ in range(3000)]
    for number in range(2, 400):
        client.replace(uri, number, BAD + "#" * number)
    client.reading.set()
    for id in ids:
        assert client.response(id)["error"]["code"] == -32601
    assert len(client.diagnostics(uri, 399)) == 1
    works(client)


def test_answers_that_nobody_reads(client: Client) -> None:
    uri = "file:///nowhere/a.sh"
    client.open(uri, BAD + "docker run --\n")
    assert len(client.diagnostics(uri, 1)) >= 1
    place = {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 13}}
    # Some 35 kB each.
    assert len(client.ask("textDocument/completion", place)["items"]) > 50
    before = memory_of(client)
    client.reading.clear()
    ids = [client.start("textDocument/completion", place) for _ in range(1500)]
    settle(client, ids)
    # No more than the outbox takes is answered; the answers would be some 50 MB, and more as objects.
    assert memory_of(client) - before < 60 * 1024
    sent = threading.Event()

    def send() -> None:
        for _ in range(4000):
            ids.append(client.start("textDocument/completion", place))
        sent.set()

    threading.Thread(target=send, daemon=True).start()
    # The server holds some thousand requests; then it reads no more, the client's own pipe is full, and it waits.
    settle(client, ids)
    assert not sent.is_set()
    assert memory_of(client) - before < 80 * 1024
    client.reading.set()
    assert sent.wait(600)
    client.replace(uri, 2, GOOD)
    assert client.diagnostics(uri, 2) == []
    for id in ids:
        response = client.response(id)
        assert "result" in response or response["error"]["code"] == -32801
    works(client)


def test_pulls_that_are_outdated(start: Callable[..., Client], project: Path) -> None:
    client = start()
    client.initialize(PULLING, folder=project)
    uri = "file:///nowhere/a.sh"
    script = BAD + "\n".join(f"docker run -d --name db{number} postgres:16" for number in range(300))
    client.open(uri, script)
    document = {"textDocument": {"uri": uri}}
    old = client.start("textDocument/diagnostic", document)
    client.replace(uri, 2, GOOD)
    new = client.start("textDocument/diagnostic", document)
    response = client.response(old)
    if "error" in response:
        assert response["error"]["code"] == -32802
        assert response["error"]["data"] == {"retriggerRequest": True}
    assert client.result(new)["items"] == []
    assert client.shutdown() == 0


def settle(client: Client, sent: list[int]) -> None:
    """Wait until nothing happens any more: no request goes out, and the server takes no memory."""
    seen: list[tuple[int, int]] = []
    while seen[-3:] != [(len(sent), memory_of(client))] * 3:
        seen.append((len(sent), memory_of(client)))
        time.sleep(0.7)


def memory_of(client: Client) -> int:
    """Return the server's memory in KiB; 0 where the system doesn't say."""
    try:
        text = Path(f"/proc/{client.process.pid}/status").read_text()
    except OSError:
        return 0
    return int(text.split("VmRSS:")[1].split()[0])
