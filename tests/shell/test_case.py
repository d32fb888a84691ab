"""A ``case`` of more items than one branch has arms."""

from tests.shell.shell_calls import calls


def _case(items: int, default: str) -> str:
    arms = "".join(f"a{number}) docker run i{number};;\n" for number in range(items))
    return f"case $1 in\n{arms}{default}esac\n"


def test_every_item_is_read() -> None:
    for count in (1, 59, 60, 61, 62, 130):
        assert calls(_case(count, "")) == [f"docker run i{number}" for number in range(count)]
        assert calls(_case(count, "*) docker run no;;\n"))[-1] == "docker run no"


def test_a_known_word_takes_its_item() -> None:
    assert calls("set -- a99\n" + _case(130, "*) docker run no;;\n")) == ["docker run i99"]
    assert calls("set -- x\n" + _case(130, "*) docker run no;;\n")) == ["docker run no"]
