# The habits of this project as commands. `./test` sets everything up first.

export PATH := justfile_directory() / ".venv/bin:" + env_var("PATH")

# Show this list
default:
    @just --list --unsorted

# Everything a change must pass: before a commit, in a pull request, in CI
check: format-check lint types contracts tests-quiet tests-browser tests-postgres

# Run tests as pytest does: just tests tests/domain -k trust
tests *arguments:
    pytest {{ arguments }}

# Run all tests that need no browser on every core, the site's on SQLite
tests-quiet:
    pytest --numprocesses=auto --dist=worksteal --ignore=tests/browser

# Run the tests in a browser
tests-browser:
    pytest --numprocesses=auto --dist=worksteal tests/browser

# Run the site's tests again on PostgreSQL, where there is one, but for the slow ones:
# they read every page, which is made the same way whatever the database
tests-postgres:
    #!/bin/sh
    if [ -n "${HOLDSPACE_TEST_POSTGRES:-}" ]; then
        HOLDSPACE_TEST_ENGINE=postgres exec pytest --numprocesses=auto --dist=worksteal -m "not slow" tests/site
    fi
    echo "Skipped: the site's tests on PostgreSQL, as HOLDSPACE_TEST_POSTGRES is not set; ./test sets it."

# Rewrite the code in the agreed form
format:
    ruff format
    ruff check --fix

# Say which files are not in the agreed form
format-check:
    ruff format --check

# Look for likely mistakes
lint:
    ruff check

# Check the library's types, strictly
types:
    mypy

# Check who imports whom
contracts:
    lint-imports --no-logo

# Pin the newest packages that are a week old; needs uv
requirements:
    #!/bin/sh
    set -eu
    week_ago=$(python -c 'import datetime as d; print(d.datetime.now(d.UTC).date() - d.timedelta(7))')
    pin() {
        uv pip compile --quiet --upgrade --universal --python-version 3.11 \
            --generate-hashes --no-header --no-strip-extras \
            --exclude-newer "$week_ago" "$@" pyproject.toml
    }
    pin --group build --output-file requirements/run.txt
    pin --group build --group test --constraint requirements/run.txt \
        --output-file requirements/test.txt
    pin --group build --extra fast --group benchmark \
        --constraint requirements/run.txt --output-file requirements/benchmark.txt

# Open the demo practice
demo:
    ./run demo
