"""``check --add-ignore``: every finding gets a comment, and the text stays the program that it was."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.analysis.add_ignores import reason_problem, with_ignores
from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.workspace import Workspace
from persistlint.cli.app import main
from persistlint.hosts.detect import language_of
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.programs import needed

ROOT = Path(__file__).resolve().parents[2]
RUN = "docker run -d postgres:16"


def chosen(**more: object) -> Settings:
    wanted = Settings()
    for name, value in more.items():
        setattr(wanted, name, value)
    return wanted


def read(data: bytes, language: str = "shell", wanted: Settings | None = None) -> Analysis:
    name = {"shell": "run.sh", "dockerfile": "Dockerfile", "markdown": "README.md"}[language]
    return analyse(Document(name, data, language), Workspace("."), wanted or chosen())


def added(text: str, language: str = "shell", reason: str = "", wanted: Settings | None = None) -> str:
    before = read(text.encode(), language, wanted)
    result = with_ignores(before, Workspace("."), wanted or chosen(), reason)
    assert result.count == len(before.findings) - len(result.analysis.findings)
    again = with_ignores(result.analysis, Workspace("."), wanted or chosen(), reason)
    assert again.data == result.data
    return result.data.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{RUN}\n", f"# persistlint: ignore[PSL101]\n{RUN}\n"),
        (f"#!/bin/sh\n{RUN}", f"#!/bin/sh\n# persistlint: ignore[PSL101]\n{RUN}"),
        (f"if true; then\n\t{RUN}\nfi\n", f"if true; then\n\t# persistlint: ignore[PSL101]\n\t{RUN}\nfi\n"),
        (f"true; {RUN}\n", f"# persistlint: ignore[PSL101]\ntrue; {RUN}\n"),
        (f"true &&\n  {RUN}\n", f"true &&\n  # persistlint: ignore[PSL101]\n  {RUN}\n"),
        # A command in the middle of a continuation: above the whole of it.
        (
            f"true && \\\n  {RUN} && \\\n  true\n",
            f"# persistlint: ignore[PSL101]\ntrue && \\\n  {RUN} && \\\n  true\n",
        ),
        (
            f"case $1 in\n  a) {RUN} ;;\nesac\n",
            f"case $1 in\n  # persistlint: ignore[PSL101]\n  a) {RUN} ;;\nesac\n",
        ),
        # In a quotation or here-document no comment is written.
        (
            f"bash -c '\ntrue\n{RUN}'\necho x\n",
            f"# persistlint: disable[PSL101]\nbash -c '\ntrue\n{RUN}'\n# persistlint: enable[PSL101]\necho x\n",
        ),
        (
            f"ssh host <<EOF\n{RUN}\nEOF\n",
            f"# persistlint: disable[PSL101]\nssh host <<EOF\n{RUN}\nEOF\n# persistlint: enable[PSL101]\n",
        ),
        (
            f'echo "a\nb"; {RUN}\n',
            f'# persistlint: disable[PSL101]\necho "a\nb"; {RUN}\n# persistlint: enable[PSL101]\n',
        ),
        (f"cat <<EOF; {RUN}\nEOF\n", f"# persistlint: ignore[PSL101]\ncat <<EOF; {RUN}\nEOF\n"),
        # ShellCheck's directives stay right above their command.
        (
            "true\n# note\n# shellcheck disable=SC2086\ndocker run -d -e A=$X postgres:16\n",
            "true\n# note\n# persistlint: ignore[PSL101]\n# shellcheck disable=SC2086\ndocker run -d -e A=$X postgres:16\n",
        ),
        # One that is there takes a further code.
        (
            f"# persistlint: ignore[PSL601] why\n{RUN} # x\n",
            f"# persistlint: ignore[PSL601, PSL101] why\n{RUN} # x\n",
        ),
        (f"\ufeff{RUN}\r\n", f"\ufeff# persistlint: ignore[PSL101]\r\n{RUN}\r\n"),
        ("true\n", "true\n"),
    ],
)
def test_in_scripts(before: str, after: str) -> None:
    assert added(before, wanted=chosen(ignore=["PSL902"])) == after


def test_a_finding_of_a_function_is_silenced_where_its_command_stands() -> None:
    text = f"start() {{\n  {RUN}\n}}\nstart\nstart\n"
    assert added(text, reason="later") == text.replace(
        "  docker", "  # persistlint: ignore[PSL101] later\n  docker"
    )


DOCKERFILE = """\
# A comment
FROM debian:12
VOLUME /data
RUN true && \\
    # a comment
    touch /data/x
VOLUME data
"""

HERE_DOCUMENT = """\
# syntax=docker/dockerfile:1
FROM debian:12
RUN <<EOF
docker run -d postgres:16
EOF
"""


def test_in_dockerfiles() -> None:
    after = added(DOCKERFILE, "dockerfile", "known")
    assert "VOLUME /data\n# persistlint: ignore[PSL503] known\nRUN true" in after
    assert after.endswith("# persistlint: ignore[PSL501] known\nVOLUME data\n")
    assert read(after.encode(), "dockerfile").findings == []


def test_in_a_here_document_of_a_dockerfile() -> None:
    after = added(HERE_DOCUMENT, "dockerfile")
    head, run = HERE_DOCUMENT.split("RUN")
    assert after == f"{head}# persistlint: disable[PSL101]\nRUN{run}# persistlint: enable[PSL101]\n"
    assert read(after.encode(), "dockerfile").findings == []


def test_an_escape_character_of_its_own() -> None:
    text = "# escape=`\nFROM debian:12\nVOLUME /data\nRUN true && `\n  touch /data/x\n"
    assert "# persistlint: ignore[PSL503]\nRUN true && `\n" in added(text, "dockerfile")


def test_in_documents() -> None:
    text = f"# Guide\n\n> ```sh\n> {RUN}\n> ```\n\nText:\n\n    $ {RUN}\n\n1. One\n\n   ```console\n   $ {RUN}\n   ```\n"
    after = added(text, "markdown", "shown")
    assert "\n> <!-- persistlint: ignore[PSL101] shown -->\n> ```sh\n" in after
    assert "\n   <!-- persistlint: ignore[PSL101] shown -->\n   ```console\n" in after
    assert read(after.encode(), "markdown").findings == []


def test_mandatory_rules_and_comments_about_comments_are_left() -> None:
    text = f"# persistlint: ignore[PSL409] x\n{RUN}\n"
    wanted = chosen(mandatory=["PSL101"])
    assert added(text, wanted=wanted) == text


@pytest.mark.parametrize(
    ("reason", "right"),
    [
        ("known since 2026", True),
        ("a\nb", False),
        ("a -- b", False),
        ("x\\", False),
        ("", True),
        ("it's $5", True),
    ],
)
def test_reasons(reason: str, right: bool) -> None:
    assert (reason_problem(reason) == "") is right


# -- the program stays what it was --------------------------------------------------------------------------------------


def same_program(before: bytes, after: bytes) -> None:
    """bash reads the same commands, here-documents and words from both."""
    bash = needed("bash", "apt install bash")

    def shown(text: bytes) -> bytes:
        script = b"_whole_() {\n" + text + b"\n}\ndeclare -f _whole_\n"
        done = subprocess.run([bash, "--norc"], input=script, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert shown(before) == shown(after)


def shellcheck_codes(text: bytes) -> list[tuple[int, str]]:
    program = needed("shellcheck", "apt install shellcheck")
    done = subprocess.run(
        [program, "--format", "json", "--shell", "bash", "-"], input=text, capture_output=True, check=False
    )
    return [(row["code"], row["message"]) for row in json.loads(done.stdout)]


EXAMPLES = sorted(path for path in (ROOT / "examples").rglob("*") if path.suffix == ".sh")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_examples(path: Path) -> None:
    before = path.read_bytes()
    assert language_of(str(path), before) == "shell"
    wanted = chosen(select=["ALL"], ignore=["PSL904"])
    after = added(before.decode(), reason="known", wanted=wanted).encode()
    assert read(after, wanted=wanted).findings == []
    same_program(before, after)
    assert shellcheck_codes(before) == shellcheck_codes(after)


COMMANDS = st.sampled_from(
    [
        RUN,
        "docker run -d --name db \\\n    -e A='x\ny' \\\n    mysql:8",
        "docker volume prune -af",
        "sudo docker run -d -v ../x:/x redis:7",
        "docker exec -t db pg_dump x > x.sql",
        'echo "a # b\n$(docker volume ls)"',
        "true",
        "x=(\n  a # one\n  b\n)",
        "# shellcheck disable=SC2086\ndocker run -d -e A=$X postgres:16",
        "# a comment that ends in \\\ndocker run -d mariadb:11",
    ]
)
SHAPES = st.sampled_from(
    [
        "{0}\n{1}",
        "{0} && \\\n  true || {1}",
        "if {0}; then\n  {1}\nelif true\nthen {0}; fi",
        "f() {{\n\t{0}\n}}\nf; f\n{1}",
        "for i in a b; do {0}\n{1}; done",
        "case $1 in\n  a|b) {0} ;;\n  *)\n    {1}\n    ;;\nesac",
        "( {0} ) |\n  cat\n{1}",
        "bash -c 'true\ndocker run -d postgres:16\n'; {0}\n{1}",
        "cat <<EOF\n$(true)\ndocker run postgres\nEOF\n{0}\n{1}",
        "ssh host <<'EOF'\n  docker run -d postgres:16\nEOF\n{0}; {1}",
        "sh <<-EOF && {{ {0}\n}}\n\tdocker volume prune -af\n\tEOF\n{1}",
        'x="$(\n  {0}\n)"\n{1}',
        "while read -r l; do\n{0}\ndone < <(\n{1}\n)",
        "{0} # text\n\n\n{1} & wait",
    ]
)


@st.composite
def scripts(draw: st.DrawFn) -> str:
    parts = [draw(SHAPES).format(draw(COMMANDS), draw(COMMANDS)) for _ in range(draw(st.integers(1, 3)))]
    return "#!/bin/bash\n" + "\n".join(parts) + draw(st.sampled_from(["", "\n"]))


def parses(text: bytes) -> bool:
    bash = needed("bash", "apt install bash")
    return subprocess.run([bash, "-n"], input=text, capture_output=True, check=False).returncode == 0


@pytest.mark.long
@settings(max_examples=40)
@given(scripts())
def test_generated_scripts(text: str) -> None:
    before = text.encode()
    if not parses(before):
        return
    after = added(text, reason="it's known").encode()
    assert parses(after)
    same_program(before, after)
    assert sorted(shellcheck_codes(before)) == sorted(shellcheck_codes(after))


# -- the command line ---------------------------------------------------------------------------------------------------


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    path = tmp_path / "run.sh"
    path.write_text(f"{RUN}\n")
    path.chmod(0o755)
    assert main(["check", "--add-ignore", "run.sh"]) == 0
    assert "Silenced 1 finding." in capsys.readouterr().out
    assert path.read_text() == f"# persistlint: ignore[PSL101]\n{RUN}\n"
    assert path.stat().st_mode & 0o777 == 0o755
    assert main(["check", "--add-ignore=again", "."]) == 0
    assert path.read_text() == f"# persistlint: ignore[PSL101]\n{RUN}\n"
    # Known findings need no comment.
    path.write_text(f"{RUN}\n")
    assert main(["baseline"]) == 0
    path.write_text(f"{RUN}\ndocker volume prune -af\n")
    assert main(["check", "--add-ignore=a reason"]) == 0
    assert path.read_text() == f"{RUN}\n# persistlint: ignore[PSL409] a reason\ndocker volume prune -af\n"
    capsys.readouterr()
    (tmp_path / "persistlint.toml").write_text("require-reason = true\n")
    (tmp_path / "other.sh").write_text("docker volume prune -af\n")
    assert main(["check", "--add-ignore", "other.sh"]) == 2
    assert "--add-ignore=REASON" in capsys.readouterr().err
    assert (tmp_path / "other.sh").read_text() == "docker volume prune -af\n"


@pytest.mark.parametrize(
    "arguments",
    [["--add-ignore", "--fix"], ["--add-ignore", "--diff"], ["--add-ignore", "-"], ["--add-ignore=a--b"]],
)
def test_what_does_not_go_together(arguments: list[str]) -> None:
    assert main(["check", *arguments]) == 2
