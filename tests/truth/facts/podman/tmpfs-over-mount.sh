# Podman refuses a tmpfs and another mount on one target.

! podman create --network none --mount type=volume,source=named,target=/data --tmpfs /data busybox:1.36 true
! podman create --network none -v named:/data --tmpfs /data busybox:1.36 true
