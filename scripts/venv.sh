# shellcheck shell=bash
# Sourced by the scripts beside it. `ensure_venv` makes .venv and installs the package there in editable form, with the
# versions of requirements.lock; it does nothing when pyproject.toml and the lock are those of the last install.
# PYTHON=/path/to/python3 chooses the interpreter; otherwise the newest tested one on PATH is taken.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PIP_DISABLE_PIP_VERSION_CHECK=1
# Images for containers and CI often set this. Without bytecode, each command would compile the product anew: a second each.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

find_python() {
    local candidate without_venv=""
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$candidate"
            return
        fi
        without_venv=$candidate
    done
    [ -z "$without_venv" ] ||
        die "$without_venv has no venv module. On Debian and Ubuntu: apt install python3-venv"
    die "Python 3.11 or newer is needed and was not found${PYTHON:+ as PYTHON=$PYTHON}." \
        "Install it from python.org or your package manager, or set PYTHON to its path."
}

# Of the web app, what it is built from: not its packages, nor what is made on the way.
ui_sources() {
    find ui -path ui/node_modules -prune -o -type f ! -name schema.d.ts -print0 | sort -z | xargs -0 cksum
}

make_venv() {
    local python
    python=$(find_python)
    say "Making .venv with $("$python" --version)"
    rm -rf "$root/.venv"
    "$python" -m venv "$root/.venv" || die "the virtual environment could not be made in $root/.venv"
}

# The packages of a folder ask for Node 22. Without one on this machine, the Node of the test extra serves.
use_node() {
    { command -v npm >/dev/null && node -e 'process.exit(process.versions.node.split(".")[0] < 22)' 2>/dev/null; } ||
        export PATH="$root/.venv/bin:$PATH"
}

# ensure_node_packages FOLDER WHAT: installs what FOLDER/package-lock.json names, only when it changed.
ensure_node_packages() {
    use_node
    cd "$root/$1"
    if ! cmp -s package-lock.json node_modules/.installed; then
        say "Installing $2 with Node $(node --version)"
        npm ci --silent || die "npm could not install $2. Is the npm registry reachable from here?"
        cp package-lock.json node_modules/.installed
    fi
    cd "$root"
}

# install_package WHAT: in editable form. uv, where it is there, takes a tenth of pip's time. It does not know how pip was told to
# reach an index, so pip tries what uv could not do.
install_package() {
    cd "$root"
    { uv --version >/dev/null 2>&1 && uv pip install --quiet --python .venv/bin/python -c requirements.lock -e "$1"; } ||
        .venv/bin/python -m pip install --quiet -c requirements.lock -e "$1"
}

# Each of these has what those before it have: after one, the others need no install.
EXTRAS="server test dev"

# ensure_venv [EXTRA]: EXTRA is one of the extras in pyproject.toml; without it, only what the server needs.
ensure_venv() {
    local extra=${1:-} stamp fingerprint each
    "$root/.venv/bin/python" -c '' 2>/dev/null || make_venv
    stamp="$root/.venv/.installed-${extra:-server}"
    # The path is part of it: an editable install points to where it was made. So is the web app, which it builds.
    fingerprint=$(cd "$root" && { pwd && cat pyproject.toml requirements.lock && ui_sources; } | cksum)
    [ "$(cat "$stamp" 2>/dev/null)" != "$fingerprint" ] || return 0

    say "Installing Hubstead${extra:+ with the extra \"$extra\"} (only when its dependencies change)"
    (install_package ".${extra:+[$extra]}") ||
        die "the packages could not be installed (see above). Is the Python package index reachable from here?"
    for each in $EXTRAS; do
        echo "$fingerprint" >"$root/.venv/.installed-$each"
        [ "$each" != "${extra:-server}" ] || break
    done
}
