#!/bin/bash
# Makes the database on its first start, fills it from /docker-entrypoint-initdb.d, and runs the server.
set -eu
[ "$1" = postgres ] || exec "$@"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  [ -n "${POSTGRES_PASSWORD:-}" ] || { echo 'POSTGRES_PASSWORD is required.' >&2; exit 1; }
  user=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$user}
  # shellcheck disable=SC2086
  initdb --username="$user" --pwfile=<(echo "$POSTGRES_PASSWORD") \
    --auth-local=trust --auth-host=scram-sha-256 ${POSTGRES_INITDB_ARGS:-}
  printf 'host %s all all scram-sha-256\n' all replication >> "$PGDATA/pg_hba.conf"

  # Without TCP, so that nobody takes it for ready before it is filled.
  pg_ctl --silent --wait --options="-c listen_addresses=''" start
  [ "$database" = postgres ] || createdb --username="$user" "$database"
  for file in /docker-entrypoint-initdb.d/*.sql; do
    [ -e "$file" ] || continue
    echo "$0: running $file"
    psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username="$user" --dbname="$database" --file="$file"
  done
  pg_ctl --silent --wait --mode=fast stop
fi
exec "$@" -c listen_addresses='*'
