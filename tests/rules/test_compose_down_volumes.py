"""PSL410 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told

COMPOSE = "services:\n  db:\n    image: postgres:16\n    volumes: [data:/var/lib/postgresql/data, /cache]\nvolumes:\n  data:\n"
BESIDE = {"compose.yaml": COMPOSE, "prod.yml": COMPOSE, "docker-compose.test.yml": COMPOSE}

FOUND = {
    "plain": ("docker compose down -v\n", "warning"),
    "long, the old program": ("docker-compose -f prod.yml down --volumes --remove-orphans\n", "warning"),
    "over several lines, sudo": ("sudo docker compose \\\n  -p shop \\\n  down \\\n  -v\n", "warning"),
    "before every start": ("docker compose down -v\ndocker compose up -d\n", "warning"),
    "built and made again": ("docker compose build\ndocker compose down -v\ndocker compose up -d\n", "info"),
    "built by the start": ("docker compose down -v\ndocker compose up -d --build\n", "info"),
    "built by docker": ("docker build -t app .\ndocker compose down -v\ndocker compose up\n", "info"),
    "built, and not started": ("docker compose build\ndocker compose down -v\n", "warning"),
    "started before": ("docker compose up -d --build\ndocker compose down -v\n", "warning"),
    "rm": ("docker compose rm -fsv db\n", "warning"),
    "renewed": ("docker compose up -d -V\n", "info"),
    "in a function named for it": ("reset_all() { docker compose down -v; }\nreset_all\n", "info"),
    "in an arm named for it": ('case "$1" in\nclean) docker compose down -v ;;\nesac\n', "info"),
    "a trap": ("trap 'docker compose down -v' EXIT\n", "info"),
    "a trap that names a variable": (
        'N=${N:-shop}\nundo() {\n  docker compose -p $1 down -v\n}\ntrap "undo ${N}" EXIT\n',
        "info",
    ),
    "files for tests": ("docker compose -f docker-compose.test.yml down -v\n", "info"),
    "asked before": ('read -r answer\nif [ "$answer" = yes ]; then docker compose down -v; fi\n', "info"),
}

SILENT = {
    "down": "docker compose down\ndocker-compose down --remove-orphans\n",
    "stop and rm": "docker compose stop\ndocker compose rm -f\n",
    "up": "docker compose up -d\n",
    "run -v": "docker compose run --rm -v data:/data app true\n",
    "unknown options": 'docker compose down "$@"\ndocker compose down $OPTS\n',
    "switched off": "docker compose down --volumes=false\n",
    "another verb": "docker compose logs -f\ndocker compose version -v\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, severity = FOUND[name]
    assert [each for _, each in told("PSL410", text, **BESIDE)] == [severity]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL410", SILENT[name]) == []


def test_a_file_named_for_it():
    assert told("PSL410", "docker compose down -v\n", "scripts/destroy-all.sh") == [(1, "info")]
    assert told("PSL410", "docker compose down -v\n", "deploy.sh", **BESIDE) == [(1, "warning")]


def test_without_a_known_compose_file_it_is_a_note():
    assert told("PSL410", "docker compose down -v\n") == [(1, "info")]
    (message,) = messages("PSL410", "docker compose down -v\n")
    assert message.endswith("This is only a note: nothing is known of the Compose file.")
    assert told("PSL410", 'docker compose -f "$FILE" down -v\n', **BESIDE) == [(1, "info")]


def test_message():
    (message,) = messages("PSL410", "docker compose down -v\n")
    assert message.startswith("`compose down -v` deletes the project's volumes, even named ones")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker compose down -v\n", "docker compose down\n"),
        ("docker compose down --volumes --rmi all\n", "docker compose down --rmi all\n"),
        ("docker compose rm -fsv\n", "docker compose rm -fs\n"),
        ("docker compose up -dV\n", "docker compose up -d\n"),
    ],
)
def test_fixes(before, after):
    assert fixed(before) == after


def test_make_runs_in_the_makefile_s_folder(tmp_path):
    """A Compose file at the project's root isn't the one that a Makefile in a folder takes down."""
    from persistlint.api import analyse

    for name, text in {
        ".git/HEAD": "",
        "compose.yaml": "services: {db: {image: 'postgres:16', volumes: ['pg:/var/lib/postgresql/data']}}\nvolumes: {pg: }\n",
        "search/compose.yaml": "services: {web: {image: 'nginx:1', volumes: ['./x:/usr/share/nginx/html']}}\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    text = "stop:\n\tdocker compose down -v\n"
    assert analyse(text, path="search/Makefile", root=tmp_path).findings == ()
    (finding,) = analyse(text, path="Makefile", root=tmp_path).findings
    assert "_pg`" in finding.message
