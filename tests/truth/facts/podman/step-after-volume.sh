# What a RUN step of `podman build` changes below a VOLUME is in the image, unless `--compat-volumes` is said.

mkdir context
printf 'FROM busybox:1.36\nVOLUME /data\nRUN touch /data/step\n' > context/Dockerfile
podman build --isolation chroot --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 -q -t localhost/kept context
podman run --network none --rm localhost/kept test -e /data/step
podman build --isolation chroot --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 -q --compat-volumes --no-cache -t localhost/lost context
podman run --network none --rm localhost/lost sh -c '! test -e /data/step'
