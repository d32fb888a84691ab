"""PSL101 on scripts as people write them."""

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.rules.checking import Said, block

FOUND = {
    "plain": ("docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n", 1, "warning"),
    "over several lines, sudo, the long verb": (
        "sudo docker container run --detach \\\n  --name shop \\\n  --env MYSQL_ROOT_PASSWORD=x \\\n  mysql:8.4 --port 3307\n",
        4,
        "warning",
    ),
    "options in an array, podman": (
        'opts=(-d --name queue --hostname q1)\npodman run "${opts[@]}" docker.io/library/rabbitmq:3-management\n',
        2,
        "info",
    ),
    "the image in a variable with a default": (
        'IMAGE=${IMAGE:-mongo:7}\ndocker run -d --restart unless-stopped --name docs "$IMAGE"\n',
        2,
        "warning",
    ),
    "a function with the image as its argument": (
        'start() { docker run -d --name "$1" "$2"; }\nstart search elasticsearch:8.15.0\n',
        2,
        "warning",
    ),
    "a mount beside it": (
        'docker run -d --name db -v "$PWD/init":/docker-entrypoint-initdb.d mariadb:11\n',
        1,
        "warning",
    ),
    "created, then started": ("docker create --name reg registry:2\ndocker start reg\n", 1, "warning"),
    "the directory moved by a variable": (
        "docker run -d --name db -e PGDATA=/pg/data postgres:16\n",
        1,
        "warning",
    ),
    "settings only": ("docker run -d --name dash -p 3001:3000 prom/prometheus\n", 1, "info"),
    "a cache that is asked to keep its data": (
        "docker run -d --name jobs redis:7 redis-server --loglevel warning --appendonly yes\n",
        1,
        "warning",
    ),
    "the same with snapshots": ("docker run -d --name jobs redis:7 --save 60 1\n", 1, "info"),
    "by its Dockerfile": (
        "docker build -t jobs - <<'EOF'\nFROM valkey/valkey:8\n"
        'CMD ["valkey-server", "--appendonly", "yes"]\nEOF\ndocker run -d --name jobs jobs\n',
        5,
        "warning",
    ),
    "a cache that says nothing": ("docker run -d --name jobs redis:7\n", 1, "info"),
    "an option that can't be read": ('docker run -d --name jobs redis:7 --save "$SAVE"\n', 1, "info"),
    "for a test": ("docker run -d --name test-db postgres:16\n", 1, "info"),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    said = Said("PSL101", text)
    assert (said.lines, said.severities) == ([line], [severity]), said


SILENT = {
    "a volume": "docker run -d -v pgdata:/var/lib/postgresql/data postgres:16\n",
    "a tmpfs on purpose": "docker run -d --tmpfs /var/lib/postgresql/data postgres:16\n",
    "a cache that keeps nothing": (
        "docker run -d --name jobs redis:7 redis-server --appendonly no --save ''\n"
        'docker run -d --name c2 valkey/valkey:8 --save ""\n'
        "docker run -d --rm --name c3 redis --save= --maxmemory 1gb\n"
    ),
    "a client": (
        "docker run --rm -it postgres psql -h db\ndocker run --rm mysql:8 mysqldump -h db app > app.sql\n"
        "docker run --rm redis redis-cli -h cache ping\ndocker run -it --rm mongo:7 mongosh mongodb://db/app\n"
    ),
    "another entrypoint": (
        "docker run --rm --entrypoint /keygen.sh linuxserver/openssh-server\n"
        "docker run --rm --entrypoint bash postgres:16 -c 'ls /'\n"
    ),
    "a tool of the image that isn't its server": (
        "docker run --rm mariadb:11 my_print_defaults --mysqld\ndocker run --rm -it orientdb /orientdb/bin/console.sh\n"
    ),
    "only asked": (
        "docker run --rm postgres:16 --version\ndocker run --rm mysql:8 --verbose --help\ndocker run --rm influxdb:2 influxd -h\n"
        "docker run --rm kapacitor kapacitord config > kapacitor.conf\n"
        'docker run --rm -v "$PWD":/config grafana/loki:3.0.0 -config.file=/config/loki.yaml -verify-config=true\n'
        "docker run --rm grafana/loki:3.0.0 -config.file=/etc/loki/local-config.yaml -print-config-stderr\n"
    ),
    "volumes of another container": (
        "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\n"
        "docker run -d --name copy --volumes-from db postgres:16\n"
        "docker run -d --name two --volumes-from elsewhere postgres:16\n"
    ),
    "a data container": (
        "docker create --name keep -v /var/lib/postgresql/data postgres:16 true\n"
        "docker run -d --name db --volumes-from keep postgres:16\n"
    ),
    "unknown options": 'docker run -d $OPTS postgres:16\ndocker run -d "$@" postgres:16\n',
    "an unknown command": 'docker run --rm postgres:16 $COMMAND\ndocker run --rm postgres:16 "$@"\n',
    "an unknown image": "docker run -d example/app\ndocker run -d $IMAGE\ndocker run -d my-postgres:16\n",
    "nothing is stored unless told so": "docker run -d --name bus nats:2\ndocker run -d memcached\n",
    "an image for hire": "docker run -d registry.access.redhat.com/rhscl/mysql-80-rhel7\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    said = Said("PSL101", SILENT[name])
    assert said.lines == [], said


def test_a_path_that_depends_on_a_setting_is_a_note_only():
    text = "docker run -d --name wiki -v images:/var/www/html/images -v conf:/var/www/html/LocalSettings.php mediawiki\n"
    said = Said("PSL101", text)
    assert said.severities == ["info"]
    assert "when SQLite is used" in said.messages[0]


def test_what_is_switched_on_counts():
    said = Said("PSL101", "docker run -d --name bus nats:2 -js -sd /data\n")
    assert said.severities == ["warning"]


def test_the_message_says_how_to_keep_it():
    (message,) = Said("PSL101", "docker run --rm --name db -e POSTGRES_PASSWORD=x postgres:16\n").messages
    assert "`--rm` deletes it when the command ends" in message
    assert "`-v pgdata:/var/lib/postgresql/data`" in message


def test_the_message_names_the_directory_that_is_used():
    (message,) = Said(
        "PSL101", "docker run -d --name db -e PGDATA=/pg/data -e POSTGRES_PASSWORD=x postgres:16\n"
    ).messages
    assert "`/pg/data`" in message


def test_default_of_the_text_is_named():
    (message,) = Said("PSL101", 'docker run -d --name docs "${IMAGE:-mongo:7}"\n').messages
    assert "unless IMAGE is set" in message


PG = "postgres:16-alpine"
RUN = f"docker run -d --name db -e POSTGRES_PASSWORD=x {PG}"
STAYS = RUN.replace("-d", "-d --restart always")


def page(command: str, heading: str = "Install the database", before: str = "", title: str = "Shop") -> str:
    return f"# {title}\n\n## {heading}\n\n{before}\n\n```bash\n{command}\n```\n"


def severities(text: str, name: str = "guide.md") -> list[str]:
    return Said("PSL101", text, name).severities


@pytest.mark.parametrize(
    "text",
    [
        page(STAYS),
        page(STAYS, "Deployment"),
        page(STAYS, "Déploiement en production"),
        page(STAYS, "安装"),
        page(STAYS, "Database", "To install it, run:"),
        page(RUN.replace("-d", "-d --restart=unless-stopped"), "Database"),
        page(RUN.replace("-d", "-d --restart on-failure"), "Database"),
        page(RUN.replace("-d", "-d -v logs:/var/log"), "Anything"),
        page(RUN.replace("-d", "-v $PWD/media:/media"), "Anything"),
        page(STAYS, "Installation", "So that no data is lost in an update, stop it first."),
        page(STAYS, "Installation", "Don't forget the password."),
        page(STAYS, "Configure and deploy"),
        block(f"{RUN}\n"),
    ],
)
def test_documents_that_set_something_up(text: str) -> None:
    assert severities(text) == (["warning"] if "## " in text else ["info"])


@pytest.mark.parametrize(
    ("options", "severity"),
    [
        ("redis-server --appendonly yes", "warning"),
        ("valkey-server --save 60 1 --loglevel warning", "info"),
        ("redis-server --port 7000", "info"),
        ("", "info"),
    ],
)
def test_a_server_of_a_document_that_is_told_to_keep_its_data(options: str, severity: str) -> None:
    image = "valkey/valkey:8" if options.startswith("valkey") else "redis:7"
    assert severities(page(f"docker run -d --name cache {image} {options}", "Cache")) == [severity]
    assert severities(page(f"docker run --name cache {image} {options}", "Cache")) == ["info"]


@pytest.mark.parametrize(
    "text",
    [
        page(RUN, "Networks"),
        page(RUN, "Les réseaux"),
        page(RUN, "Variables de entorno"),
        page(RUN, "日志"),
        page(RUN, "Limit the memory"),
        page(RUN, "Cheat sheet"),
        page(RUN, "The first container"),
        page(RUN, "Install it", title="Networking"),
        page(f"docker run -e POSTGRES_PASSWORD=x {PG}", "Install it"),
        page(f"docker run --rm -e POSTGRES_PASSWORD=x -e DEBUG=1 {PG}", "Install it"),
        page(f"docker run -it -p 5432:5432 -e POSTGRES_PASSWORD=x {PG}", "Install it"),
        page(RUN.replace("-d", "-d -v ./pg.conf:/etc/postgresql/pg.conf:ro"), "Configuration"),
        page(RUN.replace("-d", "-d -v ./init:/docker-entrypoint-initdb.d"), "Secrets"),
    ],
)
def test_documents_that_show_a_part(text: str) -> None:
    assert severities(text) == ["info"]
    script = text.partition("```bash\n")[2].partition("```")[0]
    # What is run in the foreground is looked at there, too.
    assert severities(script, "run.sh") == ["warning" if "-d " in script else "info"]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("docker run -d --name db -e POSTGRES_PASSWORD=x {}", "warning"),
        ("docker run --detach --name db -p 5432:5432 -e POSTGRES_PASSWORD=x {}", "warning"),
        ("docker run -d --name=db --network app -e POSTGRES_PASSWORD=x {}", "warning"),
        ("docker run --restart always -e POSTGRES_PASSWORD=x {}", "warning"),
        ("docker run -v exports:/exports -e POSTGRES_PASSWORD=x {}", "warning"),
        ("docker run --name db -e POSTGRES_PASSWORD=x {} &", "warning"),
        ("docker create --name db -e POSTGRES_PASSWORD=x {}\ndocker start db", "warning"),
        ("docker run --name db -e POSTGRES_PASSWORD=x {}", "info"),
        ("docker run -it --name db -p 5432:5432 -e POSTGRES_PASSWORD=x {}", "info"),
        ("docker run -e POSTGRES_PASSWORD=x {}", "info"),
        ("docker run -d -e POSTGRES_PASSWORD=x {}", "info"),
        ("docker run -d -p 5432:5432 -e POSTGRES_PASSWORD=x {}", "warning"),
        ("docker run -dP -e POSTGRES_PASSWORD=x {}\n./app", "warning"),
        ("docker run -d -p 5432:5432 -e POSTGRES_PASSWORD=x {}\nnpm test", "info"),
        ("docker run -d -p 5432:5432 -e POSTGRES_PASSWORD=x {}\npytest -q", "info"),
    ],
)
def test_a_run_of_a_script_that_is_there_for_good(line: str, severity: str) -> None:
    assert severities(line.format(PG) + "\n", "setup.sh") == [severity]


@pytest.mark.parametrize(
    ("comment", "before", "heading"),
    [
        ("# Without a volume", "", "Install"),
        ("# no volume: the data is lost\n", "", "Install"),
        ("# ephemeral, for tests only", "", "Install"),
        ("# sin volumen", "", "Instalación de la base, install"),
        ("# sem volume", "", "Install"),
        ("# sans volume", "", "Install"),
        ("# ohne Volume", "", "Install"),
        ("# без тома", "", "Install"),
        ("# 不挂载数据卷", "", "Install"),
        ("# 永続化しない", "", "Install"),
        ("# 볼륨 없이", "", "Install"),
        ("# ❌ À ÉVITER", "", "Install"),
        ("# Wrong!", "", "Install"),
        ("", "Les données seront perdues à la suppression.", "Install"),
        ("", "Try it out with a throw-away database:", "Install"),
        ("", "This keeps nothing: all its data is lost when it ends.", "Install"),
        ("", "❌ **Dangereux :**", "Install"),
        ("", "", "Install without persistence"),
    ],
)
def test_what_says_that_it_is_volatile_or_wrong(comment: str, before: str, heading: str) -> None:
    command = f"{comment}\n{RUN}" if comment else RUN
    assert severities(page(command, heading, before)) == ["info"]
    if comment:
        assert severities(f"{command}\n", "run.sh") == ["info"]


@pytest.mark.parametrize(
    "comment",
    [
        "# start the database",
        "# so that no data is lost, wait for it",
        "# don't lose data: back it up first",
        "# avoid port conflicts",
        "# if the data is lost, restore the backup",
        "# to prevent that data is lost, see the wiki",
        "# temporary fix for the port",
        "# bad things happen without a password",
        "# don't forget the password",
        "# wait until it is ready",
        "# persistent volumes come later",
    ],
)
def test_comments_that_say_nothing_of_the_kind(comment: str) -> None:
    assert severities(f"{comment}\n{RUN}\n", "run.sh") == ["warning"]
    assert severities(page(f"{comment}\n{STAYS}")) == ["warning"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (RUN, "without-volume-run.sh", "info"),
        (RUN, "run-no-volume.sh", "info"),
        (RUN, "volatile.sh", "info"),
        (RUN, "run-volume.sh", "warning"),
        (RUN, "volumes.sh", "warning"),
        (RUN.replace("-d", "-d -e I_REALLY_WANT_VOLATILE_STORAGE=true"), "run.sh", "info"),
        (RUN.replace("-d", "-d -e WITHOUT_SSL=true"), "run.sh", "warning"),
        (RUN.replace("name db", "name lab-sin-volumen"), "run.sh", "info"),
        (RUN.replace("name db", "name ephemeral-db"), "run.sh", "info"),
        (RUN.replace("name db", "name volume-db"), "run.sh", "warning"),
    ],
)
def test_names_that_say_it(text: str, name: str, expected: str) -> None:
    assert severities(f"{text}\n", name) == [expected]


def test_a_file_gets_no_volume():
    (message,) = Said("PSL101", "docker run -d --name wiki mediawiki\n").messages
    assert "LocalSettings.php`" in message
    assert "LocalSettings.php`" not in message.partition("Add `")[2]


def test_variables_are_told_as_they_are_written():
    (message,) = Said("PSL101", 'docker run -d --name "$NAME" postgres:16\n').messages
    assert "`$NAME`" in message


def test_the_definition_of_an_image_that_the_catalogue_has():
    text = (
        "docker build -t sonatype/nexus3 - <<'EOF'\nFROM alpine\nVOLUME /nexus-data\nVOLUME /other\nEOF\n"
        "docker run -d --name nexus sonatype/nexus3\n"
    )
    (message,) = Said("PSL101", text).messages
    assert "Sonatype Nexus's artifacts" in message
    assert "`/other`" in message


#: Images with a database of their own, which another one takes the place of.
EMBEDDED = [
    ("-e MB_DB_TYPE=postgres -e MB_DB_HOST=db", "metabase/metabase"),
    ("-e MB_DB_CONNECTION_URI=postgres://db:5432/metabase", "metabase/metabase:v0.50"),
    ("-e GF_DATABASE_TYPE=mysql -e GF_DATABASE_HOST=db:3306", "grafana/grafana:11.2.0"),
    ("--env DB=postgres --env DB_HOST=db", "healthchecks/healthchecks:v3.5"),
    (
        "-e DRONE_DATABASE_DRIVER=postgres -e DRONE_DATABASE_DATASOURCE=postgres://root@db/drone",
        "drone/drone:2",
    ),
    ('-e WOODPECKER_DATABASE_DRIVER="$DRIVER"', "woodpeckerci/woodpecker-server:v2"),
    ("--env-file metabase.env", "metabase/metabase"),
    ("--link mysql:mysql", "metabase/metabase"),
    ("-e DB_VENDOR=postgres -e DB_HOST=db", "bonita:2026.2"),
    # The data directory, without the option that puts it at the VOLUME.
    ('-e GN_CONFIG_PROPERTIES="-Des.host=search"', "geonetwork:4.4"),
]


@pytest.mark.parametrize(("options", "image"), EMBEDDED)
def test_an_embedded_database_that_another_replaces_holds_nothing(options, image):
    assert Said("PSL101", f"docker run -d --name app {options} {image}\n").lines == []
    assert Said("PSL101", f"docker run -d --name app {image}\n").lines == [1]


@pytest.mark.parametrize(
    ("options", "image"),
    [
        ("-e MB_DB_TYPE=h2", "metabase/metabase"),
        ("-e GF_DATABASE_TYPE=sqlite3", "grafana/grafana"),
        ("-e DB=sqlite", "healthchecks/healthchecks"),
        ("-e DRONE_DATABASE_DRIVER=sqlite3", "drone/drone:2"),
        ('-e GN_CONFIG_PROPERTIES="-Dgeonetwork.dir=/catalogue-data"', "geonetwork:4.4"),
    ],
)
def test_a_variable_may_say_that_it_is_the_embedded_one(options, image):
    assert Said("PSL101", f"docker run -d --name app {options} {image}\n").lines == [1]


def test_only_what_is_written_is_told():
    (message,) = Said("PSL101", "docker run -d --name red -e REDMINE_DB_POSTGRES=db redmine:6\n").messages
    assert "/usr/src/redmine/files" in message and "sqlite" not in message
    (message,) = Said("PSL101", "docker run -d --name red redmine:6\n").messages
    assert "/usr/src/redmine/files" in message and "/usr/src/redmine/sqlite" in message


def test_a_definition_may_set_the_variable():
    files = {"Dockerfile": "FROM metabase/metabase:v0.50\nENV MB_DB_TYPE=postgres\n"}
    text = "docker build -t bi .\ndocker run -d --name bi bi\n"
    assert Said("PSL101", text, **files).lines == []


def test_a_path_is_told_once_however_often_the_server_starts():
    text = "docker run -d --restart always --name registry registry:2\nsudo systemctl restart docker\n"
    (message,) = Said("PSL101", text).messages
    assert message.count("`/var/lib/registry`") == 1 and message.endswith(
        "`-v registry-data:/var/lib/registry`."
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "README.md",
            block(["docker run -d -e POSTGRES_PASSWORD=x postgres:17\n", "docker volume prune\n"]),
            "may be destroyed here: `docker volume prune`",
        ),
        (
            "run.sh",
            "docker run -d --name db postgres:17\ndocker rm -f -v db\n",
            "destroyed here: `docker rm -f -v db`",
        ),
    ],
)
def test_what_may_destroy_it_is_told_as_that(name, text, told):
    document = Document(name, text.encode(), "markdown" if name.endswith(".md") else "shell")
    (finding,) = analyse(document, Workspace("."), Settings()).findings
    assert [related.message for related in finding.related] == [told]


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ("-v ./work:/home/jovyan/work", []),
        ("--mount type=bind,src=/srv/nb,dst=/home/jovyan/notebooks", []),
        ("-v ~/.ssh:/home/jovyan/.ssh:ro", [1]),
        ("-p 8888:8888", [1]),
        ("-e NB_USER=callisto -v ./work:/home/callisto/work", []),
    ],
)
def test_a_home_keeps_what_is_in_the_mount_below(options, lines):
    assert Said("PSL101", f"docker run --rm {options} quay.io/jupyter/base-notebook\n").lines == lines


@pytest.mark.parametrize(
    ("options", "said"),
    [("", "`-v ora-data:/ORCL`"), ("-v ora:/ORCL", ""), ("-v ora:/opt/oracle/oradata", "/ORCL")],
)
def test_older_oracle_databases_keep_their_files_elsewhere(options, said):
    image = "container-registry.oracle.com/database/enterprise:12.2.0.1"
    result = Said("PSL101", f"docker run -d --name ora {options} {image}\n")
    wrong = Said("PSL202", f"docker run -d --name ora {options} {image}\n")
    assert bool(result.messages + wrong.messages) == bool(said)
    assert all(said in message for message in result.messages + wrong.messages)


@pytest.mark.parametrize(
    ("options", "image", "variable"),
    [
        ("", "postgres:16", "POSTGRES_PASSWORD"),
        ("-p 5432:5432", "postgres", "POSTGRES_PASSWORD"),
        ("-e POSTGRES_USER=x", "postgres:16-alpine", "POSTGRES_PASSWORD"),
        ("-e POSTGRES_DB=x", "postgis/postgis:16-3.4", "POSTGRES_PASSWORD"),
        ("-e A=b", "pgvector/pgvector:pg16", "POSTGRES_PASSWORD"),
        ("", "timescale/timescaledb:latest-pg16", "POSTGRES_PASSWORD"),
        ("-e MYSQL_DATABASE=x", "mysql:8.4", "MYSQL_ROOT_PASSWORD"),
        ("-e MYSQL_PASSWORD=x", "mysql", "MYSQL_ROOT_PASSWORD"),
        ("", "mariadb:11", "MARIADB_ROOT_PASSWORD"),
        ("-e MARIADB_USER=x", "mariadb", "MARIADB_ROOT_PASSWORD"),
        ("", "percona:8.0", "MYSQL_ROOT_PASSWORD"),
        ("-e MSSQL_SA_PASSWORD=x", "mcr.microsoft.com/mssql/server:2022-latest", "ACCEPT_EULA"),
        ("", "gvenzl/oracle-free:23", "ORACLE_PASSWORD"),
        ("", "arangodb:3.12", "ARANGO_ROOT_PASSWORD"),
    ],
)
def test_a_database_that_cannot_start(options: str, image: str, variable: str) -> None:
    command = f"docker run -d --name db {options} {image}"
    said = Said("PSL101", f"{command}\n")
    assert said.severities == ["warning"]
    (message,) = said.messages
    assert f"ends at once, because `{variable}` isn't given" in message
    assert severities(page(command)) == ["info"]


@pytest.mark.parametrize(
    ("options", "image"),
    [
        ("-e POSTGRES_PASSWORD=x", "postgres:16"),
        ("-e POSTGRES_PASSWORD", "postgres:16"),
        ('-e POSTGRES_PASSWORD="$PW"', "postgres:16"),
        ("-e POSTGRES_PASSWORD_FILE=/run/secrets/pw", "postgres:16"),
        ("-e POSTGRES_HOST_AUTH_METHOD=trust", "postgres:16"),
        ("--env-file db.env", "postgres:16"),
        ("", "postgres:9.4"),
        ("-e MYSQL_ALLOW_EMPTY_PASSWORD=yes", "mysql:8.4"),
        ("-e MYSQL_RANDOM_ROOT_PASSWORD=1", "mysql:8.4"),
        ("-e MYSQL_ROOT_PASSWORD=x", "mariadb:11"),
        ("-e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1", "mariadb:11"),
        ("", "mongo:7"),
    ],
)
def test_a_database_that_may_start(options: str, image: str) -> None:
    said = Said("PSL101", f"docker run -d --name db {options} {image}\n")
    assert said.severities == ["warning"]
    assert "ends at once" not in said.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "docker run -d --name m influxdb:meta\n",
        "docker run -d --name d influxdb:1.11-data\n",
        "docker run -v d:/root/influxdb/data -v $PWD/i.conf:/root/i.conf:ro influxdb:1.8 -config /root/i.conf\n",
        "docker run -v d:/mongo -v $PWD/m.conf:/etc/m.conf mongo:7 --config /etc/m.conf\n",
        "docker run -v d:/srv/pg -e POSTGRES_PASSWORD=x -v $PWD/etc:/etc/pg postgres:16 -c config_file=/etc/pg/pg.conf\n",
        "docker run -d -v c:/config -v /data:/data linuxserver/radarr\n",
        "docker run -d -v c:/config -v /mnt/media:/media lscr.io/linuxserver/sonarr:latest\n",
    ],
)
def test_what_settings_may_keep_elsewhere_is_unknown(text: str) -> None:
    for code in ("PSL101", "PSL203"):
        assert [severity for severity in Said(code, text).severities if severity != "info"] == []


@pytest.mark.parametrize(
    "text",
    [
        "docker run -d --name influx influxdb:1.11\n",
        "docker run -d --name influx influxdb:2\n",
        "docker run -d --name mongo -v $PWD/m.conf:/etc/m.conf mongo:7 --config /etc/m.conf\n",
        "docker run -d --name mongo -v d:/logs-of-mongo mongo:7\n",
        "docker run -d --name mongo -v l:/var/log/mongo -v $PWD/m.conf:/etc/m.conf mongo:7 --config /etc/m.conf\n",
    ],
)
def test_what_is_known_stays_loud(text: str) -> None:
    assert "warning" in [*Said("PSL101", text).severities, *Said("PSL203", text).severities]


@pytest.mark.parametrize(
    ("removal", "expected"),
    [
        ("docker rm -vf $(docker ps -aq -f name=shop)", "info"),
        ("docker rm -f $(docker ps -aq --filter name=shop-db)", "info"),
        ("docker rm -f $(docker ps -aq --filter name=^shop-db$)", "info"),
        ("docker rm -f $(docker ps -aq --filter 'name=^/shop-db$')", "info"),
        ('docker rm -f "$(docker ps -aq -f name=shop)"', "info"),
        ("docker container rm --force $(docker container ls --all --quiet --filter name=db)", "info"),
        ("sudo docker rm -f `docker ps -aq -f name=shop`", "info"),
        ("docker rm -vf $(docker ps -aq -f name=other)", "warning"),
        ("docker rm -vf $(docker ps -aq -f name=^db)", "warning"),
        ("docker rm -vf $(docker ps -aq -f name=shop -f status=exited)", "warning"),
        ("docker rm -vf $(docker ps -aq -f ancestor=redis)", "warning"),
        ('docker rm -vf $(docker ps -aq -f name="$NAME")', "warning"),
        ("docker stop $(docker ps -aq -f name=shop)", "warning"),
        ("docker ps -aq -f name=shop", "warning"),
    ],
)
def test_a_removal_through_a_query(removal: str, expected: str) -> None:
    run = "docker run -d --name shop-db -e POSTGRES_PASSWORD=x postgres:16"
    assert severities(f"{run}\n./check\n{removal}\n", "run.sh") == [expected]
    if "sudo" not in removal and "'" not in removal:
        assert severities(f"trap '{removal}' EXIT\n{run}\n./check\n", "run.sh") == [expected]


def test_a_quoted_query_with_several_answers_removes_none() -> None:
    run = "docker run -d --name shop-{} -e POSTGRES_PASSWORD=x postgres:16\n"
    text = run.format("a") + run.format("b") + '\ndocker rm -f "$(docker ps -aq -f name=shop)"\n'
    assert severities(text, "run.sh") == ["warning", "warning"]
    assert severities(text.replace('"', ""), "run.sh") == ["info", "info"]
