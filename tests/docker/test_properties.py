"""Properties of the parser: what is written from a model reads back as it, and no words break it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.docker.commands import Command, ContainerCreate
from persistlint.docker.to_json import command_fields
from persistlint.docker.understand import understand
from persistlint.shell.invocation import Invocation
from persistlint.text.spans import Span
from tests.docker.docker_lines import ANCHOR, word_of

#: An option of run as (long, letter or "", takes a value).
OPTIONS = [
    ("volume", "v", True),
    ("env", "e", True),
    ("name", "", True),
    ("workdir", "w", True),
    ("user", "u", True),
    ("publish", "p", True),
    ("rm", "", False),
    ("interactive", "i", False),
    ("tty", "t", False),
    ("detach", "d", False),
    ("privileged", "", False),
]
PLAIN = st.text(alphabet="abcxyz0123456789_", min_size=2, max_size=6)


def understood(words: list[str]) -> Command:
    placed = []
    at = 0
    for text in words:
        word = word_of(text, at)
        placed.append(word)
        at += len(text.encode()) + 1
    return understand(Invocation(tuple(placed), "docker", Span(ANCHOR, 0, at)))


@st.composite
def command_lines(draw: st.DrawFn) -> tuple[list[str], list[tuple[str, str]], str, list[str]]:
    """Words, and what they mean: options with their values, the image, its command."""
    words = ["docker", "run"]
    meaning: list[tuple[str, str]] = []
    cluster = ""
    for name, letter, takes in draw(st.lists(st.sampled_from(OPTIONS), max_size=6)):
        value = draw(PLAIN)
        if name == "volume":
            value += ":/" + draw(PLAIN)
        if not takes:
            if letter and draw(st.booleans()):
                cluster += letter
            else:
                words.append(f"--{name}")
            meaning.append((name, ""))
            continue
        form = draw(st.integers(0, 4 if letter else 1))
        flag = f"-{cluster}{letter}"
        if form == 0:
            words.append(f"--{name}={value}")
        elif form == 1:
            words += [f"--{name}", value]
        else:
            words += [[flag, value], [flag + value], [f"{flag}={value}"]][form - 2]
            cluster = ""
        meaning.append((name, value))
    if cluster:
        words.append("-" + cluster)
    image = draw(PLAIN)
    rest = draw(st.lists(st.sampled_from(["sh", "-v", "--rm", "--", "x:/y", "-c"]), max_size=3))
    return [*words, image, *rest], meaning, image, rest


@given(command_lines())
def test_lines_read_back(drawn: tuple[list[str], list[tuple[str, str]], str, list[str]]) -> None:
    words, meaning, image, rest = drawn
    if image.startswith("_") or image.endswith("_") or "___" in image:
        image = ""
    command = understood(words)
    assert isinstance(command, ContainerCreate)
    names_and_texts = sorted(
        (use.name, (use.value.text or "") if use.value else "") for use in command.options
    )
    assert names_and_texts == sorted(meaning)
    assert [word.text for word in command.command] == rest
    if image:
        assert command.image is not None and command.image.path == "library/" + image
    assert command.resolved


WORDS = st.lists(
    st.text(alphabet="-=vtx:/,.\"'~ ⟨A⟩…runm", max_size=8)
    | st.sampled_from(
        [
            "run",
            "-v",
            "--mount",
            "--tmpfs",
            "--",
            "exec",
            "volume",
            "create",
            "build",
            "compose",
            "⟨X⟩",
            "⟨X…⟩",
        ]
    ),
    max_size=8,
)


@settings(max_examples=400)
@given(WORDS)
def test_no_words_break_it(words: list[str]) -> None:
    command = understood(["docker", *words])
    command_fields(command)
    for problem in command.syntax_problems:
        assert problem.reason and problem.kind


@given(st.text(alphabet="ab:/~.$ \\,rozd", max_size=10))
def test_volume_fields_are_pieces_of_the_word(spec: str) -> None:
    command = understood(["docker", "run", "-v", spec, "image"])
    assert isinstance(command, ContainerCreate)
    (mount,) = command.mounts
    for value, span in ((mount.source, mount.source_span), (mount.target, mount.target_span)):
        if value is not None and span is not None:
            start = len("docker run -v ")
            assert spec.encode()[span.start - start : span.end - start].decode() == value.text


@given(
    st.lists(
        st.tuples(st.sampled_from(["src", "dst", "type", "ro"]), st.text(alphabet='ab",= /', max_size=5)),
        max_size=4,
    )
)
def test_quoted_mount_fields_come_back(pairs: list[tuple[str, str]]) -> None:
    from persistlint.docker.csv_fields import csv_fields
    from persistlint.shell.values import Value

    fields = [f"{key}={value}" for key, value in pairs]
    quoted = ",".join('"' + field.replace('"', '""') + '"' for field in fields)
    if fields:
        assert [field.text for field in csv_fields(Value.of(quoted))] == fields
