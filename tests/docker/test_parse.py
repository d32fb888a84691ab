"""How a command line is taken apart: pflag's rules, and what words that aren't known do to them."""

from __future__ import annotations

import pytest

from persistlint.docker.commands import ContainerCreate, OtherCommand
from tests.docker.docker_lines import kinds, read


def create(line: str, version: tuple[int, ...] = (29, 7)) -> ContainerCreate:
    command = read(line, version)
    assert isinstance(command, ContainerCreate)
    return command


@pytest.mark.parametrize(
    ("words", "source", "target"),
    [
        ("-vname:/x", "name", "/x"),
        ("-v=name:/x", "name", "/x"),
        ("-v name:/x", "name", "/x"),
        ("-itv src:/x", "src", "/x"),
        ("-itvsrc:/x", "src", "/x"),
        ("-itv=src:/x", "src", "/x"),
        ("--volume name:/x", "name", "/x"),
        ("--volume=name:/x", "name", "/x"),
        ("--volume /home/me/x:/x", "/home/me/x", "/x"),
        (r"-v 'C:\data:/data'", r"C:\data", "/data"),
        ("-v c:/data:/data", "c:/data", "/data"),
    ],
)
def test_words_that_must_parse(words: str, source: str, target: str) -> None:
    command = create(f"docker run {words} image")
    (mount,) = command.mounts
    assert mount.source is not None and mount.source.text == source
    assert mount.target is not None and mount.target.text == target
    assert command.image is not None and command.image.path == "library/image"
    assert not command.syntax_problems


def test_operands_begin_at_the_image() -> None:
    command = create("docker run --rm golang go test -v ./... --name x")
    assert [word.text for word in command.command] == ["go", "test", "-v", "./...", "--name", "x"]
    assert not command.mounts and command.name is None


def test_other_commands_mix_options_and_operands() -> None:
    command = read("docker rm one -f two -v")
    assert [word.text for word in command.operands] == ["one", "two"]
    assert {option.name for option in command.options} == {"force", "volumes"}


def test_double_dash_ends_the_options() -> None:
    command = read("docker rm -f -- -v x")
    assert [word.text for word in command.operands] == ["-v", "x"]


def test_the_last_use_counts() -> None:
    assert create("docker run --rm --rm=false a").remove is False
    assert create("docker run --rm=0 --rm a").remove is True
    command = create("docker run --name a --name b image")
    assert command.name is not None and command.name.text == "b"


def test_boolean_takes_no_separate_value() -> None:
    command = create("docker run --rm false")
    assert command.remove is True
    assert command.image is not None and command.image.path == "library/false"


def test_unknown_boolean_is_unknown() -> None:
    assert create("docker run --rm=⟨KEEP⟩ a").remove is None


@pytest.mark.parametrize(
    ("line", "kind", "reason"),
    [
        ("docker run --mont x a", "unknown-flag", "unknown flag: --mont"),
        ("docker start -v x a", "unknown-flag", "unknown shorthand flag: 'v' in -v"),
        ("docker exec -itv x a b", "unknown-flag", "unknown shorthand flag: 'v' in -v"),
        ("docker run -itvx=1z", "missing-operand", "'docker run' requires at least 1 argument"),
        ("docker run -v", "missing-value", "flag needs an argument: 'v' in -v"),
        ("docker run --volume", "missing-value", "flag needs an argument: --volume"),
        (
            "docker run -dt=x a",
            "bad-option-value",
            'invalid argument "x" for "-t, --tty" flag: strconv.ParseBool: parsing "x": invalid syntax',
        ),
        ("docker run ---rm a", "bad-flag-syntax", "bad flag syntax: ---rm"),
        ("docker --volume x:/y run a", "unknown-flag", "unknown flag: --volume"),
        ("docker exec a", "missing-operand", "'docker exec' requires at least 2 arguments"),
        (
            "docker volume create a b",
            "too-many-operands",
            "'docker volume create' requires at most 1 argument",
        ),
        ("docker ps a", "too-many-operands", "'docker ps' accepts no arguments"),
        ("docker compose up --foo", "unknown-flag", "unknown flag: --foo"),
        ("docker build -v x .", "unknown-flag", "unknown shorthand flag: 'v' in -v"),
    ],
)
def test_what_the_client_refuses(line: str, kind: str, reason: str) -> None:
    problems = read(line).syntax_problems
    assert (problems[0].kind, problems[0].reason) == (kind, reason)
    assert problems[0].by == "client" and problems[0].span is not None


def test_options_that_came_later() -> None:
    assert kinds(read("docker image rm --platform linux/amd64 a", (28, 1))) == ["unknown-flag"]
    assert not kinds(read("docker image rm --platform linux/amd64 a"))
    assert read("docker image rm --platform x a", (28, 1)).syntax_problems[0].before == "28.2"


@pytest.mark.parametrize(
    ("spelling", "verb"),
    [
        ("run", "container run"),
        ("container run", "container run"),
        ("container remove", "container rm"),
        ("rmi", "image rm"),
        ("image remove", "image rm"),
        ("image rmi", "image rm"),
        ("ps", "container ls"),
        ("container ps", "container ls"),
        ("images", "image ls"),
        ("volume remove", "volume rm"),
        ("buildx build", "image build"),
        ("buildx b", "image build"),
        ("builder build", "image build"),
        ("image build", "image build"),
        ("build", "image build"),
        ("buildx prune", "builder prune"),
        ("builder ls", "buildx ls"),
        ("bake", "buildx bake"),
        ("info", "system info"),
        ("stack up", "stack deploy"),
        ("compose convert", "compose config"),
        ("inspect", "inspect"),
    ],
)
def test_canonical_verbs(spelling: str, verb: str) -> None:
    command = read(f"docker {spelling} --unknown-to-all")
    assert command.verb == verb
    assert " ".join(word.display() for word in command.verb_words) == spelling


def test_global_options() -> None:
    command = read("docker -H tcp://h:1 --context=c -D --tlsverify volume rm a")
    assert command.verb == "volume rm"
    assert [option.name for option in command.global_options] == ["host", "context", "debug", "tlsverify"]


def test_version_is_printed_unless_a_command_follows() -> None:
    assert read("docker -v").verb == "version"
    assert read("docker --version").verb == "version"
    # The whole specification is taken for a command's name, and the version printed.
    wrong = read("docker -v data:/x run image")
    assert wrong.verb == "version" and not wrong.syntax_problems
    assert read("docker -v run image").verb == "container run"


def test_help_does_nothing() -> None:
    command = read("docker run --help")
    assert isinstance(command, OtherCommand) and not command.syntax_problems
    assert read("docker help run").verb == "help"
    assert isinstance(read("docker run image --help"), ContainerCreate)


def test_unknown_commands_may_be_plugins() -> None:
    for line in ("docker scout x", "docker ⟨CMD⟩ x", "docker ⟨CMD…⟩ x", "docker volume delete x"):
        command = read(line)
        assert (command.verb, command.resolved) == ("", False)
        assert not command.syntax_problems


def test_group_alone() -> None:
    assert read("docker volume").verb == "volume"
    assert read("docker").verb == ""


def test_docker_compose_the_program() -> None:
    command = read("docker-compose -f a.yml down -v")
    assert command.verb == "compose down"
    assert read("/usr/local/bin/docker-compose up -d").verb == "compose up"


# -- words that aren't known -------------------------------------------------------------------------------------


def test_quoted_unknown_is_the_operand() -> None:
    command = create("docker run -d ⟨IMAGE⟩ sh")
    assert command.resolved
    assert command.image is not None and command.image.path is None
    assert [word.text for word in command.command] == ["sh"]


def test_opaque_word_before_the_operand() -> None:
    command = create("docker run ⟨OPTS…⟩ alpine ls")
    assert not command.resolved and not command.mounts_known
    assert command.image is not None and command.image.path == "library/alpine"


def test_opaque_word_before_a_program_is_the_image() -> None:
    for line in ("docker run ⟨OPTS…⟩ ⟨X…⟩ bash -c x", "docker run --rm ⟨X…⟩ /bin/x"):
        command = create(line)
        assert not command.resolved
        assert command.image is not None and command.image.raw.display() == "⟨X⟩"
    assert [word.text for word in command.command] == ["/bin/x"]


def test_opaque_word_alone_is_the_operand() -> None:
    command = create("docker run -d ⟨X…⟩")
    assert not command.resolved
    assert command.image is not None and command.image.raw.display() == "⟨X⟩"


def test_opaque_word_that_holds_text_or_says_image() -> None:
    for word in ("⟨REGISTRY…⟩/app:1", "⟨IMAGE_NAME…⟩"):
        command = create(f"docker run {word} sh -c x")
        assert not command.resolved
        assert [operand.text for operand in command.command] == ["sh", "-c", "x"]


def test_opaque_word_among_the_operands() -> None:
    command = read("docker rm -f ⟨IDS…⟩")
    assert command.verb == "container rm"
    assert getattr(command, "opaque", None) is True
    assert not command.syntax_problems
    assert read("docker rm one ⟨IDS…⟩").resolved


def test_unknown_value_of_an_option() -> None:
    command = create("docker run --name=⟨NAME⟩ -v ⟨SRC⟩:/data -v⟨SRC⟩:/more -e A=⟨B…⟩ alpine")
    assert command.resolved
    assert command.name is not None and command.name.display() == "⟨NAME⟩"
    assert [mount.target.text for mount in command.mounts if mount.target is not None] == ["/data", "/more"]


def test_opaque_value_may_be_no_word() -> None:
    command = create("docker run --name ⟨NAME…⟩ alpine")
    assert not command.resolved
    assert command.image is not None and command.image.path == "library/alpine"


def test_option_whose_name_is_unknown() -> None:
    for word in ("-⟨X⟩", "--⟨X⟩", "-it⟨X⟩"):
        command = create(f"docker run {word} alpine")
        assert not command.resolved and not command.syntax_problems
        assert command.image is not None and command.image.path == "library/alpine"


def test_opaque_words_before_the_verb() -> None:
    command = read("docker ⟨DOCKER_OPTS…⟩ run alpine")
    assert command.verb == "container run" and not command.resolved


# -- other engines -----------------------------------------------------------------------------------------------


def test_podman_has_options_of_its_own() -> None:
    command = create("podman run --replace --name db --pod web -v data:/x:U alpine ls")
    assert command.resolved and not command.syntax_problems
    assert command.image is not None and command.image.path == "library/alpine"
    strange = create("podman run --new-in-podman-9 alpine")
    assert not strange.resolved
    assert [problem.reason for problem in strange.syntax_problems] == ["unknown flag: --new-in-podman-9"]


def test_spans_cover_flag_and_value() -> None:
    command = create("docker run -v data:/x --name=n alpine")
    volume, name = command.options
    assert volume.span is not None and (volume.span.start, volume.span.end) == (11, 21)
    assert name.span is not None and (name.span.start, name.span.end) == (22, 30)
    (mount,) = command.mounts
    assert mount.source_span is not None and (mount.source_span.start, mount.source_span.end) == (14, 18)
    assert mount.target_span is not None and (mount.target_span.start, mount.target_span.end) == (19, 21)
