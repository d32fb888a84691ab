# Podman writes /etc/hosts anew at each start, and keeps what a container has written to /etc/hostname; a commit has neither.

podman run --network none -d --name box busybox:1.36 sleep 1000
podman exec box sh -c 'for name in hosts hostname; do echo mine >> /etc/$name; done'
podman stop -t 0 box
podman start box
podman exec box grep mine /etc/hostname
! podman exec box grep mine /etc/hosts
podman commit -q box localhost/committed
podman run --network none --rm localhost/committed sh -c '! grep mine /etc/hostname /etc/hosts'
