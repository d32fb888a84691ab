# Podman's `volume prune` removes every volume that no container has, named ones and those with options too; a stopped container protects its own.

podman volume create named
podman volume create --opt type=tmpfs --opt device=tmpfs special
podman create --network none --name box -v kept:/data busybox:1.36 true
podman run --network none -v /data busybox:1.36 touch /data/file
test "$(podman volume ls -q | wc -l)" = 4
podman volume prune -f
podman volume exists kept
! podman volume exists named
! podman volume exists special
test "$(podman volume ls -q | wc -l)" = 2
