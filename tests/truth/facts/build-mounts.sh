# What a build step writes into its own cache, tmpfs or bind mount isn't in the image.

mkdir context
cat > context/Dockerfile <<'EOF'
FROM busybox:1.36
RUN --mount=type=cache,target=/cache --mount=type=tmpfs,target=/memory --mount=type=bind,rw,target=/bind touch /cache/file /memory/file /bind/file
EOF
docker build --network none -t built context
docker run --network none --rm built sh -c '! test -e /cache/file && ! test -e /memory/file && ! test -e /bind/file'
! test -e context/file
