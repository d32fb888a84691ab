# `exec` is refused in a container that doesn't run, and in one that is paused.

docker run --network none -d --name box busybox:1.36 sleep 1000
docker pause box
! docker exec box true
docker unpause box
docker stop box
! docker exec box true
