"""What several worlds say of one cause is said once."""

from tests.rules.checking import Said

SCRIPT = """\
docker run -d --name main -v "$PWD/main:/var/lib/postgresql" postgres:15
case "$1" in
  reset) docker rm -fv main ;;
  stop) docker stop main ;;
esac
"""


def test_the_worst_consequence_stands() -> None:
    said = Said("PSL201", SCRIPT)
    assert (said.lines, said.severities) == ([1], ["error"]), said
    assert "removed again here" not in said.messages[0]


def test_two_things_at_one_place_are_two() -> None:
    """The container's name differs by branch: each has data of its own to lose."""
    said = Said(
        "PSL101",
        'if [ -n "$1" ]; then NAME=main; else NAME=spare; fi\ndocker run -d --name "$NAME" postgres:16\n',
    )
    assert said.lines == [2, 2], said
