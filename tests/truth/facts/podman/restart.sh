# Podman's `restart` and `rename` keep the layer; a restart policy does nothing when the container is stopped.

podman run --network none -d --name box --restart always busybox:1.36 sh -c 'echo x >> /own; sleep 1000'
until podman exec box test -e /own; do sleep 0.05; done
podman restart -t 0 box
until test "$(podman exec box grep -c x /own)" = 2; do sleep 0.05; done
podman rename box other
podman stop -t 0 other
test "$(podman inspect -f '{{.State.Running}}' other)" = false
