#!/bin/bash
# Starts MongoDB as the member of a replica set. Members prove themselves to each other with a key file, which must be
# readable by the database's own user alone; the image's entrypoint then makes the users and drops its rights.
set -euo pipefail

key_file=/run/mongodb-replica-key
printf '%s' "$MONGODB_REPLICA_KEY" | install -m 400 -o mongodb -g mongodb /dev/stdin "$key_file"
exec docker-entrypoint.sh mongod --bind_ip_all --replSet rs0 --keyFile "$key_file"
