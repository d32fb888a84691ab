# An anonymous volume stays behind when its container is removed by `rm` or `rm -f`; `rm -v` and `--rm` remove it with the container.

count() { docker volume ls -q | wc -l; }
docker run --network none --name box -v /data busybox:1.36 touch /data/file
docker rm box
test "$(count)" = 1
docker run --network none --name box -v /data busybox:1.36 touch /data/file
docker rm -v box
test "$(count)" = 1
docker run --network none --rm -v /data busybox:1.36 touch /data/file
test "$(count)" = 1
