#!/usr/bin/env bash
# Meant for the container, run on the host.
docker run -it --name toolbox debian:12
apt-get update
apt-get install -y jq
exit
