# The last container that has an anonymous volume through `--volumes-from` deletes it with `--rm`, when its first owner is gone.

docker run --network none --name owner -v /data busybox:1.36 sh -c 'echo x > /data/file'
docker run --network none --rm --volumes-from owner busybox:1.36 cat /data/file
docker run --network none -d --rm --name user --volumes-from owner busybox:1.36 sleep 1000
docker rm owner
test "$(docker volume ls -q | wc -l)" = 1
docker stop user
sleep 0.3
test "$(docker volume ls -q | wc -l)" = 0
