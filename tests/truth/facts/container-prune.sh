# `container prune` and `system prune` remove stopped and created containers with their layers, and spare running ones.

docker run --network none -d --name runs busybox:1.36 sleep 1000
docker run --network none --name ended busybox:1.36 true
docker create --network none --name made busybox:1.36 true
docker container prune -f
! docker inspect ended
! docker inspect made
docker run --network none --name ended busybox:1.36 true
docker system prune -f
! docker inspect ended
docker inspect runs
