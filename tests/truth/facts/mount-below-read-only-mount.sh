# A mount below a read-only one needs its directory there: else the container doesn't start.

mkdir bind
! docker run --network none --rm -v "$PWD/bind:/data:ro" -v inner:/data/missing busybox:1.36 true
mkdir bind/missing
docker run --network none --rm -v "$PWD/bind:/data:ro" -v inner:/data/missing busybox:1.36 touch /data/missing/file
