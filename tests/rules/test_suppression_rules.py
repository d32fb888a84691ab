"""PSL902 and PSL903: comments that suppress nothing, and that name no rule."""

import pytest

from tests.rules.told import fixed, fixes, messages, told

RUN = "docker run -d --name db postgres:16"
KEPT = "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"# persistlint: ignore[PSL101] a cache\n{KEPT}\n", 1),
        (f"{KEPT} # persistlint: ignore[PSL101]\n", 1),
        (f"# persistlint: ignore-file[PSL101]\n{KEPT}\n", 1),
        (f"# persistlint: ignore[PSL101, PSL201]\n{RUN}\n", 1),
        (f"{RUN}\n# persistlint: ignore-file[PSL101]\n", 2),
    ],
)
def test_unused(text, line):
    assert told("PSL902", text) == [(line, "warning")]


@pytest.mark.parametrize(
    "text",
    [
        f"# persistlint: ignore[PSL101] a cache\n{RUN}\n",
        f"{RUN} # persistlint: ignore[unmounted-data-path]\n",
        f"# persistlint: ignore-file[PSL101]\n{RUN}\n",
        f"# persistlint: ignore[ACME99]\n{RUN}\n",
        'echo "# persistlint: ignore[PSL101]"\n',
    ],
)
def test_used(text):
    assert told("PSL902", text) == []


def test_a_rule_that_is_off_may_be_suppressed():
    text = f"# persistlint: ignore[PSL101]\n{KEPT}\n"
    assert told("PSL902", text, settings='ignore = ["PSL101"]\n') == []


def test_several_codes_in_one_statement():
    sentences = messages("PSL902", f"# persistlint: ignore[PSL101, PSL201]\n{KEPT}\n")
    assert len(sentences) == 1
    assert "PSL101" in sentences[0]
    assert "PSL201" in sentences[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"# persistlint: ignore[PSL101] a cache\n{KEPT}\n", f"{KEPT}\n"),
        (f"{KEPT}  # persistlint: ignore[PSL101]\n", f"{KEPT}\n"),
        (
            f"# persistlint: ignore[PSL601, PSL101] why\n{RUN}\n",
            f"# persistlint: ignore[PSL101] why\n{RUN}\n",
        ),
        (f"# persistlint: ignore[nonsense-nobody-wrote]\n{KEPT}\n", f"{KEPT}\n"),
        (
            f"# persistlint: ignore[PSL101, zzzzqqqq] why\n{RUN}\n",
            f"# persistlint: ignore[PSL101] why\n{RUN}\n",
        ),
    ],
)
def test_fixes(before, after):
    assert fixed(before) == after


@pytest.mark.parametrize("written", ["psl101", "Psl101", "Unmounted_Data_Path", "UNMOUNTED-DATA-PATH"])
def test_codes_and_names_count_in_any_case(written):
    assert fixes("PSL903", f"# persistlint: ignore[{written}] why\n{RUN}\n") == []
    assert fixes("PSL101", f"# persistlint: ignore[{written}] why\n{RUN}\n") == []
    assert fixes("PSL101", f"{RUN}\n")


@pytest.mark.parametrize(
    ("written", "after", "safe"),
    [
        ("PSL1O1", "PSL101", False),
        ("unmounted-datapath", "unmounted-data-path", False),
    ],
)
def test_a_slip_of_the_pen_is_mended(written, after, safe):
    offered = fixes("PSL903", f"# persistlint: ignore[{written}, PSL201] why\n{RUN}\n")
    assert offered == [
        (safe, f"# persistlint: ignore[{after}, PSL201] why\n{RUN}\n"),
        (safe, f"# persistlint: ignore[PSL201] why\n{RUN}\n"),
    ]
    # Where the rule that is meant says nothing either, the comment goes.
    assert fixed(f"# persistlint: ignore[{written}] why\n{KEPT}\n") == f"{KEPT}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"# persistlint: ignore[PSL1O1]\n{RUN}\n", "PSL101"),
        (f"# persistlint: ignore[unmounted-datapath]\n{RUN}\n", "unmounted-data-path"),
        (f"# persistlint: ignore[ACME12]\n{RUN}\n", "ACME12"),
        (f"# persistlint: ignore\n{RUN}\n", "names no rule"),
        (f"# persistlint: ignroe[PSL101]\n{RUN}\n", "ignore"),
        (f"# persistlint: assume TAG\n{RUN}\n", "assume"),
    ],
)
def test_unknown(text, said):
    assert told("PSL903", text) == [(1, "warning")]
    assert said in messages("PSL903", text)[0]


@pytest.mark.parametrize(
    "text",
    [
        f"# persistlint: ignore[PSL101]\n{RUN}\n",
        f"# persistlint: ignore[unmounted-data-path]\n{RUN}\n",
        f"# persistlint: assume TAG=16\n{RUN}\n",
        f"# see persistlint\n{RUN}\n",
    ],
)
def test_known(text):
    assert told("PSL903", text) == []


def test_in_a_document():
    text = f"<!-- persistlint: ignore[PSL101] shown on purpose -->\n\n```sh\n{KEPT}\n```\n"
    assert told("PSL902", text, "README.md") == [(1, "warning")]
    assert told("PSL902", text.replace(KEPT, RUN), "README.md") == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"# persistlint: disable[PSL101] x\n{RUN}\n# persistlint: enable[PSL101]\n", []),
        (f"# persistlint: disable[PSL101] x\n{KEPT}\n# persistlint: enable[PSL101]\n{RUN}\n", [1]),
        (f"{RUN}\n# persistlint: enable[PSL101]\n", [2]),
    ],
)
def test_blocks_that_do_nothing(text, lines):
    assert [line for line, _ in told("PSL902", text)] == lines


def test_a_mandatory_rule_is_said_to_be_one():
    text = f"# persistlint: ignore[PSL101] x\n{RUN}\n"
    settings = 'mandatory = ["PSL1"]\n'
    assert told("PSL101", text, settings=settings) == [(2, "warning")]
    assert messages("PSL902", text, settings=settings) == [
        "`PSL101` is mandatory in this project. No comment turns it off."
    ]


@pytest.mark.parametrize(
    ("text", "settings", "lines"),
    [
        (f"{RUN} # persistlint: ignore[PSL101]\n", "require-reason = true\n", [1]),
        (f"{RUN} # persistlint: ignore[PSL101] a cache\n", "require-reason = true\n", []),
        (f"# persistlint: ignore-file[PSL101]\n{RUN}\n", "require-reason = true\n", [1]),
        (f"# persistlint: ignore-file[PSL101] until=2999-01-01\n{RUN}\n", "require-reason = true\n", [1]),
        (f"{RUN} # persistlint: ignore[PSL101]\n", "extend-select = ['ALL']\nrequire-reason = false\n", [1]),
        (
            f"{RUN} # persistlint: ignore[PSL101]\n",
            "ignore = ['PSL3']\n",
            [],
        ),
        # It ends a block, and silences nothing.
        (
            f"# persistlint: disable[PSL101] x\n{RUN}\n# persistlint: enable[PSL101]\n",
            "require-reason = true\n",
            [],
        ),
    ],
)
def test_reasons(text, settings, lines):
    assert [line for line, _ in told("PSL904", text, settings=settings)] == lines


def test_the_day_after(monkeypatch):
    text = f"{RUN} # persistlint: ignore[PSL101] until=2027-03-01 x\n"
    monkeypatch.setenv("PERSISTLINT_TODAY", "2027-03-01")
    assert told("PSL905", text) == []
    monkeypatch.setenv("PERSISTLINT_TODAY", "2027-03-02")
    assert told("PSL905", text) == [(1, "warning")]
    assert told("PSL101", text) == [(1, "warning")]
    assert told("PSL902", text) == []
