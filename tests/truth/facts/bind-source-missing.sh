# `-v` makes a host path that is missing, as a directory; `--mount` refuses.

docker run --network none --rm -v "$PWD/missing:/data" busybox:1.36 touch /data/file
test -e missing/file
! docker run --network none --rm --mount type=bind,source="$PWD/other",target=/data busybox:1.36 true
