"""PSL602 as people would write it."""

import pytest

from tests.rules.told import messages, told

FOUND = [
    'docker run -d -v "$DATA":/var/lib/mysql mysql\n',
    "docker run -d --name db -v pg:/var/lib/postgresql postgres\n",
    "docker run -d -v my:/var/lib/mysql -e MYSQL_ROOT_PASSWORD=x mysql:latest\n",
    "sudo podman run -d -v /srv/my:/var/lib/mysql docker.io/library/mariadb\n",
    "IMG=mariadb\ndocker run -d --mount source=my,target=/var/lib/mysql $IMG\n",
]

#: Volumes of a container that is older than the text, and forms to fill in, which a shell takes for redirections.
FOUND += [
    "docker run --volumes-from old-odoo -p 8070:8069 --name new-odoo --link db:db -t odoo\n",
    "docker run -d --volumes-from $OLD mysql\n",
    "docker run -d --name=web \\\n  -e REDIS_URL= `#optional` \\\n  -v </path/to/config>:/config \\\n  -v </path/to/data>:/data \\\n  --restart unless-stopped \\\n  lscr.io/linuxserver/paperless-ng:latest\n",
    "docker run -d -v <configuration>:/etc/mysql/conf.d -v <volume>:/var/lib/mysql mysql\n",
]

#: Files that no major version is known to refuse.
FOUND += [
    "docker run -d --name=tv -e PUID=1000 -v /srv/tv:/config lscr.io/linuxserver/sonarr:latest\n",
    "docker run -d -p 3000:3000 -v grafana-storage:/var/lib/grafana grafana/grafana\n",
    'docker create --name=web -v "$CONFIG/swag":/config linuxserver/swag\n',
    "docker run -d --restart always -v metrics:/prometheus prom/prometheus:latest\n",
]

SILENT = [
    # The configuration alone: what the next version meets is made anew.
    'docker run -d -v "$PWD/conf":/mosquitto/config -v /mosquitto/data eclipse-mosquitto\n',
    "docker run -d -v /srv/couch/etc:/opt/couchdb/etc/local.d couchdb\n",
    "docker run --rm --volumes-from db mysql mysqldump -h db --all-databases\n",
    "docker run -d --volumes-from old mysql:8.4\n",
    "docker run --rm --volumes-from db ubuntu tar c /var/lib/mysql\n",
    "docker run -d -v <volume>:/backup -v <other>:/restore mysql\n",
    "docker run -d -v <volume>:/var/lib/mysql -v <other>:/backup mysql:8.4\n",
    "docker run -d mysql < init.sql > log\n",
    # A placeholder of a document.
    "docker run -d -v my:/var/lib/mysql mysql:tag\n",
    "docker run -d -v pg:/var/lib/postgresql/data postgres:16\n",
    "docker run -d -v pg:/var/lib/postgresql postgres:$TAG\n",
    "docker run -d postgres\n",
    "docker run -d -v my:/var/lib/mysql mysql:8.4\n",
    "docker run --rm -it -v my:/var/lib/mysql mysql mysql -h db\n",
    "docker run -d -v pg:/var/lib/postgresql --name test-db postgres\n",
    "docker run -d -v conf:/etc/nginx nginx\n",
    "docker run -d -v pg:/backup postgres\n",
    "docker run -d -v pg:/var/lib/postgresql $IMAGE\n",
]


@pytest.mark.parametrize("text", FOUND)
def test_found(text):
    assert [severity for _, severity in told("PSL602", text)] == ["hint"]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL602", text) == []


@pytest.mark.parametrize(
    ("image", "target", "said"),
    [
        ("mysql", "/var/lib/mysql", "names no version. A later pull may bring a new major version"),
        ("nextcloud", "/var/www/html", "names no version. A later pull may bring a new major version"),
        ("rabbitmq", "/var/lib/rabbitmq", "names no version. A later pull may bring a new major version"),
        ("prom/prometheus", "/prometheus", "names no version. A later pull may bring another one"),
        ("lscr.io/linuxserver/vlc:latest", "/config", "names no version. A later pull may bring another one"),
        (
            "lscr.io/linuxserver/sqlitebrowser",
            "/config",
            "names no version. A later pull may bring another one",
        ),
    ],
)
def test_only_known_formats_are_said_to_be_refused(image, target, said):
    (message,) = messages("PSL602", f"docker run -d --name app -v kept:{target} {image}\n")
    assert message.startswith(f"Image `{image}` {said}") and "`kept`" in message


def test_the_data_is_named_and_not_the_configuration():
    text = "docker run -d -v /srv/conf:/config -v /srv/data:/data linuxserver/smokeping\n"
    (message,) = messages("PSL602", text)
    assert "`/srv/data`" in message and "/srv/conf" not in message
