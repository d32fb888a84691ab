"""Ways in which people write the mistakes that the rules' own tests hold in fewer than ten: the rule must know each; and what looks like them."""

import pytest

import persistlint_rules
from tests.rules.told import told

PG = "postgres:16"
PGDATA = "/var/lib/postgresql/data"

#: By code: texts of a script, or (the file's name, its text, what stands beside it).
FURTHER: dict[str, list[str | tuple[str, str] | tuple[str, str, dict[str, str]]]] = {
    "PSL106": [
        "docker compose version\ndocker run -dit --name dev node:22\ndocker exec -u root dev npm install -g pnpm\n",
        'C=web\ndocker run -d --name "$C" nginx:1.27\ndocker exec "$C" sh -c "apt-get update && apt-get install -y iputils-ping"\ndocker restart "$C"\n',
        "docker run -d --name box debian:12 sleep infinity\ndocker exec -i box bash <<'EOF'\napt-get update\napt-get install -y curl jq\nEOF\n",
        "id=$(docker run -d alpine:3.20 sleep 1d)\ndocker exec $id apk --no-cache add git openssh\n",
    ],
    "PSL107": [
        (
            "guide.md",
            "```console\n$ docker run -it --rm python:3.12 bash\nroot@1:/# pip freeze > /requirements.txt\nroot@1:/# exit\n```\n",
        ),
        (
            "guide.md",
            "```sh\ndocker exec -it app bash\nmysqldump shop > /shop.sql\nexit\n```\n\n```sh\ndocker run -it --rm mysql:8 bash\nmysqldump -h db shop > /shop.sql\nexit\n```\n",
        ),
        (
            "guide.md",
            "1. Go in:\n\n   ```bash\n   docker run -ti --rm debian:12 bash\n   mkdir -p /srv/reports\n   cp /etc/hosts /srv/reports/\n   exit\n   ```\n",
        ),
        (
            "guide.md",
            "```console\n$ docker container run --interactive --tty --rm alpine:3.20 /bin/sh\n/ # mkdir /results && date > /results/now\n/ # exit\n```\n",
        ),
    ],
    "PSL108": [
        "docker run -it --name dev node:22 /bin/bash\napt-get update\napt-get install -y jq\nexit\n",
        'set -e\nIMAGE=${1:-ubuntu:24.04}\ndocker run --rm -ti "$IMAGE" bash\napt-get update\napt-get -y install build-essential\n',
        "docker run -it alpine:3.20 /bin/sh\napk update\napk add bash\nexit\n",
        "docker run --rm --interactive --tty archlinux:latest bash\npacman -Sy --noconfirm git\n",
    ],
    "PSL109": [
        "docker create --name notes alpine:3.20 sh -c 'date >> /notes/log'\ndocker start notes\ndocker start -a notes\n",
        "docker run -d --name app my/app:1\ndocker exec app cp /tmp/new.db /srv/app.db\ndocker restart app\n",
    ],
    "PSL110": [
        "docker run -d --name db --shm-size=2g my/app:1\ndocker exec db bash -c 'pg_dump shop > /dev/shm/shop.sql'\n",
        "docker run -d --name c1 my/app:1\nsudo docker exec c1 dd if=/dev/zero of=/dev/shm/block bs=1M count=10\n",
        "docker run -d --name c1 my/app:1\ndocker exec c1 sh -c 'mkdir -p /dev/shm/work && cp -r /srv/. /dev/shm/work'\n",
    ],
    "PSL201": [
        "docker run -d --name pg -e POSTGRES_PASSWORD=x --mount source=pg,target=/var/lib/postgresql/ postgres:12-alpine\n",
        'docker create --name mongo --volume="$HOME/mongo":/data mongo:6\ndocker start mongo\n',
    ],
    "PSL203": [
        "docker run -d --name cache --volume redis:/var/lib/redis redis:7 redis-server --appendonly yes\n",
        'docker run -d -e MARIADB_ROOT_PASSWORD=x -v "$PWD/db":/var/lib/mariadb mariadb:11\n',
        "NAME=search\ndocker run -d --name $NAME -v $NAME-data:/var/lib/elasticsearch -e discovery.type=single-node elasticsearch:8.15.0\n",
        "docker create --name store --volume mongo_data:/var/lib/mongo mongo:7\ndocker start store\n",
    ],
    "PSL204": [
        "docker run --rm -v reports:/reports python:3.12 sh -c 'echo 1 > /report/x.csv'\n",
        "OUT=/artifacts\ndocker run --rm -v \"$PWD/artifacts\":$OUT golang:1.23 sh -c 'date > /artefacts/now.txt'\n",
        "docker run --rm -v dumps:/dumps alpine sh -c 'tar czf /dump/etc.tgz /etc'\n",
        "docker run --rm -v dist:/dist node:22 sh -c 'cp /etc/hosts /Dist/hosts'\n",
    ],
    "PSL205": [
        "docker run -d --name app --mount type=bind,src=/srv/state,dst=/state --tmpfs /state:rw,size=64m my/app:1\n",
        'start() { docker run -d --tmpfs "$1" --mount "source=kept,target=$1" my/app:1; }\nstart /var/lib/app\n',
        "docker container create --mount=source=kept,target=/kept/ --tmpfs=/kept my/app:1\n",
        (
            "README.md",
            "```sh\ndocker run --rm \\\n  --mount type=volume,src=kept,dst=/kept \\\n  --tmpfs /kept:size=1m \\\n  alpine ls /kept\n```\n",
        ),
        "for d in /one /two; do docker run --rm --mount source=kept,target=$d --tmpfs $d alpine ls; done\n",
    ],
    "PSL206": [
        "docker run --rm --mount type=tmpfs,target=/scratch --mount source=work,target=/scratch alpine ls\n",
        'OPTS=(-v "$HOME/.m2:/root/.m2" -v m2:/root/.m2)\ndocker run --rm "${OPTS[@]}" maven:3 mvn -v\n',
        'docker create -v conf:/etc/app -v "$PWD/conf":/etc/app/ my/app:1\n',
        ("README.md", "```console\n$ docker run -d -v web:/srv/www -v ./www:/srv/www nginx:1.27\n```\n"),
    ],
    "PSL207": [
        'docker run -d -v "~/site":/usr/share/nginx/html:ro nginx:1.27\n',
        "docker create --volume='~/.ssh:/root/.ssh:ro' alpine:3.20\n",
        (
            "README.md",
            "```sh\ndocker run --rm --mount type=bind,src=~/.aws,dst=/root/.aws,ro amazon/aws-cli:2.17.0 s3 ls\n```\n",
        ),
    ],
    "PSL210": [
        "docker run -d --mount source=haproxy.cfg,target=/usr/local/etc/haproxy/haproxy.cfg haproxy:3.0\n",
        "docker create -v my.cnf:/etc/mysql/conf.d/my.cnf -e MYSQL_ROOT_PASSWORD=x mysql:8.4\n",
        "for f in a.sql b.sql; do docker run --rm -v $f:/tmp/$f postgres:16 psql -h db -f /tmp/$f; done\n",
        'run() { docker run --rm -v "$1:/etc/app/app.toml:ro" my/app:1; }\nrun app.toml\n',
        ("README.md", "```sh\ndocker run -d -v Caddyfile.conf:/etc/caddy/Caddyfile.conf caddy:2\n```\n"),
    ],
    "PSL211": [
        "docker run --rm -v a:/a alpine:3.20 ls\n",
        "docker run -d --volume=s:/srv --name web nginx:1.27\n",
        'args=(-v "v:/v")\ndocker create "${args[@]}" alpine:3.20\n',
        ("README.md", "```sh\n$ sudo docker run -d -v x:/var/lib/x my/app:1\n```\n"),
    ],
    "PSL212": [
        'docker create --mount "type=volume,src=$HOME/data,dst=/data" alpine:3.20\n',
        "for d in a1 b1; do docker run --rm --mount type=volume,src=/srv/$d,dst=/$d alpine ls; done\n",
        (
            "README.md",
            "```console\n$ docker run -d --mount source=$PWD/html,target=/usr/share/nginx/html nginx:1.27\n```\n",
        ),
        'M="source=/opt/conf,target=/conf,readonly"\ndocker run --rm --mount "$M" alpine ls /conf\n',
    ],
    "PSL214": [
        'docker run -d --mount "type=bind,src=$PWD/conf,target=/etc/nginx/conf.d:ro" nginx:1.27\n',
        "docker run --rm --mount source=data,destination=/data:Z alpine ls /data\n",
        (
            "README.md",
            "```sh\ndocker run -d \\\n  --mount type=bind,src=/srv/x,dst=/x:ro \\\n  alpine ls /x\n```\n",
        ),
        'mnt() { docker run --rm --mount "type=bind,source=$1,target=$2:ro" alpine ls; }\nmnt /srv/a /a\n',
        "for d in a1 b1; do docker run --rm --mount source=$d,target=/$d:rw alpine ls; done\n",
    ],
    "PSL215": [
        "docker run -d --mount type=bind,src=/srv/conf,dst=conf my/app:1\n",
        'docker create -v "$HOME/notes":notes alpine:3.20\n',
        'run() { docker run --rm -v "$PWD:$1" -w /src alpine ls; }\nrun src\n',
    ],
    "PSL217": [
        'docker run -d --name www -v /usr/share/nginx/html:"$(pwd)/html":ro nginx:1.27\n',
        "docker run -d -e MYSQL_ROOT_PASSWORD=x -v /var/lib/mysql:$HOME/mysql mysql:8.4\n",
        "docker create -v /data/db:/home/ada/mongo mongo:7\n",
        ("README.md", "```sh\ndocker run -d \\\n  -v /usr/src/app:$PWD \\\n  node:22 node server.js\n```\n"),
        'HERE=$(cd "$(dirname "$0")" && pwd)\nsudo docker run -d -v "/etc/nginx/conf.d:$HERE/conf.d" nginx:1.27\n',
    ],
    "PSL218": [
        (
            "run.sh",
            'cd "$(dirname "$0")"\ndocker run -d --volume="$PWD"/haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro haproxy:3.0\n',
            {"known/note": "x\n"},
        ),
        (
            "run.sh",
            'HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)\ndocker create -v "$HERE/known/redis.conf:/etc/redis.conf" redis:7 redis-server /etc/redis.conf\n',
            {"known/note": "x\n"},
        ),
        (
            "run.sh",
            'cd "$(dirname "$0")"\nup() { docker run -d -v "$PWD/$1:/etc/app/$1:ro" my/app:1; }\nup app.yaml\n',
            {"known/note": "x\n"},
        ),
        (
            "run.sh",
            'cd "$(dirname "$0")" || exit\ndocker run --rm -v ./known/init.sql:/init.sql postgres:16 psql -h db -f /init.sql\n',
            {"known/note": "x\n"},
        ),
        (
            "run.sh",
            'ROOT=$(dirname "$(readlink -f "$0")")\nsudo docker run -d -v "$ROOT/my.cnf":/etc/mysql/conf.d/my.cnf:ro -e MYSQL_ROOT_PASSWORD=x mysql:8.4\n',
            {"known/note": "x\n"},
        ),
    ],
    "PSL220": [
        "docker run -d -v $DATA_DIR/pg:/var/lib/postgresql/data postgres:16\n",
        'up() { docker run -d --mount "type=bind,src=$1/conf,dst=/conf" my/app:1; }\nup "$2"\n',
        'docker create -v "${CONFIG_DIR}/":/config my/app:1\n',
        "podman run --rm -v $BUILD_ROOT/out:/out alpine ls\n",
    ],
    "PSL221": [
        "docker create -v '$HOME/.ssh:/root/.ssh:ro' alpine:3.20\n",
        "docker run --rm --volume='${PWD}/src:/src' golang:1.23 go vet ./...\n",
        (
            "README.md",
            "```sh\ndocker run -d --mount 'type=bind,source=$(pwd)/html,target=/usr/share/nginx/html' nginx:1.27\n```\n",
        ),
        "opts=(-v '$DATA:/data' --rm)\ndocker run \"${opts[@]}\" alpine:3.20 ls /data\n",
    ],
    "PSL223": [
        (
            "run.sh",
            'docker build -t api .\ndocker run -d -v "$PWD":/srv/api api\n',
            {
                "Dockerfile": 'FROM node:22\nWORKDIR /srv/api\nCOPY package.json .\nRUN npm install\nCOPY . .\nCMD ["npm", "run", "serve"]\n'
            },
        ),
        (
            "run.sh",
            "docker build -t shop .\ndocker run --rm -p 80:80 -v ./:/srv/shop shop\n",
            {
                "Dockerfile": 'FROM node:22\nWORKDIR /srv/shop\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install\nCOPY . .\nCMD ["pnpm", "start"]\n'
            },
        ),
        (
            "run.sh",
            'IMG=web:dev\ndocker image build -t $IMG .\ndocker run -d --name web -v "$(pwd)":/app $IMG\n',
            {
                "Dockerfile": 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\nCOPY . .\nCMD ["yarn", "start"]\n'
            },
        ),
        (
            "run.sh",
            'docker build -t app . && docker run -it -v "${PWD}:/app" -p 3000:3000 app\n',
            {
                "Dockerfile": "FROM node:22\nWORKDIR /app\nADD package.json /app/\nRUN npm install --omit=dev\nADD . /app\nCMD npm start\n"
            },
        ),
        (
            "README.md",
            "```sh\ndocker build -t app .\ndocker run -d -v $PWD:/app app\n```\n",
            {"Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n'},
        ),
        (
            "run.sh",
            'up() { docker run -d -v "$PWD":"$1" "$2"; }\ndocker build -t app .\nup /app app\n',
            {"Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n'},
        ),
    ],
    "PSL225": [
        'SCRIPT_DIR="$(dirname "$0")"\ndocker run -d -v "${SCRIPT_DIR}/nginx.conf:/etc/nginx/nginx.conf:ro" nginx:1.27\n',
        'D=`dirname "$0"`\ndocker create --volume "$D/data:/data" my/app:1\n',
        'start() { docker run --rm -v "$1/src":/src alpine ls; }\nstart "$(dirname "${BASH_SOURCE[0]}")"\n',
    ],
    "PSL301": [
        'cd "$(dirname "$0")"\ndocker run -d --name couch -v "$PWD/couch":/opt/couchdb/data couchdb:3.3\n',
        "docker create --name neo --mount type=bind,src=./neo,dst=/data neo4j:5\ndocker start neo\n",
        (
            "README.md",
            "```sh\ndocker run -d -e MARIADB_ROOT_PASSWORD=x -v ./data/maria:/var/lib/mysql mariadb:11\n```\n",
        ),
    ],
    "PSL402": [
        "id=$(docker run -d --rm nginx:1.27)\ndocker stop $id\ndocker cp $id:/etc/nginx/nginx.conf .\n",
    ],
    "PSL403": [
        "podman run -d --rm --restart=always docker.io/library/nginx:1.27 || true\ndocker create --rm --restart on-failure alpine:3.20\n",
        (
            "README.md",
            "```sh\ndocker run -d \\\n  --name db \\\n  --restart unless-stopped \\\n  --rm \\\n  postgres:16\n```\n",
        ),
        'R="--restart=always"\ndocker run -d --rm $R --name agent my/agent:1\n',
        "for n in a b; do docker run -d --rm --name web-$n --restart always nginx:1.27; done\n",
    ],
    "PSL404": [
        "docker run -d --rm -p 9200:9200 --name search -e discovery.type=single-node elasticsearch:8.15.0\n",
        ("README.md", "```console\n$ docker run --rm -d --name couch -p 5984:5984 couchdb:3.3\n```\n"),
    ],
    "PSL405": [
        "docker create --name mongo --tmpfs=/data/db:size=2g mongo:7\ndocker container start mongo\n",
        'docker run -d --mount "type=tmpfs,target=/var/lib/mysql,tmpfs-size=1g" -e MARIADB_ROOT_PASSWORD=x mariadb:11\n',
        (
            "README.md",
            "```sh\ndocker run -d --name pg \\\n  --tmpfs /var/lib/postgresql/data:rw \\\n  -e POSTGRES_PASSWORD=x \\\n  postgres:16\n```\n",
        ),
    ],
    "PSL406": [
        "docker volume create -d local -o type=tmpfs -o device=tmpfs -o o=size=512m,uid=999 pgfast\ndocker run -d -v pgfast:/var/lib/postgresql/data postgres:16\n",
        "docker run -d --mount 'type=volume,src=rdata,dst=/data,volume-opt=type=tmpfs,volume-opt=device=tmpfs,\"volume-opt=o=size=1g\"' redis:7 redis-server --appendonly yes\n",
        'V=fast\nsudo docker volume create --opt type=tmpfs --opt device=tmpfs "$V"\nsudo docker run -d -v "$V":/data/db mongo:7\n',
        "podman volume create --opt type=tmpfs --opt device=tmpfs fast\npodman run -d -v fast:/var/lib/mysql docker.io/library/mysql:8.4\n",
        (
            "README.md",
            "```sh\ndocker volume create --opt type=tmpfs --opt device=tmpfs fast\n```\n\nThen:\n\n```sh\ndocker run -d -v fast:/var/lib/mysql mysql:8.4\n```\n",
        ),
    ],
    "PSL407": [
        "docker run -d --name web --mount type=tmpfs,destination=/etc/app my/app:1\nfor f in a.conf b.conf; do docker cp $f web:/etc/app/; done\n",
    ],
    "PSL411": [
        "docker run -d --restart always --name mq -h mq -v mq:/var/lib/rabbitmq rabbitmq:3.13\ndocker container kill mq\n",
        "docker run -d --restart always --name db -v my:/var/lib/mysql mysql:8.4\ndocker stop --time=0 db\n",
    ],
    "PSL412": [
        (
            "README.md",
            "```sh\ndocker run -d --name my -e MYSQL_ROOT_PASSWORD=x mysql:8.4\ndocker commit my acme/shop-db\n```\n",
        ),
    ],
    "PSL413": [
        "docker run -d --name blue -v mongo:/data/db mongo:7\ndocker run -d --name green --mount type=volume,src=mongo,dst=/data/db mongo:7\n",
        "docker run -d --name es1 -v es:/usr/share/elasticsearch/data elasticsearch:8.15.0\ndocker run -d --name es2 -v es:/usr/share/elasticsearch/data elasticsearch:8.15.0\n",
    ],
    "PSL415": [
        "docker create --name mq --volume=mq:/var/lib/rabbitmq rabbitmq:4\ndocker start mq\n",
        (
            "README.md",
            "```sh\ndocker run -d --name rabbit -p 5672:5672 -v rabbit:/var/lib/rabbitmq rabbitmq:3-management\n```\n",
        ),
        'opts=(-d --restart always -v "$PWD/mq:/var/lib/rabbitmq")\ndocker run "${opts[@]}" rabbitmq:3.13-alpine\n',
        "for n in 1 2; do docker run -d --name mq$n -v mq$n:/var/lib/rabbitmq rabbitmq:3.13; done\n",
    ],
    "PSL416": [
        (
            "README.md",
            "```sh\ndocker volume create grafana-data\ndocker run -d -v grafana_data:/var/lib/grafana grafana/grafana:11.2.0\n```\n",
        ),
        "docker volume create --driver local shop-db\ndocker run -d --mount type=volume,src=shopdb,dst=/var/lib/mysql mysql:8.4\n",
        "docker volume create backups\ndocker run --rm -v backup:/backup alpine ls /backup\n",
    ],
    "PSL417": [
        "docker volume create --driver local data1\ndocker volume create --driver local --opt type=none --opt o=bind --opt device=/srv/data data1\n",
        "podman volume create shared\npodman volume create --opt type=nfs --opt o=addr=10.0.0.2 --opt device=:/x shared\n",
        "docker run -d --name web -v site:/site nginx:1.27\ndocker volume create -o type=none -o o=bind -o device=/srv/site site\n",
    ],
    "PSL418": [
        "docker run -d --name es -e discovery.type=single-node -v /usr/share/elasticsearch/data elasticsearch:8.15.0\ndocker rm --force es\n",
        "sudo docker run -d --name mongo mongo:7\nsudo docker stop mongo && sudo docker container rm mongo\n",
        'N=reg\ndocker run -d --name "$N" registry:2\ndocker stop "$N"\ndocker rm "$N"\n',
        "docker create --name job -v /work alpine:3.20 touch /work/done\ndocker start -a job\ndocker rm job\n",
    ],
    "PSL419": [
        "#!/bin/bash\nrun() { docker run -d --name cache redis:7; }\nrun\nrun\n",
        "#!/bin/bash\nset -e\ndocker network create app\ndocker run -d --network app --name app_db -e POSTGRES_PASSWORD=x postgres:16\n",
        "#!/bin/sh\nfor i in 1 2; do docker run -d --name worker my/worker:1; done\n",
    ],
    "PSL420": [
        "id=$(docker volume create)\nsudo docker run --detach --volume $id:/usr/share/elasticsearch/data elasticsearch:8.15.0\n",
        'readonly DATA=$(docker volume create --driver local)\ndocker run -d --mount type=volume,src="$DATA",dst=/data/db mongo:7\n',
        'v=$(docker volume create)\nopts=(-d -v "$v:/var/lib/rabbitmq" -h mq)\ndocker run "${opts[@]}" rabbitmq:3.13\n',
        (
            "README.md",
            "```sh\nVOL=$(docker volume create)\ndocker run -d -v $VOL:/opt/couchdb/data couchdb:3.3\n```\n",
        ),
        'if [ -n "$1" ]; then\n  v=$(docker volume create)\n  docker run -d -v "$v":/var/lib/postgresql/data postgres:16\nfi\n',
    ],
    "PSL422": [
        "docker run -d --name my -v /srv/mysql:/var/lib/mysql mysql:8.4\ndocker stop my\nfind /srv/mysql -mindepth 1 -delete\n",
    ],
    "PSL501": [
        ("Dockerfile", 'FROM python:3.12\nWORKDIR /code\nVOLUME ["media", "/static"]\n'),
    ],
    "PSL503": [
        (
            "Dockerfile",
            "FROM nginx:1.27\nVOLUME /usr/share/nginx/html\nRUN rm -rf /usr/share/nginx/html/* && echo hi > /usr/share/nginx/html/index.html\n",
        ),
    ],
    "PSL504": [
        ("Dockerfile", 'FROM node:22\nVOLUME /app/uploads\nUSER node\nCMD ["node", "server.js"]\n'),
        (
            "Dockerfile",
            "FROM debian:12\nRUN groupadd -g 999 app && useradd -u 999 -g app app\nRUN mkdir -p /data/app\nVOLUME /data/app\nUSER 999:999\n",
        ),
        (
            "Dockerfile",
            'FROM python:3.12-slim\nRUN adduser --system web\nVOLUME ["/media", "/static"]\nUSER web\n',
        ),
    ],
    "PSL505": [
        (
            "Dockerfile",
            "FROM node:22 AS build\nWORKDIR /app\nRUN --mount=type=cache,target=/app/dist sh -c 'echo 1 > /app/dist/index.js'\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\n",
        ),
        (
            "Dockerfile",
            "FROM rust:1.80 AS b\nRUN --mount=type=cache,target=/target,sharing=locked cp /etc/hosts /target/app\nFROM debian:12\nCOPY --from=b /target/app /usr/local/bin/app\n",
        ),
        (
            "Dockerfile",
            "FROM alpine\nRUN --mount=type=tmpfs,target=/gen date > /gen/version\nRUN cp /gen/version /version\n",
        ),
        (
            "Dockerfile",
            "FROM golang:1.23 AS b\nRUN --mount=type=cache,target=/go/bin go install example.org/tool@latest && cp /etc/hosts /go/bin/tool\nFROM alpine\nCOPY --from=b /go/bin/tool /bin/\n",
        ),
    ],
    "PSL506": [
        "docker build --pull --no-cache --tag x - << 'END'\nFROM alpine\nWORKDIR /app\nCOPY run.sh .\nEND\n",
        "docker build -t x -<<EOF\nFROM nginx:1.27\nADD html /usr/share/nginx/html\nEOF\n",
        (
            "README.md",
            "```sh\ndocker build -t app - <<'EOF'\nFROM node:22\nCOPY package.json .\nRUN npm ci\nEOF\n```\n",
        ),
        "TAG=acme/web:1\nDOCKER_BUILDKIT=1 docker build -t $TAG - <<EOF\nFROM nginx:1.27\nCOPY nginx.conf /etc/nginx/nginx.conf\nEOF\n",
    ],
    "PSL507": [
        "docker build -t x - <<EOF\nFROM debian:12\nENV APP=/opt/app\nWORKDIR $APP\nRUN touch $APP/x\nEOF\n",
        'docker exec -i web bash <<EOF\nDIR=/srv/backup\nmkdir -p "$DIR"\ncp -r /etc/nginx "$DIR"\nEOF\n',
        (
            "README.md",
            "```sh\ndocker build -t app - <<EOF\nFROM alpine\nARG USERNAME=app\nRUN adduser -D ${USERNAME}\nEOF\n```\n",
        ),
    ],
    "PSL508": [
        ("Dockerfile", 'FROM debian:12\nENTRYPOINT ["prometheus", "--storage.tsdb.path=/metrics"]\n'),
        ("Dockerfile", 'FROM python:3.12\nENV DATA_DIR=/srv/data\nCMD ["python", "-m", "app"]\n'),
        ("Dockerfile", 'FROM alpine\nENV STORAGE_DIR=/var/lib/app\nENTRYPOINT ["app", "serve"]\n'),
        ("Dockerfile", 'FROM mongo:7\nCMD ["mongod", "--dbpath", "/srv/mongo"]\n'),
        ("Dockerfile", 'FROM node:22\nENV DB_PATH /app/var/shop.db\nCMD ["node", "server.js"]\n'),
    ],
    "PSL509": [
        ("Dockerfile", "FROM php:8-apache\nCOPY public/ /var/www/html/\nVOLUME /var/www/html\n"),
        (
            "Dockerfile",
            "FROM nginx:1.27\nCOPY --chown=nginx html /usr/share/nginx/html\nVOLUME /usr/share/nginx/html\n",
        ),
        (
            "Dockerfile",
            'FROM alpine\nCOPY defaults.json /var/lib/app/defaults.json\nVOLUME ["/var/lib/app"]\n',
        ),
        ("Dockerfile", "FROM python:3.12\nWORKDIR /code\nCOPY . .\nVOLUME /code/media\nCOPY media/ media/\n"),
        (
            "Dockerfile",
            "FROM node:22 AS build\nRUN npm run build\nFROM nginx:1.27\nCOPY --from=build /app/dist /srv/www\nVOLUME /srv/www\n",
        ),
    ],
    "PSL603": [
        'docker run -d --name=watchtower --volume="/var/run/docker.sock":/var/run/docker.sock containrrr/watchtower:1.7.1\n',
        (
            "README.md",
            "```sh\ndocker run -d -p 9000:9000 \\\n  -v /var/run/docker.sock:/var/run/docker.sock \\\n  -v portainer:/data \\\n  portainer/portainer-ce:2.21\n```\n",
        ),
        "nerdctl run -d -v /run/containerd/containerd.sock:/run/containerd/containerd.sock acme/x:1\ndocker run --rm -v /run/docker.sock:/run/docker.sock docker:27 docker ps\n",
        'docker create --mount "type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock" gitlab/gitlab-runner:v17\n',
    ],
    "PSL701": [
        "docker run -d --name app my/app:1\nfor f in id_rsa id_rsa.pub; do docker cp ~/.ssh/$f app:/root/.ssh/; done\n",
        ("Dockerfile", "FROM node:22\nWORKDIR /app\nCOPY package.json .env.production ./\nRUN npm ci\n"),
        ("Dockerfile", "FROM google/cloud-sdk:slim\nCOPY service-account.json /root/\n"),
    ],
    "PSL804": [
        "docker run --rm --volume=out:/out/ alpine printf 'done' > /out/state\n",
        'N=web\ndocker run -d --name "$N" -v conf:/etc/app my/app:1\ndocker exec "$N" echo debug=1 >> /etc/app/app.conf\n',
        "docker run -d --name my mysql:8.4\ndocker exec -u root my echo '[mysqld]' > /var/lib/mysql/extra.cnf\n",
        (
            "README.md",
            "```sh\ndocker run -d --name web -v site:/site nginx:1.27\ndocker exec web echo hello > /site/index.html\n```\n",
        ),
        "for n in a1 b1; do docker run --rm -v store:/store alpine echo $n >> /store/names; done\n",
        "sudo podman run --rm -v '/srv/x':/state alpine echo ready > /state/ready\n",
    ],
    "PSL805": [
        'docker run --rm --name saver -v grafana:/g -v "$PWD":/backup alpine tar czf /backup/g.tgz /g\n',
        'V=pgdata\ndocker run --rm -v "$V":/volume -v /backups:/backup alpine tar -cjf /backup/$V.tar.bz2 -C /volume ./\n',
        (
            "README.md",
            "```sh\ndocker run --rm -v wiki:/wiki -v $(pwd):/out busybox tar cf /out/wiki.tar /wiki\n```\n",
        ),
        'backup() { docker run --rm -v "$1":/data -v "$PWD":/backup ubuntu tar czf "/backup/$1.tgz" /data; }\nbackup shop\n',
        "docker container run --rm -w /data --volume shop:/data --volume /srv/backup:/backup alpine tar -cf /backup/shop.tar .\n",
    ],
    "PSL806": [
        ("README.md", "```sh\ngunzip < backup.sql.gz | docker exec -it db mysql -uroot -psecret shop\n```\n"),
    ],
    "PSL807": [
        'for_each() {\n  while read -r db; do\n    docker exec -i pg psql -c "vacuum" "$db"\n  done < dbs.txt\n}\nfor_each\n',
        'docker volume ls -q | while read -r v; do docker run -i --rm -v "$v":/v alpine du -s /v; done\n',
    ],
    "PSL808": [
        "docker run -d --name mongo -v mongo:/data/db mongo:7\ndocker exec mongo tar czf - -C /data/db . > mongo.tgz\n",
        "docker run -d --name influx -v influx:/var/lib/influxdb2 influxdb:2.7\ndocker cp influx:/var/lib/influxdb2 ./influx-backup\n",
        "docker run -d --name my -e MYSQL_ROOT_PASSWORD=x -v my:/var/lib/mysql mysql:8.4\ndocker run --rm -v my:/from:ro -v my-copy:/to alpine cp -a /from/. /to/\n",
        "docker run -d --name pg -e POSTGRES_PASSWORD=x -v /srv/pg:/var/lib/postgresql/data postgres:16\nsudo tar czf /backup/pg.tgz /srv/pg\n",
    ],
    "PSL901": [
        'docker exec db psql -c "select 1\n',
        ("README.md", "```sh\ndocker run -d --name db -e POSTGRES_PASSWORD='x postgres:16\n```\n"),
    ],
}

#: What looks like them and isn't, of the rules that had few of these.
ALIKE: dict[str, list[str | tuple[str, str] | tuple[str, str, dict[str, str]]]] = {
    "PSL603": [
        "docker run -d -v /var/run/dbus:/var/run/dbus my/app:1\n",
        "docker run -d -v sockets:/var/run my/app:1\n",
        "docker run -d -v /run/mysqld/mysqld.sock:/mysqld.sock my/app:1\n",
        "docker run --rm -e DOCKER_HOST=tcp://docker:2375 docker:27 docker ps\n",
        (
            "README.md",
            "The agent needs `-v /var/run/docker.sock:/var/run/docker.sock`.\n\n```sh\ndocker run -d my/app:1\n```\n",
        ),
        'docker run -d -v "$SOCKET":/x.sock my/app:1\n',
    ],
    "PSL205": [
        "docker run --rm --mount source=keep,target=/data --tmpfs /data/tmp alpine ls\n",
        "docker run --rm -v keep:/data --tmpfs /datas alpine ls\n",
        "docker run --rm --mount source=keep,target=/data alpine sh -c 'ls --tmpfs /data'\n",
        'docker run --rm --mount source=keep,target=/data --tmpfs "$SCRATCH" alpine ls\n',
    ],
    "PSL214": [
        "docker run --rm --mount type=bind,source=/a,target=/b,ro alpine ls\n",
        "docker run --rm -v /a:/b:ro alpine ls\n",
        "docker run --rm --mount 'type=bind,source=/a,target=/b:c' alpine ls\n",
        'docker run --rm --mount "type=bind,source=/a,target=$T" alpine ls\n',
    ],
    "PSL217": [
        'docker run -d -v "$PWD/site":/usr/share/nginx/html nginx:1.27\n',
        "docker run -d -v /var/www/html:/var/www/html php:8-apache\n",
        "docker run --rm -v /app/data:/data alpine ls\n",
        "docker run -d -v /var/lib/mysql:/var/lib/mysql -e MYSQL_ROOT_PASSWORD=x mysql:8.4\n",
    ],
    "PSL509": [
        ("Dockerfile", "FROM alpine\nCOPY site /srv/site\nVOLUME /srv/data\n"),
        ("Dockerfile", "FROM alpine\nVOLUME /data\nCOPY app /usr/local/bin/app\n"),
        (
            "Dockerfile",
            "FROM alpine AS b\nCOPY seed /data/seed\nVOLUME /data\nFROM alpine\nCOPY --from=b /data /app\n",
        ),
        ("Dockerfile", "FROM alpine\nCOPY site /site\n"),
    ],
    "PSL204": [
        "docker run --rm -v out:/results alpine sh -c 'date > /results/now.txt'\n",
        "docker run --rm -v in:/input -v out:/output alpine sh -c 'date > /output/now.txt'\n",
        "docker run --rm -v data:/data alpine sh -c 'date > /tmp/now.txt'\n",
    ],
    "PSL206": [
        "docker run --rm -v a1:/x -v b1:/x/y alpine ls\n",
        "docker run --rm -v a1:/x alpine ls\ndocker run --rm -v b1:/x alpine ls\n",
        "if true; then M='-v a1:/x'; else M='-v b1:/x'; fi\ndocker run --rm $M alpine ls\n",
    ],
    "PSL211": [
        "docker run -d -v db:/data redis:7\n",
        "docker run -d -v C:/data:/data redis:7\n",
        "docker volume create db\n",
    ],
    "PSL501": [
        ("Dockerfile", "FROM alpine\nWORKDIR /app\nVOLUME /app/data\n"),
        ("Dockerfile", "FROM alpine\nARG DATA=/data\nVOLUME $DATA\n"),
        ("Dockerfile", "FROM alpine\nRUN echo 'VOLUME data'\n"),
    ],
    "PSL505": [
        (
            "Dockerfile",
            "FROM golang AS b\nRUN --mount=type=cache,target=/root/.cache go build -o /app .\nFROM alpine\nCOPY --from=b /app /app\n",
        ),
        (
            "Dockerfile",
            'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\nCMD ["node", "x.js"]\n',
        ),
        ("Dockerfile", "FROM alpine\nRUN --mount=type=cache,target=/c cp /c/x /x || true\n"),
    ],
    "PSL508": [
        ("Dockerfile", 'FROM alpine\nVOLUME /data\nCMD ["server", "--data-dir=/data"]\n'),
        ("Dockerfile", 'FROM alpine\nENV CONFIG_DIR=/etc/app\nCMD ["app"]\n'),
        ("Dockerfile", 'FROM alpine\nCMD ["server", "--data-dir=/tmp/x"]\n'),
    ],
    "PSL804": [
        "docker run --rm -v store:/data alpine sh -c 'echo hi > /data/x'\n",
        "docker run --rm -v store:/data alpine echo hi > ./x\n",
        "docker run --rm -v /data:/data alpine echo hi > /data/x\n",
    ],
    "PSL805": [
        "docker run --rm -v data:/data:ro -v $PWD:/b alpine tar cf /b/x.tar /data\n",
        "docker run --rm -v data:/data -v $PWD:/b:ro alpine tar xf /b/x.tar -C /data\n",
        "docker run --rm -v data:/data alpine sh -c 'date > /data/now; tar c /data' > b.tar\n",
    ],
    "PSL901": [
        'echo "it\'s fine"\ndocker ps\n',
        "docker ps # it's fine\n",
        ("README.md", '```text\ndocker run "$x\n```\n'),
    ],
    "PSL403": [
        "docker run -d --rm nginx:1.27\n",
        "docker run -d --restart always nginx:1.27\n",
        "docker run --rm --restart no nginx:1.27\n",
    ],
    "PSL223": [
        (
            "run.sh",
            'docker build -t app .\ndocker run --rm -v "$PWD/src":/app/src app\n',
            {"Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n'},
        ),
        (
            "run.sh",
            'docker build -t app .\ndocker run --rm -v "$PWD":/app -v /app/node_modules app\n',
            {"Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n'},
        ),
    ],
}

_OFF = {entry.code for entry in persistlint_rules.RULES if not entry.enabled}


def _cases(table):
    for code, texts in table.items():
        for number, case in enumerate(texts):
            yield pytest.param(code, case, id=f"{code}-{number}")


def _told(code, case):
    name, text, *beside = ("run.sh", case) if isinstance(case, str) else case
    files = dict(beside[0]) if beside else {}
    if code in _OFF:
        files["settings"] = f'extend-select = ["{code}"]\n'
    return told(code, text, name, **files)


@pytest.mark.parametrize(("code", "case"), list(_cases(FURTHER)))
def test_found(code, case):
    assert _told(code, case)


@pytest.mark.parametrize(("code", "case"), list(_cases(ALIKE)))
def test_silent(code, case):
    assert _told(code, case) == []
