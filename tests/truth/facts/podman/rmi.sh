# Podman's `--rmi` implies `--rm`, and removes the image after the run, unless another container uses it.

podman tag busybox:1.36 localhost/short:1
podman run --network none --name box -v /data --rmi localhost/short:1 touch /data/file
! podman container exists box
test -z "$(podman volume ls -q)"
! podman image exists localhost/short:1
