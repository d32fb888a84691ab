"""Completion, as tables: a text with a cursor and what is proposed there, finished line or not."""

from __future__ import annotations

import pytest

from persistlint.assist.completion import about, completion
from persistlint.assist.known_names import KnownNames, known_names_in, merged
from persistlint.assist.navigation import Indexed
from tests.assist.cursor import analysed, at, settings

ELSEWHERE = (
    "docker volume create pgdata\ndocker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\n"
    "docker build -t app:1 .\n"
)
KNOWN = known_names_in(Indexed(analysed(ELSEWHERE)))


def proposed(text, path="/project/script.sh", language="shell", known=KNOWN, snippets=False):
    analysis, offset = at(text, path, language)
    return completion(analysis, offset, settings(), known, snippets)


def labels(text, *rest):
    return [item.label for item in proposed(text, *rest)]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        # Commands.
        ("docker ▮", "run volume compose exec", "ls"),
        ("docker vol▮", "volume", "ls"),
        ("docker volume ▮", "create ls rm prune inspect", "run"),
        ("sudo docker container ▮", "rm run stop", "volume"),
        # Options of the verb at hand.
        ("docker run ▮", "--volume -v --mount --rm", "--all"),
        ("docker run --▮", "--volume --mount --rm", "-v"),
        ("docker run --mo▮", "--mount", "-v"),
        ("docker run --rm --▮", "--volume", "--rm"),
        ("docker volume prune -▮", "--all -a --filter", "--volume"),
        ("docker run -v▮", "-v --volume", "pgdata"),
        ("podman run --▮", "--volume --replace", "pgdata"),
        ("docker run alpine ls -▮", "", "--volume"),
        # Names of the workspace.
        ("docker run -v ▮", "pgdata", "db --rm"),
        ("docker run -v pg▮", "pgdata", "db"),
        ("docker run --volume=▮", "pgdata", "db"),
        ("docker volume rm ▮", "pgdata", "db"),
        ("docker exec -it ▮", "db", "pgdata"),
        ("docker stop other ▮", "db", "pgdata"),
        ("docker run --volumes-from ▮ alpine", "db", "pgdata"),
        ("docker run --network container:▮", "db", "bridge"),
        ("docker cp ▮", "db", "pgdata"),
        ("docker run ▮ alpine", "postgres:16 app:1 --rm", "db"),
        ("docker rmi ▮", "postgres:16 app:1", "db"),
        ("docker build -t ▮ .", "app:1", "db"),
        # Paths of the image.
        ("docker run -v x1:▮ postgres:16", "/var/lib/postgresql/data", "ro"),
        ("docker run -v x1:/var▮ postgres:16", "/var/lib/postgresql/data", "ro"),
        ("docker run --mount type=volume,target=▮ mysql:8", "/var/lib/mysql", "ro"),
        ("docker run -v x1:▮", "", "/var/lib/mysql"),
        ("IMAGE=mysql:8\ndocker run -v x1:▮ $IMAGE", "/var/lib/mysql", ""),
        ("docker run -v x1:/data:▮ postgres:16", "ro z nocopy", "pgdata"),
        ("docker run -v x1:/data:z,▮ postgres:16", "ro", "pgdata"),
        # --mount.
        (
            "docker run --mount ▮",
            "type source target readonly volume-nocopy",
            "src bind-propagation tmpfs-size",
        ),
        ("docker run --mount type=bind,▮", "source target bind-propagation", "type volume-nocopy"),
        ("docker run --mount source=x,▮,type=tmpfs", "target tmpfs-size", "type source bind-propagation"),
        ("docker run --mount type=▮", "volume bind tmpfs", "pgdata"),
        ("docker run --mount type=volume,src=▮", "pgdata", "db"),
        ("docker run --mount type=bind,src=▮", "", "pgdata"),
        ("docker run --mount type=bind,src=/x,bind-propagation=▮", "rshared", "ro"),
        # Values.
        ("docker run --restart ▮", "always unless-stopped", "--rm"),
        ("docker run --tmpfs /x:▮", "size= mode=", "--rm"),
        # Comments.
        ("docker run x # persistlint: ▮", "ignore ignore-file assume", "PSL101"),
        ("docker run x # persistlint: ignore[▮", "PSL101 PSL401", "ignore"),
        ("docker run x # persistlint: ignore[PSL101, PSL▮] why", "PSL401", "PSL101"),
        ("# docker run ▮", "", "--rm"),
    ],
)
def test_completion(text, wanted, unwanted):
    offered_labels = labels(text)
    assert not set(wanted.split()) - set(offered_labels), offered_labels
    assert not set(unwanted.split()) & set(offered_labels), offered_labels
    if not wanted:
        assert not offered_labels


@pytest.mark.parametrize(
    "text",
    [
        'docker run -v "x1:▮ postgres:16\n',
        'docker run -v \'x1:▮ postgres:16\necho "more"\n',
        'docker run -v "x1:▮" postgres:16\n',
        "docker run \\\n  -v x1:▮ \\\n  postgres:16\n",
        "docker run \\\n  -v x1:▮ \\\n  postgres:16 \\\n",
        'bash -c "docker run -v x1:▮ postgres:16"\n',
        'bash -c "docker run -v x1:▮ postgres:16\n',
        "id=$(docker run -d -v x1:▮ postgres:16)\n",
        'id="$(docker run -d -v x1:▮ postgres:16\n',
        "if docker run -v x1:▮ postgres:16; then echo yes; fi\n",
        "if docker run -v x1:▮ postgres:16\n",
        "while true; do docker run -v x1:▮ postgres:16\n",
        "start() { docker run -v x1:▮ postgres:16; }\n",
        "case $1 in start) docker run -v x1:▮ postgres:16;; esac\n",
        "echo x | docker run -i -v x1:▮ postgres:16 2>&1 | cat\n",
        "DOCKER=docker\n$DOCKER ps\n$DOCKER run -v x1:▮ postgres:16\n",
        "ssh host docker run -v x1:▮ postgres:16\n",
        'echo "é🙂"; docker run -v x1:▮ postgres:16\n',
        # Words that an array or a variable gathers.
        'args=(--rm -v x1:▮)\ndocker run "${args[@]}" postgres:16\n',
        'args=(\n  --rm\n  -v x1:▮\n)\ndocker run "${args[@]}" postgres:16\n',
        'args=(--rm)\nargs+=(-v x1:▮)\ndocker run "${args[@]}" postgres:16\n',
        'OPTS="--rm -v x1:▮"\ndocker run $OPTS postgres:16\n',
        'local OPTS="--rm -v x1:▮"\ndocker run $OPTS postgres:16\n',
    ],
)
def test_unfinished_lines(text):
    assert labels(text) == ["/var/lib/postgresql/data"]


@pytest.mark.parametrize("text", ["docker run \\▮", "docker run \\▮\n  -v x:/y alpine\n"])
def test_behind_a_backslash_nothing_is_proposed(text):
    assert labels(text) == []


@pytest.mark.parametrize(
    ("text", "path", "language"),
    [
        ("# Use\n\n```sh\ndocker run -v ▮\n```\n", "/project/README.md", "markdown"),
        ("# Use\n\n```console\n$ docker run -v ▮\n```\n", "/project/README.md", "markdown"),
        ("> ```sh\n> docker run \\\n>   -v ▮\n> ```\n", "/project/README.md", "markdown"),
        ("FROM alpine\nRUN docker run -v ▮\n", "/project/Dockerfile", "dockerfile"),
        ("FROM alpine\nRUN true && \\\n    docker run -v ▮\n", "/project/Dockerfile", "dockerfile"),
    ],
)
def test_inside_other_languages(text, path, language):
    assert labels(text, path, language) == ["pgdata"]


def test_in_a_document_s_prose_nothing_is_proposed():
    assert labels("Type docker run ▮ to start.\n", "/project/README.md", "markdown") == []


def test_images_behind_from():
    assert labels("FROM post▮\n", "/project/Dockerfile", "dockerfile") == ["app:1", "postgres:16"]


@pytest.mark.parametrize(
    ("text", "label", "result"),
    [
        ("docker run -v pg▮ x\n", "pgdata", "docker run -v pgdata: x\n"),
        ("docker run -v pg▮:/x x\n", "pgdata", "docker run -v pgdata:/x x\n"),
        ('docker run -v "pg▮\n', "pgdata", 'docker run -v "pgdata:\n'),
        ("docker run --mo▮\n", "--mount", "docker run --mount \n"),
        ("docker run --mo▮ x\n", "--mount", "docker run --mount x\n"),
        ("docker run --r▮\n", "--rm", "docker run --rm\n"),
        ("docker run --mount type=volume,s▮\n", "source", "docker run --mount type=volume,source=\n"),
        ("docker run --mount type=volume,r▮\n", "readonly", "docker run --mount type=volume,readonly\n"),
        ("docker cp d▮\n", "db", "docker cp db:\n"),
        ("docker cp db▮:/x .\n", "db", "docker cp db:/x .\n"),
        ("x # persistlint: ignore[PSL1▮]\n", "PSL101", "x # persistlint: ignore[PSL101]\n"),
        ('echo "é🙂"; docker stop d▮\n', "db", 'echo "é🙂"; docker stop db\n'),
    ],
)
def test_what_is_put_in(text, label, result):
    (item,) = [item for item in proposed(text) if item.label == label]
    before = text.replace("▮", "").encode()
    assert (before[: item.start] + item.text.encode() + before[item.end :]).decode() == result
    assert not item.snippet


def test_quotation_inside_the_typed_word_is_left_alone():
    assert labels("docker run -v p'g'▮\n") == []


def test_snippets_only_for_clients_that_have_them():
    with_stops = {item.label: item for item in proposed("docker run -▮\n", snippets=True)}
    assert with_stops["-v"].snippet and "${1:name}" in with_stops["-v"].text
    assert not with_stops["--rm"].snippet
    assert not any(item.snippet or "$" in item.text for item in proposed("docker run -▮\n"))


def test_what_is_being_typed_is_no_name_of_the_workspace():
    analysis, offset = at("docker run -v pgd▮:/x alpine\ndocker volume rm other\n")
    assert set(known_names_in(Indexed(analysis), offset).volumes) == {"other"}
    assert set(known_names_in(Indexed(analysis)).volumes) == {"pgd", "other"}


def test_names_of_several_documents_add_up():
    merged_names = merged([KNOWN, KNOWN, KnownNames()])
    assert merged_names.volumes == {"pgdata": 4}
    assert merged_names.containers == {"db": 2}
    assert merged_names.images == {"postgres:16": 2, "app:1": 2}


def test_paths_in_a_container_of_the_document():
    offered_labels = labels("docker run -d --name web -v v1:/srv alpine sleep 9\ndocker cp web:▮\n")
    assert offered_labels == ["/srv"]


def test_a_path_with_a_mount_comes_last():
    items = proposed("docker run -v a1:/var/lib/ghost/content -v b1:▮ ghost:5\n")
    ranks = {item.label: item.rank for item in items}
    assert ranks["/var/lib/ghost/content"] == 8


def test_a_rule_of_the_line_comes_first():
    items = proposed("# persistlint: ignore[▮]\ndocker run -d postgres:16\n")
    assert [item.label for item in items if item.rank == 1] == ["PSL101"]


def test_an_image_of_the_workspace_s_dockerfile():
    files = {"/project/Dockerfile": "FROM alpine\nVOLUME /state\n"}
    text = "docker build -t own .\ndocker run own\ndocker run -v x1:▮ own\n"
    analysis, offset = at(text, files=files)
    items = completion(analysis, offset, settings(), KNOWN)
    assert [item.label for item in items] == ["/state"]


@pytest.mark.parametrize(
    ("text", "label", "said"),
    [
        ("docker run -▮", "--volume", "**`-v, --volume`**"),
        ("docker run -▮", "-v", "**`-v, --volume`**"),
        ("docker run --mount ▮", "source", "A volume without a source is anonymous"),
        ("docker run --mount type=▮", "bind", ""),
        ("docker ▮", "run", "docs.docker.com/reference/cli/docker/container/run/"),
        ("podman ▮", "run", ""),
        ("x # persistlint: ignore[▮", "PSL101", "unmounted-data-path"),
    ],
)
def test_what_is_said_about_an_item(text, label, said):
    (item,) = [item for item in proposed(text) if item.label == label]
    explanation = about(item.about, settings())
    assert said in explanation and bool(said) == bool(explanation)
