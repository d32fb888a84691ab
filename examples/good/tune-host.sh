#!/usr/bin/env bash
# Full access to the host, for exactly this image.
docker run --rm --privileged --pid=host \
    example/tuner@sha256:5af0be5e42ebd55eea2c593e4622f810065c3f45bb805eaacf43f08f3d06ffd8 sysctl -w vm.max_map_count=262144
