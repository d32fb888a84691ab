"""Scripts that hold on a real engine: bash, in which every line must succeed, and a line that starts with ``!`` must fail."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.engine import Engine

_SECONDS = 120

#: ``docker stop`` of a container with ``--rm`` returns before the container is gone: the next run may need its name.
_PRELUDE = """set -e -o pipefail
docker() {
    local status=0
    command docker "$@" || status=$?
    case "$1" in stop | kill) gone "${@: -1}" ;; esac
    return $status
}
gone() {
    for _ in $(seq 200); do
        [ "$(command docker inspect -f '{{.HostConfig.AutoRemove}}' "$1" 2> /dev/null)" = true ] || return 0
        sleep 0.02
    done
}
"""


def with_checked_failures(text: str) -> str:
    """Return the script in which a line that starts with ``!`` ends it where it fails: `set -e` doesn't see one, unless it is the last of a subshell."""
    return re.sub(r"^(\s*)! (.*)$", r"\1( ! \2 )", text, flags=re.MULTILINE)


def run_script(
    engine: Engine, text: str, folder: Path, examples: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs ``text`` in a new ``folder``; each of the ``examples`` is a command in it, a script in a shell of its own.

    A line ``restart-engine`` restarts the engine: what stands before and after it are two scripts.
    """
    work = folder / "work"
    work.mkdir(parents=True)
    first, restart, second = text.partition("restart-engine\n")
    if restart:
        done = run_script(engine, first, folder / "first", examples)
        if done.returncode:
            return done
        engine.restart()
        text = second
    prelude = _PRELUDE
    for name, example in (examples or {}).items():
        file = folder / f"{name}.sh"
        file.write_text(example)
        prelude += f'{name}() {{ bash "{file}"; }}\n'
    script = folder / "script.sh"
    script.write_text(prelude + with_checked_failures(text))
    return subprocess.run(
        ["bash", "-x", str(script)],
        cwd=work,
        env=engine.variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_SECONDS,
        check=False,
    )
