# `rm -f` of a running `--rm` container leaves its anonymous volume behind; `rm -fv`, `stop` and `kill` don't.

count() { docker volume ls -q | wc -l; }
docker run --network none -d --rm --name box -v /data busybox:1.36 sleep 1000
docker rm -f box
test "$(count)" = 1
for end in "rm -fv" stop kill; do
    docker run --network none -d --rm --name box -v /data busybox:1.36 sleep 1000
    docker $end box
    sleep 0.3
    test "$(count)" = 1
done
