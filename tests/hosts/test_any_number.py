"""Numbers of any length, nests of any depth and names of any kind lose no file."""

import pytest

from persistlint.api import analyse
from persistlint.hosts.detect import language_of
from persistlint.text.numerals import HUGE, number_of

#: More digits than Python reads as a number.
DIGITS = "1" * 4301

AFTER = "docker run -d -v /var/lib/mysql mysql:8\n"


def _codes(text: str, path: str) -> set[str]:
    return {finding.code for finding in analyse(text, path=path).findings}


@pytest.mark.parametrize(
    "option",
    [
        "-p %s:1",
        "--cpus %s",
        "--cpus 1/%s",
        "--ulimit nofile=%s",
        "--ulimit nofile=1:%s",
        "--restart on-failure:%s",
        "--memory %s",
        "--health-interval %ss",
        "--health-interval 0.%ss",
        "--health-retries %s",
        "--blkio-weight %s",
        "--blkio-weight-device /dev/sda:%s",
        "--device-read-iops /dev/sda:%s",
        "--pids-limit -%s",
        "--memory-swappiness 0x%s",
        "--stop-timeout 0%s",
        "--tmpfs /x:mode=%s,size=%s",
        "--mount type=tmpfs,dst=/x,tmpfs-mode=%s",
        "--user %s:%s",
        "-v a:/x{1..%s}",
        "-v a:/x{%s..1}",
        "-v a:/x{1..3..%s}",
        "-v a:/x{a..c..%s}",
        "-v a:/x$((%s))",
        "-v a:/x${y:%s:%s}",
        "-v a:/x${%s}",
        "-v a:/x$(seq %s)",
        "-v a:/x$(printf %%%sd 1)",
        ">&%s",
    ],
)
def test_a_number_in_a_command(option: str) -> None:
    text = f"docker run {option.replace('%s', DIGITS)} postgres:{DIGITS}\n{AFTER}"
    assert _codes(text, "a.sh") >= _codes(AFTER, "a.sh")


@pytest.mark.parametrize(
    "instruction",
    [
        "EXPOSE %s-%s",
        "COPY --from=%s a b",
        "COPY --chmod=%s a b",
        "STOPSIGNAL %s",
        "HEALTHCHECK --interval=%ss --retries=%s CMD a",
        "USER %s",
        "VOLUME [%s]",
        "ENV a=${b:%s}",
    ],
)
def test_a_number_in_a_dockerfile(instruction: str) -> None:
    after = "VOLUME [/a]\n"
    text = f"FROM a\n{instruction.replace('%s', DIGITS)}\n"
    assert _codes(text + after, "Dockerfile") >= _codes("FROM a\n" + after, "Dockerfile")


def test_what_nests_too_deeply_is_said_and_the_rest_is_read() -> None:
    nest = "$(" * 121
    texts = [f"cat <<a\n{nest}\na\n", f"x[{'${x:-' * 121}]=1\n", f'cat <<a\n"`{"$(" * 121}`"\na\n']
    for text in texts:
        assert _codes(text + AFTER, "a.sh") >= _codes(AFTER, "a.sh"), text
    said = analyse(texts[0].replace("$(\n", "$(docker run -d x\n") + AFTER, path="a.sh").findings
    assert [finding.message for finding in said if finding.code == "PSL901"]


def test_a_name_of_two_words() -> None:
    for name in (
        "dockerfilecontainerfile",
        "containerfiledockerfile",
        "dockerfile",
        "Dockerfile.x",
        "dockerfile-",
    ):
        assert language_of(name, b"") in ("", "dockerfile")
    assert language_of("dockerfilecontainerfile", b"FROM a\n") == ""


@pytest.mark.parametrize("text", ["1", "-1", "+7", "0x1F", "1_000", "0", "00"])
def test_a_short_number_is_read_as_python_does(text: str) -> None:
    base = 10 if text == "00" else 0
    assert number_of(text, base) == int(text, base)


def test_a_long_number_is_huge() -> None:
    assert number_of(DIGITS) == HUGE
    assert number_of("-" + DIGITS) == -HUGE
    assert number_of("0x" + DIGITS, 0) == HUGE
    assert number_of("0" * 5000 + "7") == 7
    for wrong in (DIGITS + "x", "x" + DIGITS):
        with pytest.raises(ValueError, match="invalid literal"):
            number_of(wrong)
