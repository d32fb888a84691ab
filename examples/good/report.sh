#!/usr/bin/env bash
# Build the report in one container, look at it in another.
docker run --rm -v report:/report python:3.13 sh -c 'echo "<h1>42</h1>" > /report/index.html'
docker run --rm -v report:/report:ro python:3.13 cat /report/index.html
