# No prune removes a volume that was made with options for its driver.

docker volume create -o type=tmpfs -o device=tmpfs memory
docker volume prune -af
docker system prune -f --volumes
docker volume inspect memory
