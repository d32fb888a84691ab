"""PSL602 as people would write it."""

import pytest

from tests.rules.told import told

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

SILENT = [
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
    assert [severity for _, severity in told("PSL602", text)] == ["info"]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL602", text) == []
