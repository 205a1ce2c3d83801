#!/bin/sh
# Runs a command with a throw-away Postgres: tools/with-postgres.sh COMMAND…
# The command finds its address in MOVIOLA_TEST_POSTGRES.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "Postgres is not installed: run tools/system-packages.sh" >&2; exit 1; }
folder=$(mktemp -d)
port=$((20000 + $$ % 20000))
# The server refuses to run as root, so root becomes the user that Debian made for it.
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as() { runuser -u postgres -- "$@"; }
else
    as() { "$@"; }
fi
stop() {
    as "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop || true
    rm -rf "$folder"
}
cd /
as "$bin/initdb" -D "$folder/data" -U moviola -A trust --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
trap stop EXIT INT TERM
as "$bin/pg_ctl" -D "$folder/data" -s -w -l "$folder/data/log" \
    -o "-p $port -k $folder/data -c listen_addresses=127.0.0.1 -c fsync=off" start
cd "$OLDPWD"
MOVIOLA_TEST_POSTGRES="postgresql://moviola@127.0.0.1:$port/postgres" "$@"
