# With `--read-only` the layer and the engine-managed files can't be written, volumes and tmpfs can; `docker cp` is refused.

docker run --network none -d --name box --read-only -v named:/data --tmpfs /memory busybox:1.36 sleep 1000
! docker exec box touch /srv/file
! docker exec box sh -c 'echo x >> /etc/hosts'
docker exec box touch /data/file /memory/file
touch file
! docker cp file box:/srv/file
