"""Imitations of the images that pages name: the real image's VOLUMEs, ENV, WORKDIR and USER by the catalogue, and an entrypoint that writes where it writes.

They are made of a static busybox: no registry is needed, and a page's proof takes seconds. What such an image's server does else isn't imitated.
"""

from __future__ import annotations

from persistlint.catalogue.knowledge import DataPath, ImageKnowledge
from persistlint.catalogue.lookup import lookup
from persistlint.docker.image_reference import parse_reference
from persistlint.shell.values import Value
from tests.engine import Engine

#: Where a variable that names a data directory points in the real image, where that isn't the data path itself.
_ENV = {("PGDATA", "/var/lib/postgresql"): "/var/lib/postgresql/18/docker"}

_BASH = b'#!/bin/sh\nexec /bin/sh "$@"\n'

_ENTRYPOINT = """#!/bin/sh
# Without a command, or with options for the server, it serves: it makes its files, or finds those of an earlier run.
case "${{1:--}}" in
-*) ;;
*) exec "$@" ;;
esac
keep() {{
    mkdir -p "$1" || exit 1
    if [ -e "$1/made" ]; then
        echo "reusing the data in $1"
    else
        echo "new data in $1"
        date > "$1/made"
    fi
}}
{keeps}
trap 'exit 0' TERM INT
sleep 100000 &
wait
"""


def imitate(engine: Engine, name: str) -> str:
    """Makes the image ``name`` on the engine, if it isn't there, and returns the name."""
    knowledge = lookup(parse_reference(Value.of(name))) or ImageKnowledge()
    changes = [f"VOLUME {path}" for path in knowledge.volumes]
    changes += [f"ENV {key}={value}" for key, value in {**_variables(knowledge), **knowledge.env}.items()]
    if knowledge.workdir:
        changes.append(f"WORKDIR {knowledge.workdir}")
    files = {"bin/bash": _BASH}
    if knowledge.kind == "base":
        # Its shell would ignore SIGTERM, and each stop would take ten seconds.
        changes += ["STOPSIGNAL SIGKILL", 'CMD ["sh"]']
    else:
        files["usr/local/bin/docker-entrypoint.sh"] = _entrypoint(knowledge).encode()
        changes.append('ENTRYPOINT ["docker-entrypoint.sh"]')
        changes.append("ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if not knowledge.user or knowledge.user in ("root", "0"):
        return engine.import_image(name, changes, files)
    base = engine.import_image(f"imitation-of-{name.replace('/', '-')}", changes, files)
    return _for_user(engine, base, name, knowledge)


def _variables(known: ImageKnowledge) -> dict[str, str]:
    return {path.env: _directory(path) for path in known.paths if path.env}


def _directory(path: DataPath) -> str:
    return _ENV.get((path.env, path.path), path.path)


def _entrypoint(known: ImageKnowledge) -> str:
    host = "/$(hostname)" if known.hostname_keyed else ""
    keeps = [
        f'keep "${{{path.env}:-{_directory(path)}}}{host}"' if path.env else f'keep "{path.path}{host}"'
        for path in known.paths
        if "." not in path.path.rpartition("/")[2]
    ]
    return _ENTRYPOINT.format(keeps="\n".join(keeps))


def _for_user(engine: Engine, base: str, name: str, known: ImageKnowledge) -> str:
    """Return the image whose program runs as its own user, to whom its data directories belong."""
    directories = " ".join(_directory(path) for path in known.paths)
    lines = [f"FROM {base}"]
    if directories:
        lines.append(f"RUN mkdir -p {directories} && chown -R {known.user} {directories}")
    lines.append(f"USER {known.user}")
    done = engine.docker("build", "--network", "none", "-t", name, "-", input="\n".join(lines) + "\n")
    if done.returncode:
        raise RuntimeError(f"no imitation of {name}: {done.stderr}")
    return name
