#!/usr/bin/env bash
# The step "Check" of action.yml: installs persistlint, checks, and hands the status and the SARIF file on.
# A later step ends the job with the status, after the upload.
set -euo pipefail

venv=$PERSISTLINT_HOME/venv
wanted=${PERSISTLINT_VERSION:+persistlint==$PERSISTLINT_VERSION}
wanted=${wanted:-$PERSISTLINT_SOURCES}
# What is installed is kept from run to run, for this very Python and these very sources.
stamp="$("$PERSISTLINT_PYTHON" -c 'import sys; print(sys.version, sys.executable)') $wanted ${GITHUB_ACTION_REF:-}"
if [[ ! -x $venv/bin/persistlint || $(cat "$PERSISTLINT_HOME/stamp" 2>/dev/null) != "$stamp" ]]; then
    "$PERSISTLINT_PYTHON" -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$wanted"
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

# What was found in files that haven't changed is kept beside the installation.
status=0
PERSISTLINT_CACHE_DIR=$PERSISTLINT_HOME/cache "$venv/bin/persistlint" check --format "$format" --output "sarif=$PERSISTLINT_SARIF" \
    ${arguments[@]+"${arguments[@]}"} -- ${paths[@]+"${paths[@]}"} || status=$?
{
    printf 'status=%s\n' "$status"
    printf 'sarif=%s\n' "$PERSISTLINT_SARIF"
} >>"$GITHUB_OUTPUT"
