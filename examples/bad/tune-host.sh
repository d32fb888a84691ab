#!/usr/bin/env bash
# Full access to the host, for whatever "latest" is today.
docker run --rm --privileged --pid=host example/tuner sysctl -w vm.max_map_count=262144
