# The volume of a `--mount` without a source hasn't the label of an anonymous one before 28.0: `volume prune` and `system prune --volumes` leave it, `-a` doesn't.

docker run --network none --name box --mount type=volume,target=/data busybox:1.36 true
docker rm box
docker volume prune -f
docker system prune -f --volumes
test "$(docker volume ls -q | wc -l)" = 1
docker volume prune -af
test "$(docker volume ls -q | wc -l)" = 0
