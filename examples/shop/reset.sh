#!/bin/sh
# Starts from nothing, for a new developer.
set -e
cd "$(dirname "$0")"
./backup.sh
docker compose down -v
./deploy.sh
