"""Edits that rules offer, on commands that the engine has read."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.workspace import Workspace
from persistlint.docker.commands import Command, ContainerCreate
from persistlint.rulekit.edits import insert_option, quote, remove_option, replace_value
from persistlint.rulekit.volume_names import VolumeNames
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from persistlint.text.edits import Edit, PlacedEdit, apply_edits


def read(text: str, language: str = "shell") -> Analysis:
    name = {"shell": "run.sh", "markdown": "guide.md", "dockerfile": "Dockerfile"}[language]
    return analyse(Document(name, text.encode(), language), Workspace("."), Settings())


def first(analysis: Analysis) -> Command:
    return analysis.commands[0][0]


def made(analysis: Analysis, edit: Edit | None) -> str | None:
    if edit is None:
        return None
    place = analysis.sources.place(edit.span)
    return apply_edits(
        analysis.document.data, [PlacedEdit(place.path, place.start, place.end, edit.text)]
    ).decode()


def inserted(text: str, language: str = "shell") -> str | None:
    analysis = read(text, language)
    return made(analysis, insert_option(first(analysis), "-v pgdata:/x", analysis.sources))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker run postgres\n", "docker run -v pgdata:/x postgres\n"),
        ('docker run --rm "$IMAGE" -c x\n', 'docker run --rm -v pgdata:/x "$IMAGE" -c x\n'),
        ("sudo docker run postgres && echo hi\n", "sudo docker run -v pgdata:/x postgres && echo hi\n"),
        (
            "docker run \\\n    --name db \\\n    postgres \\\n    -c x\n",
            "docker run \\\n    --name db \\\n    -v pgdata:/x \\\n    postgres \\\n    -c x\n",
        ),
        (
            "docker run \\\n\t--name db postgres\n",
            "docker run \\\n\t-v pgdata:/x \\\n\t--name db postgres\n",
        ),
        (
            "docker run \\\r\n  -d \\\r\n  postgres\r\n",
            "docker run \\\r\n  -d \\\r\n  -v pgdata:/x \\\r\n  postgres\r\n",
        ),
        ("docker run postgres \\\n  -c x\n", "docker run -v pgdata:/x postgres \\\n  -c x\n"),
        ("sh -c 'docker run postgres'\n", "sh -c 'docker run -v pgdata:/x postgres'\n"),
        (
            "if true; then\n  docker run postgres; fi\n",
            "if true; then\n  docker run -v pgdata:/x postgres; fi\n",
        ),
        (
            'opts=(-d)\ndocker run "${opts[@]}" postgres\n',
            'opts=(-d)\ndocker run "${opts[@]}" -v pgdata:/x postgres\n',
        ),
        ('cmd=(run postgres)\ndocker "${cmd[@]}"\n', None),
        ("docker run -v <path to data>:/config postgres\n", None),
        ("docker run postgres > log\n", "docker run -v pgdata:/x postgres > log\n"),
        ('args=(-d postgres)\ndocker run "${args[@]}"\n', None),
        ("f() { docker run postgres; }\nf\n", "f() { docker run -v pgdata:/x postgres; }\nf\n"),
        ("# ü\ndocker run postgres\n", "# ü\ndocker run -v pgdata:/x postgres\n"),
        ("\ufeffdocker run postgres\n", "\ufeffdocker run -v pgdata:/x postgres\n"),
    ],
)
def test_inserting_an_option(text: str, expected: str | None) -> None:
    assert inserted(text) == expected


def test_inserting_in_a_document() -> None:
    text = "> ```console\n> $ docker run \\\n>     postgres\n> ```\n"
    assert inserted(text, "markdown") == (
        "> ```console\n> $ docker run \\\n>     -v pgdata:/x \\\n>     postgres\n> ```\n"
    )
    text = "1. Run\n\n   ```sh\n   docker run postgres\n   ```\n"
    assert inserted(text, "markdown") == text.replace("postgres", "-v pgdata:/x postgres")


def test_inserting_in_a_dockerfile() -> None:
    text = "FROM docker\nRUN docker run postgres\n"
    assert inserted(text, "dockerfile") == text.replace("postgres", "-v pgdata:/x postgres")
    analysis = read('FROM docker\nRUN ["docker", "run", "postgres"]\n', "dockerfile")
    for command, _ in analysis.commands:
        assert insert_option(command, "-v a:/b", analysis.sources) is None


def without(text: str, option: str) -> str | None:
    analysis = read(text)
    use = first(analysis).last(option)
    assert use is not None
    return made(analysis, remove_option(use, analysis.sources))


@pytest.mark.parametrize(
    ("text", "option", "expected"),
    [
        ("docker run --rm x\n", "rm", "docker run x\n"),
        ("docker run -v a:/b x\n", "volume", "docker run x\n"),
        ("docker run --volume=a:/b x\n", "volume", "docker run x\n"),
        ("docker run -it x\n", "tty", "docker run -i x\n"),
        ("docker run -dit x\n", "interactive", "docker run -dt x\n"),
        ("docker run -t x\n", "tty", "docker run x\n"),
        ("docker run -dv a:/b x\n", "volume", "docker run -d x\n"),
        ("docker run -dva:/b x\n", "volume", "docker run -d x\n"),
        ("docker run -va:/b x\n", "volume", "docker run x\n"),
        ("docker run \\\n  --rm \\\n  x\n", "rm", "docker run \\\n  x\n"),
        ("docker run \\\n  -v a:/b \\\n  x\n", "volume", "docker run \\\n  x\n"),
        ("docker run \\\n  -d --rm \\\n  x\n", "rm", "docker run \\\n  -d \\\n  x\n"),
        ('docker run -v "$SPEC" x\n', "volume", "docker run x\n"),
        ('o=(--rm -d)\ndocker run "${o[@]}" x\n', "rm", None),
        ('o=(a:/b -d)\ndocker run -v "${o[@]}" x\n', "volume", None),
    ],
)
def test_removing_an_option(text: str, option: str, expected: str | None) -> None:
    assert without(text, option) == expected


def test_replacing_where_it_is_written() -> None:
    analysis = read('SPEC="data:/x:ro"\ndocker run -v "$SPEC" -v a:/b c\n')
    uses = first(analysis).uses("volume")
    value = uses[0].value
    assert value is not None
    assert (
        made(analysis, replace_value(value, 7, 10, "")) == 'SPEC="data:/x"\ndocker run -v "$SPEC" -v a:/b c\n'
    )
    assert (
        made(analysis, replace_value(value, 0, 0, "my-"))
        == 'SPEC="my-data:/x:ro"\ndocker run -v "$SPEC" -v a:/b c\n'
    )
    assert replace_value(value, 0, 4, "$HOME") is None
    other = uses[1].value
    assert other is not None
    assert replace_value(other, 0, 1, "two words") is None
    assert (
        made(analysis, replace_value(other, 4, 4, ":ro"))
        == 'SPEC="data:/x:ro"\ndocker run -v "$SPEC" -v a:/b:ro c\n'
    )


def test_replacing_what_is_not_in_one_piece() -> None:
    analysis = read("docker run -v a\"b\"'c':/x -v $X:/y -v \\~/a:/b i\n")
    joined, unknown, escaped = (use.value for use in first(analysis).uses("volume"))
    assert joined is not None and unknown is not None and escaped is not None
    assert replace_value(joined, 0, 3, "z") is None
    assert replace_value(unknown, 0, 1, "z") is None
    assert replace_value(escaped, 0, 1, "z") is None


def name(text: str, path: str = "", index: int = -1) -> str | None:
    """Return the name for the volume at ``path``, or where the image keeps its data, of the container made at ``index``."""
    timeline = read(text).timelines[0]
    create = [happening for happening in timeline.happenings if isinstance(happening, ContainerCreate)][index]
    container = timeline.container_of(create)
    paths = container.image.paths if container is not None else []
    return VolumeNames(timeline).name_for(create, path or (paths[0].path if paths else "/data"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker run postgres:16\n", "pgdata"),
        ("docker run --name db docker.io/library/postgres\n", "pgdata"),
        ("docker run --name shop mysql\n", "mysql-data"),
        ("docker run --name queue rabbitmq:3\n", "queue-data"),
        ("docker run rabbitmq:3\n", "rabbitmq-data"),
        ("docker run -d registry.example.com:5000/team/my_app\n", "my_app-data"),
        ("docker run $IMAGE\n", "data"),
        ("docker volume create pgdata\ndocker run --name db postgres\n", "db-data"),
        ("docker run -v pgdata:/other --name other x\ndocker run --name db postgres\n", "db-data"),
    ],
)
def test_names_of_volumes(text: str, expected: str) -> None:
    assert name(text) == expected


def test_two_databases_never_share_a_name() -> None:
    text = "docker run --name one postgres\ndocker run --name two postgres\ndocker run postgres\ndocker run postgres\n"
    names = [name(text, index=index) for index in range(4)]
    assert names[:2] == ["pgdata", "two-data"]
    assert len(set(names)) == 4


def test_a_container_that_is_made_again_keeps_its_volume() -> None:
    text = "docker run --name db postgres:15\ndocker rm -f db\ndocker run --name db postgres:16\n"
    assert name(text, index=0) == name(text, index=1) == "pgdata"
    text = (
        "docker run --name db -v old:/data postgres:15\ndocker rm -f db\ndocker run --name db postgres:16\n"
    )
    assert name(text, "/data", index=1) == "old"


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1 2; do docker run --name db$i postgres; done\n",
        'docker run --name "$DB-db" postgres\n',
        'docker run --name "$1" postgres\n',
        "for i in $LIST; do docker run --name db-$i postgres; done\n",
        "for i in $LIST; do docker run -d postgres; done\n",
        "while read -r n; do docker run -d --name $n postgres; done < names\n",
        'f() { docker run -d --name "$1" postgres; }\nf a\nf b\n',
        "f() { docker run -d postgres; }\nf\nf\n",
        "cat names | xargs -I{} docker run -d --name {} postgres\n",
        "cat names | xargs -n1 docker run -d -e POSTGRES_DB=x postgres\n",
        "docker run --name db-$(date +%s) postgres\n",
    ],
)
def test_one_text_that_may_make_several_containers_has_no_name(text: str) -> None:
    assert name(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1 2; do docker rm -f db; docker run --name db postgres; done\n",
        'f() { docker run -d --name "$1" postgres; }\nf db\n',
        "NAME=db\ndocker run -d --name $NAME postgres\n",
        "while true; do docker rm -f db; docker run --name db postgres; done\n",
    ],
)
def test_one_container_made_again_has_a_name(text: str) -> None:
    assert name(text) == "pgdata"


def test_a_nameless_container_of_a_function_that_nothing_calls_has_none() -> None:
    timeline = read("f() { docker run -d postgres; }\n").timelines[-1]
    create = next(happening for happening in timeline.happenings if isinstance(happening, ContainerCreate))
    assert VolumeNames(timeline).name_for(create, "/var/lib/postgresql/data") is None


@given(st.text(max_size=20))
def test_quoting(text: str) -> None:
    if "\0" not in text:
        assert shlex.split(quote(text)) == [text]


def test_edits_are_made_in_files(tmp_path: Path) -> None:
    assert quote("pgdata:/var/lib") == "pgdata:/var/lib"
    assert quote("a b") == "'a b'"


def test_two_volumes_of_one_container_have_two_names() -> None:
    text = "docker run --name broker -v /broker/data -v /broker/log acme/broker:2\n"
    assert [name(text, path=path) for path in ("/broker/data", "/broker/log")] == [
        "broker-data",
        "broker-log",
    ]
