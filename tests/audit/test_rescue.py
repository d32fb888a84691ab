"""The commands that ``audit --rescue`` prints are run, and the data is found again: content, owners, modes, links."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main
from tests.audit.test_sins import BIG, found, wait_for_size
from tests.audit.zoo import run, wait_for, wait_for_exit
from tests.engine import Engine

Audited = Callable[..., Any]
DATA = "/var/lib/postgresql/data"


@pytest.fixture
def rescued(zoo: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., str]:
    """Prints the rescue and runs it as it stands; what was printed."""

    def act(*arguments: str) -> str:
        main(["audit", "--rescue", *arguments])
        script = capsys.readouterr().out
        done = subprocess.run(
            ["sh", "-e"],
            input=script,
            env=zoo.variables,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return script

    return act


def listing(engine: Engine, container: str, path: str) -> list[str]:
    """Return every file at the path with owner, mode and size, links with their targets, and each file's content as a digest."""
    command = (
        f"cd {path} && find . | sort | while read f; do stat -c '%n %u:%g %a %F %s %Y' \"$f\"; "
        'if [ -L "$f" ]; then readlink "$f"; elif [ -f "$f" ]; then sha256sum < "$f"; fi; done'
    )
    done = engine.docker("exec", container, "sh", "-c", command)
    assert done.returncode == 0, done.stderr
    # A directory's own size is its file system's business.
    return [
        line if "directory" not in line else " ".join(line.split()[:-2]) for line in done.stdout.splitlines()
    ]


def volume_at(engine: Engine, container: str, path: str) -> str:
    """Return the name of the volume that is mounted there."""
    template = f'{{{{range .Mounts}}}}{{{{if eq .Destination "{path}"}}}}{{{{.Name}}}}{{{{end}}}}{{{{end}}}}'
    return engine.docker("inspect", "-f", template, container).stdout.strip()


@pytest.mark.parametrize("options", [(), ("--rm",)], ids=["kept", "auto-removed"])
@pytest.mark.parametrize(
    ("image", "path", "mark"),
    [
        ("postgres:16", DATA, f"{DATA}/link"),
        ("grafana/grafana:11.0.0", "/var/lib/grafana", "/var/lib/grafana/grafana.db"),
        ("acme/store:1", "/srv/store", "/srv/store/file"),
    ],
    ids=["anonymous volume", "layer", "unknown image"],
)
def test_data_of_an_image(
    zoo: Engine,
    audited: Audited,
    rescued: Callable[..., str],
    options: tuple[str, ...],
    image: str,
    path: str,
    mark: str,
) -> None:
    run(zoo, "db", *options, "-e", "SECRET=it's $HOME", "--label", "a=b c", image)
    wait_for(zoo, "db", mark)
    zoo.docker(
        "exec",
        "db",
        "sh",
        "-c",
        f"cd {path}; mkdir -m 2750 d; echo row > d/row; chown 7:8 d/row; ln d/row d/hard",
    )
    before = listing(zoo, "db", path)
    assert any("7:8" in line for line in before)
    rescued("db")
    assert listing(zoo, "db", path) == before
    volume = volume_at(zoo, "db", path)
    assert volume and len(volume) < 64
    shown = zoo.docker(
        "inspect", "-f", "{{.Config.Env}} {{.Config.Labels}} {{.HostConfig.AutoRemove}}", "db"
    ).stdout
    assert "SECRET=it's $HOME" in shown and "a:b c" in shown and ("true" in shown) is bool(options)
    assert found(audited("db")) == {}
    # What is written now outlives the container.
    zoo.docker("exec", "db", "sh", "-c", f"echo more > {path}/more")
    zoo.docker("rm", "-f", "-v", "db")
    assert zoo.docker(
        "run", "--rm", "--network", "none", "-v", f"{volume}:/x", "busybox:1.36", "cat", "/x/more"
    ).stdout


def test_a_file_that_was_deleted_stays_deleted(zoo: Engine, rescued: Callable[..., str]) -> None:
    zoo.import_image(
        "acme/seeded:1", ["VOLUME /srv/x", 'CMD ["sleep","100000"]'], {"srv/x/seed": b"of the image"}
    )
    run(zoo, "seeded", "--rm", "acme/seeded:1")
    zoo.docker("exec", "seeded", "sh", "-c", "rm /srv/x/seed; echo new > /srv/x/new")
    rescued("seeded")
    assert zoo.docker("exec", "seeded", "ls", "/srv/x").stdout.split() == ["new"]


def test_memory(zoo: Engine, rescued: Callable[..., str]) -> None:
    run(zoo, "db", "--tmpfs", "/var/lib/mysql", "mysql:8.4")
    wait_for(zoo, "db", "/var/lib/mysql/ibdata1")
    zoo.docker("exec", "db", "sh", "-c", "echo row > /var/lib/mysql/row; chown 5:6 /var/lib/mysql/row")
    script = rescued()
    assert "needs `tar` in the container" in script
    assert zoo.docker("exec", "db", "stat", "-c", "%u:%g", "/var/lib/mysql/row").stdout == "5:6\n"
    assert volume_at(zoo, "db", "/var/lib/mysql") == "mysql-data"


def test_an_option_without_a_name(zoo: Engine, rescued: Callable[..., str]) -> None:
    run(
        zoo,
        "job",
        "--rm",
        "-v",
        "/data",
        "busybox:1.36",
        "sh",
        "-c",
        "test -e /data/f || echo a > /data/f; sleep 100000",
    )
    wait_for(zoo, "job", "/data/f")
    rescued()
    assert zoo.docker("exec", "job", "cat", "/data/f").stdout == "a\n"
    assert len(volume_at(zoo, "job", "/data")) < 64


def test_much_in_the_layer(zoo: Engine, audited: Audited, rescued: Callable[..., str]) -> None:
    run(
        zoo,
        "job",
        "busybox:1.36",
        "sh",
        "-c",
        f"mkdir '/my results'; {BIG} > '/my results/a b'; sleep 100000",
    )
    wait_for_size(zoo, "job", "/my results/a b")
    rescued()
    mounts = zoo.docker("inspect", "-f", "{{range .Mounts}}{{.Destination}}{{end}}", "job").stdout
    assert mounts == "/my results\n"
    wait_for_size(zoo, "job", "/my results/a b")
    assert found(audited("job")) == {}


def test_a_directory_that_the_image_has_too(zoo: Engine, rescued: Callable[..., str]) -> None:
    run(zoo, "app", "busybox:1.36", "sh", "-c", f"{BIG} > /srv/big; sleep 100000")
    wait_for_size(zoo, "app", "/srv/big")
    script = rescued()
    assert "/srv holds files of the image too" in script
    assert zoo.docker("exec", "app", "cat", "/srv/readme").stdout == "of the image\n"


def test_a_container_that_has_ended_is_not_started(zoo: Engine, rescued: Callable[..., str]) -> None:
    run(zoo, "job", "busybox:1.36", "sh", "-c", f"mkdir /out; {BIG} > /out/x")
    wait_for_exit(zoo, "job")
    rescued()
    assert zoo.docker("inspect", "-f", "{{.State.Status}}", "job").stdout == "created\n"
    volume = volume_at(zoo, "job", "/out")
    size = zoo.docker(
        "run", "--rm", "--network", "none", "-v", f"{volume}:/x", "busybox:1.36", "stat", "-c", "%s", "/x/x"
    )
    assert size.stdout == "3000000\n"
    assert "job-before" in zoo.docker("ps", "-a", "--format", "{{.Names}}").stdout.split()


def test_a_mount_above_the_data(zoo: Engine, audited: Audited, rescued: Callable[..., str]) -> None:
    run(zoo, "db", "-v", "pgabove:/var/lib/postgresql", "postgres:16")
    wait_for(zoo, "db", f"{DATA}/link")
    before = listing(zoo, "db", DATA)
    rescued()
    assert listing(zoo, "db", DATA) == before
    assert volume_at(zoo, "db", "/var/lib/postgresql") == "pgabove"
    assert found(audited("db")) == {}


def test_a_volume_that_nothing_leads_to(zoo: Engine, rescued: Callable[..., str]) -> None:
    run(zoo, "db", "postgres:16")
    wait_for(zoo, "db", f"{DATA}/link")
    before = listing(zoo, "db", DATA)
    old = volume_at(zoo, "db", DATA)
    zoo.docker("rm", "-f", "db")
    rescued()
    volume = f"rescued-{old[:12]}"
    run(zoo, "db", "-v", f"{volume}:{DATA}", "postgres:16")
    assert listing(zoo, "db", DATA) == before
    assert old in zoo.docker("volume", "ls", "-q").stdout.split()


def test_two_of_a_kind_get_volumes_of_their_own(zoo: Engine, rescued: Callable[..., str]) -> None:
    zoo.docker("volume", "create", "pgdata")
    for name in ("one", "two"):
        run(zoo, name, "postgres:16")
        wait_for(zoo, name, f"{DATA}/link")
        zoo.docker("exec", name, "sh", "-c", f"echo {name} > {DATA}/whose")
    rescued()
    volumes = {volume_at(zoo, name, DATA) for name in ("one", "two")}
    assert len(volumes) == 2 and "pgdata" not in volumes
    for name in ("one", "two"):
        assert zoo.docker("exec", name, "cat", f"{DATA}/whose").stdout == f"{name}\n"


def test_a_chain_ends_where_a_step_fails(
    zoo: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(zoo, "db", "--rm", "postgres:16")
    wait_for(zoo, "db", f"{DATA}/link")
    main(["audit", "--rescue"])
    script = capsys.readouterr().out.replace(f"docker cp db:{DATA}", "docker cp db:/nowhere")
    done = subprocess.run(
        ["sh"], input=script, env=zoo.variables, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    zoo.docker("unpause", "db")
    assert zoo.docker("exec", "db", "ls", f"{DATA}/link").returncode == 0


def test_for_programs(zoo: Engine, audited: Audited) -> None:
    run(zoo, "db", "--restart", "always", "--label", "com.docker.compose.project=shop", "postgres:16")
    wait_for(zoo, "db", f"{DATA}/link")
    rescue = audited("--rescue")["rescues"][0]
    assert rescue["path"] == "docker://default/container/db"
    assert rescue["volumes"] == {DATA: "pgdata"}
    assert rescue["commands"][0] == "docker stop db"
    assert "docker update --restart no db-before" in rescue["commands"]
    assert any("Compose project shop" in note for note in rescue["notes"])


def test_the_way_to_the_engine_is_in_the_commands(
    zoo: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(zoo, "db", "postgres:16")
    host = zoo.variables["DOCKER_HOST"]
    monkeypatch.delenv("DOCKER_HOST")
    assert main(["audit", "--host", host, "--rescue"]) == 1
    script = capsys.readouterr().out
    lines = [line for line in script.splitlines() if line.startswith("docker ")]
    assert lines and all(line.startswith(f"docker --host {host} ") for line in lines)


def test_nothing_to_save(zoo: Engine, rescued: Callable[..., str]) -> None:
    run(zoo, "tool", "--privileged", "busybox:1.36", "sleep", "100000")
    assert rescued() == "# Nothing needs to be saved.\n"
