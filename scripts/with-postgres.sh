#!/bin/sh
# Runs a command beside a private, temporary PostgreSQL:
#
#   scripts/with-postgres.sh cargo test -p portico-store
#
# The cluster listens on a socket in a folder of its own and on no port. The command finds it through
# PORTICO_TEST_POSTGRES; PORTICO_REQUIRE_POSTGRES=1 tells tests to fail rather than skip it. Whatever
# happens, the cluster is stopped and removed. Works as root (then it runs as `postgres`) and as anyone.
set -eu

[ $# -gt 0 ] || { echo "usage: $0 COMMAND…" >&2; exit 2; }

fail() { echo "with-postgres: $*" >&2; exit 1; }

# Debian keeps the server's programs outside PATH; the newest version wins.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || bin=$(pg_config --bindir 2>/dev/null || true)
[ -x "$bin/initdb" ] || fail "no PostgreSQL server found: install postgresql"

# A short path, because a socket's path may have only about 100 bytes.
folder=$(mktemp -d /tmp/portico-pg.XXXXXX)

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    else
        # From a folder that it may enter, or it complains.
        (cd "$folder" && if command -v runuser >/dev/null; then
            runuser -u postgres -- "$@"
        else
            su postgres -s /bin/sh -c '"$0" "$@"' -- "$@"
        fi)
    fi
}

clean_up() {
    status=$?
    trap - EXIT INT TERM HUP
    if [ -e "$folder/data/postmaster.pid" ]; then
        as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    rm -rf "$folder"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ "$(id -u)" -eq 0 ]; then
    id postgres >/dev/null 2>&1 || fail "root needs a user named postgres to run the server as"
    chown postgres "$folder"
fi

as_owner "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 \
    || { cat "$folder/log" >&2; fail "initdb failed"; }

# The data are thrown away, so nothing needs to reach the disk.
options="-k $folder -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
options="$options -c max_connections=400 -c shared_buffers=64MB"
as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -o "$options" -w start >"$folder/log" 2>&1 \
    || { cat "$folder/log" "$folder/data/server.log" >&2; fail "the server did not start"; }

PORTICO_TEST_POSTGRES="postgres://postgres@localhost/postgres?host=$folder"
PORTICO_REQUIRE_POSTGRES=1
export PORTICO_TEST_POSTGRES PORTICO_REQUIRE_POSTGRES

# In the background with a wait: only so does the shell answer signals while the command runs.
# A shell gives such a command no input unless it is handed over by another number.
exec 3<&0
"$@" <&3 3<&- &
child=$!
exec 3<&-
trap 'kill -INT $child 2>/dev/null; wait $child; exit 130' INT
trap 'kill -TERM $child 2>/dev/null; wait $child; exit 143' TERM HUP
wait $child
