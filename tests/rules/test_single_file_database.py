"""PSL305 as people would write it."""

import pytest

from tests.rules.told import messages, told

FOUND = {
    "in the project": ('docker run -d --name app -v "$PWD/app.db":/app/app.db app:1\n', 1, "info"),
    "a mode": ("docker run -d -v ./db.sqlite3:/code/db.sqlite3:rw -p 8000:8000 django-app:2\n", 1, "info"),
    "--mount, over lines": (
        "docker run -d --name notes \\\n  --mount type=bind,source=/srv/notes/notes.sqlite,target=/data/notes.sqlite \\\n  notes:1\n",
        2,
        "info",
    ),
    "a variable": (
        'DB=/srv/evcc/evcc.db\ndocker run -d --restart unless-stopped -v "$DB":/root/.evcc/evcc.db evcc/evcc:0.130\n',
        2,
        "info",
    ),
    "not known on the host": ('docker run -d -v "$DB_FILE:/app/data/store.sqlite" app:1\n', 1, "info"),
    "a function": (
        'run() { docker run -d -v "$1/app.db:/app/app.db" app:1; }\nrun /srv/app\n',
        1,
        "info",
    ),
    "an array": (
        'args=(-d -v "$HOME/bot.sqlite:/bot/bot.sqlite")\ndocker run "${args[@]}" bot:1\n',
        1,
        "info",
    ),
    "attached, with ports": ("docker run --rm -p 80:80 -v $(pwd)/x.db:/x.db app:1\n", 1, "info"),
    "podman": (
        "podman run -d -v ./grafana.db:/var/lib/grafana/grafana.db:Z docker.io/grafana/grafana:11.2.0\n",
        1,
        "info",
    ),
    "a demo": ("docker run -d --name demo -v ./app.db:/app/app.db app:1\n", 1, "info"),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert told("PSL305", text) == [(line, severity)]


#: What says that the database has a write-ahead log, and what looks like it and doesn't.
WRITE_AHEAD = {
    "a pragma in the text": (
        'docker run -d -v ./app.db:/app/app.db app:1\ndocker exec app sqlite3 /app/app.db "PRAGMA journal_mode=WAL"\n',
        "warning",
    ),
    "a variable": ("docker run -d -e DB_JOURNAL_MODE=wal -v ./app.db:/app/app.db app:1\n", "warning"),
    "a switch": ("docker run -d -e ENABLE_DB_WAL=true -v ./app.db:/app/app.db app:1\n", "warning"),
    "a file of the log": ("rm -f app.db-wal\ndocker run -d -v ./app.db:/app/app.db app:1\n", "warning"),
    "a comment": ("# SQLite runs in WAL mode.\ndocker run -d -v ./app.db:/app/app.db app:1\n", "warning"),
    "a program that always has one": (
        "docker run -d -v ./db.sqlite3:/data/db.sqlite3 vaultwarden/server:1.32\n",
        "warning",
    ),
    "another one": (
        "docker run -d -v ./kuma.db:/app/data/kuma.db louislam/uptime-kuma:1\n",
        "warning",
    ),
    "nothing": ("docker run -d -v ./app.db:/app/app.db app:1\n", "info"),
    "a wall": ("# behind the firewall\ndocker run -d -v ./wal.db:/app/wal.db app:1\n", "info"),
}


@pytest.mark.parametrize("name", WRITE_AHEAD)
def test_a_write_ahead_log_makes_it_loud(name):
    text, severity = WRITE_AHEAD[name]
    assert severity in [said for _, said in told("PSL305", text)]


SILENT = {
    "read-only": "docker run -d -v ./geo.db:/app/geo.db:ro app:1\n",
    "the directory": "docker run -d -v ./data:/app/data app:1\n",
    "with its journal": (
        "docker run -d -v ./a.db:/app/a.db -v ./a.db-wal:/app/a.db-wal -v ./a.db-shm:/app/a.db-shm app:1\n"
    ),
    "the directory too": "docker run -d -v ./data:/app/data -v ./x.db:/app/data/x.db app:1\n",
    "a tool that ends": 'docker run --rm -v "$PWD/app.db":/app.db keinos/sqlite3:3.46 sqlite3 /app.db .dump\n',
    "a shell": "docker run --rm -it -v $PWD/app.db:/app.db keinos/sqlite3:3.46 sqlite3 /app.db\n",
    "no database of its own": "docker run -d -v ./aliases.db:/etc/aliases.db mail:1\n",
    "a directory by its name": "docker run -d -v ./mongo.db:/data/db mongo:7\n",
    "a volume": "docker run -d -v app.db:/app/db app:1\n",
    "configuration": "docker run -d -v ./app.conf:/app/app.conf app:1\n",
    "another kind of file": "docker run -d -v ./h2.mv.db:/data/h2.mv.db app:1\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL305", SILENT[name]) == []


def test_silent_for_a_directory_of_that_name():
    text = "docker run -d -v ./x.db:/app/x.db app:1\n"
    assert told("PSL305", text, **{"x.db__readme.txt": "a directory\n"}) == []


def test_the_message_names_the_journal():
    (message,) = messages("PSL305", "docker run -d --name app -v ./app.db:/srv/app.db app:1\n")
    assert "`/srv/app.db-wal`" in message
    assert "`app`" in message


def test_a_database_without_a_journal():
    text = "docker run -d -v /srv/fb/database.db:/database.db filebrowser/filebrowser:v2\n"
    assert told("PSL305", text) == []
    assert told("PSL305", text.replace("filebrowser/filebrowser", "acme/files")) == [(1, "info")]
