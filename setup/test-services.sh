# What tests need besides Python: Chromium, and a PostgreSQL cluster of their own.
# Sourced by `./test` after setup/environment.sh, never run. Whatever cannot be had
# is skipped with a line that says why.
#
# Exports, for the tests:
#   HOLDSPACE_TEST_CHROMIUM  the browser's program; unset if there is none
#   HOLDSPACE_TEST_POSTGRES  postgresql://USER@/DATABASE?host=SOCKET_FOLDER; unset
#                            if there is none. Set before, it is used as it is.

# --- Debian's packages -------------------------------------------------------

# install_debian_package NAME WHAT_FOR
install_debian_package() {
    if ! command -v apt-get >/dev/null 2>&1; then
        say "Skipped: $1 ($2) is not here, and without apt-get it is yours to install."
    elif ! as_root true 2>/dev/null; then
        say "Skipped: $1 ($2) is not here, and installing it needs root or sudo."
    else
        say "Installing Debian's $1 ($2)."
        try_to_install "$1" || { as_root apt-get -qq update >&2; try_to_install "$1"; } ||
            say "Skipped: $1 ($2): apt-get could not install it."
    fi
}

try_to_install() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends install "$1" >&2
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# --- Chromium ----------------------------------------------------------------

find_chromium() {
    # The shell draws no window and so takes a third less time than the whole browser.
    for program in chromium-headless-shell chromium chromium-browser google-chrome; do
        command -v "$program" && return
    done
    return 1
}

prepare_chromium() {
    find_chromium >/dev/null ||
        install_debian_package chromium-headless-shell "the tests in a browser"
    find_chromium >/dev/null || install_debian_package chromium "the tests in a browser"
    if HOLDSPACE_TEST_CHROMIUM=$(find_chromium); then
        export HOLDSPACE_TEST_CHROMIUM
    else
        unset HOLDSPACE_TEST_CHROMIUM
    fi
}

# --- PostgreSQL --------------------------------------------------------------

# The folder of the server's programs, the newest first. Debian keeps them off the
# path; a `pg_ctl` on the path alone may be a stand-in without a server.
find_postgres() {
    for folder in "$(pg_config --bindir 2>/dev/null)" \
        $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t / -k 5 -n -r) \
        /opt/homebrew/opt/postgresql*/bin /usr/local/pgsql/bin; do
        [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && echo "$folder" && return
    done
    return 1
}

# Starts a cluster that listens on no network, only on a socket in a folder that
# nobody but its user (and root) can enter: so it can trust who comes in.
prepare_postgres() {
    [ -z "${HOLDSPACE_TEST_POSTGRES:-}" ] || return 0
    find_postgres >/dev/null || install_debian_package postgresql "the tests on PostgreSQL"
    postgres_programs=$(find_postgres) || return 0
    choose_postgres_user || return 0
    # Right under /tmp: the path of a socket may not be longer than 107 bytes.
    postgres_folder=$(mktemp -d /tmp/holdspace-postgres.XXXXXX) || return 0
    [ -z "$postgres_user" ] || chown "$postgres_user" "$postgres_folder"
    if start_postgres >"$postgres_folder/start.log" 2>&1; then
        HOLDSPACE_TEST_POSTGRES="postgresql://holdspace@/postgres?host=$postgres_folder"
        export HOLDSPACE_TEST_POSTGRES
    else
        cat "$postgres_folder/start.log" >&2
        say "Skipped: PostgreSQL did not start; the lines above say why."
        stop_postgres
    fi
}

# PostgreSQL refuses to run as root, so root lends it a system user.
choose_postgres_user() {
    postgres_user=
    [ "$(id -u)" -eq 0 ] || return 0
    postgres_user=holdspace-test
    id "$postgres_user" >/dev/null 2>&1 ||
        useradd --system --no-create-home --shell /usr/sbin/nologin "$postgres_user" >&2 ||
        adduser -S -D -H "$postgres_user" >&2 ||
        { say "Skipped: PostgreSQL, as root could not make a user for it."; return 1; }
}

as_postgres_user() {
    if [ -z "$postgres_user" ]; then
        (cd "$postgres_folder" && "$@")
    else
        (cd "$postgres_folder" && su -s /bin/sh "$postgres_user" -c '"$0" "$@"' -- "$@")
    fi
}

start_postgres() {
    # With plain C, PostgreSQL would know upper and lower case of English only.
    locale=C
    ! locale -a 2>/dev/null | grep -qix 'c\.utf-\{0,1\}8' || locale=C.UTF-8
    as_postgres_user "$postgres_programs/initdb" --pgdata="$postgres_folder/cluster" \
        --username=holdspace --auth=trust --encoding=UTF8 --locale="$locale" --no-sync &&
        # Speed before safety: this cluster lives as long as one run of the tests.
        cat >>"$postgres_folder/cluster/postgresql.conf" <<SETTINGS &&
listen_addresses = ''
unix_socket_directories = '$postgres_folder'
fsync = off
synchronous_commit = off
full_page_writes = off
SETTINGS
        as_postgres_user "$postgres_programs/pg_ctl" --pgdata="$postgres_folder/cluster" \
            --log="$postgres_folder/server.log" --wait start
}

stop_postgres() {
    [ -n "${postgres_folder:-}" ] || return 0
    [ ! -f "$postgres_folder/cluster/postmaster.pid" ] ||
        as_postgres_user "$postgres_programs/pg_ctl" --pgdata="$postgres_folder/cluster" \
            --mode=immediate --wait stop >/dev/null 2>&1
    rm -rf "$postgres_folder"
    postgres_folder=
}
