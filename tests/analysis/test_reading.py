"""What of a document is evaluated: text that can't come to an engine's command is not, whatever it sources is looked into."""

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document


def read(folder, text):
    return analyse(
        Document(str(folder / "script.sh"), text.encode(), "shell"), Workspace(str(folder)), Settings()
    )


def test_text_that_names_no_engine_has_nothing_that_was_not_understood(tmp_path):
    assert read(tmp_path, 'make\n"$@"\nexec /docker-entrypoint.sh\n').not_understood == []
    assert [why for _, why in read(tmp_path, "make\ndocker ps\n").not_understood]


def test_a_file_that_is_sourced_by_its_path_is_looked_into(tmp_path):
    lib = tmp_path / "lib.sh"
    lib.write_text("dirname /docker-lib\n")
    script = f". {lib}\ntrue docker_setup\n"
    plain = read(tmp_path, script)
    assert plain.commands == []
    assert [lookup.name for lookup in plain.lookups] == [str(lib)]
    lib.write_text("docker run -d redis\n")
    assert [command.verb for command, _ in read(tmp_path, script).commands] == ["container run"]


def test_a_file_whose_name_must_be_evaluated_is_followed(tmp_path):
    (tmp_path / "lib.sh").write_text("docker run -d redis\n")
    analysis = read(tmp_path, 'here=.\n. "$here/lib.sh"\n')
    assert [command.verb for command, _ in analysis.commands] == ["container run"]


PIPED = "cat <<'EOF' | {build}\nFROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/\nEOF\ndocker run -d --name db my-db\n"


@pytest.mark.parametrize(
    "build",
    [
        "docker build -t my-db -",
        "sudo docker build -t my-db -f - .",
        "DOCKER_BUILDKIT=1 docker buildx build --load -t my-db -",
        "docker image build --tag my-db --file=- . > /dev/null",
    ],
)
def test_a_here_document_reaches_a_build_through_cat(tmp_path, build):
    analysis = read(tmp_path, PIPED.format(build=build))
    assert [image.stages[0].base for image in analysis.images] == ["postgres:16"]
    assert "PSL101" in {finding.code for finding in analysis.findings}


@pytest.mark.parametrize(
    "build",
    [
        "sed s/16/17/ | docker build -t my-db -",
        "docker build -t my-db .",
        "docker build -t my-db - < Dockerfile",
    ],
)
def test_other_pipes_are_not_followed(tmp_path, build):
    assert read(tmp_path, PIPED.format(build=build)).images == []


def test_the_rules_for_dockerfiles_see_it(tmp_path):
    analysis = read(tmp_path, PIPED.format(build="docker build -t my-db -"))
    assert "PSL506" in {finding.code for finding in analysis.findings}
