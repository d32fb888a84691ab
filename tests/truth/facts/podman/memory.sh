# Podman's restart empties a tmpfs and keeps /dev/shm, which a stop empties; /tmp and /run are in the layer.

podman run --network none -d --name box --tmpfs /memory busybox:1.36 sleep 1000
podman exec box sh -c 'mkdir -p /run; touch /memory/file /dev/shm/file /tmp/file /run/file'
podman restart -t 0 box
podman exec box sh -c 'test ! -e /memory/file && test -e /dev/shm/file && test -e /tmp/file && test -e /run/file'
podman stop -t 0 box
podman start box
podman exec box sh -c 'test ! -e /dev/shm/file && test -e /tmp/file && test -e /run/file'
