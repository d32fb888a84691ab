"""Secrets in text for people are masked; what is none is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.cli.app import main
from persistlint.text.document import Document
from persistlint.text.secrets import mask

HIDDEN = [
    r'"db": "docker run -e \"POSTGRES_PASSWORD=hunter2 hunter2\" postgres:16"',
    r'"db": "docker run -e \"POSTGRES_PASSWORD=hunter2\" postgres:16"',
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
    '[ "$PASSWORD" = hunter2 ]',
    '[[ ${DB_PASSWORD} != "hunter2" ]]',
    # Over several words and lines.
    'docker run -e "DB_PASSWORD=my own hunter2" x',
    "docker run -e 'DB_PASSWORD=first\nhunter2\nlast' x",
    'DB_PASSWORD="first\nhunter2" docker run -e DB_PASSWORD x',
    'DB_PASSWORD="a\\"hunter2" x',
    'DB_PASSWORD=a"b hunter2"c x',
    "'DB_PASSWORD='hunter2",
    "ENV MYSQL_PASSWORD my hunter2",
    "ENV MYSQL_PASSWORD \\\n    hunter2",
    "  PASSWORD: my own hunter2 # why",
    "  - PASSWORD: my own hunter2",
    "  PASSWORD: |\n    a\n\n    hunter2\n  OTHER: x",
    "  PASSWORD: >-\n    hunter2",
    "  PASSWORD:\n    hunter2",
    "  'PASSWORD': 'my\n    hunter2'",
    'environment: {A: b, PASSWORD: "my hunter2"}',
    "DB_PASSWORD='hunter2",
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
    "secrets:\n  db:\n    file: hunter2",
    "    secrets:\n      - hunter2",
    "  PASSWORD:\n  OTHER: hunter2",
    "  PASSWORD: |\n  OTHER: hunter2",
    "add `-e POSTGRES_PASSWORD=…`",
    "PASSWORD= docker run x hunter2",
    "PASSWORD=\nOTHER=hunter2",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_masked(text: str) -> None:
    shown = mask(text)
    assert "hunter2" not in shown
    assert len(shown) == len(text)
    assert mask(shown) == shown


def test_an_apostrophe_in_prose_hides_no_further_line() -> None:
    assert mask("the token: don't\nlook, it's") == "the token: *****\nlook, it's"


@pytest.mark.parametrize(
    "text", ['[ "$NAME" = hunter2 ]', '[ "$PASSWORD" = "$OTHER" ]', '[ "$PASSWORD" = "" ]']
)
def test_a_comparison_that_tells_nothing_stays(text: str) -> None:
    assert mask(text) == text


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
        "password " + "a=" * 400_000,
        "password: " * 80_000,
        "password: |\n" * 80_000,
        "password:\n  " * 80_000,
        "password='" * 80_000 + '"password=' * 80_000,
        "password=${" * 80_000,
        "'password=\\" * 80_000,
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


@pytest.mark.parametrize(
    ("form", "options"),
    [
        *((form, ("--verbose",)) for form in FORMS),
        # The other forms explain nothing.
        *((form, ("--explain", "--verbose")) for form in ("text", "json")),
    ],
)
def test_no_form_tells_a_secret(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    form: str,
    options: tuple[str, ...],
) -> None:
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


def test_a_value_over_lines_is_masked_on_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the excerpt of a finding on a later line, and in the lines that a fix changes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.sh").write_text(
        'docker run --rm -e "DB_PASSWORD=one\nhunter2\n" -v $PWD/x:rel nginx\n'
        "docker run -d -e API_KEY='one\nhunter2 three' postgres:16\n"
    )
    assert main(["check", "--no-cache", "--explain", "run.sh"]) == 1
    shown = capsys.readouterr().out
    assert "| *************' postgres:16" in shown and "$PWD/x:/rel nginx" in shown
    assert "hunter2" not in shown and "three" not in shown


COMPOSE = """\
services:
  db:
    image: postgres:16
    container_name: "db-${DB_PASSWORD}"
    environment:
      POSTGRES_PASSWORD: my own hunter2
    volumes: ["${DB_PASSWORD}:/data", "./${DB_PASSWORD}:rel"]
  other: {image: "mysql:8", environment: [MYSQL_PASSWORD=hunter2, "MYSQL_TOKEN=own hunter2"], volumes: ["x:rel"]}
  third: {image: "mysql:8", environment: {MYSQL_PASSWORD: hunter2, "TOKEN": "own hunter2"}, volumes: ["y:rel"]}
"""


@pytest.mark.parametrize("form", [*FORMS, "map", "map json", "map markdown"])
def test_nothing_of_compose_tells_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("DB_PASSWORD=hunter2\n")
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    if form.startswith("map"):
        assert main(["map", *(("--format", form[4:]) if form != "map" else ()), "compose.yaml"]) == 0
    else:
        explained = ["--explain"] if form in ("text", "json") else []
        assert main(["check", "--no-cache", "--verbose", "--format", form, *explained, "compose.yaml"]) == 1
    done = capsys.readouterr()
    assert "postgres" in done.out or "PSL101" in done.out
    assert "hunter2" not in done.out + done.err


MAPPED = """\
docker run -d --name db --label x.token=hunter2 postgres:16
if [ "$(docker inspect db)" ] && API_TOKEN=hunter2 ready; then docker rm -fv db; fi
docker exec db sh -c 'PGPASSWORD=hunter2 pg_dump -f /dump postgres://app:hunter2@db/app'
docker run -d -v postgres://app:hunter2@db/x:/data -e A_TOKEN=hunter2 x
docker exec db touch /data/API_KEY=hunter2
"""


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_map_tells_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """But for names and paths in the form for programs, which look them up: SECURITY.md says so."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.sh").write_text(MAPPED)
    main(["map", "--format", form, "run.sh"])
    shown = capsys.readouterr().out
    assert "API_TOKEN=*******" in shown
    if form == "json":
        exact = json.loads(shown)
        assert "/data/API_KEY=hunter2" in [write["target"] for write in exact["writes"]]
        shown = json.dumps(
            [[row["when"] for row in exact[key]] for key in ("volumes", "containers", "writes")]
            + [row["destroyed_by"] for row in exact["containers"]]
        )
    assert "hunter2" not in shown


def test_a_quotation_of_any_length_is_masked() -> None:
    text = f"docker run -e DB_PASSWORD='{'s' * 9_000}\n{'t' * 9_000}' postgres:16\n"
    assert "s" * 5 not in mask(text).replace("postgres", "")
    assert "ttt" not in mask(text)
    assert mask(text).endswith("' postgres:16\n")


def test_a_quotation_inside_a_word_goes_over_lines() -> None:
    assert mask('PASSWORD=a"b\nc" docker run x\n') == "PASSWORD=***\n** docker run x\n"
    # One that ends a quotation around the whole, or has no end, begins none.
    assert mask('"PASSWORD=a" and\n"b"\n') == '"PASSWORD=*" and\n"b"\n'
    assert mask('see "x PASSWORD=a" and\n"b"\n').endswith('and\n"b"\n')


def test_a_document_is_masked_as_a_whole() -> None:
    secret = "\n".join("zzz" for _ in range(4_000))
    document = Document("x.sh", f"# é\nTOKEN='{secret}'\nécho é\n".encode(), "shell")
    last = len(document.line_starts)
    assert document.masked(document.line_starts[3_500], document.line_starts[3_501]) == "***\n"
    assert document.masked(document.line_starts[last - 2], len(document.data)) == "écho é\n"
    assert document.masked(0, 6) == "# é\nT"


@pytest.mark.parametrize(
    "text",
    [
        "It says “secrets.foo: one of file|environment must be set”.",
        'It says “volumes.vault-token: conflicting parameters "external" and "driver" specified”.',
        'It says “create app/secrets: "app/secrets" includes invalid characters for a local volume name”.',
    ],
)
def test_a_programs_own_words_stay(text: str) -> None:
    assert mask(text) == text


def test_values_in_a_programs_words_are_hidden() -> None:
    assert "hunter2" not in mask("It says “invalid spec: PASSWORD: hunter2: too many colons”.")
    assert "hunter2" not in mask("It says “secrets.foo: PASSWORD=hunter2 is no file”.")
    assert "hunter2" not in mask("It says “no” of PASSWORD: hunter2.")
