# Podman's `stop` removes a container of `create --rm` that was never started, with its anonymous volumes, and leaves another one as it is.

podman create --network none --rm --name short -v /data busybox:1.36 true
podman create --network none --name kept busybox:1.36 true
podman stop short kept
! podman container exists short
test -z "$(podman volume ls -q)"
test "$(podman inspect -f '{{.State.Status}}' kept)" = created
