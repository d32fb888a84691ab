# An empty named volume is filled from the image's directory, a `:ro` one too; a bind, `nocopy` and a volume that isn't empty are not.

mkdir bind
docker run --network none --rm -v new:/data busybox:1.36 test -e /data/seed
docker run --network none --rm -v other:/data:ro busybox:1.36 test -e /data/seed
docker run --network none --rm -v "$PWD/bind:/data" busybox:1.36 sh -c '! test -e /data/seed'
docker run --network none --rm -v third:/data:nocopy busybox:1.36 sh -c '! test -e /data/seed'
docker run --network none --rm -v used:/elsewhere busybox:1.36 touch /elsewhere/file
docker run --network none --rm -v used:/data busybox:1.36 sh -c '! test -e /data/seed'
