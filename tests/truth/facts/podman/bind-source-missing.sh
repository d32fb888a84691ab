# Podman refuses `-v` and `--mount` of a host path that is missing, and makes none.

! podman create --network none -v "$PWD/missing:/data" busybox:1.36 true
! podman create --network none --mount "type=bind,source=$PWD/missing,target=/data" busybox:1.36 true
! podman create --network none -v ./missing:/data busybox:1.36 true
! test -e missing
test -z "$(podman ps -aq)"
