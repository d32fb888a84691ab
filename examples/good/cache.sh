#!/usr/bin/env bash
# One command over three lines.
docker run -d --name cache \
    -v cache-data:/data \
    redis:7 --appendonly yes
