"""PSL104 on scripts and documents as people write them."""

import pytest

from tests.rules.checking import Said, block

FOUND = {
    "a shell in the container": (
        "docker run -d --name app myapp:1\ndocker exec app sh -c 'echo row >> /var/app.db'\n",
        2,
        "warning",
    ),
    "a dump that stays inside": (
        "docker run -d --name db -v pg:/var/lib/postgresql/data postgres:16\n"
        "docker exec -u postgres db pg_dump -U app -f /backup/app.sql app\n",
        2,
        "warning",
    ),
    "with --rm": (
        "docker run -d --rm --name cache -v conf:/conf alpine:3.20 sleep infinity\n"
        "docker exec cache sh -c 'date > /state/started'\n",
        2,
        "warning",
    ),
    "by its id, tee": (
        "cid=$(docker run -d alpine:3.20 sleep infinity)\necho hello | docker exec -i $cid tee /data/greeting\n",
        2,
        "warning",
    ),
    "a here-document": (
        "docker run -d --name box debian:12 sleep infinity\n"
        "docker exec -i box bash <<'EOF'\nset -e\nuname -a > /out/system.txt\nEOF\n",
        4,
        "warning",
    ),
    "a function": (
        'inside() { docker exec app "$@"; }\ndocker run -d --name app myapp:1\ninside cp /etc/hosts /srv/hosts.bak\n',
        3,
        "warning",
    ),
    "in a loop over names": (
        "docker run -d --name n1 alpine sleep 1d\nfor n in n1; do docker exec $n sh -c 'echo $HOSTNAME > /id/name'; done\n",
        2,
        "warning",
    ),
    "podman, a working directory": (
        "podman run -d --name web -w /srv nginx:1.29\npodman exec -w /srv/files web sh -c 'date > built'\n",
        2,
        "warning",
    ),
    "configuration is a note": (
        "docker run -d --name web nginx:1.29\ndocker exec web sh -c \"echo 'gzip on;' >> /etc/nginx/conf.d/gzip.conf\"\n",
        2,
        "info",
    ),
    "a container that is removed again": (
        "docker run -d --name app myapp:1\ndocker exec app sh -c 'echo row >> /var/app.db'\ndocker rm -f app\n",
        2,
        "info",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    said = Said("PSL104", text)
    assert (said.lines, said.severities) == ([line], [severity]), said


SILENT = {
    "the redirection is the host's": (
        "docker run -d --name db -v pg:/var/lib/postgresql/data postgres:16\ndocker exec db pg_dump -U app app > app.sql\n"
    ),
    "mounted": "docker run -d --name app -v data:/var/data myapp:1\ndocker exec app sh -c 'echo row >> /var/data/app.db'\n",
    "a container that the text doesn't make": "docker exec app sh -c 'echo row >> /var/app.db'\n",
    "mounts that aren't known": "docker run -d --name app $OPTS myapp:1\ndocker exec app sh -c 'echo row >> /var/app.db'\n",
    "scratch, copied out": (
        "docker run -d --name db -v pg:/var/lib/postgresql/data postgres:16\n"
        "docker exec db pg_dump -U app -f /tmp/app.sql app\ndocker cp db:/tmp/app.sql .\n"
    ),
    "copied out": (
        "docker run -d --name app myapp:1\ndocker exec app sh -c 'make-report > /out/report.txt'\ndocker cp app:/out/report.txt .\n"
    ),
    "the server's own commands": (
        "docker run -d --name db -v pg:/var/lib/postgresql/data postgres:16\n"
        "docker exec db psql -U app -c 'create table t (i int)'\ndocker exec db createdb -U app x\n"
    ),
    "used up at once": (
        "docker run -d --name db -v pg:/var/lib/postgresql/data postgres:16\n"
        "docker exec -i db sh -c 'cat > /init.sql' < init.sql\ndocker exec db psql -U app -f /init.sql\n"
    ),
    "only read": "docker run -d --name app myapp:1\ndocker exec app cat /var/app.db\ndocker exec app ls -l /var\n",
    "committed": (
        "docker run -d --name app myapp:1\ndocker exec app sh -c 'echo row >> /var/app.db'\ndocker commit app myapp:2\n"
    ),
    "the engine's own files": "docker run -d --name app myapp:1\ndocker exec app sh -c 'echo 10.0.0.1 db >> /etc/hosts'\n",
    "removed again inside": "docker run -d --name app myapp:1\ndocker exec app sh -c 'date > /x; wc /x; rm /x'\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    said = Said("PSL104", SILENT[name])
    assert said.lines == [], said


def test_in_a_document():
    text = block(["docker run -d --name app myapp:1\n", "docker exec app sh -c 'echo row >> /var/app.db'\n"])
    said = Said("PSL104", text, "guide.md")
    assert (said.lines, said.severities) == ([10], ["info"]), said


def test_the_message_names_path_container_and_mount():
    (message,) = Said("PSL104", FOUND["a shell in the container"][0]).messages
    assert "`/var/app.db`" in message
    assert "`app`" in message


def test_silent_for_a_form_to_fill_in():
    text = block(
        "$ docker run --name mongo -v /my/dir:/data/db -d mongo\n"
        "$ docker exec mongo sh -c 'exec mongodump -d <database_name> --archive' > all.archive\n",
        "console",
    )
    assert Said("PSL104", text, "guide.md").lines == []


@pytest.mark.parametrize(
    "dump",
    [
        "mysqldump -uroot -psecret shop | gzip > shop.gz",
        "mariadb-dump -psecure-r --all-databases > all.sql",
        "mongodump --archive --gzip --db shop > shop.archive",
    ],
)
def test_silent_for_a_dump_on_standard_output(dump):
    text = f"docker run -d --name db -v d:/var/lib/mysql mysql:8.4\ndocker exec db {dump}\n"
    assert Said("PSL104", text).lines == []
