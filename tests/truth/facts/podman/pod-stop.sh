# Podman's `pod stop` stops the pod's containers and keeps their layers; `pod start` runs their commands again.

podman pod create --network none --name team
podman run -d --pod team --name member --tmpfs /memory busybox:1.36 sh -c 'echo x >> /own; echo x >> /memory/file; sleep 1000'
until podman exec member test -e /memory/file; do sleep 0.05; done
podman pod stop -t 0 team
test "$(podman inspect -f '{{.State.Running}}' member)" = false
podman pod start team
until test "$(podman exec member grep -c x /own)" = 2; do sleep 0.05; done
until podman exec member test -e /memory/file; do sleep 0.05; done
test "$(podman exec member grep -c x /memory/file)" = 1
