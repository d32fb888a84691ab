#!/usr/bin/env bash
set -euo pipefail

cd "$(dirname "$0")"

NAME=${NAME:-shop}
DB_IMAGE=postgres:16-alpine
CACHE_IMAGE=redis:7
APP_IMAGE="registry.example.com/$NAME/app:${TAG:-latest}"
NETWORK="$NAME-net"
DATA_DIR=${DATA_DIR:-/srv/$NAME}

usage() {
    cat <<END
usage: $0 start|stop|backup|restore FILE
END
    exit 2
}

log() {
    printf '%s %s\n' "$(date +%T)" "$*" >&2
}

ensure_network() {
    if ! docker network inspect "$NETWORK" >/dev/null 2>&1; then
        docker network create "$NETWORK"
    fi
}

start() {
    ensure_network
    log "starting the database"
    docker run -d --name "$NAME-db" \
        --network "$NETWORK" \
        -e POSTGRES_PASSWORD="$DB_PASSWORD" \
        -v "$NAME-pgdata:/var/lib/postgresql/data" \
        --restart unless-stopped \
        "$DB_IMAGE"
    docker run -d --name "$NAME-cache" --network "$NETWORK" "$CACHE_IMAGE"
    log "starting the application"
    docker run -d --name "$NAME-app" \
        --network "$NETWORK" \
        -p 8080:8080 \
        -v "$DATA_DIR/uploads:/app/uploads" \
        "$APP_IMAGE"
}

stop() {
    for c in app cache db; do
        docker stop "$NAME-$c" || true
        docker rm "$NAME-$c" || true
    done
}

backup() {
    local file
    file="backup-$(date +%F).sql"
    docker exec "$NAME-db" pg_dump -U postgres "$NAME" > "$file"
    log "wrote $file"
}

restore() {
    [ $# -eq 1 ] || usage
    docker exec -i "$NAME-db" psql -U postgres "$NAME" < "$1"
}

case ${1:-} in
start) start ;;
stop) stop ;;
backup) backup ;;
restore) restore "$2" ;;
*) usage ;;
esac
