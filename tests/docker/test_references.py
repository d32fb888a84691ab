"""Image references, by the distribution project's grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.docker.image_reference import ImageReference, parse_reference, reference_problem
from persistlint.shell.values import Value
from tests.docker.docker_lines import word_of

DIGEST = "sha256:" + "0123456789abcdef" * 4


def parts(reference: ImageReference) -> tuple[str | None, str | None, str | None, str | None]:
    return (reference.domain, reference.path, reference.tag, reference.digest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres", ("docker.io", "library/postgres", None, None)),
        ("postgres:15", ("docker.io", "library/postgres", "15", None)),
        ("library/postgres:15", ("docker.io", "library/postgres", "15", None)),
        ("docker.io/postgres", ("docker.io", "library/postgres", None, None)),
        ("index.docker.io/library/postgres", ("docker.io", "library/postgres", None, None)),
        ("bitnami/postgresql:15", ("docker.io", "bitnami/postgresql", "15", None)),
        ("localhost/app", ("localhost", "app", None, None)),
        ("localhost:5000/app:1", ("localhost:5000", "app", "1", None)),
        ("ghcr.io/a/b/c:v1.2", ("ghcr.io", "a/b/c", "v1.2", None)),
        ("Registry/app", ("Registry", "app", None, None)),
        ("[::1]:5000/app", ("[::1]:5000", "app", None, None)),
        (f"postgres@{DIGEST}", ("docker.io", "library/postgres", None, DIGEST)),
        (f"postgres:15@{DIGEST}", ("docker.io", "library/postgres", "15", DIGEST)),
        ("postgres:⟨TAG⟩", ("docker.io", "library/postgres", None, None)),
        ("postgres:15-⟨TAG⟩", ("docker.io", "library/postgres", None, None)),
        ("postgres@⟨DIGEST⟩", ("docker.io", "library/postgres", None, None)),
        ("⟨REG⟩/postgres:15", (None, None, "15", None)),
        ("ghcr.io/⟨ORG⟩/app:1", ("ghcr.io", None, "1", None)),
        ("org/⟨APP⟩:1", ("docker.io", None, "1", None)),
        ("⟨IMG⟩", (None, None, None, None)),
        ("⟨IMG⟩:1", (None, None, "1", None)),
        ("postgres⟨SUFFIX⟩", (None, None, None, None)),
        ("a" * 64, (None, None, None, None)),
    ],
)
def test_parts(text: str, expected: tuple[str | None, ...]) -> None:
    word = word_of(text)
    assert parts(parse_reference(word.value, word)) == expected


def test_whether_the_tag_is_known() -> None:
    assert parse_reference(Value.of("postgres")).tag_known
    assert parse_reference(Value.of("postgres:15")).tag_known
    assert not parse_reference(word_of("postgres:⟨TAG⟩").value).tag_known
    assert not parse_reference(word_of("postgres⟨X⟩").value).tag_known
    assert not parse_reference(word_of("⟨IMG⟩").value).tag_known
    assert parse_reference(word_of("⟨IMG⟩:1").value).tag_known


def test_familiar_names() -> None:
    assert parse_reference(Value.of("docker.io/library/postgres:15")).familiar == "postgres"
    assert parse_reference(Value.of("ghcr.io/a/b")).familiar == "ghcr.io/a/b"
    assert parse_reference(word_of("⟨IMG⟩").value).familiar is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a:",
        "a:b:c",
        ":a",
        "a//b",
        "/a",
        "a/",
        "a..b",
        "a___b",
        "-a",
        "a-",
        "a:.b",
        "a@b",
        "a@sha256:00",
        "a b",
        "é",
    ],
)
def test_not_references(text: str) -> None:
    assert reference_problem(Value.of(text)) == "invalid reference format"
    assert parse_reference(Value.of(text)).path is None


def test_upper_case() -> None:
    assert reference_problem(Value.of("Postgres")) == (
        "invalid reference format: repository name (library/Postgres) must be lowercase"
    )
    assert (
        reference_problem(Value.of("a/B"))
        == "invalid reference format: repository name (a/B) must be lowercase"
    )


def test_partly_unknown_is_never_refused() -> None:
    assert reference_problem(word_of("A:⟨X⟩").value) == ""


COMPONENT = st.from_regex(r"[a-z0-9]{1,5}((\.|_|__|-{1,3})[a-z0-9]{1,4}){0,2}", fullmatch=True)
DOMAIN = st.sampled_from(["docker.io", "localhost", "ghcr.io", "h:5000", "Reg", "a.b-c.d:1"])
TAG = st.none() | st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,10}", fullmatch=True)


@given(DOMAIN, st.lists(COMPONENT, min_size=1, max_size=3), TAG, st.sampled_from([None, DIGEST]))
def test_rendered_references_come_back(
    domain: str, path: list[str], tag: str | None, digest: str | None
) -> None:
    text = f"{domain}/{'/'.join(path)}" + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
    assert reference_problem(Value.of(text)) == ""
    expected = "/".join(path)
    if domain == "docker.io" and len(path) == 1:
        expected = "library/" + expected
    assert parts(parse_reference(Value.of(text))) == (domain, expected, tag, digest)


@given(st.text(alphabet="aB:/@._-1é ", max_size=12))
def test_any_text_is_read(text: str) -> None:
    reference = parse_reference(Value.of(text))
    assert (reference.path is None) == bool(reference_problem(Value.of(text)))
