#!/usr/bin/env bash
# A MySQL for development, its files in the project.
docker run -d --name dev-mysql -v ./mysql:/var/lib/mysql -e MYSQL_ROOT_PASSWORD=root mysql:8.4
