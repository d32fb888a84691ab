#!/usr/bin/env bash
# A stack without Compose.
set -euo pipefail

start() {
    docker run -d --name "stack-$1" --restart unless-stopped "${@:2}"
}

docker network create stack || true

start db --network stack -v stack-db:/var/lib/postgresql/data -e POSTGRES_PASSWORD="$PASSWORD" postgres:16
start docs --network stack -v stack-docs:/data/db mongo:7
start new --network stack -v stack-new:/var/lib/postgresql -e POSTGRES_PASSWORD="$PASSWORD" postgres:18
