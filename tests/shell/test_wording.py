"""Which text is worth a word when it can't be read: that which names an engine."""

import pytest

from persistlint.shell.wording import engine_word


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("docker run 'x", 0),
        ("x; sudo /usr/bin/podman ps (", 17),
        ("docker-compose up (", 0),
        ("echo (podman-compose down)", 6),
        ("FOR %i IN ('minikube docker-env --shell cmd')", -1),
        ("exec /docker-entrypoint.sh (", -1),
        ("cat docker.txt (", -1),
        ("mydocker run (", -1),
    ],
)
def test_an_engine_is_a_word_of_its_own(text, at):
    assert engine_word(text, 0, len(text)) == at
