# A stopped container protects its volumes from `volume prune -a`, and not its anonymous ones from `system prune --volumes`, which removes the container first.

docker run --network none --name box -v named:/named -v /data busybox:1.36 true
docker volume prune -af
test "$(docker volume ls -q | wc -l)" = 2
docker system prune -f --volumes
test "$(docker volume ls -q)" = named
