# `docker volume create` without a name makes an anonymous volume, which a bare `volume prune` removes; a run with its id makes a new, empty one.

made=$(docker volume create)
docker run --network none --rm -v "$made:/data" busybox:1.36 sh -c 'echo x > /data/file'
docker volume prune -f
! docker run --network none --rm -v "$made:/data" busybox:1.36 cat /data/file
