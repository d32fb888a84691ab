"""A document that shows a mistake on purpose is told so in a note; a script is not a document."""

from __future__ import annotations

import pytest

from tests.rules.told import messages, told

#: How a message says that the document itself shows it.
SHOWN = "the document shows that it goes wrong"
RUN = "docker run -d --restart always --name db -e POSTGRES_PASSWORD=x postgres:16"


def document(block: str, tag: str = "bash") -> str:
    return f"# Guide\n\n```{tag}\n{block}\n```\n"


@pytest.mark.parametrize(
    "block",
    [
        f"{RUN} # wrong: the data is gone with it",
        f"{RUN}   # ❌",
        f"{RUN} # error",
        f"# Don't do this\n{RUN}",
        f"# Wrong!\n{RUN}",
        f"# This fails after a restart of the engine\n{RUN}",
        f"# bad: no volume\n{RUN}",
        f"# The data will be lost\n{RUN}",
    ],
)
def test_a_comment_says_so(block: str) -> None:
    assert told("PSL101", document(block), "README.md") == [(3 + block.count("\n") + 1, "info")]
    assert told("PSL101", document(block).replace("# Guide", "# Set-up"), "README.md")[0][1] == "info"


@pytest.mark.parametrize(
    ("block", "severity"),
    [
        (f"{RUN} # wrong: the data is gone with it", "info"),
        (f"# The data will be lost\n{RUN}", "info"),
        (f"# Wrong!\n\n{RUN}", "info"),
        (f"{RUN} # error", "warning"),
        (f"# This fails after a restart of the engine\n{RUN}", "warning"),
        (f"# start the database\n{RUN}", "warning"),
        (f"# wrong\necho next\n{RUN}", "warning"),
    ],
)
def test_a_script_says_that_it_is_wrong_or_volatile(block: str, severity: str) -> None:
    assert [each for _, each in told("PSL101", block + "\n")] == [severity]


@pytest.mark.parametrize(
    "block",
    [
        RUN,
        f"{RUN} # exit on error",
        f"# if it fails, look at the log\n{RUN}",
        f"# to avoid the error of the last section\n{RUN}",
        f"# start the database\n{RUN}",
        f"# wrong\n\n\n{RUN}",
        f"{RUN}\ncurl localhost # No such file",
        f"{RUN} -c log_error_verbosity=verbose",
        "docker run -d --restart always --name wrong -e POSTGRES_PASSWORD=x -l '#error' postgres:16",
    ],
)
def test_others_say_nothing_of_the_kind(block: str) -> None:
    (line_and_severity,) = told("PSL101", document(block), "README.md")
    assert line_and_severity[1] == "warning"


def test_the_output_says_so() -> None:
    block = (
        "$ docker run -v data/x:/srv alpine:3.20 ls\n"
        'docker: Error response from daemon: create data/x: "data/x" includes invalid characters for a local volume name.'
    )
    assert told("PSL208", document(block, "console"), "README.md") == [(4, "info")]
    assert told("PSL208", document(block.split("\n")[0], "console"), "README.md") == [(4, "error")]


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        ("cat /my-data/x # cat: /my-data/x: No such file or directory", True),
        ("cat /my-data/x   # produces an error", True),
        ("cat /my-data/x\ncat: /my-data/x: No such file or directory", True),
        ("cat /my-data/x", False),
        ("cat /my-data/x # show it", False),
    ],
)
def test_the_line_that_meets_the_loss_says_so(reader: str, shown: bool) -> None:
    first = document("docker run -it --rm ubuntu:22.04\nmkdir my-data\necho hi > /my-data/x\nexit")
    second = document(f"docker run -it --rm ubuntu:22.04\n{reader}")
    (message,) = messages("PSL107", first + "\nThen:\n\n" + second, "README.md")
    assert (SHOWN in message) == shown


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("You should see output that tells that there is no such file:", "info"),
        ("That prints an error:", "info"),
        ("If you see this error, the port is in use:", "error"),
        ("Then write:", "error"),
        ("One.\n\nTwo.\n\nThree.\n\nThis prints:", "error"),
    ],
)
def test_the_next_block_shows_the_output(text: str, severity: str) -> None:
    command = document("docker run -v data/x:/srv alpine:3.20 ls")
    output = document("docker: Error response from daemon: includes invalid characters.", "console")
    told_ = told("PSL208", command + f"\n{text}\n\n" + output.partition("\n\n")[2], "README.md")
    assert told_ == [(4, severity)]


def test_what_a_build_prints() -> None:
    build = "$ docker build -<<< $'FROM scratch\\nCOPY main.c .'"
    progress = "".join(f"\n => [internal] step {number}" for number in range(7))
    shown = document(
        f"{build}\n[+] Building 0.0s (4/4) FINISHED{progress}\n => ERROR [1/1] COPY main.c .", "console"
    )
    assert [severity for _, severity in told("PSL506", shown, "README.md")] == ["info"]
    assert [
        severity for _, severity in told("PSL506", document(build + progress, "console"), "README.md")
    ] == ["error"]


@pytest.mark.parametrize(
    ("output", "missing"),
    [
        ('ERROR:  relation "t" does not exist', True),
        ("ERROR 1049 (42000): Unknown database 'shop'", True),
        ("Error: no such table: t", True),
        (" count \n-------\n     1", False),
        ('NOTICE:  relation "t" does not exist, skipping', False),
    ],
)
def test_a_database_misses_its_data(output: str, missing: bool) -> None:
    run = "$ docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16"
    shown = document(
        f"{run}\n$ docker rm -f db\ndb\n{run}\n$ docker exec db psql -U postgres -c 'select count(*) from t'\n{output}",
        "console",
    )
    (message,) = messages("PSL414", shown, "README.md")
    assert (SHOWN in message) == missing
    script = shown.replace("```console", "").replace("```", "").replace("$ ", "").replace("# Guide", "")
    assert [severity for _, severity in told("PSL414", script)] != ["info"]


@pytest.mark.parametrize(
    "command",
    [
        "docker run <user docker flags> -v models:/opt/models staphb/vadr:1 run",
        "docker run ... staphb/vadr:1 -v models:/opt/models",
        "docker run [OPTIONS] alpine:3.20 -v models:/opt/models",
        "docker run --name <name> alpine:3.20 -v models:/opt/models",
        "docker run alpine:{{ version }} -v models:/opt/models",
        "docker run alpine:@VERSION@ -v models:/opt/models",
    ],
)
def test_an_error_in_a_command_that_is_shown_in_part_is_a_note(command: str) -> None:
    assert [severity for _, severity in told("PSL216", document(command), "README.md")] in ([], ["info"])


@pytest.mark.parametrize(
    "command",
    [
        "docker run alpine:3.20 -v models:/opt/models",
        "docker run -e A=b...c alpine:3.20 -v models:/opt/models",
        "docker run -w /src/... alpine:3.20 -v models:/opt/models",
    ],
)
def test_a_whole_command_stays_an_error(command: str) -> None:
    assert [severity for _, severity in told("PSL216", document(command), "README.md")] == ["error"]


@pytest.mark.parametrize(
    ("behind", "severity"),
    [
        ("\n# 🚨 All your data is lost!", "info"),
        ("\n\n# ❌ la table a disparu", "info"),
        ("\n# wait a little", "warning"),
        ("\n```\n\nAll the data is lost then.\n\n```bash\nls", "info"),
        ("\n```\n\nLa table a disparu.\n\n```bash\nls", "info"),
        ("\n```\n\nSo that no data is lost, stop it first.\n\n```bash\nls", "warning"),
        ("\n```\n\nGo on with the next chapter.\n\n```bash\nls", "warning"),
    ],
)
def test_what_stands_behind_says_so(behind: str, severity: str) -> None:
    run = RUN
    assert [each for _, each in told("PSL101", document(run + behind), "README.md")] == [severity]
