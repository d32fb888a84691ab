# `compose down` keeps named volumes and orphans anonymous ones; `down -v` removes both, under names with the project's prefix.

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
docker volume inspect project_named
docker compose --project-directory project down
docker volume inspect project_named
test "$(docker volume ls -q | wc -l)" = 2
docker compose --project-directory project up -d
docker compose --project-directory project down -v
! docker volume inspect project_named
test "$(docker volume ls -q | wc -l)" = 1
