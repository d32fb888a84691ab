"""An image's entrypoint has functions named `docker_…` and calls no engine: none of it is evaluated."""

from __future__ import annotations

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.text.document import Document

FUNCTION = """\
# usage: docker_setup_{n} [arguments]; the docker image's own documentation tells more
docker_setup_{n}() {
\tlocal docker_dir="${DOCKER_DIR_{n}:-/var/lib/app}" docker_port={n}
\tif [ "$(id -u)" = '0' ]; then
\t\tmkdir -p "$docker_dir/{n}" && chown -R app: "$docker_dir"
\tfi
\tfor f in "$docker_dir"/*.sql; do
\t\tdocker_log "setting up $f on $docker_port" >&2
\t\tdocker_process_sql_{n} < "$f" || docker_error "can't read $f"
\tdone
\tcase "${1:-}" in
\t\t-*) set -- docker_app "$@" ;;
\t\tdocker_setup_*) "$@" ;;
\tesac
}
"""
#: As the images ship it: longer than 700 lines.
SCRIPT = (
    "#!/usr/bin/env bash\nset -Eeo pipefail\n"
    + "".join(FUNCTION.replace("{n}", str(number)) for number in range(50))
    + "".join(f'docker_setup_{number} "$@"\n' for number in range(50))
    + 'exec docker-entrypoint.sh "$@"\n'
)


def statements(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many statements an analysis of ``text`` evaluates."""
    evaluated = []
    top, statement = Evaluator._top, Evaluator.statement
    monkeypatch.setattr(Evaluator, "_top", lambda shell, *rest: (evaluated.append(1), top(shell, *rest))[1])
    monkeypatch.setattr(
        Evaluator, "statement", lambda shell, *rest: (evaluated.append(1), statement(shell, *rest))[1]
    )
    analyse(Document("docker-entrypoint.sh", text.encode(), "shell"), Workspace("."), Settings())
    return len(evaluated)


def test_functions_named_after_docker_reach_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SCRIPT.count("\n") > 700
    assert statements(SCRIPT, monkeypatch) == 0


@pytest.mark.parametrize(
    "line", ["docker ps\n", '"$DOCKER" ps\n', '"$docker_cmd" ps\n', "bash -c 'docker ps'\n"]
)
def test_a_command_of_an_engine_among_them_is_reached(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert statements(SCRIPT.replace("exec docker-", f"{line}exec docker-"), monkeypatch) > 50
