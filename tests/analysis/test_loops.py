"""A loop is one place: what a rule says about each of its rounds is said once."""

from tests.rules.told import messages, told


def test_one_finding_for_all_rounds():
    text = "for n in one two three; do\n  docker run -d --name $n -v /data app:1\ndone\n"
    assert told("PSL401", text) == [(2, "info")]
    (message,) = messages("PSL401", text)
    assert message.endswith("The same holds for 2 more rounds of the loop.")


def test_the_worst_round_is_told():
    text = "for n in demo shop; do docker run -d --name $n -e POSTGRES_PASSWORD=x postgres:16; done\n"
    assert told("PSL101", text) == [(1, "warning")]


def test_two_findings_of_one_round_stay_two():
    text = "docker run -d -v /etc:/host/etc -v /usr:/host/usr app:1\n"
    assert told("PSL306", text) == [(1, "info"), (1, "info")]


def test_calls_are_told_each():
    text = 'run() { docker run -d --name "$1" -v "$2:/x" app:1; }\nrun one /etc\nrun two /usr\n'
    assert told("PSL306", text) == [(2, "info"), (3, "info")]
