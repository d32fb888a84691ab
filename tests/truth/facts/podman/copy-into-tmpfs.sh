# Podman's `cp` reaches a tmpfs of a running container, in both directions; of a stopped one the file lands in the layer below, from which the tmpfs is filled at the next start.

echo x > file
podman run --network none -d --name box --tmpfs /memory busybox:1.36 sleep 1000
podman cp file box:/memory/file
podman exec box test -e /memory/file
podman cp box:/memory/file out
podman stop -t 0 box
podman cp file box:/memory/second
podman start box
podman exec box sh -c 'test -e /memory/second && ! test -e /memory/file'
