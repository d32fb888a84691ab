"""The files of a project know of each other: images by tag, and volumes that a Compose file declares."""

import json

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.cli.app import main
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from persistlint_server.documents import OpenDocument, OpenTexts

DOCKERFILE = 'FROM alpine:3.20\nWORKDIR /srv\nUSER app\nVOLUME /srv/state\nCMD ["/srv/run"]\n'
RUN = "docker run -d --name app acme/app\ndocker rm -f app\n"
COMPOSE = "name: shop\nservices:\n  db:\n    image: postgres:16\n    volumes: ['pgdata:/var/lib/postgresql/data']\nvolumes:\n  pgdata:\n"
BACKUP = "docker run --rm -v pgdata:/data busybox:1.36 tar c /data\n"


def write(folder, files):
    (folder / ".git").mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def read(folder, name="run.sh", workspace=None):
    path = folder / name
    language = "compose" if name.endswith(".yaml") else "shell"
    document = Document(str(path), path.read_bytes(), language)
    return analyse(document, workspace or Workspace(str(folder)), Settings())


def image_of(analysis):
    return analysis.timelines[0].containers[0].image


def codes(analysis):
    return [finding.code for finding in analysis.findings]


BUILDERS = {
    "a script in another folder": {
        "docker/Dockerfile": DOCKERFILE,
        "scripts/build.sh": 'cd "$(dirname "$0")/.."\ndocker build -t acme/app -f docker/Dockerfile .\n',
    },
    "a Compose file with a name for the image": {
        "Dockerfile": DOCKERFILE,
        "compose.yaml": "services: {web: {build: ., image: acme/app}}\n",
    },
    "two files that build the same": {
        "Dockerfile": DOCKERFILE,
        "build.sh": "docker build -t acme/app .\n",
        "compose.yaml": "services: {web: {build: ., image: acme/app}}\n",
    },
}


@pytest.mark.parametrize("name", BUILDERS)
def test_what_any_file_builds_is_known_wherever_it_is_run(name, tmp_path):
    write(tmp_path, {**BUILDERS[name], "run.sh": RUN})
    image = image_of(read(tmp_path))
    assert (image.origin, image.workdir, image.user, image.volumes) == (
        "definition",
        "/srv",
        "app",
        ["/srv/state"],
    )


UNKNOWN = {
    "nobody builds it": {"build.sh": "docker build -t acme/other .\n", "Dockerfile": DOCKERFILE},
    "two build different things": {
        "Dockerfile": DOCKERFILE,
        "other/Dockerfile": "FROM busybox\n",
        "build.sh": "docker build -t acme/app .\n",
        "again.sh": "docker build -t acme/app other\n",
    },
    "another tag": {"build.sh": "docker build -t acme/app:dev .\n", "Dockerfile": DOCKERFILE},
    "a document shows it": {
        "README.md": "```sh\ndocker build -t acme/app .\n```\n",
        "Dockerfile": DOCKERFILE,
    },
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_isnt_built_or_isnt_sure_is_unknown(name, tmp_path):
    write(tmp_path, {**UNKNOWN[name], "run.sh": RUN})
    assert image_of(read(tmp_path)).origin == ""


def test_compose_names_the_image_of_a_service(tmp_path):
    write(
        tmp_path,
        {
            "Dockerfile": DOCKERFILE,
            "compose.yaml": "name: shop\nservices: {web: {build: .}}\n",
            "run.sh": "docker run -d --name a shop-web\n",
            "old.sh": "docker run -d --name a shop_web\n",
        },
    )
    for name in ("run.sh", "old.sh"):
        assert image_of(read(tmp_path, name)).volumes == ["/srv/state"]


def test_a_well_known_name_that_the_project_builds_is_the_projects(tmp_path):
    write(
        tmp_path,
        {
            "Dockerfile": "FROM busybox\nVOLUME /own\n",
            "build.sh": "docker build -t redis .\n",
            "run.sh": "docker run -d redis\n",
        },
    )
    assert image_of(read(tmp_path)).volumes == ["/own"]


def test_a_service_runs_what_a_script_builds(tmp_path):
    write(
        tmp_path,
        {
            "Dockerfile": DOCKERFILE,
            "build.sh": "docker build -t acme/app .\n",
            "compose.yaml": "services: {web: {image: acme/app}}\n",
        },
    )
    assert "PSL101" in codes(read(tmp_path, "compose.yaml"))


def test_a_changed_dockerfile_makes_the_scripts_that_run_its_image_stale(tmp_path):
    write(tmp_path, {"Dockerfile": DOCKERFILE, "build.sh": "docker build -t acme/app .\n", "run.sh": RUN})
    lookups = read(tmp_path).lookups
    assert all(map(Workspace(str(tmp_path)).still, lookups))
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.20\n")
    assert not all(map(Workspace(str(tmp_path)).still, lookups))


def test_another_file_that_builds_the_tag_makes_it_stale(tmp_path):
    write(tmp_path, {"Dockerfile": DOCKERFILE, "build.sh": "docker build -t acme/app .\n", "run.sh": RUN})
    lookups = read(tmp_path).lookups
    workspace = Workspace(str(tmp_path))
    assert all(map(workspace.still, lookups))
    (tmp_path / "again.sh").write_text("docker build -t acme/app other\n")
    workspace.files_changed()
    assert not all(map(workspace.still, lookups))


def test_an_editors_text_counts_instead_of_the_file(tmp_path):
    write(tmp_path, {"Dockerfile": DOCKERFILE, "build.sh": "echo\n", "run.sh": RUN})
    workspace = Workspace(str(tmp_path))
    assert image_of(read(tmp_path, workspace=workspace)).origin == ""
    workspace.open_texts = {str(tmp_path / "build.sh"): b"docker build -t acme/app .\n"}
    assert image_of(read(tmp_path, workspace=workspace)).origin == "definition"


def test_a_well_known_name_that_several_files_build_is_unknown(tmp_path):
    write(
        tmp_path,
        {
            "a/Dockerfile": "FROM busybox\nVOLUME /own\n",
            "b/Dockerfile": "FROM busybox\nVOLUME /other\n",
            "a.sh": "docker build -t redis a\n",
            "b.sh": "docker build -t redis b\n",
            "run.sh": "docker run -d redis\n",
        },
    )
    image_reference = image_of(read(tmp_path))
    assert (image_reference.origin, image_reference.volumes, image_reference.stateful) == ("", [], None)


def test_a_service_of_a_project_that_is_not_whole_makes_its_name_ambiguous(tmp_path):
    service = "services:\n  db:\n    container_name: shop\n    image: postgres:16\n    volumes: [pgdata:/var/lib/postgresql/data]\n"
    write(
        tmp_path,
        {
            "a/compose.yaml": service + "volumes: {pgdata: }\n",
            "run.sh": "docker exec shop touch /var/lib/postgresql/data/x\n",
        },
    )
    assert made_names(read(tmp_path)) == ["shop"]
    write(
        tmp_path,
        {"b/compose.yaml": service.replace("image:", "extends: {file: gone.yaml, service: db}\n    image:")},
    )
    assert made_names(read(tmp_path)) == []


def made_names(analysis):
    return [
        container.label
        for timeline in analysis.timelines
        for container in timeline.containers
        if container.name is not None
    ]


def test_any_number_of_open_texts_counts(tmp_path):
    write(tmp_path, {"Dockerfile": DOCKERFILE, "build.sh": "echo\n", "run.sh": RUN})
    texts = OpenTexts()
    workspace = Workspace(str(tmp_path))
    workspace.open_texts, workspace.open_changes = texts, texts.changed_since
    for number in range(300):
        texts.add(opened(tmp_path / f"other-{number}.sh", "docker ps\n"))
    assert image_of(read(tmp_path, workspace=workspace)).origin == ""
    build = opened(tmp_path / "build.sh", "docker build -t acme/app .\n")
    texts.add(build)
    assert image_of(read(tmp_path, workspace=workspace)).origin == "definition"
    build.replace("echo\n")
    build.changed(2)
    texts.note(build)
    assert image_of(read(tmp_path, workspace=workspace)).origin == ""
    texts.remove(build)
    (tmp_path / "build.sh").write_text("docker build -t acme/app .\n")
    workspace.files_changed()
    assert image_of(read(tmp_path, workspace=workspace)).origin == "definition"


def opened(path, text):
    return OpenDocument(path.as_uri(), "shellscript", 1, text, 1, "utf-16")


def test_results_are_the_same_alone_together_and_from_the_cache(tmp_path, monkeypatch, capsys):
    home = tmp_path / "project"
    home.mkdir()
    write(
        home,
        {
            "Dockerfile": DOCKERFILE,
            "build.sh": "docker build -t acme/app .\n",
            "run.sh": RUN,
            "compose.yaml": COMPOSE,
            "backup.sh": BACKUP,
        },
    )
    monkeypatch.chdir(home)

    def findings(*options):
        main(
            ["check", "--format", "json", "--show", "hints", "--cache-dir", str(tmp_path / "cache"), *options]
        )
        findings = json.loads(capsys.readouterr().out)["findings"]
        return sorted(
            (finding["path"], finding["code"], finding["line"], finding["message"]) for finding in findings
        )

    together = findings("--no-cache", ".")
    assert {("backup.sh", "PSL423"), ("run.sh", "PSL101")} <= {(path, code) for path, code, *_ in together}
    alone = [
        finding
        for name in ("backup.sh", "build.sh", "run.sh", "compose.yaml", "Dockerfile")
        for finding in findings("--no-cache", name)
    ]
    assert sorted(alone) == together
    assert findings(".") == together
    assert findings(".") == together
    (home / "compose.yaml").write_text(COMPOSE.replace("  pgdata:\n", "  pgdata: {name: pgdata}\n"))
    assert "PSL423" not in {code for _, code, *_ in findings(".")}


SILENT = {
    "the script makes the volume": {"backup.sh": "docker volume create pgdata\n" + BACKUP},
    "a server of the script fills it": {
        "backup.sh": "docker run -d -v pgdata:/var/lib/postgresql/data postgres:16\n" + BACKUP
    },
    "another script makes it": {"backup.sh": BACKUP, "setup.sh": "docker volume create pgdata\n"},
    "a document starts a server with it": {
        "backup.sh": BACKUP,
        "README.md": "```sh\ndocker run -d -v pgdata:/var/lib/postgresql/data postgres:16\n```\n",
    },
    "another Compose file calls one so": {
        "backup.sh": BACKUP,
        "other/compose.yaml": COMPOSE.replace("  pgdata:\n", "  pgdata: {external: true}\n"),
    },
    "the Compose file gives it a name": {
        "backup.sh": BACKUP,
        "compose.yaml": COMPOSE.replace("  pgdata:\n", "  pgdata: {name: pgdata}\n"),
    },
    "another host": {"backup.sh": "docker -H ssh://far " + BACKUP.removeprefix("docker ")},
    "the real name": {"backup.sh": BACKUP.replace("pgdata", "shop_pgdata")},
    "two projects, and neither is near": {
        "compose.yaml": "services: {}\n",
        "a/compose.yaml": COMPOSE,
        "b/compose.yaml": COMPOSE,
        "backup.sh": BACKUP,
    },
}


@pytest.mark.parametrize("name", SILENT)
def test_a_volume_that_something_makes_is_no_mistake(name, tmp_path):
    write(tmp_path, {"compose.yaml": COMPOSE, **SILENT[name]})
    assert "PSL423" not in codes(read(tmp_path, "backup.sh"))


SAID = {
    "the Compose file in the same folder": {"backup.sh": BACKUP},
    "above the script": {"scripts/backup.sh": BACKUP},
    "elsewhere, and the only one": {
        "compose.yaml": "services: {}\n",
        "deploy/compose.yaml": COMPOSE,
        "scripts/backup.sh": BACKUP,
    },
    "the nearest of two": {"other/compose.yaml": COMPOSE.replace("shop", "other"), "backup.sh": BACKUP},
    "restore and backup, both wrong": {"backup.sh": BACKUP, "restore.sh": BACKUP.replace("tar c", "tar x")},
}


@pytest.mark.parametrize("name", SAID)
def test_a_volume_that_nothing_makes(name, tmp_path):
    files = {"compose.yaml": COMPOSE, **SAID[name]}
    write(tmp_path, files)
    script = next(finding for finding in files if finding.endswith("backup.sh"))
    findings = [finding for finding in read(tmp_path, script).findings if finding.code == "PSL423"]
    assert len(findings) == 1
    assert "`shop_pgdata`" in findings[0].message


def test_the_folder_names_the_project(tmp_path):
    home = tmp_path / "My.Shop"
    home.mkdir()
    write(home, {"compose.yaml": COMPOSE.replace("name: shop\n", ""), "backup.sh": BACKUP})
    findings = read(home, "backup.sh").findings
    assert "`myshop_pgdata`" in findings[0].message


IN_SERVICE = "services:\n  db:\n    image: postgres:16\n    {more}\n    volumes: ['pgdata:/var/lib/postgresql/data', './conf:/conf:ro']\nvolumes:\n  pgdata:\n"


def writes(analysis):
    return {
        write.target.text: write.durability
        for timeline in analysis.timelines
        for write in timeline.writes
        if write.how == "exec"
    }


EXEC = "docker exec {name} sh -c 'echo a > /var/lib/postgresql/data/a; echo b > /b'\n"


@pytest.mark.parametrize(
    ("name", "more"),
    [("shop-db-1", ""), ("shop_db_1", ""), ("database", "container_name: database")],
)
def test_a_script_works_in_a_services_container_by_name(name, more, tmp_path):
    text = "name: shop\n" + IN_SERVICE.format(more=more)
    write(tmp_path, {"compose.yaml": text, "scripts/run.sh": EXEC.format(name=name)})
    assert writes(read(tmp_path, "scripts/run.sh")) == {
        "/var/lib/postgresql/data/a": "volume",
        "/b": "container layer",
    }


def test_a_container_that_no_service_is_stays_unknown(tmp_path):
    text = "name: shop\n" + IN_SERVICE.format(more="")
    write(tmp_path, {"compose.yaml": text, "run.sh": EXEC.format(name="other-db-1")})
    assert "container layer" not in writes(read(tmp_path)).values()


def test_a_service_of_two_projects_is_unknown(tmp_path):
    text = "name: shop\n" + IN_SERVICE.format(more="")
    write(tmp_path, {"compose.yaml": text, "b/compose.yaml": text, "run.sh": EXEC.format(name="shop-db-1")})
    assert "container layer" not in writes(read(tmp_path)).values()


def test_the_documents_own_container_comes_first(tmp_path):
    text = "name: shop\n" + IN_SERVICE.format(more="container_name: db")
    write(
        tmp_path,
        {
            "compose.yaml": text,
            "run.sh": "docker run -d --name db -v own:/b busybox sleep 9\n" + EXEC.format(name="db"),
        },
    )
    assert all(
        container.command.verb == "container run" for container in read(tmp_path).timelines[0].containers
    )


USERS = "docker run -d --name users-db -e POSTGRES_PASSWORD=x postgres:16\n"
UNIT = "[Container]\nImage=docker.io/library/postgres:16\nEnvironment=POSTGRES_PASSWORD=x\n"


def names_of_volumes(folder, files):
    write(folder, files)
    assert main(["check", "-q", "--fix", "--unsafe-fixes", "--no-cache", str(folder)]) is not None
    texts = [(folder / name).read_text() for name in files]
    return [text.partition(":/var/lib/postgresql/data")[0].split()[-1] for text in texts]


@pytest.mark.parametrize(
    "files",
    {
        "scripts": {"a.sh": USERS, "b.sh": USERS.replace("users", "orders")},
        "without names": {"a.sh": USERS.replace("--name users-db ", ""), "b.sh": USERS.replace("--name users-db ", "")},
        "a script and a Makefile": {"a.sh": USERS, "Makefile": f"db:\n\t{USERS.replace('users', 'orders')}"},
        "units": {"users.container": UNIT, "orders.container": UNIT},
    }.values(),
)  # fmt: skip
def test_containers_of_two_files_share_no_volume(tmp_path, files):
    first, other = names_of_volumes(tmp_path, files)
    assert first != other


def test_a_document_or_a_compose_file_takes_no_name(tmp_path):
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "README.md").write_text(f"# Shop\n\n```sh\n{USERS}```\n")
    assert names_of_volumes(tmp_path, {"a.sh": USERS}) == ["pgdata"]


def test_one_container_in_two_files_has_one_volume(tmp_path):
    first, other = names_of_volumes(tmp_path, {"a.sh": USERS, "b.sh": f"docker rm -f users-db\n{USERS}"})
    assert first == other


def many(text, count=45):
    return {f"part{number}/compose.yaml": text for number in range(count)}


def test_an_image_that_too_many_files_may_build_is_unknown(tmp_path):
    builds = {f"build{number}.sh": 'docker build -t "$1" . # postgres\n' for number in range(45)}
    write(tmp_path, {"run.sh": "docker run -d --name db postgres:16\n", **builds})
    image = image_of(read(tmp_path))
    assert (image.origin, image.stateful) == ("", None)


def test_compose_files_that_build_other_services_are_no_candidates(tmp_path):
    others = many("services: {web: {build: .}}\n")
    write(tmp_path, {"run.sh": "docker run -d --name db postgres:16\n", **others})
    assert image_of(read(tmp_path)).origin == "catalogue"
    shop = {"shop/compose.yaml": "services: {api-v2: {build: .}}\n", "shop/Dockerfile": DOCKERFILE}
    write(tmp_path, {"run.sh": "docker run -d --name app shop-api-v2\n", **shop})
    assert image_of(read(tmp_path)).origin == "definition"


def test_what_the_index_read_of_a_file_is_remembered_for_its_own_analysis(tmp_path):
    """The findings are the same, also where the file's settings name another client."""
    files = {
        "run.sh": "docker run -d --restart always acme/app\n",
        "build.sh": "docker build -t acme/app .\ndocker run -d --name db -v ./x:/var/lib/mysql -e MYSQL_ROOT_PASSWORD=x mysql:8\n",
        "Dockerfile": DOCKERFILE,
    }
    write(tmp_path, files)
    old = Settings()
    old.client_version = (20, 10)
    for settings in (Settings(), old):
        alone = analyse(
            Document(str(tmp_path / "build.sh"), files["build.sh"].encode(), "shell"),
            Workspace(str(tmp_path)),
            settings,
        )
        workspace = Workspace(str(tmp_path))
        workspace.shares_memories = True
        read(tmp_path, workspace=workspace)
        path = next(iter(workspace.index._memories))
        memory = workspace.take_memory(path)
        assert memory is not None and workspace.take_memory(path) is None
        document = Document(path, files["build.sh"].encode(), "shell")
        shared = analyse(document, workspace, settings, memory)
        assert [(finding.code, finding.message) for finding in shared.findings] == [
            (finding.code, finding.message) for finding in alone.findings
        ]


def test_volumes_of_one_command_are_told_once(tmp_path):
    compose = "services:\n  a:\n    image: a:1\n    volumes: ['logs:/l', 'backups:/b']\nvolumes:\n  logs:\n  backups:\n"
    write(tmp_path, {"compose.yaml": compose, "run.sh": "docker run --rm -v logs:/l -v backups:/b app:1\n"})
    (finding,) = [finding for finding in read(tmp_path, "run.sh").findings if finding.code == "PSL423"]
    assert finding.message.startswith("Volumes `logs` and `backups` are others than those of ")
    (fix,) = finding.fixes
    assert len(fix.edits) == 2


def test_a_service_that_is_built_upon_an_image_of_its_own_name_ends(tmp_path):
    compose = (
        "services:\n  web:\n    build: .\n    image: acme/web:1\n    volumes: ['x:/x']\nvolumes: {x: }\n"
    )
    dockerfile = "FROM acme/web:base\nVOLUME /data\n"
    run = "docker run -d acme/web:1\n"
    write(
        tmp_path,
        {"compose.yaml": compose, "Dockerfile": dockerfile, "run.sh": run, "b/compose.yaml": compose},
    )
    write(tmp_path, {"b/Dockerfile": dockerfile})
    for name in ("run.sh", "compose.yaml", "b/compose.yaml"):
        assert read(tmp_path, name).timelines[0].containers


def test_a_service_has_the_volumes_of_a_base_that_another_file_builds(tmp_path):
    compose = "services:\n  web:\n    build: .\n    image: acme/web:1\n"
    write(
        tmp_path,
        {
            "compose.yaml": compose,
            "Dockerfile": "FROM acme/web:base\n",
            "base/Dockerfile": "FROM debian:12\nVOLUME /srv/web\n",
            "build.sh": "docker build -t acme/web:base base\n",
            "stop.sh": "docker compose down -v\n",
        },
    )
    (finding,) = [finding for finding in read(tmp_path, "stop.sh").findings if finding.code == "PSL410"]
    assert "the anonymous volume of `web`" in finding.message


def test_a_container_of_another_script_is_known_where_a_script_works_in_it(tmp_path):
    start = "docker run -d --name app -v data:/srv/data acme/app:1\n"
    work = 'docker exec app sh -c "echo a >/srv/data/x"\ndocker exec app sh -c "echo a >/srv/other/x"\n'
    write(tmp_path, {"start.sh": start, "work.sh": work})
    (finding,) = read(tmp_path, "work.sh").findings
    assert finding.code == "PSL104"
    assert "`/srv/other/x` stays inside `app`" in finding.message
    # Two scripts that start it leave open which one did.
    write(tmp_path, {"again.sh": start.replace("/srv/data", "/srv/other")})
    assert read(tmp_path, "work.sh").findings == []


def test_what_is_wrong_with_a_container_is_told_in_its_own_script(tmp_path):
    start = "docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"
    write(tmp_path, {"start.sh": start, "work.sh": "docker exec db psql -c 'select 1'\n"})
    assert read(tmp_path, "work.sh").findings == []
    assert [finding.code for finding in read(tmp_path, "start.sh").findings] == ["PSL101"]
