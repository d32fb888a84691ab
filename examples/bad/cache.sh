#!/usr/bin/env bash
# The second line is cut off from its command.
docker run -d --name cache
    -v cache-data:/data \
    redis:7 --appendonly yes
