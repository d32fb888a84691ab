"""Quadlet's units as podman commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse as analyse_document
from persistlint.analysis.workspace import Workspace
from persistlint.api import analyse
from persistlint.hosts.detect import language_of
from persistlint.hosts.quadlet import read_quadlet
from persistlint.hosts.units import Folder
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.conformance.quadlet.test_quadlet import GENERATOR, generated
from tests.hosts.shown import text_of
from tests.programs import needed

DATABASE = "[Container]\nImage=docker.io/library/postgres:16\nEnvironment=POSTGRES_PASSWORD=x\n"


def shown(text: str, path: str, **others: str) -> list[str]:
    """Return the commands of a unit; ``others`` are the units beside it (``pgdata_volume`` for ``pgdata.volume``)."""
    units = {name.replace("_", "."): other.encode() for name, other in others.items()}
    return [text_of(fragment) for fragment in read_quadlet(path, text.encode(), Folder(units.get))]


def test_a_container_unit() -> None:
    text = (
        "[Container]\nImage=docker.io/library/postgres:16\nContainerName=shop\nVolume=pgdata.volume:/var/lib/postgresql/data\n"
        'Volume=%h/x:/x:ro\nMount=type=volume,source=y.volume,target=/y\nEnvironment=A=b "C=d e"\nTmpfs=/t\nReadOnly=true\n'
        "Network=net.network\nPodmanArgs=--cpus 2\nExec=postgres -c 'a b'\n"
    )
    assert shown(text, "db.container") == [
        "podman run --name=shop --replace --rm -d -v systemd-pgdata:/var/lib/postgresql/data -v '⟨%h⟩/x:/x:ro' "
        "--mount type=volume,source=systemd-y,target=/y --env A=b --env 'C=d e' --tmpfs /t --read-only --network systemd-net --cpus 2 "
        "docker.io/library/postgres:16 postgres -c 'a b'"
    ]


def test_a_volume_unit() -> None:
    assert shown("[Volume]\n", "pgdata.volume") == ["podman volume create systemd-pgdata"]
    assert shown("[Volume]\nVolumeName=x\nDriver=local\n", "pgdata.volume") == [
        "podman volume create --driver local x"
    ]


def test_a_container_unit_has_its_finding() -> None:
    text = "[Container]\nImage=docker.io/library/postgres:16\nVolume=data.volume:/var/lib/postgresql\nEnvironment=POSTGRES_PASSWORD=x\n"
    (finding,) = analyse(text, path="db.container").findings
    assert (finding.code, finding.line) == ("PSL201", 3)


def test_a_unit_stands_for_what_it_makes() -> None:
    text = "[Container]\nImage=app.build\nVolume=db.volume:/d\nVolume=other.volume:/o\nNetwork=n.network:ip=10.0.0.1\nNetwork=w.container\n"
    assert shown(
        text,
        "web.container",
        app_build="[Build]\nImageTag=localhost/app:1\nImageTag=b\n",
        db_volume="[Volume]\nVolumeName=shop\n",
        n_network="[Network]\nNetworkName=net\n",
        w_container="[Container]\nContainerName=web\n",
    ) == [
        "podman run --name=systemd-web --replace --rm -d -v shop:/d -v systemd-other:/o --network net:ip=10.0.0.1 --network container:web "
        "localhost/app:1"
    ]
    assert shown("[Container]\nImage=app.build\n", "web.container")[0].endswith("-d '⟨app.build⟩'")


def test_a_container_has_its_pod_s_volumes() -> None:
    text = "[Container]\nPod=shop.pod\nImage=postgres:16\n"
    pod = "[Pod]\nVolume=db.volume:/var/lib/postgresql/data\n"
    (command,) = shown(text, "db.container", shop_pod=pod)
    assert "-v systemd-db:/var/lib/postgresql/data postgres:16" in command
    (command,) = shown(text, "db.container")
    assert "⟨shop.pod⟩ postgres:16" in command


@pytest.mark.parametrize(
    ("path", "text", "command"),
    [
        ("a.pod", "[Pod]\nVolume=x:/x\nPodName=p\n", "podman pod create -v x:/x --name=p"),
        ("a.network", "[Network]\nNetworkName=n\n", "podman network create n"),
        (
            "a.image",
            "[Image]\nImage=docker.io/library/redis:7\n",
            "podman image pull docker.io/library/redis:7",
        ),
        (
            "a.build",
            "[Build]\nImageTag=localhost/a\nFile=sub/Containerfile\nSetWorkingDirectory=file\nTarget=t\n",
            "podman build --tag localhost/a --target t --file sub/Containerfile sub",
        ),
        ("a.build", "[Build]\nImageTag=a\n[Service]\nWorkingDirectory=/srv\n", "podman build --tag a /srv"),
    ],
)
def test_other_kinds(path: str, text: str, command: str) -> None:
    assert shown(text, path) == [command]
    assert language_of(path, text.encode()) == "quadlet"


@pytest.mark.parametrize("text", ["[Build]\nFile=x\n", "[Image]\n", "[Container]\nVolume=x:/x\n"])
def test_what_the_generator_refuses_is_no_command(text: str) -> None:
    kind = text[1 : text.index("]")].lower()
    assert shown(text, f"a.{kind}") == []


def test_other_programs_have_files_with_these_extensions() -> None:
    assert language_of("eth0.network", b"[Match]\nName=eth0\n[Network]\nDHCP=yes\n") == ""
    assert language_of("Manual.pod", b"=head1 NAME\n") == ""
    assert language_of("disk.image", b"\x00\x01") == ""


def test_a_unit_without_an_engine_s_name_is_read() -> None:
    assert b"ocker" not in DATABASE.replace("docker.io/library/", "").encode()
    (finding,) = analyse(DATABASE.replace("docker.io/library/", ""), path="db.container").findings
    assert finding.code == "PSL404"


def test_findings_speak_of_keys_and_the_generator_takes_the_fix(tmp_path: Path) -> None:
    (finding,) = analyse(DATABASE, path="db.container").findings
    assert finding.message.endswith("Add `Volume=pgdata:/var/lib/postgresql/data`.")
    assert "Quadlet's `--rm` deletes it" in finding.message
    fixed = analyse(DATABASE, path="db.container").fixed(unsafe=True)
    assert fixed.splitlines()[1] == "Volume=pgdata:/var/lib/postgresql/data"
    assert not analyse(fixed, path="db.container").findings
    needed(GENERATOR, "apt-get install podman")
    (tmp_path / "db.container").write_text(fixed)
    assert "-v pgdata:/var/lib/postgresql/data" in generated(tmp_path)["db.service"]


def test_a_fix_takes_no_other_container_s_volume(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "db.container").write_text(DATABASE)
    (tmp_path / "pgdata.volume").write_text("[Volume]\n")
    (finding,) = analyse(DATABASE, path="db.container", root=tmp_path).findings
    assert [edit.text for edit in finding.fixes[0].edits] == ["Volume=db-pgdata:/var/lib/postgresql/data\n"]


def test_what_a_build_unit_builds_is_known_in_other_units(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "app.build").write_text(
        "[Build]\nImageTag=localhost/app\nFile=Containerfile\nSetWorkingDirectory=unit\n"
    )
    (tmp_path / "Containerfile").write_text("FROM docker.io/library/alpine:3.20\nVOLUME /data\n")
    text = "[Container]\nImage=app.build\nVolume=files:/x\n"
    (tmp_path / "web.container").write_text(text)
    shown_map = subprocess.run(
        [sys.executable, "-m", "persistlint", "map", "web.container"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert re.search(r"/data +anonymous volume", shown_map)


def written(folder: Path, files: dict[str, str]) -> Path:
    (folder / ".git").mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


MOUNT = "[Container]\nVolume=pgdata:/var/lib/postgresql/data\n"


@pytest.mark.parametrize(
    "files",
    [
        {"db.container.d/10-volume.conf": MOUNT},
        {"container.d/volume.conf": MOUNT},
        {"db.container.d/image.conf": "[Container]\nImage=docker.io/library/nginx:1\n"},
        {"container.d/a.conf": "[Container]\nVolume=x:/x\n", "db.container.d/a.conf": MOUNT},
    ],
)
def test_drop_ins_add_to_a_unit(files: dict[str, str], tmp_path: Path) -> None:
    written(tmp_path, {"db.container": DATABASE, **files})
    assert not analyse(DATABASE, path="db.container", root=tmp_path).findings


@pytest.mark.parametrize(
    "files",
    [
        {"db.container.d/readme.txt": MOUNT},
        {"other.container.d/10.conf": MOUNT},
        {"db.container.d/a.conf": "[Container]\nVolume=x:/x\n", "container.d/a.conf": MOUNT},
        {"db.container.d/a.conf": MOUNT, "db.container.d/b.conf": "[Container]\nVolume=\n"},
    ],
)
def test_what_adds_no_mount(files: dict[str, str], tmp_path: Path) -> None:
    written(tmp_path, {"db.container": DATABASE, **files})
    assert [finding.code for finding in analyse(DATABASE, path="db.container", root=tmp_path).findings] == [
        "PSL404"
    ]


def test_a_drop_in_says_nothing_by_itself(tmp_path: Path) -> None:
    written(tmp_path, {"db.container.d/10.conf": DATABASE})
    path = tmp_path / "db.container.d" / "10.conf"
    result = subprocess.run(
        [sys.executable, "-m", "persistlint", "check", "--no-cache", str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "PSL" not in result.stdout
    assert result.returncode == 0


def test_a_new_drop_in_makes_a_unit_stale(tmp_path: Path) -> None:
    written(tmp_path, {"db.container": DATABASE})
    workspace = Workspace(str(tmp_path))
    document = Document(str(tmp_path / "db.container"), DATABASE.encode(), "quadlet")
    analysis = analyse_document(document, workspace, Settings())
    assert all(map(workspace.still, analysis.lookups))
    (tmp_path / "db.container.d").mkdir()
    assert all(map(workspace.still, analysis.lookups))
    (tmp_path / "db.container.d" / "10.conf").write_text(MOUNT)
    assert not all(map(workspace.still, analysis.lookups))


def test_a_service_has_drop_ins(tmp_path: Path) -> None:
    service = "[Service]\nExecStart=docker run --name db -e POSTGRES_PASSWORD=x postgres:16\n"
    written(tmp_path, {"db.service": service})
    assert analyse(service, path="db.service", root=tmp_path).findings
    (tmp_path / "db.service.d").mkdir()
    (tmp_path / "db.service.d" / "a.conf").write_text("[Service]\nExecStart=\nExecStart=/bin/true\n")
    assert not analyse(service, path="db.service", root=tmp_path).findings
