# A volume that `--volumes-from` brings wins over `-v /data` and over an image's VOLUME on the same path; `--mount target=/data` and `-v name:/data` win over it.

docker create --network none --name owner -v named:/data busybox:1.36 true
docker run --network none --rm -v /data --volumes-from owner busybox:1.36 touch /data/one
docker run --network none --rm --mount target=/data --volumes-from owner busybox:1.36 touch /data/two
docker run --network none --rm -v other:/data --volumes-from owner busybox:1.36 touch /data/three
docker run --network none --rm -v named:/data busybox:1.36 sh -c 'test -e /data/one && ! test -e /data/two && ! test -e /data/three'
