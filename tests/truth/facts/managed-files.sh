# /etc/hosts, /etc/resolv.conf and /etc/hostname are written anew at each start, and are in no commit.

docker run --network none -d --name box busybox:1.36 sleep 1000
docker exec box sh -c 'for f in hosts resolv.conf hostname; do echo "# mine" >> /etc/$f; done'
docker commit box saved
docker run --network none --rm saved sh -c '! grep mine /etc/hosts'
docker restart box
docker exec box sh -c '! grep mine /etc/hosts /etc/resolv.conf /etc/hostname'
