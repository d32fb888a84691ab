#!/bin/sh
# Start the shop's database.
docker run -d --name shop-db \
    -e POSTGRES_PASSWORD=secret \
    -p 5432:5432 \
    postgres:16-alpine
