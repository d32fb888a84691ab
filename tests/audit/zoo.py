"""Imitations of images that people run: the real VOLUMEs and variables, and an entry point that writes where the real one writes."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.engine import Engine

_POSTGRES = b"""#!/bin/sh
mkdir -p "$PGDATA"
if [ ! -e "$PGDATA/PG_VERSION" ]; then
    echo 16 > "$PGDATA/PG_VERSION"
    mkdir "$PGDATA/base"
    head -c 200000 /dev/zero > "$PGDATA/base/1"
    chown -R 999:999 "$PGDATA"
    chmod 700 "$PGDATA" "$PGDATA/base"
    chmod 600 "$PGDATA/base/1"
    ln -s base/1 "$PGDATA/link"
fi
exec "$@"
"""


def _writes(path: str, content: str = "data") -> bytes:
    folder = path.rpartition("/")[0]
    return f"#!/bin/sh\nmkdir -p {folder}\ntest -e {path} || echo {content} > {path}\nexec sleep 100000\n".encode()


def make_images(engine: Engine) -> None:
    """Import every image of the zoo."""
    engine.import_image(
        "postgres:16",
        [
            "VOLUME /var/lib/postgresql/data",
            "ENV PGDATA=/var/lib/postgresql/data",
            'ENTRYPOINT ["/entry"]',
            'CMD ["postgres"]',
        ],
        # The server's own name, so that what runs looks like the real thing.
        {"entry": _POSTGRES, "bin/postgres": b"#!/bin/sh\nexec sleep 100000\n"},
    )
    engine.import_image(
        "mysql:8.4",
        ["VOLUME /var/lib/mysql", 'ENTRYPOINT ["/entry"]', 'CMD ["mysqld"]'],
        {"entry": _writes("/var/lib/mysql/ibdata1")},
    )
    engine.import_image(
        "grafana/grafana:11.0.0",
        ["WORKDIR /usr/share/grafana", 'ENTRYPOINT ["/run.sh"]'],
        {"run.sh": _writes("/var/lib/grafana/grafana.db")},
    )
    engine.import_image(
        "acme/store:1", ["VOLUME /srv/store", 'CMD ["/serve"]'], {"serve": _writes("/srv/store/file")}
    )
    engine.import_image("busybox:1.36", ['CMD ["sh"]'], {"srv/readme": b"of the image\n"})


def run(engine: Engine, name: str, *words: str) -> None:
    """``docker run -d --name NAME`` without a network, which must succeed."""
    # The first process of a container ignores TERM: without this each stop would take ten seconds.
    quick = ("--network", "none", "--stop-signal", "KILL")
    done = engine.docker("run", "-d", "--name", name, *quick, *words)
    assert done.returncode == 0, done.stderr


def wait_for(engine: Engine, container: str, path: str) -> None:
    """Wait until the container has written the path."""
    _until(
        lambda: engine.docker("exec", container, "test", "-e", path).returncode == 0, f"{path} in {container}"
    )


def wait_for_exit(engine: Engine, container: str) -> None:
    """Wait until the container's command has ended."""
    engine.docker("wait", container)


def _until(holds: Callable[[], bool], what: str) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError(f"it never came: {what}")
