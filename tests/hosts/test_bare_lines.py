"""Commands that stand bare in Markdown, and prose about commands."""

import pytest

from persistlint.api import analyse
from persistlint.hosts.markdown import fragments
from persistlint.text.document import Document


def commands(text: str) -> list[str]:
    return [
        fragment.text.decode("latin-1").rstrip("\n")
        for fragment in fragments(Document("a.md", text.encode(), "markdown"))
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("docker run -d postgres:16\n", ["docker run -d postgres:16"]),
        ("Run:\ndocker run -d app\ndocker ps -a\nand look\n", ["docker run -d app"]),
        ("$ sudo docker run -d app\n", ["sudo docker run -d app"]),
        ("docker run -d \\\n  -v x:/y \\\n  app\n", ["docker run -d \\\n  -v x:/y \\\n  app"]),
        ("* `docker run -d app`\n* docker volume rm x\n", ["docker run -d app", "docker volume rm x"]),
        ("> docker run app\n> docker rm -f b\n", ["docker run app\ndocker rm -f b"]),
        ("1. docker exec db sh -c 'the a'\n", ["docker exec db sh -c 'the a'"]),
    ],
)
def test_commands(text: str, found: list[str]) -> None:
    assert commands(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "docker run starts a container",
        "docker run -d runs it in the background",
        "docker run postgres.",
        "docker build",
        "docker run lance un conteneur",
        "docker run -it ubuntu **bash**",
        "docker run … postgres",
        "See `docker run -d postgres` for more",
        "docker run [OPTIONS] image...",
        "docker run -d \\",
        "docker run -d 'a",
        "docker compose up, docker compose down:",
        "| docker run a | b |\n| --- | --- |\n| docker run a | c |",
        "# docker run -d postgres",
        "<!--\ndocker run -d postgres\n-->",
        "docker run \\_x",
    ],
)
def test_prose(text: str) -> None:
    assert commands(text + "\n") == []


def test_a_bare_command_has_its_finding_and_its_fix() -> None:
    text = "# Install\n\nStart it:\n\ndocker run -d -e POSTGRES_PASSWORD=x postgres:16\n"
    result = analyse(text, path="README.md")
    (finding,) = result.findings
    assert finding.code == "PSL101"
    assert finding.line == 5
    assert [edit.text for fix in finding.fixes for edit in fix.edits] == [
        "-v pgdata:/var/lib/postgresql/data "
    ]


def test_a_comment_above_a_bare_command_is_about_its_paragraph() -> None:
    bare = "docker run -d -e POSTGRES_PASSWORD=x postgres:16\n"
    text = f"# Install\n\n<!-- persistlint: ignore[PSL101] -->\n{bare}\nand\n\n{bare}"
    assert [finding.line for finding in analyse(text, path="README.md").findings] == [8]


def test_the_text_before_a_bare_command_is_its_lead() -> None:
    text = "# Install\n\nThe data is lost when the container goes:\n\ndocker run -d -e POSTGRES_PASSWORD=x postgres:16\n"
    (finding,) = analyse(text, path="README.md").findings
    assert finding.severity == "info"
