# `docker commit` keeps the layer, and nothing that lies under a volume, a bind or a tmpfs.

mkdir bind
docker run --network none -d --name box -v named:/named -v /anonymous -v "$PWD/bind:/bind" --tmpfs /memory busybox:1.36 sleep 1000
docker exec box touch /srv/file /named/file /anonymous/file /bind/file /memory/file
docker commit box saved
docker rm -f box
docker run --network none --rm saved sh -c 'test -e /srv/file && ! test -e /named/file && ! test -e /anonymous/file && ! test -e /bind/file && ! test -e /memory/file'
