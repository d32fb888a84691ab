# A container made by `create --rm` goes when it has been started and has ended.

docker create --network none --rm --name box busybox:1.36 true
docker start -a box
sleep 0.5
! docker inspect box
