# An image has the VOLUMEs of its base, those of ONBUILD included, and not those of another stage that it copies from.

docker build -t base - <<'EOF'
FROM busybox:1.36
VOLUME /inherited
ONBUILD VOLUME /onbuild
EOF
docker build -t child - <<'EOF'
FROM busybox:1.36 AS other
VOLUME /other
FROM base
COPY --from=other /srv /srv
VOLUME ["/own"]
EOF
docker image inspect -f '{{json .Config.Volumes}}' child > volumes
grep -F '{"/inherited":{},"/onbuild":{},"/own":{}}' volumes
