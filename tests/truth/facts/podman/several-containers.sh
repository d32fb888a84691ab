# Podman's `rm` of several containers removes none if one of them is missing; with `-f` it removes the others.

podman create --network none --name one busybox:1.36 true
! podman rm one missing
podman container exists one
podman rm -f one missing
! podman container exists one
