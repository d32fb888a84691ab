# Of nested mounts the deepest one counts, whatever the order of the options.

docker run --network none --rm -v inner:/data/sub -v outer:/data busybox:1.36 touch /data/sub/file
docker run --network none --rm -v inner:/inner -v outer:/outer busybox:1.36 sh -c 'test -e /inner/file && ! test -e /outer/sub/file'
