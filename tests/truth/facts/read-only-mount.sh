# A `:ro` mount can't be written, nor can `docker cp` put anything there.

docker run --network none -d --name box -v named:/data:ro busybox:1.36 sleep 1000
! docker exec box touch /data/file
touch file
! docker cp file box:/data/file
