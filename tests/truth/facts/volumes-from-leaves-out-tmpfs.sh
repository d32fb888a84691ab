# `--volumes-from` hands on volumes and binds, and no tmpfs.

mkdir bind
docker run --network none -d --name owner -v named:/named -v "$PWD/bind:/bind" --tmpfs /memory busybox:1.36 sleep 1000
docker exec owner sh -c 'touch /named/file /bind/file /memory/file'
docker run --network none --rm --volumes-from owner busybox:1.36 sh -c 'test -e /named/file && test -e /bind/file && ! test -e /memory/file'
