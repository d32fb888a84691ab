# After a restart of the engine `--restart always` starts a container again, a stopped one too, `unless-stopped` only one that ran, `on-failure` one that ended with an error, be it a `docker kill`; each runs its command again. `kill` and `stop` don't bring a policy in, and docker refuses one together with `--rm`.

docker run -d --network none --name always --restart always --tmpfs /memory busybox:1.36 sh -c 'echo x >> /layer/file; touch /memory/file; sleep 1000'
docker run -d --network none --name stopped --restart always busybox:1.36 sh -c 'echo x >> /layer/file; sleep 1000'
docker run -d --network none --name unless --restart unless-stopped busybox:1.36 sleep 1000
docker run -d --network none --name off --restart unless-stopped busybox:1.36 sleep 1000
docker run -d --network none --name plain busybox:1.36 sleep 1000
docker run -d --network none --name failed --restart on-failure busybox:1.36 sleep 1000
docker create --network none --name never --restart always busybox:1.36 sleep 1000
! docker run -d --network none --rm --restart always busybox:1.36 sleep 1000
docker exec always rm /memory/file
docker stop stopped
docker kill off
docker kill failed
test "$(docker ps -q | wc -l)" = 3
restart-engine
test "$(docker ps --format '{{.Names}}' | sort | tr '\n' ' ')" = "always failed stopped unless "
docker exec always ls /memory/file
test "$(docker exec always cat /layer/file | wc -l)" = 2
