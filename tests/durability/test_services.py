"""What Compose commands in a script do to the containers and volumes of services."""

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

COMPOSE = """name: shop
services:
  db:
    image: postgres:16
    volumes: [pgdata:/var/lib/postgresql/data]
  app:
    image: alpine:3.22
    command: sleep 1000
    volumes: [files:/files, /anonymous]
    depends_on: [db]
  tools:
    image: alpine:3.22
    profiles: [tools]
volumes: {pgdata: , files: }
"""


def timeline(tmp_path, text):
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    document = Document(str(tmp_path / "run.sh"), text.encode(), "shell")
    (timeline,) = analyse(document, Workspace(str(tmp_path)), Settings()).timelines
    return timeline


def fates(tmp_path, text):
    """(path, where it lives, what becomes of it) of each write of the script's own commands."""
    return [
        (write.target.text, write.durability, write.at_end)
        for write in timeline(tmp_path, text).writes
        if write.how != "image"
    ]


def names(tmp_path, text):
    return [container.name.text for container in timeline(tmp_path, text).containers if container.name]


def test_exec_knows_the_mounts_of_the_service(tmp_path):
    text = "docker compose exec app touch /files/a /b\n"
    assert fates(tmp_path, text) == [
        ("/files/a", "volume", "alive"),
        ("/b", "container layer", "alive"),
    ]


@pytest.mark.parametrize(
    ("command", "made"),
    [
        ("docker compose up -d", ["shop-db-1", "shop-app-1"]),
        ("docker compose up -d db", ["shop-db-1"]),
        ("docker compose watch db", ["shop-db-1"]),
        ("docker compose watch --no-up", []),
        ("docker compose up -d app", ["shop-db-1", "shop-app-1"]),
        ("docker compose up -d --no-deps app", ["shop-app-1"]),
        ("docker compose --profile tools up -d", ["shop-db-1", "shop-app-1", "shop-tools-1"]),
        ("docker compose -p other up -d db", ["other-db-1"]),
    ],
)
def test_up_makes_the_chosen_services(tmp_path, command, made):
    assert names(tmp_path, command + "\n") == made


@pytest.mark.parametrize(
    ("last", "layer", "named", "anonymous"),
    [
        ("docker compose stop", "alive", "alive", "alive"),
        ("docker compose restart app", "alive", "alive", "alive"),
        ("docker compose up -d", "alive", "alive", "alive"),
        ("docker compose up -d --force-recreate", "gone", "alive", "alive"),
        ("docker compose rm -fs app", "gone", "alive", "orphaned"),
        ("docker compose rm -fsv app", "gone", "alive", "gone"),
        ("docker compose down", "gone", "alive", "orphaned"),
        ("docker compose down -v", "gone", "gone", "gone"),
        ("docker compose up -d --force-recreate\ndocker compose down -v", "gone", "gone", "orphaned"),
        ("docker rm -f shop-app-1", "gone", "alive", "orphaned"),
        ("docker compose down\ndocker volume rm shop_files", "gone", "gone", "orphaned"),
    ],
)
def test_lives(tmp_path, last, layer, named, anonymous):
    text = f"docker compose up -d\ndocker compose exec -T app touch /a /files/b /anonymous/c\n{last}\n"
    assert [fate for _, _, fate in fates(tmp_path, text)] == [layer, named, anonymous]


def test_run_has_a_container_of_its_own(tmp_path):
    text = "docker compose run --rm app touch /a /files/b /anonymous/c\n"
    assert [fate for _, _, fate in fates(tmp_path, text)] == ["gone", "alive", "gone"]


def test_cp_goes_into_the_service(tmp_path):
    assert fates(tmp_path, "docker compose cp a app:/files/a\n") == [("/files/a", "volume", "alive")]


def test_nothing_runs_after_down(tmp_path):
    (write,) = timeline(tmp_path, "docker compose down\ndocker compose exec app touch /a\n").writes
    assert write.happened is False


def test_the_same_container_for_docker_itself(tmp_path):
    text = "docker compose up -d\ndocker exec shop-app-1 touch /files/a\n"
    assert fates(tmp_path, text) == [("/files/a", "volume", "alive")]


def test_files_are_found_where_the_command_starts_and_what_they_name_in_the_project_s_directory(tmp_path):
    (tmp_path / "conf").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "conf" / "c.yml").write_text(
        "services: {db: {image: 'postgres:${V:-1}', volumes: ['./data:/var/lib/postgresql/data', 'logs:/logs']}}\nvolumes: {logs: }\n"
    )
    (tmp_path / "site" / ".env").write_text("V=16\n")
    (tmp_path / "conf" / ".env").write_text("V=12\n")
    (container,) = timeline(
        tmp_path, "docker compose --project-directory site -f conf/c.yml up -d\n"
    ).containers
    assert container.name.text == "site-db-1"
    assert container.command.image.raw.text == "postgres:16"
    # Compose calls the project like its directory.
    assert "site_logs" in [point.volume.label for point in container.mount_points if point.volume is not None]


def test_a_project_s_directory_in_which_compose_finds_its_file(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "compose.yaml").write_text("services: {db: {image: postgres:16}}\n")
    assert names(tmp_path, "docker compose --project-directory site up -d\n") == ["site-db-1"]
    assert names(tmp_path, 'docker compose --project-directory "$1" up -d\n') == []
