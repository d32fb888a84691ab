# `compose up` hands a recreated container its anonymous volumes again; `up -V` gives a container that it recreates new ones and leaves the old ones behind, and one that it needn't recreate it leaves alone.

mkdir project
cat > project/compose.yaml <<'EOF'
services:
  app:
    image: busybox:1.36
    network_mode: none
    command: sleep 1000
    volumes: [named:/named, /anonymous]
volumes:
  named:
EOF
docker compose --project-directory project up -d
docker exec project-app-1 touch /anonymous/file /named/file
docker compose --project-directory project up -d --force-recreate
docker exec project-app-1 ls /anonymous/file /named/file
test "$(docker volume ls -q | wc -l)" = 2
docker compose --project-directory project up -d -V
docker exec project-app-1 ls /anonymous/file
docker compose --project-directory project up -d -V --force-recreate
docker exec project-app-1 ls /named/file
! docker exec project-app-1 ls /anonymous/file
test "$(docker volume ls -q | wc -l)" = 3
