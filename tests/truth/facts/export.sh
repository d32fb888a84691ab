# `docker export` has the layer's files, and volumes as empty directories.

docker run --network none -d --name box -v named:/named busybox:1.36 sleep 1000
docker exec box touch /srv/file /named/file
docker export box | tar t > list
grep -x srv/file list
! grep named/file list
