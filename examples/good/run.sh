#!/bin/sh
# Start the shop's database.
docker run -d --name shop-db \
    -e POSTGRES_PASSWORD=secret \
    -p 5432:5432 \
    -v pgdata:/var/lib/postgresql/data \
    postgres:16-alpine
