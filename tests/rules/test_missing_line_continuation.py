"""PSL222 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told

FOUND = [
    ("docker run -d --name db\n  -v pgdata:/var/lib/postgresql/data \\\n  postgres:16\n", 1),
    ("docker run -d --name db \\ \n  -v pgdata:/var/lib/postgresql/data \\\n  postgres:16\n", 1),
    (
        "docker run -d --name db \\\n  # where the data is\n  -v pgdata:/var/lib/postgresql/data \\\n  postgres:16\n",
        2,
    ),
    ("docker run -d \\\n  --name db \\\n\n  -v pgdata:/var/lib/postgresql/data \\\n  postgres:16\n", 2),
    ("docker run -d \\\n  --name db\n  --restart always \\\n  postgres:16\n", 2),
    ("start() {\n  sudo docker run -d \\\n    -p 80:80\n    -v web:/srv \\\n    nginx\n}\n", 3),
    ("docker run -d postgres:16\n  -v pgdata:/var/lib/postgresql/data\n", 1),
    ("ssh host 'docker run -d --name web\n  -v site:/srv nginx'\n", 1),
    ("docker run -d --name db\r\n  -v pgdata:/var/lib/postgresql/data \\\r\n  postgres:16\r\n", 1),
    ("podman run -d --name db\n  --volume=pgdata:/var/lib/postgresql/data postgres:16\n", 1),
]

SILENT = [
    "docker run -d \\\n  --name db \\\n  -v pgdata:/var/lib/postgresql/data \\\n  postgres:16\n",
    "docker ps\n\n- not an option\n",
    "docker ps\n--whatever\n",
    "docker run alpine true; -v x\n",
    "docker run -d --name db postgres:16\necho -v done\n",
    "docker run alpine sh -c '\n  -v\n'\n",
    "cat <<EOF\ndocker run -d\n  -v web:/y\nEOF\n",
    "docker run --rm -i alpine sh <<EOF\n-v\nEOF\n",
    'args=(\n  -d\n  -v pgdata:/x\n)\ndocker run "${args[@]}" postgres:16\n',
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL222", text) == [(line, "error")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL222", text) == []


def test_a_form_to_fill_in_is_shown_as_it_is_written():
    text = "docker create \\\n  -v <path to downloads>:/download\n  -e PGID=<gid> \\\n  -p 8080:8080 \\\n  acme/web:1\n"
    (message,) = messages("PSL222", text)
    assert "`-e PGID=<gid> -p 8080:8080 acme/web:1` on line 3" in message
    assert "and docker doesn't get it." in message


def test_in_a_document():
    text = "Start it:\n\n```sh\ndocker run -d --name db\n  -v pgdata:/var/lib/postgresql/data \\\n  postgres:16\n```\n"
    assert told("PSL222", text, "README.md") == [(4, "error")]


def test_not_where_words_are_left_out():
    text = "```sh\ndocker run -d \\\n  ...\n  --gpus=all \\\n  nginx\n```\n"
    assert told("PSL222", text, "README.md") == []


def test_not_in_a_dockerfile():
    text = "FROM docker:27\nRUN docker run -d \\\n  # the name\n  --name db \\\n  postgres:16\n"
    assert told("PSL222", text, "Dockerfile") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run -d --name db\n  -v web:/y \\\n  nginx\n",
            "docker run -d --name db \\\n  -v web:/y \\\n  nginx\n",
        ),
        (
            "docker run -d --name db\n  -v web:/y\n  nginx\n",
            "docker run -d --name db \\\n  -v web:/y \\\n  nginx\n",
        ),
        (
            "docker run -d --name db   \n  -v web:/y\n  --restart always\n  nginx\necho done\n",
            "docker run -d --name db \\\n  -v web:/y \\\n  --restart always \\\n  nginx\necho done\n",
        ),
        (
            "docker run -d \\  \n  -v web:/y \\\t\n  nginx\n",
            "docker run -d \\\n  -v web:/y \\\n  nginx\n",
        ),
        (
            "docker run -d \\\n  --name db \\\n\n  -v web:/y \\\n  nginx\n",
            "docker run -d \\\n  --name db \\\n  -v web:/y \\\n  nginx\n",
        ),
        (
            "set -e\n  docker run -d \\\n    # one\n    # -p 80:80 \\\n    -v web:/y \\\n    nginx\n",
            "set -e\n  # one\n  # -p 80:80 \\\n  docker run -d \\\n    -v web:/y \\\n    nginx\n",
        ),
        (
            "if true; then\n  sudo docker run -d \\\n    -v web:/srv # the site\n    -p 80:80 \\\n    nginx\nfi\n",
            "if true; then\n  # the site\n  sudo docker run -d \\\n    -v web:/srv \\\n    -p 80:80 \\\n    nginx\nfi\n",
        ),
        (
            "docker run -d --name db\r\n  -v x1:/y \\\r\n  nginx\r\n",
            "docker run -d --name db \\\r\n  -v x1:/y \\\r\n  nginx\r\n",
        ),
        # The option would be the container's there: nobody but the author can say where it belongs.
        ("docker run -d nginx\n  -v web:/y\n", "docker run -d nginx\n  -v web:/y\n"),
    ],
)
def test_fixes(before, after):
    assert fixed(before) == after


def test_a_backslash_that_is_escaped():
    (message,) = messages("PSL222", "docker run -d \\\\\n  -p 3000:8080 \\\\\n  nginx:1.29\n")
    assert message.startswith(
        "`\\\\` is a backslash to the shell, and continues no line, so the command ends here. "
    )
    assert message.endswith("and docker refuses what is left.")


def test_a_line_of_many_cuts_is_read_a_few_times(monkeypatch):
    from persistlint.rulekit import severed_lines

    read = []
    joined = severed_lines.joined
    monkeypatch.setattr(severed_lines, "joined", lambda *given: (read.append(1), joined(*given))[1])
    text = "docker run -d\n" + "".join(f"  -e A{number}=b\n" for number in range(200)) + "  app:1\n"
    assert told("PSL222", text)
    assert len(read) < 10
