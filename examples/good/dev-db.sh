#!/usr/bin/env bash
# A MySQL for development, its files in a volume.
docker run -d --name dev-mysql -v mysql-data:/var/lib/mysql -e MYSQL_ROOT_PASSWORD=root mysql:8.4
