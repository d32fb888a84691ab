# A tmpfs of podman begins with what the image has there, unless `notmpcopyup` is said.

podman run --network none --rm --tmpfs /data busybox:1.36 test -e /data/seed
podman run --network none --rm --mount type=tmpfs,target=/data busybox:1.36 test -e /data/seed
podman run --network none --rm --tmpfs /data:notmpcopyup busybox:1.36 sh -c '! test -e /data/seed'
