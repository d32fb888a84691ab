# A container's layer outlives stop, start, restart and kill, and goes with the container.

docker run --network none -d --name box busybox:1.36 sleep 1000
docker exec box sh -c 'echo kept > /srv/file'
docker stop box
docker start box
docker restart box
docker kill box
docker start box
docker exec box cat /srv/file
docker rm -f box
! docker start box
