# `volume prune` removes anonymous volumes that no container has; with `-a` named ones, too.

docker volume create named
docker run --network none --name box -v /data busybox:1.36 true
docker volume prune -f
test "$(docker volume ls -q | wc -l)" = 2
docker rm box
docker volume prune -f
test "$(docker volume ls -q)" = named
docker volume prune -af
test "$(docker volume ls -q | wc -l)" = 0
