# A volume of type tmpfs is emptied when the last running container that has it stops.

docker volume create -o type=tmpfs -o device=tmpfs memory
docker run --network none -d --name one -v memory:/data busybox:1.36 sleep 1000
docker run --network none -d --name two -v memory:/data busybox:1.36 sleep 1000
docker exec one touch /data/file
docker stop one
docker exec two test -e /data/file
docker stop two
docker start one
! docker exec one test -e /data/file
