#!/bin/sh
# Starts the shop anew with the image of today.
set -e
cd "$(dirname "$0")"
docker compose build --pull
docker compose up -d
docker compose exec -T db pg_isready --timeout=30
