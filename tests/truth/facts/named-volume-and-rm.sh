# A named volume outlives every container: `rm -v` and `--rm` leave it.

docker run --network none --rm -v keep:/data busybox:1.36 sh -c 'echo x > /data/file'
docker run --network none --name box -v keep:/data busybox:1.36 true
docker rm -v box
docker run --network none --rm -v keep:/data busybox:1.36 cat /data/file
