# `docker rm` refuses a running container, `docker rm -f` doesn't.

docker run --network none -d --name box busybox:1.36 sleep 1000
! docker rm box
docker rm -f box
