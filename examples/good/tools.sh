#!/usr/bin/env bash
# The tools are part of an image.
docker build --tag toolbox - <<'DOCKERFILE'
FROM debian:12
RUN apt-get update && apt-get install -y jq
DOCKERFILE
docker run -it --rm toolbox
