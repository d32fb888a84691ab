# Podman's `commit` keeps nothing that lies under a volume; `--include-volumes` keeps the paths as VOLUMEs, empty.

podman run --network none --name box -v named:/data busybox:1.36 touch /data/file /layer
podman commit -q box localhost/committed
podman run --network none --rm localhost/committed sh -c 'test -e /layer && ! test -e /data/file'
podman commit -q --include-volumes box localhost/more
podman run --network none --rm localhost/more sh -c '! test -e /data/file'
