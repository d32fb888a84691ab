# With podman `-v /data` wins over what `--volumes-from` brings, as every mount of the command line does; an image's VOLUME yields. A tmpfs isn't handed on, and hinders nothing.

podman create --network none --name owner -v named:/data --mount type=tmpfs,target=/memory busybox:1.36 true
podman run --network none --rm --volumes-from owner busybox:1.36 sh -c 'touch /data/one; test ! -e /memory'
podman run --network none --rm --volumes-from owner -v /data busybox:1.36 sh -c '! test -e /data/one'
podman run --network none --rm --volumes-from owner busybox:1.36 test -e /data/one
