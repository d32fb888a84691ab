# With a `--mount` and a `--tmpfs` on one target the tmpfs wins without a word; with `-v` docker refuses.

docker run --network none --rm --mount type=volume,source=named,target=/data --tmpfs /data busybox:1.36 touch /data/file
! docker run --network none --rm -v named:/data --tmpfs /data busybox:1.36 true
! docker run --network none --rm -v named:/data busybox:1.36 test -e /data/file
