#!/usr/bin/env bash
# A worker whose results stay.
docker run -d --rm --name worker -v worker-results:/results registry.example.com/worker:7
