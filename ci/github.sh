#!/usr/bin/env bash
# The step "Check" of action.yml: installs persistlint, checks, and hands the status and the SARIF file on.
# A later step ends the job with the status, after the upload.
#
# The working directory is a checkout, and anybody may have made it. So every Python runs with -I, which imports nothing from there (a folder
# "venv", a "pip.py"), what is installed lies elsewhere, and what pip starts hears of no PYTHONPATH.
set -euo pipefail
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP

venv=$PERSISTLINT_HOME/venv
python=$venv/bin/python
# A second step of the same job finds what the first one has installed.
stamp="$("$PERSISTLINT_PYTHON" -I -c 'import sys; print(sys.version, sys.executable)') $PERSISTLINT_VERSION $PERSISTLINT_SOURCES"
if [[ ! -x $python || $(cat "$PERSISTLINT_HOME/stamp" 2>/dev/null) != "$stamp" ]]; then
    "$PERSISTLINT_PYTHON" -I -m venv --clear "$venv"
    pip=("$python" -I -m pip install --quiet --disable-pip-version-check)
    # Each file that is downloaded has the digest that is written down.
    locked=("${pip[@]}" --require-hashes --only-binary :all: --requirement)
    "${locked[@]}" "$PERSISTLINT_SOURCES/ci/requirements.txt"
    if [[ -n $PERSISTLINT_VERSION ]]; then
        "${pip[@]}" --no-deps --only-binary :all: "persistlint==$PERSISTLINT_VERSION"
    else
        "${locked[@]}" "$PERSISTLINT_SOURCES/ci/build-requirements.txt"
        "${pip[@]}" --no-deps --no-build-isolation "$PERSISTLINT_SOURCES"
    fi
    "$python" -I -m pip check --disable-pip-version-check >&2
    printf '%s' "$stamp" >"$PERSISTLINT_HOME/stamp"
fi

arguments=()
while IFS= read -r line; do
    [[ -z $line ]] || arguments+=("$line")
done <<<"$PERSISTLINT_ARGUMENTS"
paths=()
while IFS= read -r line; do
    [[ -z $line ]] || paths+=("$line")
done <<<"$PERSISTLINT_PATHS"
[[ -z $PERSISTLINT_BASELINE ]] || arguments+=("--baseline=$PERSISTLINT_BASELINE")
format=concise
[[ $PERSISTLINT_ANNOTATIONS != true ]] || format=github

status=0
"$python" -I -m persistlint check --no-cache --format "$format" --output "sarif=$PERSISTLINT_SARIF" \
    ${arguments[@]+"${arguments[@]}"} -- ${paths[@]+"${paths[@]}"} || status=$?
{
    printf 'status=%s\n' "$status"
    printf 'sarif=%s\n' "$PERSISTLINT_SARIF"
} >>"$GITHUB_OUTPUT"
