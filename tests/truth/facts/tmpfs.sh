# What is in a tmpfs, or in /dev/shm, is lost when the container stops or restarts; /tmp and /run are in the layer.

docker run --network none -d --name box --tmpfs /memory busybox:1.36 sleep 1000
docker exec box sh -c 'mkdir -p /run; touch /memory/file /dev/shm/file /tmp/file /run/file'
docker restart box
docker exec box sh -c '! test -e /memory/file && ! test -e /dev/shm/file && test -e /tmp/file && test -e /run/file'
