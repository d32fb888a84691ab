# Compose makes only the volumes that a service mounts; one that is merely declared isn't made.

cat > compose.yaml <<'EOF'
services: {web: {image: busybox:1.36, network_mode: none, command: "true", volumes: ["used:/a"]}}
volumes: {used: {name: used}, uploads: {name: uploads}}
EOF
docker compose -p proof up
docker volume inspect used
! docker volume inspect uploads
docker compose -p proof down -v
