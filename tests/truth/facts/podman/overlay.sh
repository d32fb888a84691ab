# With podman's `:O` what a container writes goes into an overlay of its own: the directory or the volume below never gets it, and it is lost when the container stops.

mkdir below
podman run --network none -d --name box -v ./below:/data:O -v named:/named:O busybox:1.36 sh -c 'test -e /data/mine || touch /data/mine; touch /named/mine; sleep 1000'
until podman exec box test -e /named/mine; do sleep 0.05; done
podman exec box touch /data/later
! test -e below/mine
podman stop -t 0 box
podman start box
! podman exec box test -e /data/later
podman run --network none --rm -v named:/named busybox:1.36 sh -c '! test -e /named/mine'
