"""F1–F30: what looks like a mistake and isn't one. For each the variants that must stay silent, and the rules that would be wrong to speak.

``*`` stands for every rule. Nothing at warning or above is said by the rules named; what drops to a note in a throw-away context may stay as one.
"""

from __future__ import annotations

import pytest

from persistlint.testing.pages import Project

PG = "postgres:16"
DATA = "/var/lib/postgresql/data"

#: trap: (rules, variants). A variant is a script's text, or (file's name, text), or a project of several files.
TRAPS: dict[str, tuple[str, list[object]]] = {
    "F1 no write": (
        "*",
        [
            "docker run --rm alpine echo hi\n",
            "docker run alpine:3.20 ls -la /\n",
            "docker run hello-world\n",
            "docker run --rm postgres:16 --version\n",
            "docker run --rm mysql:8.4 mysqld --help --verbose\n",
            "podman run --rm -it alpine:3.20 cat /etc/os-release\n",
            'docker run --rm --entrypoint /bin/sh postgres:16 -c "postgres --version"\n',
        ],
    ),
    "F2 backup of a volume": (
        "*",
        [
            'docker run --rm -v vol:/data -v "$(pwd)":/backup ubuntu tar cvf /backup/b.tar /data\n',
            'docker run --rm -v vol:/data:ro -v "$PWD/out:/backup" alpine:3.20 sh -c "cd /data && tar czf /backup/b.tgz ."\n',
            "docker run --rm --mount source=vol,target=/data,readonly --mount type=bind,source=/srv/backup,target=/backup busybox cp -a /data /backup/\n",
            'docker run --rm -v vol:/data -v "$(pwd)":/backup ubuntu bash -c "tar xvf /backup/b.tar -C /data --strip 1"\n',
        ],
    ),
    "F3 volumes of another container": (
        "*",
        [
            'docker run --rm --volumes-from db -v "$(pwd)":/backup ubuntu tar cvf /backup/b.tar /data\n',
            'docker run --rm --volumes-from db:ro -v "$PWD:/backup" alpine:3.20 tar czf /backup/b.tgz /data\n',
            f'docker run -d --name db -v pg:{DATA} {PG}\ndocker stop db\ndocker run --rm --volumes-from db -v "$PWD:/backup" ubuntu tar cf /backup/b.tar {DATA}\n',
        ],
    ),
    "F4 the project is the working directory": (
        "*",
        [
            'docker run --rm -v "$PWD":/src -w /src node:22 npm ci\n',
            'docker run --rm -v "$PWD":/src -w /src golang:1.23 go build -o app ./...\n',
            'docker run --rm -v "$(pwd)":/app -w /app composer:2 composer install\n',
            'docker run --rm -v "$PWD:/defs" -w /defs namely/protoc-all -f x.proto -l go\n',
            'docker run --rm -v "$PWD:/repo" zricethezav/gitleaks:latest detect --source=/repo\n',
            'docker run --rm -v "$PWD:/w" --workdir=/w python:3.12 sh -c "pip install -r requirements.txt && python build.py > out.txt"\n',
        ],
    ),
    "F5 packages and their use in one command": (
        "*",
        [
            'docker run --rm -v "$PWD":/w ubuntu:22.04 bash -c "apt-get update && apt-get install -y gcc make && cd /w && make"\n',
            "docker run --rm -v \"$PWD:/w\" -w /w alpine:3.20 sh -c 'apk add --no-cache curl && curl -fsS https://example.com -o page.html'\n",
            "docker run --rm alpine:3.20 sh -c 'apk add curl && curl https://example.com'\n",
            "docker run --rm -i -v \"$PWD:/w\" fedora:41 bash <<'EOF'\ndnf install -y gcc\ncd /w && gcc -o app app.c\nEOF\n",
        ],
    ),
    "F6 a mask of a directory": (
        "PSL401 PSL223 PSL101 PSL102",
        [
            'docker run --rm -v "$PWD":/app -v /app/node_modules -w /app node:22 npm start\n',
            'docker run -it --rm -v "$(pwd):/srv" -v /srv/.venv python:3.12 bash\n',
            'docker run -d --name web -v "$PWD:/code" -v /code/vendor php:8.3\n',
        ],
    ),
    "F7 databases for tests": (
        "*",
        [
            "docker run -d --rm --name test-pg -e POSTGRES_PASSWORD=postgres postgres:16\n",
            "docker run -d --name ci-pg --tmpfs /var/lib/postgresql/data -e POSTGRES_PASSWORD=x postgres:16\n",
            ("tests/run.sh", "docker run -d --rm --name pg -e POSTGRES_PASSWORD=x postgres:16\n"),
            (".github/workflows/db.sh", "docker run -d --name pg -e POSTGRES_PASSWORD=x postgres:16\n"),
            "docker run -d --name pg -e POSTGRES_PASSWORD=x postgres:16\nmake check\ndocker rm -f pg\n",
            "trap 'docker rm -f pg' EXIT\ndocker run -d --name pg -e POSTGRES_PASSWORD=x postgres:16\nmake check\n",
        ],
    ),
    "F8 clients of a server's image": (
        "*",
        [
            "docker run --rm -it postgres:16 psql -h db.example.com -U app\n",
            "docker run --rm mysql:8.4 mysqldump -h db --all-databases > all.sql\n",
            "docker run --rm --network web redis:7 redis-cli -h cache ping\n",
            "docker run -it --rm mongo:7 mongosh mongodb://db/app\n",
            "docker run --rm -e PGPASSWORD=x postgres:16 pg_dump -h db app > dump.sql\n",
        ],
    ),
    "F9 an idempotent start": (
        "PSL411 PSL414 PSL402 PSL419",
        [
            "docker rm -f app 2>/dev/null || true\ndocker run -d --name app acme/app:1\n",
            "docker rm -f web >/dev/null 2>&1; docker run -d --name web -p 80:80 nginx:1.27\n",
            "docker stop db || true\ndocker rm db || true\ndocker run -d --name db -v pg:/var/lib/postgresql/data postgres:16\n",
        ],
    ),
    "F10 a container that is used again": (
        "PSL419 PSL414",
        [
            "docker start app || docker run -d --name app acme/app:1\n",
            "docker inspect app >/dev/null 2>&1 || docker run -d --name app acme/app:1\n",
            'if [ -z "$(docker ps -aq -f name=app)" ]; then\n  docker run -d --name app acme/app:1\nelse\n  docker start app\nfi\n',
        ],
    ),
    "F11 configuration, sockets, devices": (
        "PSL218 PSL301 PSL302 PSL306 PSL308 PSL210 PSL305",
        [
            "docker run -d -v /etc/localtime:/etc/localtime:ro -v /etc/timezone:/etc/timezone:ro nginx:1.27\n",
            "docker run -d -v /var/run/docker.sock:/var/run/docker.sock -v /sys/fs/cgroup:/sys/fs/cgroup:ro acme/agent:1\n",
            'docker run --rm -e DISPLAY -v /tmp/.X11-unix:/tmp/.X11-unix -v "$SSH_AUTH_SOCK:/agent" -v /dev/dri:/dev/dri acme/gui:1\n',
            "docker run -d -v /lib/modules:/lib/modules:ro --cap-add NET_ADMIN acme/vpn:1\n",
            {
                "run.sh": 'docker run -d -v "$PWD/nginx.conf":/etc/nginx/nginx.conf:ro nginx:1.27\n',
                "nginx.conf": "x\n",
            },
        ],
    ),
    "F12 monitoring": (
        "PSL302 PSL306",
        [
            "docker run -d --net=host --pid=host -v /:/host:ro,rslave quay.io/prometheus/node-exporter:latest --path.rootfs=/host\n",
            "docker run -d -v /:/rootfs:ro -v /var/run:/var/run:ro -v /sys:/sys:ro -v /var/lib/docker/:/var/lib/docker:ro gcr.io/cadvisor/cadvisor:v0.49.1\n",
            "docker run -d -v /var/run/docker.sock:/var/run/docker.sock -v /var/lib/docker/volumes:/var/lib/docker/volumes portainer/agent:2.21.0\n",
        ],
    ),
    "F13 a dump to the host": (
        "*",
        [
            "docker exec db pg_dump -U u d > dump.sql\n",
            "docker exec -i db mysqldump app > dump.sql\n",
            "docker exec db sh -c 'pg_dumpall -U postgres' > /srv/backup/all.sql\n",
        ],
    ),
    "F14 a loop's list is no input": (
        "PSL802 PSL807",
        [
            'while read -r line; do docker exec app cmd "$line"; done < list\n',
            'while read -r name; do\n  docker run --rm alpine:3.20 echo "$name"\ndone < names.txt\n',
            'cat list | while read -r x; do docker exec app touch "/tmp/$x"; done\n',
        ],
    ),
    "F15 files out of a created container": (
        "*",
        [
            "docker create --name cc acme/app:1\ndocker cp cc:/out .\ndocker rm cc\n",
            'id=$(docker create acme/app:1)\ndocker cp "$id":/usr/local/bin/app ./app\ndocker rm -v "$id"\n',
            "docker container create --name extract acme/app:1 >/dev/null\ndocker container cp extract:/dist - | tar x\ndocker container rm extract\n",
        ],
    ),
    "F16 files out of a container that built": (
        "*",
        [
            "docker run --name cc acme/builder:1 make\ndocker cp cc:/dist .\ndocker rm cc\n",
            "docker run --name cc acme/builder:1 sh -c 'make && cp app /out/app'\ndocker cp cc:/out/app .\ndocker rm -f cc\n",
            'id=$(docker run -d acme/builder:1 sh -c "tar czf /tmp/x.tgz /src && cp /tmp/x.tgz /result.tgz")\ndocker wait "$id"\ndocker cp "$id:/result.tgz" .\ndocker rm "$id"\n',
        ],
    ),
    "F17 hardening": (
        "*",
        [
            "docker run -d --read-only --tmpfs /tmp --tmpfs /run nginx:1.27\n",
            "docker run -d --mount type=tmpfs,dst=/run/secrets acme/app:1\n",
            "docker run --rm --read-only --tmpfs /var/cache/nginx --tmpfs /var/run nginx:1.27 nginx -t\n",
        ],
    ),
    "F18 documented layouts": (
        "*",
        [
            f"docker run -d -e PGDATA={DATA}/pgdata -v pg:{DATA} {PG}\n",
            "docker run -d -v pg:/var/lib/postgresql postgres:18\n",
            "docker run -d -e PGDATA=/var/lib/postgresql/pgdata -v pg:/var/lib/postgresql postgres:15\n",
            "docker run -d -v mongo:/data/db -v mongoconf:/data/configdb mongo:7\n",
        ],
    ),
    "F19 other vendors": (
        "PSL101 PSL201 PSL202 PSL203 PSL404",
        [
            "docker run -d -v my:/var/lib/mysql/data registry.access.redhat.com/rhscl/mysql-80-rhel7\n",
            "docker run -d -v pg:/bitnami/postgresql bitnami/postgresql:16\n",
            "docker run -d -v pg:/data/db percona/percona-distribution-postgresql:16\n",
            "docker run -d -v my:/var/lib/mysql/data quay.io/sclorg/mysql-80-c9s\n",
        ],
    ),
    "F20 valid spellings": (
        "*",
        [
            "docker run --rm -v ~/x:/x alpine:3.20 ls /x\n",
            "docker run --rm -vname:/x alpine:3.20 ls /x\n",
            "docker run --rm -v=name:/x alpine:3.20 ls /x\n",
            "docker run --rm -itv /srv/x:/x alpine:3.20 sh\n",
            "docker run --rm --volume ~/x:/x alpine:3.20 ls /x\n",
            "docker run --rm -v ~user/x:/x alpine:3.20 ls /x\n",
        ],
    ),
    "F21 Windows' drives": (
        "PSL211 PSL213",
        [
            "docker run --rm -v 'C:\\data:/data' alpine:3.20 ls /data\n",
            "docker run --rm -v c:/data:/data alpine:3.20 ls /data\n",
            'docker run --rm -v "D:\\work\\x:/x:ro" alpine:3.20 ls /x\n',
        ],
    ),
    "F22 -v of the command": (
        "PSL216",
        [
            'docker run --rm -v "$PWD:/src" -w /src golang:1.23 go test -v ./...\n',
            "docker run -d -v nats:/data nats:2 -js -sd /data\n",
            "docker run --rm -i postgres:16 psql -h db -v ON_ERROR_STOP=1\n",
            "docker run --rm alpine:3.20 ls -v /x\n",
        ],
    ),
    "F23 removals within a scope": (
        "PSL408 PSL409 PSL421",
        [
            "docker volume prune -f --filter label=ci\n",
            "docker volume create scratch\ndocker run --rm -v scratch:/w alpine:3.20 true\ndocker volume rm scratch\n",
            "teardown() {\n  docker volume rm app_data\n}\n",
            "docker volume prune -af --filter label=com.example.test=1\n",
        ],
    ),
    "F24 nothing is split": (
        "PSL219",
        [
            'docker run --rm -v "$PWD":/x alpine:3.20 ls /x\n',
            'docker run --rm -v "$(pwd)/x:/x" alpine:3.20 ls /x\n',
            ("run.zsh", "#!/bin/zsh\ndocker run --rm -v $PWD:/x alpine:3.20 ls /x\n"),
            'DIR="$PWD/my dir"\ndocker run --rm --mount "type=bind,source=$DIR,target=/x" alpine:3.20 ls /x\n',
        ],
    ),
    "F25 a build from standard input": (
        "PSL506 PSL507",
        [
            "docker build -t x - <<EOF\nFROM ubuntu:22.04\nRUN apt-get update\nEOF\n",
            "TAG=22.04\ndocker build -t x - <<EOF\nFROM ubuntu:$TAG\nRUN apt-get update\nEOF\n",
            "docker build -t x -f - . <<'EOF'\nFROM ubuntu:22.04\nCOPY . /src\nEOF\n",
        ],
    ),
    "F26 no VOLUME on purpose": (
        "PSL501 PSL502 PSL503 PSL504 PSL508 PSL509",
        [
            ("Dockerfile", 'FROM debian:12\nRUN useradd app\nUSER app\nCMD ["app"]\n'),
            ("Dockerfile", 'FROM alpine:3.20\nWORKDIR /data\nCOPY . .\nCMD ["./serve"]\n'),
            ("Dockerfile", "FROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/\n"),
        ],
    ),
    "F27 a document that shows the mistake": (
        "*",
        [
            ("README.md", "```sh\ndocker run -d --rm --name db postgres:16 # wrong: the data is gone\n```\n"),
            ("README.md", "```sh\n# fails\ndocker run -v data/x:/x alpine:3.20 ls /x\n```\n"),
            ("README.md", "```sh\n# ❌ never do this\ndocker run -d --name db postgres:16\n```\n"),
            (
                "README.md",
                "```console\n$ docker run --rm -v a/b:/x alpine:3.20 ls\ndocker: Error response from daemon: create a/b: includes invalid characters\n```\n",
            ),
            (
                "README.md",
                "<!-- persistlint: ignore[PSL101] shown on purpose -->\n\n```sh\ndocker run -d --name db postgres:16\n```\n",
            ),
        ],
    ),
    "F28 unknown values": (
        "*",
        [
            'docker run -d --name db "$IMAGE"\n',
            'docker run -d "${ARGS[@]}" postgres:16\n',
            "docker run -d $OPTS postgres:16\n",
            'start() { docker run -d "$@" postgres:16; }\nstart -v pg:/var/lib/postgresql/data\n',
            'docker run -d -v "$VOL:$TARGET" postgres:16\n',
            "docker run -d $(cat options) mongo:7\n",
        ],
    ),
    "F29 the output is taken": (
        "*",
        [
            "docker run --rm acme/app:1 tar c /out | tar x\n",
            "docker run --rm alpine:3.20 cat /etc/os-release > os-release\n",
            "docker run --rm -i alpine:3.20 sh -c 'cat > /tmp/x && gzip -c /tmp/x' < in > out.gz\n",
            "docker run --rm acme/app:1 sh -c 'make >&2 && cat app' > app\n",
        ],
    ),
    "F30 a snapshot of an image without volumes": (
        "PSL412 PSL102 PSL106",
        [
            "docker run --name cc ubuntu:22.04 sh -c 'apt-get update && apt-get install -y curl'\ndocker commit cc with-curl\ndocker rm cc\n",
            "docker run -it --name box alpine:3.20 sh\ndocker commit box box:snapshot\n",
            "docker run --name b acme/base:1 make install\ndocker commit -m built b acme/built:1\ndocker rm b\n",
        ],
    ),
}

_CASES = [
    pytest.param(rules, variant, id=f"{trap.split()[0]}-{number}")
    for trap, (rules, variants) in TRAPS.items()
    for number, variant in enumerate(variants)
]


def files_of(variant: object) -> dict[str, str]:
    if isinstance(variant, dict):
        return variant
    if isinstance(variant, tuple):
        return {variant[0]: variant[1]}
    assert isinstance(variant, str)
    return {"run.sh": "#!/bin/bash\n" + variant}


@pytest.mark.parametrize(("rules", "variant"), _CASES)
def test_silent(rules: str, variant: object) -> None:
    project = Project(files_of(variant))
    assert project.errors == []
    said = [
        (code, line, severity, message)
        for (_, line, code), severity, message in project.said
        if severity in ("error", "warning") and (rules == "*" or code in rules.split())
    ]
    assert said == []


def test_every_trap_has_variants() -> None:
    assert [trap.split()[0] for trap in TRAPS] == [f"F{number}" for number in range(1, 31)]
    assert all(len(variants) >= 3 for _, variants in TRAPS.values())
