#!/usr/bin/env bash
# Pack the uploads volume into an archive.
set -euo pipefail

docker run --rm -v uploads:/data:ro -v "$PWD":/backup ubuntu:24.04 \
    tar czf /backup/uploads.tar.gz -C /data .
