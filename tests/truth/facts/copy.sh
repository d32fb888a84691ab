# `docker cp` reaches volumes also in a stopped or created container.

docker create --network none --name box -v named:/data busybox:1.36 true
echo x > file
docker cp file box:/data/file
docker run --network none --rm -v named:/data busybox:1.36 cat /data/file
docker cp box:/data/file copied
cmp file copied
