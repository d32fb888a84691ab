"""Makes scripts, documents and Dockerfiles as people write them, full of what rules speak about.

It knows ways to write things (continuations, quotes, arrays, functions, here-documents, prompts, Windows line ends), and no rule.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_IMAGES = (
    ("postgres:16", "/var/lib/postgresql/data"),
    ("postgres", "/var/lib/postgresql/data"),
    ("postgres:18", "/var/lib/postgresql"),
    ("mysql:8.4", "/var/lib/mysql"),
    ("mongo:7", "/data/db"),
    ("redis:7-alpine", "/data"),
    ("rabbitmq:3-management", "/var/lib/rabbitmq"),
    ("grafana/grafana:11.1.0", "/var/lib/grafana"),
    ("jenkins/jenkins:lts", "/var/jenkins_home"),
    ("registry:2", "/var/lib/registry"),
    ("neo4j:5", "/data"),
    ("influxdb:2", "/var/lib/influxdb2"),
    ("nginx:1.27", "/usr/share/nginx/html"),
    ("alpine:3.20", "/work"),
    ("acme/app:1.2", "/app/data"),
)
_NAMES = ("db", "web", "my-db", "cache", "app_1", "jenkins", "store")
_VOLUMES = ("pgdata", "files", "db-data", "cache")
_PLAIN = (
    "--network web",
    "-p 8080:80",
    "-e TZ=UTC",
    "--env POSTGRES_PASSWORD=secret",
    "--restart unless-stopped",
    "--memory 512m",
    "-u 1000:1000",
    "--label app=web",
    "--hostname node1",
    "-w /work",
    "--shm-size=256m",
    "--health-cmd 'pg_isready -U postgres'",
)
_SPECS = (
    "{volume}:{target}",
    "{volume}:{target}:ro",
    "{volume}:{parent}",
    "{volume}:{target}/data",
    "$PWD/data:{target}",
    '"$PWD/data":{target}',
    '"$(pwd)/data:{target}"',
    "$(pwd):/work",
    "$DATA_DIR:{target}",
    '"$DATA_DIR":{target}',
    "${{DATA_DIR}}/db:{target}",
    "./data:{target}",
    "data/db:{target}",
    "'~/data:{target}'",
    '"~/data:{target}"',
    "~/data:{target}",
    "'$PWD/data:{target}'",
    "/srv/db:{target}:Z",
    "app.conf:/etc/app.conf",
    "./app.conf:/etc/app.conf:ro",
    "{volume}:{target}:readonly",
    "{volume}:{target}:RO",
    "{volume}:work",
    "{target}:./data",
    "{target}",
    "../shared:{target}",
    '$(dirname "$0")/data:{target}',
    "/tmp/data:{target}",
    "/var/lib/docker/volumes/{volume}/_data:{target}",
    "/:/host",
)
_MOUNTS = (
    "source={volume},target={target}",
    "type=volume,source={volume},destination={target}",
    "source=$PWD/data,target={target}",
    'source="$PWD"/data,target={target}',
    "type=bind,source=$PWD/data,target={target}",
    "type=bind,source=data,target={target}",
    "type=bind,source=~/data,target={target}",
    "source={volume},target={target}:ro",
    "source={volume},dest={target}",
    "source={volume},target={target},rw",
    "type=bind,source=/srv/db,target={target},readonly=yes",
    "type=tmpfs,destination={target}",
    "type=tmpfs,destination=/cache,size=64m",
    "type=volume,target={target}",
    "'type=bind,source=$PWD/data,target={target}'",
)
_AFTER = (
    "",
    "",
    "",
    "",
    "sh",
    "sleep 60",
    "sh -c 'echo hi > {target}/x'",
    "-v {volume}:{target}",
    "tar czf /backup.tgz /data",
)


class Scripts:
    """``shell()``, ``document()`` and ``dockerfile()`` make a text each; the same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._made: list[tuple[str, str]] = []

    def any(self) -> tuple[str, bytes]:
        """Return a file's name and text."""
        name, text = self._random.choice(
            [
                ("run.sh", self.shell),
                ("run.sh", self.shell),
                ("run.sh", self.shell),
                ("README.md", self.document),
                ("Dockerfile", self.dockerfile),
            ]
        )
        data = text()
        if self._random.random() < 0.12:
            data = data.replace("\n", "\r\n")
        if self._random.random() < 0.1:
            data = data.rstrip("\r\n")
        if self._random.random() < 0.05:
            data = "\ufeff" + data
        return name, data.encode()

    # -- hosts -----------------------------------------------------------------------------------------------------

    def shell(self) -> str:
        """Return a script."""
        pick = self._random.choice
        head = pick(["#!/bin/bash", "#!/usr/bin/env bash", "#!/bin/sh", "#!/bin/bash -e"])
        lines = [head, *pick([[], ["set -e"], ["set -euo pipefail"], ["", "# Starts everything."]])]
        array = "bash" in head
        if self._random.random() < 0.7:
            lines.append(
                pick(
                    [
                        "DATA_DIR=/srv/data",
                        "DATA_DIR=data",
                        'DATA_DIR="$HOME/data"',
                        "DATA_DIR=$1",
                        "DATA_DIR=${1:-./data}",
                    ]
                )
            )
        if self._random.random() < 0.4:
            lines.append(
                pick(["NAME=db", "IMAGE=postgres:16", "TARGET=/var/lib/postgresql/data", "mkdir -p data"])
            )
        for _ in range(self._random.randint(1, 5)):
            lines += self._statement(array)
        return "\n".join(lines) + "\n"

    def document(self) -> str:
        """Return a Markdown document with a few blocks."""
        out = ["# Guide", ""]
        for number in range(self._random.randint(1, 4)):
            lines = [line for _ in range(self._random.randint(1, 2)) for line in self._statement(True)]
            out.append(f"Step {number}: run `docker ps`, then")
            out.append("")
            style = self._random.random()
            if style < 0.25:
                lines = [line if line.startswith(" ") or not line else f"$ {line}" for line in lines]
                out += ["```console", *lines, "```"]
            elif style < 0.4:
                out += ["1. Like this:", "", "   ```bash", *(f"   {line}" for line in lines), "   ```"]
            elif style < 0.5:
                out += ["> ```sh", *(f"> {line}".rstrip() for line in lines), "> ```"]
            elif style < 0.6:
                out += [f"    {line}" for line in lines]
            else:
                out += [self._random.choice(["```bash", "```sh", "```shell", "~~~bash"])]
                out += [*lines, out[-1][:3]]
            out.append("")
        return "\n".join(out) + "\n"

    def dockerfile(self) -> str:
        """Return a Dockerfile."""
        pick = self._random.choice
        out = [f"FROM {pick(_IMAGES)[0]}"]
        steps = [
            lambda: f"WORKDIR {pick(['/app', '/srv/app', 'app'])}",
            lambda: f"ENV DATA={pick(['/data', 'data', '$HOME/x'])}",
            lambda: (
                "VOLUME "
                + pick(
                    [
                        "/data",
                        "data",
                        "['/data']",
                        '["/data", "/logs"]',
                        "/data,/logs",
                        "~/data",
                        "$DATA",
                        "/var/lib/app /logs",
                    ]
                )
            ),
            lambda: "RUN mkdir -p /data && echo x > /data/x",
            lambda: (
                "RUN apt-get update \\\n    && apt-get install -y curl \\\n    && rm -rf /var/lib/apt/lists/*"
            ),
            lambda: "RUN chown app /data",
            lambda: "COPY . /data/",
            lambda: "USER app",
            lambda: "RUN --mount=type=cache,target=/out make -C /src OUT=/out",
            lambda: 'CMD ["app", "--data", "/data"]',
            lambda: "# a comment",
        ]
        for _ in range(self._random.randint(2, 8)):
            out.append(pick(steps)())
        return "\n".join(out) + "\n"

    # -- statements ------------------------------------------------------------------------------------------------

    def _statement(self, array: bool) -> list[str]:
        kinds: list[tuple[int, Callable[[], list[str]]]] = [
            (30, self._run),
            (5, self._function),
            (5, self._branch),
            (4, self._loop),
            (4, self._build),
            (18, self._other),
            (3, lambda: ["", pick(["# next", "echo done", "sleep 5", "cd /srv"])]),
        ]
        pick = self._random.choice
        if array:
            kinds.append((6, self._array))
        weights = [weight for weight, _ in kinds]
        return self._random.choices(kinds, weights)[0][1]()

    def _function(self) -> list[str]:
        name = self._random.choice(["start", "start_db", "up", "reset"])
        call = [name] if self._random.random() < 0.7 else []
        return [f"{name}() {{", *self._indented(self._run()), "}", *call]

    def _branch(self) -> list[str]:
        pick = self._random.choice
        kind = pick(["if", "case", "and", "or"])
        if kind == "if":
            return [
                pick(['if [ -n "$1" ]; then', "if ! docker ps | grep -q db; then"]),
                *self._indented(self._run()),
                "fi",
            ]
        if kind == "case":
            return ["case $1 in", "  start)", *self._indented(self._indented(self._run())), "    ;;", "esac"]
        first = "docker volume create files" if kind == "and" else "docker start db"
        lines = self._run()
        return [f"{first} {'&&' if kind == 'and' else '||'} {lines[0]}", *lines[1:]]

    def _loop(self) -> list[str]:
        head = self._random.choice(["for name in one two; do", "while read -r name; do"])
        body = [self._random.choice([*self._others(), 'docker exec -i "$name" sh -c "cat /x"'])]
        if self._random.random() < 0.5:
            body = self._run()
        end = "done < list.txt" if head.startswith("while") else "done"
        return [head, *self._indented(body), end]

    def _build(self) -> list[str]:
        mark = self._random.choice(["EOF", "'EOF'"])
        body = self.dockerfile().rstrip("\n").split("\n")
        end = self._random.choice(["-", "-f - .", "-"])
        return [f"docker build -t app:1 {end} <<{mark}", *body, "EOF"]

    def _others(self) -> list[str]:
        pick = self._random.choice
        name, target = self._earlier()
        return [
            f"docker exec -it {name} pg_dump -U postgres app > dump.sql",
            f"docker exec -t {name} mysqldump app | gzip > dump.sql.gz",
            f"docker exec {name} psql -U postgres < dump.sql",
            f"docker exec -it {name} psql < dump.sql",
            f"cat dump.sql | docker exec {name} psql -U postgres",
            f"docker run --rm {pick(_IMAGES)[0]} sh <<'EOF'\necho hi > /out/x\nEOF",
            f"docker stop {name} && docker rm {name}",
            f"docker rm -f {name}",
            f"docker kill {name}",
            f"docker start {name}",
            f"docker cp app.conf {name}:{target}/app.conf",
            f"docker commit {name} backup:1",
            "docker rm -f $(docker ps -aq)",
            "docker rm -vf $(docker ps -aq)",
            "docker volume rm $(docker volume ls -q)",
            "docker volume prune -af",
            "docker volume prune --all --force",
            "docker system prune -af --volumes",
            "docker compose down -v --remove-orphans",
            "docker-compose rm -fsv",
            "docker volume create files",
            "docker volume create pg-data",
            f"docker run --rm -v files:/data -v $PWD:/backup alpine:3.20 tar czf /backup/{name}.tgz /data",
            f"docker run --rm --volumes-from {name} -v $(pwd):/backup alpine:3.20 tar cf /backup/x.tar {target}",
            "docker run --rm alpine:3.20 sh -c 'mkdir /my-data && echo hi > /my-data/hello.txt'",
            "docker run --rm alpine:3.20 cat /my-data/hello.txt",
            "docker -v files:/data run alpine:3.20 true",
            f"docker run --restart always --rm -d --name {name} nginx:1.27",
            "# persistlint: ignore[PSL999] a reason\ndocker ps",
        ]

    def _other(self) -> list[str]:
        return self._random.choice(self._others()).split("\n")

    def _earlier(self) -> tuple[str, str]:
        return self._random.choice(self._made) if self._made else ("db", "/data")

    # -- a run -----------------------------------------------------------------------------------------------------

    def _words(self) -> list[str]:
        """Return the options, the image and the command of a run, each with its value."""
        pick, chance = self._random.choice, self._random.random
        image, target = pick(_IMAGES)
        parent = target.rpartition("/")[0] or "/data"
        fill = {"volume": pick(_VOLUMES), "target": target, "parent": parent}
        name = pick(_NAMES)
        options: list[str] = []
        options.append(
            pick(["-d", "-d", "--detach", "-it", "-i", "-dit", "--rm", "--rm -d", "-d --rm", "--rm -it"])
        )
        if chance() < 0.7:
            options.append(pick([f"--name {name}", f"--name={name}", f'--name "{name}"']))
            self._made.append((name, target))
        options += self._random.sample(_PLAIN, self._random.randint(0, 3))
        for _ in range(self._random.choice([0, 0, 1, 1, 1, 2])):
            if chance() < 0.65:
                spec = pick(_SPECS).format(**fill)
                options.append(pick(["-v {}", "-v {}", "--volume {}", "--volume={}"]).format(spec))
            else:
                options.append(pick(["--mount {}", "--mount={}"]).format(pick(_MOUNTS).format(**fill)))
        if chance() < 0.05:
            options.append("--tmpfs " + pick([target, "/tmp", "/cache,size=64m"]))
        if chance() < 0.05:
            options.append(pick(["--privileged", "-v /var/run/docker.sock:/var/run/docker.sock", "$EXTRA"]))
        head, rest = options[:1], options[1:]
        self._random.shuffle(rest)
        shown = pick([image, image, image, f'"{image}"', "$IMAGE"]) if chance() < 0.3 else image
        command = pick(_AFTER).format(**fill)
        return [*head, *rest, shown, *([command] if command else [])]

    def _run(self) -> list[str]:
        start = self._random.choice(
            [
                "docker run",
                "docker run",
                "docker run",
                "sudo docker run",
                "docker container run",
                "docker create",
                "podman run",
            ]
        )
        words = self._words()
        tail = self._random.choice(["", "", "", "", " > /dev/null", " || true", " &", " # keep"])
        style = self._random.random()
        if style < 0.4:
            return [" ".join([start, *words]) + tail]
        indentation = self._random.choice(["    ", "  ", "\t"])
        if style < 0.8:
            lines = [start, *words]
        else:
            lines = [" ".join([start, *words[:1]])]
            rest = words[1:]
            while rest:
                count = self._random.randint(1, 3)
                lines.append(" ".join(rest[:count]))
                rest = rest[count:]
        out = [lines[0], *(indentation + line for line in lines[1:])]
        end = [" \\"] * (len(out) - 1) + [tail]
        if self._random.random() < 0.08 and len(out) > 2:
            # Somebody forgot one.
            end[self._random.randrange(len(out) - 1)] = self._random.choice(["", " \\ "])
        return [line + after for line, after in zip(out, end, strict=True)]

    def _array(self) -> list[str]:
        words = self._words()
        name = self._random.choice(["args", "OPTS", "options"])
        if self._random.random() < 0.5:
            lines = [f"{name}=({' '.join(words[:-1])})"]
        else:
            lines = [f"{name}=(", *(f"  {word}" for word in words[:-1]), ")"]
        if self._random.random() < 0.3:
            lines.append(f"{name}+=(-v files:/srv)")
        return [*lines, f'docker run "${{{name}[@]}}" {words[-1]}']

    def _indented(self, lines: list[str]) -> list[str]:
        if any("<<" in line for line in lines):
            return lines
        return [f"  {line}" for line in lines]
