# Podman's `system prune` removes stopped containers and pods and leaves volumes; with `--volumes` every volume that no container has goes, named ones too.

podman run --network none --name stopped -v named:/named -v /data busybox:1.36 true
podman run --network none -d --name running -v used:/used busybox:1.36 sleep 1000
podman volume create lone
podman system prune -f
! podman container exists stopped
podman container exists running
podman volume exists named
podman system prune -f --volumes
! podman volume exists named
! podman volume exists lone
podman volume exists used
test "$(podman volume ls -q | wc -l)" = 1
