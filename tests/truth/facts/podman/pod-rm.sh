# Podman's `pod rm` refuses a pod with a running container; with `-f` the pod's containers go, with their anonymous volumes, and named volumes stay.

podman pod create --network none --name team
podman run -d --pod team --name member -v /data -v named:/named busybox:1.36 sh -c 'touch /data/a /named/a; sleep 1000'
! podman pod rm team
podman pod rm -f -t 0 team
! podman container exists member
podman volume exists named
test "$(podman volume ls -q | wc -l)" = 1
