"""Secrets in text for people are masked; what is none is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.cli.app import main
from persistlint.text.secrets import mask

HIDDEN = [
    "docker run -e POSTGRES_PASSWORD=hunter2 postgres:16",
    "docker run --env MYSQL_ROOT_PASSWORD='hunter2' mysql:8",
    'docker run --env="API_KEY=hunter2" x',
    "docker run --env=DB_PASS=hunter2 x",
    "docker run -eAWS_SECRET_ACCESS_KEY=hunter2 x",
    "docker build --build-arg NPM_TOKEN=hunter2 .",
    "docker run --label com.example.token=hunter2 x",
    'docker run -l "auth.secret=hunter2" x',
    "export DB_PASSWORD=hunter2",
    "ENV MYSQL_PASSWORD hunter2",
    "ENV MYSQL_PASSWORD=hunter2 OTHER=1",
    "ARG GITHUB_TOKEN=hunter2",
    "      POSTGRES_PASSWORD: hunter2",
    '  "DB_PASSWORD": "hunter2"',
    "docker login --username me --password hunter2",
    "docker login --password=hunter2",
    "psql postgres://app:hunter2@db/app",
    "-e DATABASE_URL=postgres://app:hunter2@db/app",
    "the value of `-e POSTGRES_PASSWORD=hunter2` is kept",
    "PASSWORD=${PASSWORD:-hunter2}",
]
OPEN = [
    "docker run -e POSTGRES_PASSWORD=$PASSWORD postgres:16",
    "docker run -e POSTGRES_PASSWORD=${PASSWORD} postgres:16",
    'docker run -e POSTGRES_PASSWORD="$(cat secret)" postgres:16',
    "docker run -e POSTGRES_PASSWORD postgres:16",
    "docker run -e POSTGRES_PASSWORD_FILE=/run/secrets/db postgres:16",
    "docker run -e MYSQL_ALLOW_EMPTY_PASSWORD=yes mysql:8",
    "docker build --secret id=npm,src=/run/npm .",
    "docker run -v keys:/keys -e MODE=hunter2 keycloak",
    "docker run --name token-service -p 80:80 x",
    "docker login --password-stdin registry.example.org",
    "curl https://example.org:8080/x",
    "-e COMPASS=north -e BYPASS_CHECK=hunter2",
    "RUN --mount=type=secret,id=key true",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_masked(text: str) -> None:
    shown = mask(text)
    assert "hunter2" not in shown
    assert len(shown) == len(text)
    assert mask(shown) == shown


@pytest.mark.parametrize("text", OPEN)
def test_left_alone(text: str) -> None:
    assert mask(text) == text


@given(st.text(alphabet="aPASSWORD_TOKEN=:$'\"`-. \n/@*e"))
def test_it_keeps_the_length(text: str) -> None:
    assert len(mask(text)) == len(text)
    assert mask(mask(text)) == mask(text)


def test_a_long_text_takes_as_many_steps_as_it_is_long() -> None:
    # Far more than a second where a step grows with the text.
    for text in (
        "password" * 100_000,
        "a.b-" * 200_000 + "password",
        "--password " * 80_000,
        "x://" * 200_000,
    ):
        assert len(mask(text)) == len(text)


FORMS = [
    "text",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "azure",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("options", [("--verbose",), ("--explain", "--verbose")])
def test_no_form_tells_a_secret(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    form: str,
    options: tuple[str, ...],
) -> None:
    if "--explain" in options and form not in ("text", "json"):
        pytest.skip("this form explains nothing")
    monkeypatch.chdir(tmp_path)
    secret = "docker run -d --name db -e POSTGRES_PASSWORD=hunter2 --label x.token=hunter2 postgres:16\n"
    (tmp_path / "run.sh").write_text(
        secret + "docker run --rm -d --restart=always -e API_KEY='hunter2' -v data:/var/lib/mysql mysql:8\n"
        "docker build --build-arg NPM_TOKEN=hunter2 -t x .\ndocker run -d -e DB_PASSWORD=hunter2 -v $(pwd)/x:rel nginx\n"
    )
    (tmp_path / "Dockerfile").write_text("FROM postgres:16\nENV POSTGRES_PASSWORD hunter2\nVOLUME relative\n")
    assert main(["check", "--no-cache", "--format", form, *options, "."]) == 1
    done = capsys.readouterr()
    assert "PSL101" in done.out
    assert "hunter2" not in done.out + done.err


def test_what_must_be_exact_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Patches, fixes in files and ``inspect`` are for programs: SECURITY.md says so."""
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "run.sh"
    script.write_text("docker run -it -e POSTGRES_PASSWORD=hunter2 postgres:16 < dump.sql\n")
    main(["check", "--no-cache", "--diff", "--unsafe-fixes", "run.sh"])
    patch = capsys.readouterr().out
    assert "-docker run -it -e POSTGRES_PASSWORD=hunter2" in patch
    main(["inspect", "run.sh"])
    assert "POSTGRES_PASSWORD=hunter2" in json.dumps(json.loads(capsys.readouterr().out))
