"""Which docker commands a script makes, word for word."""

import sys
from types import FrameType

import pytest

from persistlint.shell.evaluate.memo import SourcedFiles
from persistlint.shell.invocation import NotUnderstood
from tests.shell.shell_calls import calls, engine_calls, evaluate, gaps, misplaced, unread
from tests.shell.shell_tables import KNOWN, UNKNOWN

ROWS = [
    pytest.param(text, expected, id=f"{title}-{number}")
    for table in (KNOWN, UNKNOWN)
    for title, rows in table.items()
    for number, (text, expected) in enumerate(rows)
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_the_commands(text: str, expected: list[str]) -> None:
    assert calls(text) == expected


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_every_known_piece_stands_where_its_span_says(text: str, expected: list[str]) -> None:
    assert misplaced(text) == []


@pytest.mark.parametrize(
    ("files", "text", "expected"),
    [
        # An argument that the shell may split is no single one there either.
        (
            {"lib.sh": 'for B; do docker run "$B"; done\n'},
            "printf -v D %5s x; . ./lib.sh A${D}b; docker run $B; . ./lib.sh A",
            ["docker run ⟨B⟩", "docker run ⟨B…⟩", "docker run A"],
        ),
        ({"a.sh": "V=1"}, ". ./a.sh; docker run $V", ["docker run 1"]),
        ({"a.sh": "docker run $1"}, "source a.sh x", ["docker run x"]),
        (
            {"a.sh": "docker run ${1}"},
            "set -- y; source a.sh; docker run $1",
            ["docker run y", "docker run y"],
        ),
        ({"a.sh": "f() { docker run f; }"}, ". a.sh; f", ["docker run f"]),
        ({"a.sh": ". ./b.sh", "b.sh": "V=2"}, ". ./a.sh; docker run $V", ["docker run 2"]),
        # Where it isn't known where it is looked for, it isn't known whether it is found.
        ({"a.sh": "V=2"}, "V=1; for i in $L; do cd /x; done; . ./a.sh; docker run $V", ["docker run 1"]),
        (
            {"a.sh": "V=2"},
            "V=1; [ -d x ] && cd /x; . ./a.sh; docker run $V",
            ["docker run 1", "docker run 2"],
        ),
        ({"a.sh": "return; docker run no"}, ". ./a.sh; docker run yes", ["docker run yes"]),
        ({"a.sh": "V=3"}, '# shellcheck source=a.sh\n. "$X"\ndocker run $V', ["docker run 3"]),
        ({"a.sh": "V=4"}, '. "$(dirname "$0")/a.sh"; docker run $V', ["docker run 4"]),
        ({"a.sh": "V=4"}, '. "${0%/*}/a.sh"; docker run $V', ["docker run 4"]),
        ({"a.sh": "V=4"}, 'D=${BASH_SOURCE[0]%/*}; . "$D/a.sh"; docker run $V', ["docker run 4"]),
        ({"a.sh": ". ./a.sh\ndocker run a"}, ". ./a.sh", ["docker run a"] * 8),
        # A sourced file's own folder, also in its functions and where it is sourced from another folder.
        *(
            ({"lib/a.sh": f'{folder}; . "$D/b.sh"', "lib/b.sh": "V=5"}, start, ["docker run 5"])
            for folder in (
                'D=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)',
                'D=$(dirname "$BASH_SOURCE")',
                'D="${BASH_SOURCE[0]%/*}"',
                'f() { D=$(dirname "${BASH_SOURCE[0]}"); }; f',
                'D="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"',
            )
            for start in (
                ". lib/a.sh; docker run $V",
                'D=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); . "$D/lib/a.sh"; docker run $V',
            )
        ),
    ],
)
def test_sourced_files(files: dict[str, str], text: str, expected: list[str]) -> None:
    assert calls(text, files=files) == expected
    assert misplaced(text, files=files) == []


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (". ./absent.sh", ["`./absent.sh` is sourced and isn't here"]),
        ('. "$X"', ["a sourced file whose name isn't known"]),
        ('eval "$X"', ["what `eval` is given isn't known"]),
        ("f() { f; }; f", ["`f` calls itself"]),
        ("make up", ["`make` runs as a program of its own"]),
        ("./other.sh a", ["`other.sh` runs as a program of its own"]),
        ("$X y", ["`⟨X…⟩` is a program that isn't known"]),
        ("docker run a", []),
    ],
)
def test_what_is_not_followed_is_said(text: str, reasons: list[str]) -> None:
    assert gaps(text) == reasons


@pytest.mark.parametrize(
    ("text", "expected", "stretches"),
    [
        ("docker run a)\ndocker run b", ["docker run a", "docker run b"], []),
        ("fi\ndocker run b", ["docker run b"], []),
        ("docker run 'a\ndocker run b", ["docker run b"], ["docker run 'a"]),
        ('docker run "a\ndocker run b', ["docker run b"], ['docker run "a']),
        ("if true; then docker run a", ["docker run a"], ["if"]),
        ("if true; then docker run a\nfi\nif true; then echo", ["docker run a"], []),
        ("while a; do if b; then docker run a; done\n", ["docker run a"], ["if"]),
        ("f() {\ndocker run a", ["docker run a"], ["{"]),
        ("for i in a; do\ndocker run a", ["docker run a"], ["for"]),
        ("case x in\nx) docker run a", ["docker run a"], ["case"]),
        ("bash -c 'if true; then docker run a'", ["docker run a"], []),
        ("cat <<E\ndocker run no", [], []),
        ("echo $(\ndocker run a\n", ["docker run a"], ["$("]),
        ("( ]\ndocker run a <<E\ndocker run no\nE\ndocker run b", ["docker run a", "docker run b"], ["("]),
    ],
)
def test_text_that_is_no_shell_grammar(text: str, expected: list[str], stretches: list[str]) -> None:
    assert calls(text) == expected
    assert unread(text) == stretches


def test_what_has_no_end_is_said_of_whole_files_only() -> None:
    text = "if true; then docker run a\n"
    for options in ({"document": True}, {"dialect": "zsh"}):
        assert not any(isinstance(event, NotUnderstood) for event in evaluate(text, **options).events)  # type: ignore[arg-type]


def test_what_surrounds_a_command() -> None:
    text = (
        "set -eu -o pipefail\ncd /srv\nDOCKER_HOST=h docker ps 2>/dev/null | grep x\n"
        "id=$(docker run -d a)\nssh db1 docker ps\nif docker ps; then :; fi\ndocker run b > out <in &\n"
    )
    first, second, third, fourth, fifth = engine_calls(evaluate(text))
    assert first.options.errexit and first.options.nounset and first.options.pipefail
    assert first.cwd is not None and first.cwd.text == "/srv"
    assert first.environment["DOCKER_HOST"].text == "h"
    assert first.stage is not None and (first.stage.count, first.stage.names) == (2, ("docker", "grep"))
    assert first.piped_out and not first.piped_in
    assert second.output == "captured" and second.captured_as is not None
    assert third.host == ("ssh", "db1") and fourth.condition
    assert fifth.background and fifth.stdout is not None and fifth.stdin is not None
    assert fifth.stdout.target is not None and fifth.stdout.target.text == "out"


def test_a_here_document_is_a_redirection_with_its_text() -> None:
    (call,) = engine_calls(evaluate("V=1\ndocker build -<<E\nFROM a:$V\nE\n"))
    assert call.stdin is not None and call.stdin.operator == "<<"
    assert call.stdin.target is not None and call.stdin.target.text == "FROM a:1\n"
    (call,) = engine_calls(evaluate("V=1\ndocker build -<<'E'\nFROM a:$V\nE\n"))
    assert call.stdin is not None and call.stdin.target is not None
    assert call.stdin.target.text == "FROM a:$V\n" and not call.stdin.expands


@pytest.mark.parametrize(
    ("text", "certainties"),
    [
        ("docker run a", ["certain"]),
        ("docker ps || docker run a", ["certain", "possible"]),
        ("docker run a && docker run b", ["certain", "certain"]),
        ("[ -f x ] && mkdir y && docker run a && docker run b", ["possible", "possible"]),
        ("{ [ -f x ]; } && docker run a; (cd x; grep y z) && docker run b", ["possible", "possible"]),
        ("grep x y || mkdir z && docker run a", ["certain"]),
        ("[ -f x ] && mkdir y || docker run a", ["possible"]),
        ("while read x; do docker run a; done", ["repeated"]),
        ("for i in 1 2; do docker run a; done", ["certain", "certain"]),
        ("trap 'docker rm a' EXIT", ["possible"]),
        ("f() { docker run a; }", ["certain"]),
        ("if [ -f x ]; then docker run a; fi", ["certain"]),
    ],
)
def test_certainty(text: str, certainties: list[str]) -> None:
    assert [call.certainty for call in engine_calls(evaluate(text))] == certainties


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        (
            "if [ -f x ]; then docker run a; else docker run b; fi",
            [["`[ -f x ]` succeeds"], ["`[ -f x ]` fails"]],
        ),
        ("case $1 in stop) docker rm a;; esac", [["`$1` is `stop`"]]),
        ("[ -f x ] && exit\ndocker run a", [[]]),
        ("if [ -f x ]; then exit 1; fi\ndocker run a", [[]]),
        ("docker run a", [[]]),
    ],
)
def test_guards(text: str, conditions: list[list[str]]) -> None:
    arms = []
    for call in engine_calls(evaluate(text)):
        arms.append(
            [
                condition
                for branch, mask in call.guard.arms.items()
                for arm, condition in enumerate(branch.conditions)
                if mask & (1 << arm)
            ]
        )
    assert arms == conditions


def test_identity_of_unknowns() -> None:
    (call,) = engine_calls(evaluate('docker run "$X" "$X" "$(mktemp)" "$(mktemp)" "$RANDOM" "$RANDOM"'))
    keys = [word.value.identity() for word in call.words[2:]]
    assert keys[0] == keys[1] and len(set(keys)) == 5


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('read D; docker run "${D/x/1}" "${D/x/2}"', False),
        ('read D; docker run "${D/x/$A}" "${D/x/$A}"', True),
        ('read D N; docker run "${D:N}" "$((N++))" "${D:N}"', False),
        ('read D; docker run "${D:1:2}" x "${D:1:2}"', True),
        ('read D; docker run "${D#$A}" "${A:=1}" "${D#$A}"', False),
        ('read D; docker run "${D:-$A}" "$((A=2))" "${D:-$A}"', False),
        ('read D; docker run "${D:-$A}" "${D:-$A}"', True),
        ('read D; docker run "${D:-$A}" "${D:+$A}"', False),
        ('read D; docker run "${D:-$(date)}" "${D:-$(date)}"', False),
        ('read D; docker run "${D:-$RANDOM}"{a,a}', False),
        ('while read l; do L+=($l); done; docker run "${L[*]:-$RANDOM}" "${L[*]:-$RANDOM}"', False),
    ],
)
def test_what_an_expansion_gives_is_the_same_where_its_operands_are(text: str, same: bool) -> None:
    call = engine_calls(evaluate(text))[-1]
    first, last = call.words[2].value.identity(), call.words[-1].value.identity()
    assert (first == last) is same


def test_an_assumption_is_listed() -> None:
    (call,) = engine_calls(evaluate("docker run i:${TAG:-16}"))
    assert call.words[2].value.assumes == frozenset({"TAG is unset"})


@pytest.mark.parametrize(
    ("text", "bash", "sh", "dash"),
    [
        ("readonly R=1; R=2; docker run a\ndocker run b", ["docker run b"], [], []),
        (
            "readonly R=1; (R=2; docker run a); docker run b; export R=3; docker run c",
            ["docker run b", "docker run c"],
            ["docker run b"],
            ["docker run b"],
        ),
        # What sh is, isn't known: bash would go on, dash ends.
        ("readonly R=1; R=2 docker run a", ["docker run a"], ["docker run a"], []),
        ("readonly R=1; eval R=2; docker run a", ["docker run a"], [], []),
        ("readonly R=1; f() { local R=2; docker run a; }; f", ["docker run a"], ["docker run a"], []),
        ("readonly R=1; for R in 2; do docker run a; done; docker run b", ["docker run b"], [], []),
        ("docker run $((1/0))\ndocker run a", ["docker run a"], [], []),
        ("UID=5; docker run $UID", [], ["docker run 5"], ["docker run 5"]),
    ],
)
def test_what_is_refused_ends_sh(text: str, bash: list[str], sh: list[str], dash: list[str]) -> None:
    assert [calls(text, dialect) for dialect in ("bash", "sh", "dash")] == [bash, sh, dash]


def test_what_is_refused_ends_no_document() -> None:
    assert calls("readonly R=1; R=2; docker run a\ndocker run b", "sh", document=True) == ["docker run b"]


def test_dialects() -> None:
    assert calls("docker run {a,b}", "sh") == ["docker run {a,b}"]
    assert calls("A='x y'; docker run $A", "zsh") == ["docker run [x y]"]
    assert calls("@test 'it runs' {\n  run docker run a\n}\n", "bats") == ["docker run a"]
    assert calls("alias d=docker\nd run a", "zsh") == ["docker run a"]


def test_a_library_is_evaluated_once_for_each_state_that_it_reads() -> None:
    library = "V=${W:-1}\n" + "".join(f"f{number}() {{ docker run $V; }}\n" for number in range(50))
    files = {"lib.sh": library}
    shared = SourcedFiles()

    def steps(text: str, expected: str) -> int:
        made = 0

        def trace(frame: FrameType, _event: str, _argument: object) -> None:
            nonlocal made
            made += frame.f_code.co_filename.endswith("evaluate/functions.py")

        sys.settrace(trace)
        try:
            called = calls(text, files=files, sourced_files=shared)
        finally:
            sys.settrace(None)
        assert called == [expected]
        return made

    costs = [steps(f". ./lib.sh\n: {number}\nf7\n", "docker run 1") for number in range(3)]
    assert costs[1] == costs[2] < costs[0] - 40
    assert steps("W=2\n. ./lib.sh\nf7\n", "docker run 2") > costs[1] + 40
    assert steps("W=2\n. ./lib.sh\n: x\nf7\n", "docker run 2") < costs[1] + 10
    files["lib.sh"] = library.replace(":-1", ":-3")
    assert steps(". ./lib.sh\nf7\n", "docker run 3") > costs[1] + 40


def test_what_a_library_itself_runs_is_listed_for_each_script() -> None:
    shared = SourcedFiles()
    files = {"lib.sh": ". ./b.sh\nf() { :; }\n", "b.sh": "docker run lib\n"}
    for _ in range(2):
        assert calls(". ./lib.sh", files=files, sourced_files=shared) == ["docker run lib"]
    files["b.sh"] = "V=1\n"
    for _ in range(2):
        assert calls(". ./lib.sh; docker run $V", files=files, sourced_files=shared) == ["docker run 1"]
    files["b.sh"] = "V=2\n"
    assert calls(". ./lib.sh; docker run $V", files=files, sourced_files=shared) == ["docker run 2"]
