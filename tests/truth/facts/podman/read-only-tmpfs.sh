# With podman's `--read-only` a tmpfs is at /tmp, /var/tmp and /run, unless `--read-only-tmpfs=false` is said.

podman run --network none -d --name box --read-only busybox:1.36 sleep 1000
podman exec box sh -c 'touch /tmp/file /var/tmp/file /run/file && ! touch /file'
podman stop -t 0 box
podman start box
podman exec box sh -c '! test -e /tmp/file && ! test -e /var/tmp/file && ! test -e /run/file'
! podman run --network none --rm --read-only --read-only-tmpfs=false busybox:1.36 touch /run/file
