# Podman's `stop` and `restart` refuse a paused container; `kill` and `rm -f` don't.

podman run --network none -d --name box --tmpfs /memory busybox:1.36 sleep 1000
podman exec box touch /memory/file
podman pause box
! podman stop -t 0 box
! podman restart -t 0 box
podman unpause box
podman exec box test -e /memory/file
podman pause box
podman kill box
podman rm -f box
