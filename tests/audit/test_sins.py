"""An engine with containers of known sin: each is found, and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.audit.zoo import run, wait_for, wait_for_exit
from tests.engine import Engine

Audited = Callable[..., Any]

BIG = "head -c 3000000 /dev/zero"


def sins(engine: Engine) -> None:
    """Ten containers whose data is in danger, each in another way."""
    run(engine, "anonymous", "-e", "POSTGRES_PASSWORD=geheim", "postgres:16")
    run(engine, "layer", "grafana/grafana:11.0.0")
    run(engine, "autoremoved", "--rm", "postgres:16")
    run(
        engine, "unnamed", "--rm", "-v", "/data", "busybox:1.36", "sh", "-c", "echo a > /data/f; sleep 100000"
    )
    run(engine, "memory", "--tmpfs", "/var/lib/mysql", "mysql:8.4")
    run(engine, "written", "busybox:1.36", "sh", "-c", f"mkdir /srv/out; {BIG} > /srv/out/big; sleep 100000")
    run(engine, "done", "busybox:1.36", "sh", "-c", f"mkdir /results; {BIG} > '/results/a b'")
    run(engine, "above", "-v", "pgabove:/var/lib/postgresql", "postgres:16")
    run(engine, "allpowerful", "--privileged", "busybox:1.36", "sleep", "100000")
    run(engine, "own", "--rm", "acme/store:1")
    for name, path in (
        ("anonymous", "/var/lib/postgresql/data/link"),
        ("layer", "/var/lib/grafana/grafana.db"),
        ("autoremoved", "/var/lib/postgresql/data/link"),
        ("unnamed", "/data/f"),
        ("memory", "/var/lib/mysql/ibdata1"),
        ("above", "/var/lib/postgresql/data/link"),
        ("own", "/srv/store/file"),
    ):
        wait_for(engine, name, path)
    wait_for_exit(engine, "done")
    wait_for_size(engine, "written", "/srv/out/big")


def innocents(engine: Engine) -> None:
    """Containers that do nothing wrong, although each resembles one that does."""
    run(engine, "kept", "-v", "pgdata:/var/lib/postgresql/data", "postgres:16")
    run(engine, "bound", "-v", "/usr:/usr-of-host:ro", "busybox:1.36", "sleep", "100000")
    run(
        engine,
        "scratch",
        "busybox:1.36",
        "sh",
        "-c",
        f"mkdir -p /app/.cache; {BIG} > /tmp/x; {BIG} > /app/.cache/y; sleep 100000",
    )
    run(engine, "little", "busybox:1.36", "sh", "-c", "echo done > /state; sleep 100000")
    run(engine, "client", "--rm", "postgres:16", "sleep", "100000")
    run(engine, "named", "--rm", "-v", "store:/srv/store", "acme/store:1")
    run(engine, "fast", "--tmpfs", "/cache", "busybox:1.36", "sh", "-c", f"{BIG} > /cache/x; sleep 100000")
    wait_for(engine, "little", "/state")
    wait_for(engine, "kept", "/var/lib/postgresql/data/link")
    wait_for(engine, "named", "/srv/store/file")
    wait_for_size(engine, "scratch", "/app/.cache/y")
    wait_for_size(engine, "fast", "/cache/x")


def wait_for_size(engine: Engine, container: str, path: str) -> None:
    """Wait until the big file is whole."""
    for _ in range(200):
        if engine.docker("exec", container, "stat", "-c", "%s", path).stdout.strip() == "3000000":
            return
    raise AssertionError(f"{path} never became whole")


def found(answer: Any) -> dict[str, list[str]]:
    """Code and severity of the findings by the last part of their path."""
    out: dict[str, list[str]] = {}
    for finding in answer["findings"]:
        name = finding["path"].rpartition("/")[2]
        out.setdefault(name, []).append(f"{finding['code']} {finding['severity']}")
    return out


def test_each_is_found_and_no_other(zoo: Engine, audited: Audited) -> None:
    sins(zoo)
    innocents(zoo)
    answer = audited()
    assert found(answer) == {
        "anonymous": ["PSL101 warning"],
        "layer": ["PSL101 warning"],
        "autoremoved": ["PSL404 warning"],
        "unnamed": ["PSL401 warning"],
        "memory": ["PSL405 warning"],
        "written": ["PSL102 warning"],
        "done": ["PSL102 warning"],
        "above": ["PSL201 error"],
        "allpowerful": ["PSL601 info"],
        "own": ["PSL404 warning"],
    }
    assert answer["status"] == 1 and answer["errors"] == []
    for finding in answer["findings"]:
        assert finding["path"].startswith("docker://default/container/")
        assert finding["line"] == finding["end_line"] == 1
        assert finding["fixes"] == [] and len(finding["fingerprint"]) == 16
    summary = answer["summary"]
    assert (summary["containers"], summary["error"], summary["warning"]) == (17, 1, 8)
    containers = {container["name"]: container for container in answer["containers"]}
    assert containers["done"]["state"] == "exited"
    assert (
        containers["anonymous"]["command"]
        == "docker run -d --name anonymous -e POSTGRES_PASSWORD postgres:16"
    )
    assert answer["engine"]["version"] == zoo.version
    assert "rescues" not in answer


def test_sizes_are_in_the_messages(zoo: Engine, audited: Audited) -> None:
    run(zoo, "db", "postgres:16")
    run(zoo, "board", "grafana/grafana:11.0.0")
    run(zoo, "job", "busybox:1.36", "sh", "-c", f"mkdir /out; {BIG} > /out/a; {BIG} > /out/b")
    wait_for(zoo, "db", "/var/lib/postgresql/data/link")
    wait_for(zoo, "board", "/var/lib/grafana/grafana.db")
    wait_for_exit(zoo, "job")
    messages = {finding["path"].rpartition("/")[2]: finding["message"] for finding in audited()["findings"]}
    assert messages["db"].endswith("200 kB are there now.")
    assert messages["board"].endswith("5 bytes are there now.")
    assert "`/out`" in messages["job"] and "It holds 6 MB in 2 files." in messages["job"]


def test_volumes_that_no_container_uses(zoo: Engine, audited: Audited) -> None:
    for name in ("gone", "empty"):
        run(zoo, name, *(("postgres:16",) if name == "gone" else ("-v", "/x", "busybox:1.36", "sleep", "9")))
    wait_for(zoo, "gone", "/var/lib/postgresql/data/link")
    zoo.docker("rm", "-f", "gone", "empty")
    zoo.docker(
        "run", "--rm", "--network", "none", "-v", "left:/x", "busybox:1.36", "sh", "-c", "echo x > /x/f"
    )
    zoo.docker("volume", "create", "unused")
    answer = audited()
    rows = sorted(
        (finding["path"].split("/")[3], finding["code"], finding["severity"])
        for finding in answer["findings"]
    )
    assert rows == [("volume", "PSL416", "info"), ("volume", "PSL418", "info")]
    assert answer["status"] == 0
    assert {finding["path"] for finding in answer["findings"]} >= {"docker://default/volume/left"}
    assert audited("--fail-on", "info")["status"] == 1


def test_two_servers_on_one_volume(zoo: Engine, audited: Audited) -> None:
    for name in ("one", "two"):
        run(zoo, name, "-v", "pgdata:/var/lib/postgresql/data", "postgres:16")
    run(zoo, "three", "-v", "other:/var/lib/postgresql/data", "postgres:16")
    assert found(audited()) == {"one": ["PSL413 warning"], "two": ["PSL413 warning"]}
    zoo.docker("kill", "two")
    assert found(audited()) == {}


def test_volumes_of_another_container(zoo: Engine, audited: Audited) -> None:
    run(zoo, "first", "-v", "pgdata:/var/lib/postgresql/data", "postgres:16")
    run(zoo, "second", "--volumes-from", "first", "postgres:16", "sleep", "100000")
    assert found(audited()) == {}


def test_which_and_how_much(zoo: Engine, audited: Audited, tmp_path: Any) -> None:
    run(zoo, "db", "--rm", "postgres:16")
    run(zoo, "tool", "--privileged", "busybox:1.36", "sleep", "100000")
    run(zoo, "small", "busybox:1.36", "sh", "-c", "mkdir /out; head -c 5000 /dev/zero > /out/x; sleep 100000")
    wait_for(zoo, "db", "/var/lib/postgresql/data/link")
    wait_for(zoo, "small", "/out/x")
    assert found(audited()) == {"db": ["PSL404 warning"], "tool": ["PSL601 info"]}
    assert found(audited("db", "small")) == {"db": ["PSL404 warning"]}
    assert found(audited("--select", "PSL6")) == {"tool": ["PSL601 info"]}
    # A statement that is off silences no other.
    assert found(audited("--ignore", "auto-removed-service,PSL601")) == {"db": ["PSL101 warning"]}
    assert found(audited("--ignore", "PSL404,PSL101,PSL601", "--min-size", "4k")) == {
        "small": ["PSL102 warning"]
    }
    assert audited("--exit-zero")["status"] == audited("--fail-on", "error")["status"] == 0
    (tmp_path / "persistlint.toml").write_text(
        'ignore = ["PSL404", "PSL101"]\nstateless-images = ["busybox"]\n[severity]\nPSL601 = "error"\n'
    )
    assert found(audited("--min-size", "4k")) == {"tool": ["PSL601 error"]}
    assert len(found(audited("--isolated"))) == 2


@pytest.mark.parametrize("name", ["ci-db", "db.test", "scratch_db"])
def test_containers_that_are_made_to_be_thrown_away(zoo: Engine, audited: Audited, name: str) -> None:
    run(zoo, name, "--rm", "postgres:16")
    assert found(audited()) == {name: ["PSL404 info"]}


def test_the_image_that_ran_counts_not_the_one_of_its_name(zoo: Engine, audited: Audited) -> None:
    zoo.docker("tag", "acme/store:1", "acme/app:1")
    run(zoo, "old", "--rm", "acme/app:1")
    zoo.docker("tag", "busybox:1.36", "acme/app:1")
    wait_for(zoo, "old", "/srv/store/file")
    assert found(audited()) == {"old": ["PSL404 warning"]}


def test_nothing_is_changed(zoo: Engine, audited: Audited) -> None:
    sins(zoo)

    def state() -> list[str]:
        shown = [
            zoo.docker("ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.State}}").stdout,
            zoo.docker("volume", "ls").stdout,
            zoo.docker("image", "ls", "-a", "--no-trunc", "--format", "{{.ID}} {{.Repository}}").stdout,
        ]
        # Images are listed in no order.
        return sorted("".join(shown).splitlines())

    before = state()
    audited("--rescue")
    assert state() == before


def test_an_engine_without_containers(zoo: Engine, audited: Audited) -> None:
    answer = audited("--rescue")
    assert (answer["findings"], answer["rescues"], answer["status"]) == ([], [], 0)
