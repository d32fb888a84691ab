# Podman's `cp` copies from container to container.

podman run --network none --name one busybox:1.36 touch /file
podman create --network none --name two -v named:/data busybox:1.36 true
podman cp one:/file two:/data/file
podman run --network none --rm -v named:/data busybox:1.36 test -e /data/file
