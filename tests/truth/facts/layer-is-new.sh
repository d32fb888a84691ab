# Each run makes a new container with an empty layer.

docker run --network none busybox:1.36 sh -c 'echo x > /srv/file'
! docker run --network none busybox:1.36 cat /srv/file
