# Podman's `volume rm` refuses a volume that any container has; with `-f` it removes the containers first, running ones too.

podman run --network none -d --name running -v named:/data busybox:1.36 sleep 1000
podman create --network none --name made -v named:/data busybox:1.36 true
podman create --network none --name other busybox:1.36 true
! podman volume rm named
podman volume rm -f named
! podman volume exists named
! podman container exists running
! podman container exists made
podman container exists other
