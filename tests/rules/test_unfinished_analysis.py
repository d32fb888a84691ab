"""PSL907: the budget of a file is spent."""

import pytest

from tests.rules.told import messages, told


def _calls(inner: str, levels: int) -> str:
    """Functions of which each calls the one before ten times, and a call of the last, on one line."""
    functions = [f"f0() {{ {inner}; }}"]
    functions += [f"f{n}() {{ " + f'f{n - 1} "$1$2" x; ' * 10 + "}" for n in range(1, levels + 1)]
    return "; ".join([*functions, f"f{levels} a b"]) + "\n"


#: More steps than a file gets.
ENDLESS = _calls("x=$1; y=$x", 6)
#: More commands than a file gets.
MANY = _calls("docker rm c$1", 4)


@pytest.mark.parametrize("text", [ENDLESS, MANY], ids=["steps", "commands"])
def test_found_once(text):
    text = "docker run -d --name db -v pg:/var/lib/postgresql/data postgres:16\n" + text + "docker stop db\n"
    assert told("PSL907", text) == [(2, "info")]


def test_found_in_a_function():
    text = f"go() {{\n  {ENDLESS}}}\ngo\ndocker ps\n"
    ((line, severity),) = told("PSL907", text)
    assert severity == "info"
    assert line in (2, 4)


def test_the_message_says_what_it_means():
    (message,) = messages("PSL907", "docker ps\n" + ENDLESS)
    assert "isn't checked" in message


@pytest.mark.parametrize(
    "text",
    [
        "docker ps\n",
        "for i in {1..20}; do docker rm c$i; done\n",
        "for i in {1..60}; do for j in {1..60}; do for k in {1..60}; do docker rm c$i$j$k; done; done; done\n",
        "source ./unknown.sh\ndocker ps\n",
        "while read -r c; do docker rm $c; done < list\n",
    ],
)
def test_silent(text):
    assert told("PSL907", text) == []


def test_silent_in_a_file_without_docker_commands():
    assert told("PSL907", "# from docker's check-config.sh\n" + ENDLESS) == []


def test_words_that_are_not_read():
    text = "docker rm" + " c" * 10_001 + "\n"
    assert told("PSL907", text) == [(1, "info")]
    assert told("PSL907", "docker rm" + " c" * 9_000 + "\n") == []
    assert "10,000 words" in messages("PSL907", text)[0]


def test_instructions_that_are_not_read():
    text = "FROM alpine\n" + "RUN a\n" * 5_000
    assert [severity for _, severity in told("PSL907", text, "Dockerfile")] == ["info"]
    assert told("PSL907", "FROM alpine\n" + "RUN a\n" * 50, "Dockerfile") == []


def test_files_that_source_one_another_too_deeply():
    files = {f"s{number}.sh": f"source ./s{number + 1}.sh\n" for number in range(12)}
    files["s12.sh"] = "docker ps\n"
    text = "source ./s0.sh\ndocker ps\n"
    (message,) = messages("PSL907", text, **files)
    assert "source one another" in message
    del files["s7.sh"]
    assert messages("PSL907", text, **files) == []


def test_branches_that_are_taken_together():
    branches = "".join(f"if [ $a{number} ]; then docker start c{number}; fi\n" for number in range(1_100))
    assert len(told("PSL907", branches)) == 1
    assert "branches" in messages("PSL907", branches)[0]
    assert told("PSL907", "".join(branches.splitlines(keepends=True)[:900])) == []
