# Podman's `volume-subpath` makes the directory where it is missing.

podman run --network none --rm --mount type=volume,source=named,target=/data,volume-subpath=sub busybox:1.36 touch /data/file
podman run --network none --rm -v named:/data busybox:1.36 test -e /data/sub/file
