# Podman's `--replace` removes the container of that name first, a running one too, and leaves its anonymous volumes behind.

podman run --network none -d --name box -v /data -v named:/named busybox:1.36 sh -c 'touch /data/a /named/a /own; sleep 1000'
! podman create --network none --name box busybox:1.36 true
until podman exec box test -e /own; do sleep 0.05; done
podman run --network none --replace --name box -v named:/named busybox:1.36 sh -c 'test -e /named/a && ! test -e /own'
test "$(podman volume ls -q | wc -l)" = 2
