# What a RUN step changes below a VOLUME is lost with the classic builder and kept by BuildKit; what COPY puts there is kept by both.

mkdir context
echo x > context/copied
cat > context/Dockerfile <<'EOF'
FROM busybox:1.36
VOLUME /data
RUN echo x > /data/step
COPY copied /data/
EOF
DOCKER_BUILDKIT=0 docker build --network none -t classic context
docker build --network none -t buildkit context
docker run --network none --rm classic sh -c '! test -e /data/step && test -e /data/copied'
docker run --network none --rm buildkit sh -c 'test -e /data/step && test -e /data/copied'
