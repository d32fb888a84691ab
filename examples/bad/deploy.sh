#!/usr/bin/env bash
# Deploy next to a data directory.
set -euo pipefail

docker run -d --name wiki \
    -v wiki/pages:/pages \
    --mount source="$PWD"/uploads,target=/uploads \
    registry.example.com/wiki:3
