# A container with a tmpfs that `--mount` makes can't be named by `--volumes-from`: docker refuses the run; a `--tmpfs` is no hindrance.

docker run --network none -d --name mount --mount type=tmpfs,target=/memory busybox:1.36 sleep 1000
docker run --network none -d --name option --tmpfs /memory busybox:1.36 sleep 1000
! docker run --network none --rm --volumes-from mount busybox:1.36 true
docker run --network none --rm --volumes-from option busybox:1.36 true
