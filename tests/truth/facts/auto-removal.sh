# `--rm` removes the container when its command ends or something stops it, not when it is restarted.

docker run --network none --rm --name box busybox:1.36 true
! docker inspect box
for end in stop kill; do
    docker run --network none -d --rm --name box busybox:1.36 sleep 1000
    docker restart box
    docker inspect box
    docker $end box
    ! docker inspect box
done
