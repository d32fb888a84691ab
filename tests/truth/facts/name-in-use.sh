# A name that a container has, a stopped one too, is refused to another; `rename` frees it, and is refused a name in use.

docker run --network none --name box busybox:1.36 true
! docker run --network none --name box busybox:1.36 true
docker run --network none --name other busybox:1.36 true
! docker rename other box
docker rename box third
docker run --network none --name box busybox:1.36 true
