"""PSL308 as people would write it."""

import pytest

from tests.rules.told import messages, told

RUN = 'docker run -d --name web -v "$PWD/site.conf":/etc/nginx/conf.d/site.conf:ro nginx:1.29\n'

FOUND = {
    "sed -i": (RUN + "sed -i s/old/new/ site.conf\n", 2),
    "mv of a new one": (RUN + "jq . a.json > new.conf\nmv new.conf site.conf\n", 3),
    "by its whole path, sudo": (
        "docker run -d --name ha -v /etc/ha/ha.cfg:/usr/local/etc/haproxy/haproxy.cfg haproxy:3.0\n"
        "sudo sed -i.bak 's/a/b/' /etc/ha/ha.cfg\n",
        2,
    ),
    "install": (RUN + "install -m 644 build/site.conf ./site.conf\ndocker exec web nginx -s reload\n", 2),
    "a variable": (
        "CONF=/srv/app/app.ini\ndocker run -d --name app -v $CONF:/app.ini my/app:1\nmv /tmp/app.ini.new $CONF\n",
        3,
    ),
    "a kill -HUP reads the old one": (RUN + "sed -i s/a/b/ site.conf\ndocker kill -s HUP web\n", 2),
    "inside": (
        "docker run -d --name app -v ./app.ini:/app.ini my/app:1\ndocker exec app sed -i s/a/b/ /app.ini\n",
        2,
    ),
    "inside, mv": (
        "docker run -d --name app -v ./app.ini:/app.ini my/app:1\n"
        "docker exec app sh -c 'grep -v x /app.ini > /tmp/n && mv /tmp/n /app.ini'\n",
        2,
    ),
    "podman, --mount": (
        "podman run -d --name app --mount type=bind,src=/srv/app.ini,dst=/app.ini my/app:1\nperl -pi -e s/a/b/ /srv/app.ini\n",
        2,
    ),
    "a function": ('put() { mv "$1" "$2"; }\n' + RUN + "put new.conf site.conf\n", 3),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL308", text) == [(line, "warning")]


SILENT = {
    "never changed": RUN + "docker exec web nginx -t\n",
    "changed before": "sed -i s/a/b/ site.conf\n" + RUN,
    "written in place": RUN + "cat new.conf > site.conf\ncp new.conf site.conf\necho x >> site.conf\n",
    "restarted after it": RUN + "sed -i s/a/b/ site.conf\ndocker restart web\n",
    "made anew after it": RUN + "sed -i s/a/b/ site.conf\ndocker rm -f web\n" + RUN,
    "stopped and started": RUN + "docker stop web\nmv n.conf site.conf\ndocker start web\n",
    "the directory is mounted": 'docker run -d --name web -v "$PWD/conf":/etc/nginx/conf.d nginx:1.29\nsed -i s/a/b/ conf/site.conf\n',
    "another file": RUN + "sed -i s/a/b/ other.conf\n",
    "a container that has ended": 'docker run --rm -v "$PWD/a.ini":/a.ini alpine:3.20 cat /a.ini\nsed -i s/a/b/ a.ini\n',
    "written in place inside": (
        "docker run -d --name app -v ./app.ini:/app.ini my/app:1\ndocker exec app sh -c 'echo x >> /app.ini'\n"
    ),
    "something that isn't followed may restart it": RUN + "sed -i s/a/b/ site.conf\n./reload.sh\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL308", SILENT[name]) == []


def test_the_message_names_file_and_container():
    (message,) = messages("PSL308", FOUND["sed -i"][0])
    assert "`site.conf`" in message or "`$PWD/site.conf`" in message
    assert "`web`" in message
