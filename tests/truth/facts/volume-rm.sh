# `volume rm` refuses a volume that any container has, stopped or only created, `-f` too.

docker create --network none --name box -v named:/data busybox:1.36 true
! docker volume rm named
! docker volume rm -f named
docker rm box
docker volume rm named
