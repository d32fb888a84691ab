"""PSL227 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told

FOUND = [
    ("docker run --nmae db redis:7\n", "Write `--name`."),
    ("docker run --privilged alpine:3 ls\n", "Write `--privileged`."),
    ("docker run --volume-from x alpine:3 ls\n", "Write `--volumes-from`."),
    ("docker run --detatch redis:7\n", "Write `--detach`."),
    ("docker exec --interactve db sh\n", "Write `--interactive`."),
    ("docker build --no-cahce -t x .\n", "Write `--no-cache`."),
    ("docker volume create --lable a=b store\n", "Write `--label`."),
    ("docker run -d -p 99999:1 nginx:1\n", "invalid hostPort: 99999"),
    ("docker run -d -p 80:99999 nginx:1\n", "99999"),
    ("docker run -d Postgres:16\n", "Write `postgres:16`."),
    ("docker run -d acme/Tool\n", "Write `acme/tool`."),
    ("docker pull Nginx\n", "must be lowercase"),
    ("docker run -d --restart=sometimes redis:7\n", "unknown policy 'sometimes'"),
    ("docker run -d --restart allways redis:7\n", "Write `always`."),
    ("docker run -d --name a redis:7\n", "Invalid container name (a)"),
    ("docker run -d --name 'my db' redis:7\n", "Invalid container name (my db)"),
    ("docker runn redis:7\n", "Write `run`."),
    ("sudo docker volume creat x\n", "Write `create`."),
    ("docker system prun -f\n", "Write `prune`."),
    ("docker-compose dwon\n", "Write `down`."),
    ("docker compose upp -d\n", "Write `up`."),
    ("docker contaner ls\n", "Write `container`."),
    ("docker exec -it\n", "requires at least 2 arguments"),
    ("docker run -d --network\n", "flag needs an argument"),
    # A `$` that the shell leaves alone is no variable.
    ("docker exec -it '$web'\n", "requires at least 2 arguments"),
    ("docker exec -it \\\n  >out 2>&1\n", "requires at least 2 arguments"),
    ("podman run --nmae db docker.io/library/redis:7\n", "Write `--name`."),
    ("podman runn x\n", "Write `run`."),
    ("podman run -v data:/x:rw,ro im\n", "can only specify 1 'rw' or 'ro' option"),
    ("podman run -v data/x:/y im\n", "names must match [a-zA-Z0-9]"),
    ("podman run --mount target=/data im\n", "incorrect mount format"),
]

SILENT = [
    'P=${P:-}\nif [ -n "$P" ]; then F=--platform; else F=; fi\ndocker run $F $P --tty --rm alpine true\n',
    "docker run --memory $LIMIT --rm alpine true\n",
    "docker run --name db redis:7\n",
    "docker run --some-new-option x redis:7\n",
    "docker compose --brand-new up\n",
    "docker $COMMAND redis:7\n",
    "docker run $OPTS\n",
    'docker run "$@"\n',
    "docker run -p $PORT:80 nginx:1\n",
    'docker run "${IMAGE}"\n',
    "docker model run ai/x\n",
    "docker scan x\n",
    "docker init\n",
    "docker scout cves x\n",
    "docker foo\n",
    "podman run --brand-new-option x docker.io/library/redis:7\n",
    "nerdctl run --nmae db redis:7\n",
    "nerdctl runn x\n",
    "docker run ghcr.io/acme/tool:Release-1 ls\n",
    "docker run --name ab redis:7\n",
    "docker run -d --restart on-failure:3 redis:7\n",
    'IMAGE=""\ndocker pull "$IMAGE:$TAG"\n',
    'docker run "" ls\n',
    "docker rm -f (docker ps -aq)\n",
    'update() { docker node update "$action" "$label" "$node"; }\n',
    'leave() { flags=""; docker swarm leave "$flags"; }\nleave\n',
    "docker run -e A=<A> -e B=<B> Redis:7\n",
    # What is empty here may be set elsewhere.
    "P=${P:-}\ndocker exec $P db\n",
    "P=\ndocker exec db $P\n",
    "N=db\ndocker exec $N\n",
    "docker --help\n",
    "docker run --help\n",
]


@pytest.mark.parametrize(("text", "said"), FOUND)
def test_found(text, said):
    assert told("PSL227", text) == [(1, "error")]
    (message,) = messages("PSL227", text)
    assert said in message


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL227", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run --nmae db redis:7\n", "docker run --name db redis:7\n"),
        ("docker run --nmae=db redis:7\n", "docker run --name=db redis:7\n"),
        ("docker volume creat store\n", "docker volume create store\n"),
        ("docker run --rm Alpine:3.20 ls\n", "docker run --rm alpine:3.20 ls\n"),
    ],
)
def test_fixes(before, after):
    assert fixed(before).startswith(after.rstrip("\n").split(" redis")[0])


def test_one_cause_one_finding():
    for text in (
        "docker run redis:7 -v a1:/data\n",
        "docker start -v a1:/data db\n",
        "docker run -v data/x:/y redis:7\n",
        "docker run -d --rm --restart always redis:7\n",
        "docker run -v a1:/x -v b1:/x redis:7\n",
    ):
        assert told("PSL227", text) == []


def test_a_document_leaves_out_what_a_command_is_about():
    def text(command):
        return f"# Guide\n\n```sh\n{command}\n```\n"

    assert told("PSL227", text("docker exec -it"), "README.md") == []
    assert told("PSL227", text("docker run -d --network"), "README.md") == []
    assert told("PSL227", text("docker run --nmae db redis:7"), "README.md") == [(4, "error")]
    assert told("PSL227", text("docker run --nmae db <image>"), "README.md") == []
    for command in (
        "docker run [OPTIONS] IMAGE [COMMAND] [ARG...]",
        "docker build . -t NAME -f DOCKERFILE",
        "docker run --ip=IP -p PORTS image COMMAND",
        "docker run --name x... redis:7 ...",
        "docker push TU_USUARIO/web:1.0",
        "docker run -d -p 80:80 YOUR_NAME/web:1.0",
    ):
        assert told("PSL227", text(command), "README.md") == []
    assert told("PSL227", text("docker run -d Redis:7"), "README.md") == [(4, "error")]
    assert told("PSL227", text("docker run -d --name a redis:7"), "README.md") == [(4, "error")]


def test_no_reference_is_written_that_docker_refuses_too():
    assert fixed("docker run -d A=b\n") == "docker run -d A=b\n"
    assert fixed("docker run -d App:1\n") == "docker run -d app:1\n"


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("docker-compose up -p shop -d", "`-p` before `up`"),
        ("docker compose up -f prod.yaml", "`-f` before `up`"),
        ("docker compose down --profile all", "`--profile` before `down`"),
        ("docker compose up -dp shop", "`-p` before `up`"),
    ],
)
def test_an_option_of_compose_itself_behind_its_subcommand(command, option):
    (message,) = messages("PSL227", command + "\n")
    assert f"Compose takes {option} only." in message


@pytest.mark.parametrize(
    "command",
    [
        "docker compose -p shop up -d",
        "docker compose logs -f",
        "docker compose run -p 80:80 web",
        "docker compose up --brand-new",
        "docker compose up -v",
    ],
)
def test_options_of_compose_that_nobody_is_told_of(command):
    assert told("PSL227", command + "\n") == []
