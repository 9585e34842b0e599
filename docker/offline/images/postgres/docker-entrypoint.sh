#!/bin/bash
# The environment names and the initialisation folder of the published image.
set -eu
[ "$1" = postgres ] || exec "$@"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  [ -n "${POSTGRES_PASSWORD:-}" ] || { echo "POSTGRES_PASSWORD is required." >&2; exit 1; }
  user=${POSTGRES_USER:-postgres}
  db=${POSTGRES_DB:-$user}
  initdb -N -E UTF8 --locale=C.UTF-8 -U "$user" --auth-local=trust --auth-host=scram-sha-256 --pwfile=<(echo "$POSTGRES_PASSWORD")
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  echo 'host replication all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  # On a private socket, so that nobody takes the server for ready before its tables are there.
  pg_ctl -w -s start -o "-c listen_addresses='' -c unix_socket_directories=/tmp"
  [ "$db" = postgres ] || createdb -h /tmp -U "$user" "$db"
  for file in /docker-entrypoint-initdb.d/*.sql; do
    [ -f "$file" ] || continue
    echo "===> Running $file"
    psql -h /tmp -U "$user" -d "$db" -v ON_ERROR_STOP=1 -q -f "$file"
  done
  pg_ctl -w -s -m fast stop
fi
exec "$@" -c listen_addresses='*'
