# `volume-subpath` mounts a directory of the volume; where it is missing the container is made and doesn't start, and `--rm` removes it.

subpath="--mount type=volume,source=named,target=/data,volume-subpath=sub"
! docker run --network none --name box $subpath busybox:1.36 touch /data/file
docker inspect -f '{{.State.Status}}' box | grep created
! docker run --network none --rm --name gone $subpath busybox:1.36 true
! docker inspect gone
docker run --network none --rm -v named:/all busybox:1.36 mkdir /all/sub
docker start -a box
docker run --network none --rm -v named:/all busybox:1.36 test -e /all/sub/file
