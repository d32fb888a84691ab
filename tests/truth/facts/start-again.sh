# Each start runs the container's command again, with all its writes.

docker run --network none --name box -v named:/data busybox:1.36 sh -c 'echo x >> /data/file'
docker start -a box
docker restart box
sleep 0.5
test "$(docker run --network none --rm -v named:/data busybox:1.36 grep -c x /data/file)" = 3
