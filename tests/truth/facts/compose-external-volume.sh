# `compose up` fails where an `external` volume isn't there, and `down -v` leaves one alone.

cat > compose.yaml <<'EOF'
services: {web: {image: busybox:1.36, network_mode: none, command: "true", volumes: ["orders:/a"]}}
volumes: {orders: {external: true}}
EOF
! docker compose -p proof up 2> told
grep 'external volume "orders" not found' told
docker volume create orders
docker compose -p proof up
docker compose -p proof down -v
docker volume inspect orders
