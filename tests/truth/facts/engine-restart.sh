# A restart of the engine stops every container: a container with `--rm` is gone afterwards, one that was only created, too; others keep their layer and lose what they had in memory.

docker run --network none -d --rm --name removed busybox:1.36 sleep 1000
docker create --network none --rm --name created busybox:1.36 sleep 1000
docker run --network none -d --name kept --tmpfs /memory busybox:1.36 sleep 1000
docker exec kept touch /srv/file /memory/file
restart-engine
! docker inspect removed
! docker inspect created
docker start kept
docker exec kept sh -c 'test -e /srv/file && ! test -e /memory/file'
