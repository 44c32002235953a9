# Makes the environment that `./run` and `./test` stand on. Sourced, never run.
#
#   . setup/environment.sh
#   prepare_environment FOLDER run|test
#
# FOLDER is the checkout; its `.venv` gets the packages of
# requirements/run.txt or requirements/test.txt, each pinned by its hash. Nothing
# is done when it is ready. All that is said here goes to standard error.
#
# `.venv/ready-run` and `.venv/ready-test` say what was installed and are written
# last; while `.venv/unfinished` exists, an install was cut short and the next one
# starts from nothing.

say() { printf 'holdspace: %s\n' "$*" >&2; }

give_up() { say "$*"; exit 1; }

prepare_environment() {
    checkout=$1
    kind=$2
    environment=$checkout/.venv
    wanted=$(describe_environment) || give_up "Cannot read requirements/$kind.txt."
    environment_is_ready && return 0
    # In a subshell: the lock must not stay with the program that starts later.
    ( take_turn && { environment_is_ready || make_environment; } ) || exit 1
}

# What an environment was made from: requirements, project file and place. A moved
# checkout counts as another one, since the commands inside name their folder.
describe_environment() {
    cat "$checkout/requirements/$kind.txt" "$checkout/pyproject.toml" >/dev/null || return 1
    cat "$checkout/requirements/$kind.txt" "$checkout/pyproject.toml" | cksum
    printf '%s\n' "$checkout"
}

# The import fails after the system's Python moved on to its next minor version.
environment_is_ready() {
    [ -f "$environment/ready-$kind" ] && [ ! -e "$environment/unfinished" ] &&
        [ "$(cat "$environment/ready-$kind")" = "$wanted" ] &&
        [ -x "$environment/bin/holdspace" ] &&
        "$environment/bin/python" -c 'import django' 2>/dev/null
}

# Two setups at once: the second waits, then finds the work done.
take_turn() {
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$checkout/.venv.lock" || give_up "Cannot write in $checkout."
        flock -n 9 || { say "Another setup is running here; waiting for it."; flock 9; }
        return
    fi
    turn=$checkout/.venv.turn
    waited=0
    until mkdir "$turn" 2>/dev/null; do
        [ -w "$checkout" ] || give_up "Cannot write in $checkout."
        [ "$waited" -gt 0 ] || say "Another setup is running here; waiting for it."
        waited=$((waited + 1))
        owner=$(cat "$turn/owner" 2>/dev/null)
        if [ -n "$owner" ]; then
            kill -0 "$owner" 2>/dev/null || rm -rf "$turn"
        elif [ "$waited" -gt 10 ]; then
            rm -rf "$turn"
        fi
        sleep 1
    done
    echo $$ >"$turn/owner"
    trap 'rm -rf "$turn"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

make_environment() {
    unset PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV PYTHONHOME VIRTUAL_ENV
    python=$(find_python) || give_up "Python 3.11 or newer is needed and was not found." \
        "Install it, or name one: HOLDSPACE_PYTHON=/path/to/python3 ./run"
    if [ -e "$environment" ] && ! environment_can_be_kept; then
        rm -rf "$environment" || give_up "Cannot remove $environment."
    fi
    say "Setting up in .venv: once, about a minute."
    [ -x "$environment/bin/python" ] || "$python" -m venv --without-pip "$environment" >&2 ||
        give_up "Cannot make .venv with $python (on Debian: apt install python3-venv)."
    : >"$environment/unfinished"
    rm -f "$environment/ready-run" "$environment/ready-test"
    find_installer
    install_packages --require-hashes -r "$checkout/requirements/$kind.txt" &&
        install_packages --no-deps --no-build-isolation -e "$checkout" ||
        give_up "Setting up stopped; the lines above say why. The next try starts afresh."
    # The packages for tests include those for running.
    if [ "$kind" = test ]; then
        (kind=run && describe_environment) >"$environment/ready-run"
    fi
    printf '%s\n' "$wanted" >"$environment/ready-$kind"
    rm -f "$environment/unfinished"
    say "Ready."
}

# Kept: finished, made here, and its Python still finds its packages.
environment_can_be_kept() {
    [ ! -e "$environment/unfinished" ] &&
        "$environment/bin/python" -c 'import django' 2>/dev/null &&
        [ "$(tail -n 1 "$environment"/ready-* 2>/dev/null | tail -n 1)" = "$checkout" ]
}

# Each is asked, not just looked up: a version manager's stand-in may be on the
# path for a Python that it does not run.
find_python() {
    for candidate in ${HOLDSPACE_PYTHON:+"$HOLDSPACE_PYTHON"} \
        python3.11 python3.12 python3.13 python3 python; do
        "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null && echo "$candidate" && return 0
    done
    return 1
}

# Sets `installer`: uv where it is present; else a pip of 22.3 or newer, which can
# install into another environment (so nothing of the system's Python is touched);
# else the pip that Python brings along.
find_installer() {
    if command -v uv >/dev/null 2>&1; then
        installer=uv
    elif pip_can_install_elsewhere "$python"; then
        installer=$python
    elif pip_can_install_elsewhere python3; then
        installer=python3
    elif "$environment/bin/python" -m ensurepip >/dev/null 2>&1; then
        installer=own
    else
        give_up "pip 22.3 or newer is needed to install packages and was not found." \
            "Install it (on Debian: apt install python3-pip) and try again."
    fi
}

pip_can_install_elsewhere() {
    "$1" -c 'import sys, pip
sys.exit(tuple(int(n) for n in pip.__version__.split(".")[:2]) < (22, 3))' 2>/dev/null
}

install_packages() {
    case $installer in
        uv) uv pip install --quiet --python "$environment/bin/python" "$@" >&2 ;;
        own) "$environment/bin/python" -m pip install $quietly "$@" >&2 ;;
        *) "$installer" -m pip --python "$environment/bin/python" install $quietly "$@" >&2 ;;
    esac
}
quietly='--quiet --no-input --disable-pip-version-check --no-warn-script-location'
