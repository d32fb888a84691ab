"""A Dockerfile that a document shows is what the build behind it makes."""

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.memory import Memory
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.rules.told import told

DOCKERFILE = "```dockerfile\nFROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/\n```\n"
RUN = "docker run -d --name db my-db\n"


def block(*lines, tag="sh"):
    return f"```{tag}\n" + "".join(lines) + "```\n"


def page(*parts):
    return "Make a database.\n\n" + "\nThen:\n\n".join(parts)


BUILT = {
    "the next block": page(DOCKERFILE, block("docker build -t my-db .\n", RUN)),
    "another block": page(DOCKERFILE, block("docker build --tag=my-db .\n"), block(RUN)),
    "a session": page(DOCKERFILE, block("$ docker image build -t my-db .\n", f"$ {RUN}", tag="console")),
    "a folder, a name": page(DOCKERFILE, block("docker build -t my-db -f db/Dockerfile db\n", RUN)),
    "a list": "1. Write it:\n\n   ```Dockerfile\n   FROM postgres:16\n   ```\n\n2. Build it:\n\n"
    "   ```bash\n   docker build -t my-db .\n   docker run -d --name db my-db\n   ```\n",
    "the second of two, each built": page(
        "```dockerfile\nFROM alpine:3.20\n```\n",
        block("docker build -t tool .\n"),
        DOCKERFILE,
        block("docker build -t my-db .\n", RUN),
    ),
    "podman": page(DOCKERFILE, block("podman build -t my-db .\n", "podman run -d --name db my-db\n")),
}


@pytest.mark.parametrize("name", BUILT)
def test_the_image_is_known(name):
    assert [severity for _, severity in told("PSL101", BUILT[name], "README.md")] == ["info"]


NOT_BUILT = {
    "shown behind the build": page(block("docker build -t my-db .\n", RUN), DOCKERFILE),
    "two of them": page(
        "```dockerfile\nFROM alpine:3.20\n```\n", DOCKERFILE, block("docker build -t my-db .\n", RUN)
    ),
    "built already": page(
        DOCKERFILE, block("docker build -t one .\n"), block("docker build -t my-db .\n", RUN)
    ),
    "another file": page(DOCKERFILE, block("docker build -t my-db -f Dockerfile.dev .\n", RUN)),
    "a repository's": page(DOCKERFILE, block("docker build -t my-db https://github.com/acme/db.git\n", RUN)),
    "another tag": page(DOCKERFILE, block("docker build -t other .\n", RUN)),
}


@pytest.mark.parametrize("name", NOT_BUILT)
def test_the_image_is_not_known(name):
    assert told("PSL101", NOT_BUILT[name], "README.md") == []


def test_a_dockerfile_of_the_project_comes_first():
    text = BUILT["the next block"]
    assert told("PSL101", text, "README.md", Dockerfile="FROM alpine:3.20\n") == []
    assert told(
        "PSL101", text.replace("postgres:16", "alpine:3.20"), "README.md", Dockerfile="FROM postgres:16\n"
    )


def test_an_edit_of_what_is_shown_is_seen(tmp_path):
    memory, settings, workspace = Memory(), Settings(), Workspace(str(tmp_path))
    text = BUILT["the next block"]

    def codes(text):
        document = Document(str(tmp_path / "README.md"), text.encode(), "markdown")
        return {finding.code for finding in analyse(document, workspace, settings, memory).findings}

    assert "PSL101" in codes(text)
    assert "PSL101" not in codes(text.replace("postgres:16", "alpine:3.20"))
    assert "PSL101" in codes(text)
