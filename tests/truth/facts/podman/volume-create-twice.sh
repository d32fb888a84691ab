# Podman's `volume create` refuses a name that a volume has, unless `--ignore` is said.

podman volume create named
! podman volume create named
podman volume create --ignore named
