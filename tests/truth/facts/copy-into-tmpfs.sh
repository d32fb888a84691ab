# `docker cp` into a tmpfs succeeds, and the container doesn't see the file, which lies in the layer below; a copy out of a tmpfs finds nothing.

docker run --network none -d --name box --tmpfs /memory busybox:1.36 sleep 1000
echo x > file
docker cp file box:/memory/file
! docker exec box test -e /memory/file
docker exec box touch /memory/inside
! docker cp box:/memory/inside .
