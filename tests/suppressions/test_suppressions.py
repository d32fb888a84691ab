"""Comments that speak to persistlint: where they count, what they say wrong, how they are taken out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.rules.finding import Finding
from persistlint.rules.registry import RuleSet
from persistlint.rules.rule import RuleEntry
from persistlint.settings.settings import Settings
from persistlint.suppressions import (
    Suppression,
    apply,
    assumptions,
    check_codes,
    read_suppressions,
)
from persistlint.suppressions.removal import CommentPlaces
from persistlint.text.document import Document
from persistlint.text.edits import PlacedEdit, apply_edits
from persistlint.text.sources import Sources
from persistlint.text.spans import Span, document_anchor


def script(text: str, language: str = "shell", path: str = "run.sh") -> tuple[Document, Sources]:
    document = Document(path, text.encode(), language)
    sources = Sources()
    sources.add(document)
    return document, sources


def finding(
    document: Document, words: str, command: str = "", via: tuple[str, ...] = (), code: str = "PSL101"
) -> Finding:
    def span(part: str) -> Span:
        start = document.data.index(part.encode())
        return Span(document_anchor(document.path), start, start + len(part.encode()))

    return Finding(
        code,
        {"PSL101": "unmounted-data-path"}.get(code, "other"),
        "warning",
        span(words),
        "lost",
        words,
        command_span=span(command) if command else None,
        via=tuple(span(part) for part in via),
    )


def silenced(
    text: str, words: str = "postgres", command: str = "", via: tuple[str, ...] = (), language: str = "shell"
) -> bool:
    document, sources = script(text, language)
    loud, suppressed = apply(
        [finding(document, words, command, via)], read_suppressions(document), sources, document
    )
    assert len(loud) + len(suppressed) == 1
    return bool(suppressed)


ONE_LINE = "docker run postgres"
LONG = "docker run \\\n  --name db \\\n  postgres"


@pytest.mark.parametrize(
    ("text", "command", "expected"),
    [
        (f"{ONE_LINE} # persistlint: ignore[PSL101]\n", ONE_LINE, True),
        (f"{ONE_LINE} # persistlint: ignore[unmounted-data-path] a cache\n", ONE_LINE, True),
        (f"{ONE_LINE} # persistlint: ignore[PSL999, PSL101]\n", ONE_LINE, True),
        (f"{ONE_LINE} #persistlint:ignore[PSL101]\n", ONE_LINE, True),
        (f"{ONE_LINE} # persistlint: ignore[PSL102]\n", ONE_LINE, False),
        (f"{ONE_LINE} # persistlint: ignore[PSL1]\n", ONE_LINE, False),
        (f"{ONE_LINE} # persistlint: ignore\n", ONE_LINE, False),
        (f"{ONE_LINE} # persistlint: ignore[*]\n", ONE_LINE, False),
        (f"# persistlint: ignore[PSL101]\n{ONE_LINE}\n", ONE_LINE, True),
        (f"  # persistlint: ignore[PSL101]\r\n  {ONE_LINE}\r\n", ONE_LINE, True),
        (f"# persistlint: ignore[PSL101]\n# shellcheck disable=SC2086\n{ONE_LINE}\n", ONE_LINE, True),
        (f"# persistlint: ignore[PSL101]\n\n{ONE_LINE}\n", ONE_LINE, False),
        (f"true # persistlint: ignore[PSL101]\n{ONE_LINE}\n", ONE_LINE, False),
        (f"{ONE_LINE}\n# persistlint: ignore[PSL101]\n", ONE_LINE, False),
        (f"# persistlint: ignore[PSL101]\n{LONG}\n", LONG, True),
        (f"{LONG} # persistlint: ignore[PSL101]\n", LONG, True),
        ("# persistlint: ignore[PSL101]\ntrue\n" + LONG, LONG, False),
        (f"#!/bin/sh\n\n# persistlint: ignore-file[PSL101] demo\nset -e\n{ONE_LINE}\n", ONE_LINE, True),
        (f"set -e\n# persistlint: ignore-file[PSL101]\n{ONE_LINE}\n", ONE_LINE, False),
        (f"echo '# persistlint: ignore[PSL101]'; {ONE_LINE}\n", ONE_LINE, False),
        (f'echo "see # persistlint: ignore[PSL101]"; {ONE_LINE}\n', ONE_LINE, False),
        (f"{ONE_LINE} x#persistlint: ignore[PSL101]\n", ONE_LINE, False),
        (f"sh -c '\n{ONE_LINE}' # persistlint: ignore[PSL101]\n", ONE_LINE, True),
        (f"\ufeff# persistlint: ignore-file[PSL101]\n{ONE_LINE}\n", ONE_LINE, True),
    ],
)
def test_where_a_comment_counts(text: str, command: str, expected: bool) -> None:
    assert silenced(text, command=command) is expected


def test_at_the_call_or_at_the_docker_command() -> None:
    plain = "start() {\n  docker run postgres%s\n}\nstart db%s\n"
    mark = " # persistlint: ignore[PSL101]"
    assert silenced(plain % (mark, ""), command=ONE_LINE, via=("start db",))
    assert silenced(plain % ("", mark), command=ONE_LINE, via=("start db",))
    assert not silenced(plain % ("", ""), command=ONE_LINE, via=("start db",))


def test_where_the_words_are_written() -> None:
    text = "# persistlint: ignore[PSL101]\nIMAGE=postgres\ntrue\ndocker run $IMAGE\n"
    assert silenced(text, words="postgres", command="docker run $IMAGE")


MARKDOWN = """\
# Guide

<!-- persistlint: ignore[PSL101] only shown -->

Some words.

```sh
docker run postgres
docker run redis
```

```sh
docker run mysql
```
"""


@pytest.mark.parametrize(("words", "expected"), [("postgres", True), ("redis", True), ("mysql", False)])
def test_the_next_block_of_a_document(words: str, expected: bool) -> None:
    assert silenced(MARKDOWN, words, language="markdown") is expected


def test_indented_block_and_whole_document() -> None:
    text = "<!-- persistlint: ignore[PSL101] -->\n\n    docker run postgres\n\n    docker run redis\n\nEnd\n\n    docker run mysql\n"
    assert silenced(text, "postgres", language="markdown")
    assert silenced(text, "redis", language="markdown")
    assert not silenced(text, "mysql", language="markdown")
    whole = MARKDOWN.replace("ignore[", "ignore-file[")
    assert silenced(whole, "mysql", language="markdown")


def test_html_comment_is_nothing_in_a_script() -> None:
    assert not silenced(f"# <!-- persistlint: ignore-file[PSL101] -->\n{ONE_LINE}\n")


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("ignore", "it names no rule; write `ignore[PSL101]`"),
        ("ignore[]", "it names no rule; write `ignore[PSL101]`"),
        ("ignore-file", "it names no rule; write `ignore-file[PSL101]`"),
        ("ignore[PSL101", "the bracket isn't closed"),
        ("ingore[PSL101]", "there is no `ingore`; did you mean `ignore[…]`?"),
        ("file-ignore-file[PSL101]", "there is no `file-ignore-file`; did you mean `ignore-file[…]`?"),
        ("assume TAG", "an assumption is written `assume NAME=value`"),
        ("", "it says nothing"),
    ],
)
def test_comments_without_effect_say_why(comment: str, problem: str) -> None:
    document, _ = script(f"docker run postgres # persistlint: {comment}\n")
    (suppression,) = read_suppressions(document)
    assert suppression.problem == problem


def test_ignore_file_below_a_command_says_so() -> None:
    document, _ = script("set -e\n# persistlint: ignore-file[PSL101]\n")
    (suppression,) = read_suppressions(document)
    assert "at the top" in suppression.problem


def test_spans_and_reason() -> None:
    text = "x\ndocker run postgres  # persistlint: ignore[PSL101, bind-mount-for-data] – it is a cache  \n"
    document, sources = script(text)
    (suppression,) = read_suppressions(document)
    assert (
        sources.text(suppression.span) == "# persistlint: ignore[PSL101, bind-mount-for-data] – it is a cache"
    )
    assert [sources.text(code.span) for code in suppression.codes] == ["PSL101", "bind-mount-for-data"]
    assert suppression.reason == "it is a cache"


def test_used_unused_unknown_and_off() -> None:
    document, sources = script(
        f"{ONE_LINE} # persistlint: ignore[PSL101, bind-mount-for-data, PSL9999, container-as-storage]\n"
    )
    suppressions = read_suppressions(document)
    apply([finding(document, "postgres")], suppressions, sources, document)
    (suppression,) = suppressions
    assert [code.used for code in suppression.codes] == [True, False, False, False]

    entries = [
        RuleEntry("PSL101", "unmounted-data-path", "Container", "x"),
        RuleEntry("PSL301", "bind-mount-for-data", "Container", "x"),
        RuleEntry("PSL109", "container-as-storage", "Container", "x"),
    ]

    class Known:
        def __init__(self) -> None:
            self.entries = tuple(entries)

        def enabled(self, rule: RuleEntry) -> bool:
            return rule.code != "PSL109"

        def mandatory(self, code: str, name: str) -> bool:
            return code == "PSL301"

    check_codes(suppressions, Known())  # type: ignore[arg-type]
    assert [code.text for code in suppression.unused] == ["bind-mount-for-data"]
    assert [code.text for code in suppression.unknown] == ["PSL9999"]
    assert [code.text for code in suppression.codes if code.mandatory] == ["bind-mount-for-data"]


def taken_out(text: str, *codes: str) -> str:
    document, sources = script(text)
    (suppression,) = read_suppressions(document)
    edit = suppression.without([code for code in suppression.codes if code.text in codes])
    place = sources.place(edit.span)
    return apply_edits(document.data, [PlacedEdit(place.path, place.start, place.end, edit.text)]).decode()


def test_taking_a_comment_out() -> None:
    assert taken_out("a # persistlint: ignore[A, B] why\nb\n", "A") == "a # persistlint: ignore[B] why\nb\n"
    assert taken_out("a # persistlint: ignore[A, B] why\nb\n", "A", "B") == "a\nb\n"
    assert taken_out("a\n  # persistlint: ignore[A] why\r\nb\n", "A") == "a\nb\n"
    assert taken_out("a\n# persistlint: ignore[A]", "A") == "a\n"


def test_assumptions() -> None:
    document, _ = script(
        "# persistlint: assume TAG=16\n# persistlint: assume DIR='/a b' # why\n"
        '# persistlint: assume EMPTY=\n# persistlint: assume Q="x"\n# persistlint: assume TAG=17 because\n# persistlint: assume no\n'
    )
    assert assumptions(document) == {"TAG": "17", "DIR": "/a b", "EMPTY": "", "Q": "x"}
    assert [suppression.problem for suppression in read_suppressions(document)] == [
        "an assumption is written `assume NAME=value`"
    ]


def test_a_comment_in_a_sourced_file_counts_there() -> None:
    document, sources = script("start\n")
    library = Document("lib.sh", b"docker run postgres # persistlint: ignore[PSL101]\n", "shell")
    sources.add(library)
    reported = finding(library, "postgres")
    suppressions = read_suppressions(document) + read_suppressions(library)
    assert apply([reported], suppressions, sources, document) == ([], [reported])


def test_text_without_a_mark_is_not_searched() -> None:
    document, _ = script("docker run postgres\n" * 3)
    assert read_suppressions(document) == []
    assert document._starts is None  # nothing has looked at its lines


@pytest.mark.parametrize(
    "text",
    [
        "# persistlint:",
        "persistlint:",
        "<!-- persistlint:",
        "<!-- persistlint: ignore[A] -->",
        "\r# persistlint: ignore[A]\r",
    ],
)
@pytest.mark.parametrize("language", ["shell", "markdown", "dockerfile"])
def test_odd_texts(text: str, language: str) -> None:
    document, _ = script(text, language)
    assert all(isinstance(suppression, Suppression) for suppression in read_suppressions(document))


def test_settings_make_a_rule_set() -> None:
    assert RuleSet(Settings()).entries


def test_in_a_document_only_blocks_that_are_read_have_comments() -> None:
    text = "`<!-- persistlint: ignore[PSL101] -->` is how.\n\n```text\n# persistlint: ignore[PSL101] x\n```\n"
    assert read_suppressions(Document("guide.md", text.encode(), "markdown")) == []
    block = "```text\nx\n```\n\n```sh\ndocker ps # persistlint: ignore[PSL101] x\n```\n"
    assert len(read_suppressions(Document("guide.md", block.encode(), "markdown"))) == 1


# -- blocks, days, mandatory rules --------------------------------------------------------------------------------------

BLOCK = "# persistlint: disable[PSL101] why\n{a}\n# persistlint: enable[PSL101]\n{b}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BLOCK.format(a=ONE_LINE, b="true"), True),
        (BLOCK.format(a="true", b=ONE_LINE), False),
        (f"# persistlint: disable[PSL101]\ntrue\n\n{ONE_LINE}\n", True),
        (f"{ONE_LINE}\n# persistlint: disable[PSL101]\n", False),
        (f"# persistlint: disable[PSL101, PSL9]\n# persistlint: enable[PSL9]\n{ONE_LINE}\n", True),
        (f"# persistlint: disable[PSL101]\n# persistlint: enable[PSL102]\n{ONE_LINE}\n", True),
        (f"# persistlint: disable[PSL102]\n{ONE_LINE}\n", False),
        (f"true # persistlint: disable[PSL101]\n{ONE_LINE}\n", True),
        (BLOCK.format(a="true", b="# persistlint: disable[PSL101]\n" + ONE_LINE), True),
        # A comment above a command that is a part of a longer line counts for all of it.
        (f"# persistlint: ignore[PSL101]\ntrue && \\\n  {ONE_LINE}\n", True),
        (f"# persistlint: ignore[PSL101]\ntrue\n{ONE_LINE}\n", False),
    ],
)
def test_blocks(text: str, expected: bool) -> None:
    assert silenced(text, command=ONE_LINE) is expected


def test_a_block_in_a_code_block_ends_with_it() -> None:
    text = f"```sh\n# persistlint: disable[PSL101]\n{ONE_LINE}\n```\n\n```sh\ndocker run mysql\n```\n"
    assert silenced(text, "postgres", language="markdown")
    assert not silenced(text, "mysql", language="markdown")
    over = f"<!-- persistlint: disable[PSL101] -->\n\n{text[text.index('docker') :]}"
    over = over.replace("docker run postgres\n```", "```sh\ndocker run postgres\n```")
    assert silenced(over, "mysql", language="markdown")
    ended = over.replace(
        "\n\n```sh\ndocker run mysql", "\n\n<!-- persistlint: enable[PSL101] -->\n\n```sh\ndocker run mysql"
    )
    assert not silenced(ended, "mysql", language="markdown")
    assert silenced(ended, "postgres", language="markdown")


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2027-02-28", True), ("2027-03-01", True), ("2027-03-02", False), ("2030-01-01", False)],
)
def test_until(monkeypatch: pytest.MonkeyPatch, day: str, counts: bool) -> None:
    monkeypatch.setenv("PERSISTLINT_TODAY", day)
    text = f"{ONE_LINE} # persistlint: ignore[PSL101] until=2027-03-01 new server\n"
    assert silenced(text) is counts
    (suppression,) = read_suppressions(script(text)[0])
    assert (suppression.until, suppression.reason, suppression.expired) == (
        "2027-03-01",
        "new server",
        not counts,
    )
    assert suppression.unused == ([] if not counts else suppression.codes)


@pytest.mark.parametrize("until", ["soon", "2027-13-01", "2027-3-1", "", "20270301", "2027-02-29"])
def test_until_takes_a_day(until: str) -> None:
    (suppression,) = read_suppressions(script(f"{ONE_LINE} # persistlint: ignore[PSL101] until={until}\n")[0])
    assert suppression.problem == "`until=` takes a day such as `until=2027-03-01`"


def test_today_is_the_clock_s(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from persistlint.suppressions.today import today

    monkeypatch.setenv("PERSISTLINT_TODAY", "nonsense")
    assert today() in (time.strftime("%Y-%m-%d"), time.strftime("%Y-%m-%d", time.localtime(time.time() + 1)))
    monkeypatch.setenv("PERSISTLINT_TODAY", "2031-05-06")
    assert today() == "2031-05-06"


def test_no_comment_turns_a_mandatory_rule_off() -> None:
    document, sources = script(f"{ONE_LINE} # persistlint: ignore[PSL101]\n")
    reported = finding(document, "postgres")
    suppressions = read_suppressions(document)
    assert apply([reported], suppressions, sources, document, lambda each: each.code == "PSL101") == (
        [reported],
        [],
    )
    assert suppressions[0].codes[0].used is False


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("cat > x <<E\n# persistlint: ignore[PSL101]\nE\n", "shell"),
        ("cat > x <<-'E'\n\techo a # persistlint: ignore[PSL101]\n\tE\n", "shell"),
        ("x='\n# persistlint: ignore[PSL101]\n'\n", "shell"),
        ('x="$(cat)\n# persistlint: ignore[PSL101]\n"\n', "shell"),
        ("# persistlint: ignore[PSL101]\n#!/bin/bash\n", "shell"),
        ("# persistlint: ignore[PSL502]\n# syntax=docker/dockerfile:1\nFROM alpine\n", "dockerfile"),
        ("FROM alpine\nCOPY <<E /x\n# persistlint: ignore[PSL502]\nE\n", "dockerfile"),
        ("```sh\ncat > x <<E\n# persistlint: ignore[PSL101]\nE\n```\n", "markdown"),
        ("services:\n  a:\n    command: |\n      # persistlint: ignore[PSL101]\n", "compose"),
    ],
)
def test_what_may_be_no_comment_stays(text: str, language: str) -> None:
    document, _ = script(text, language)
    assert [suppression.is_removable for suppression in read_suppressions(document)] == [False]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a # persistlint: ignore[PSL101]\n", "a\n"),
        ("a # persistlint: ignore[PSL101]: why # see there\n", "a # see there\n"),
        ("# persistlint: ignore[PSL101] # shellcheck disable=SC1\n", "# shellcheck disable=SC1\n"),
        ("# other # persistlint: ignore[PSL101]\n", "# other\n"),
        ("cat <<E\nE\nb=(\n  # persistlint: ignore[PSL101]: see #12\n)\n", "cat <<E\nE\nb=(\n)\n"),
        ("f() { # persistlint: ignore[PSL101]\n  x=$(\n  ls # a\n)\n}\n", "f() {\n  x=$(\n  ls # a\n)\n}\n"),
        ("\ufeffcase x in # persistlint: ignore[PSL101]\nesac\n", "\ufeffcase x in\nesac\n"),
    ],
)
def test_only_the_comment_goes(text: str, after: str) -> None:
    document, sources = script(text)
    (suppression,) = read_suppressions(document)
    edit = suppression.without(suppression.codes)
    assert edit is not None
    place = sources.place(edit.span)
    assert suppression.is_removable
    assert (
        apply_edits(document.data, [PlacedEdit(document.path, place.start, place.end, edit.text)])
        == after.encode()
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("a \\\n# persistlint: ignore[PSL101]\nb\n", "shell"),
        ("a \\\r\n  # persistlint: ignore[PSL101]\r\nb\r\n", "shell"),
        ("V = a \\\n# persistlint: ignore[PSL101]\n  b\n", "makefile"),
        ("# persistlint: ignore[PSL101] \\\n  more\nV = b\n", "makefile"),
        ("```sh\na \\\n# persistlint: ignore[PSL101]\nb\n```\n", "markdown"),
    ],
)
def test_a_comment_that_holds_two_lines_apart_stays(text: str, language: str) -> None:
    document, _ = script(text, language)
    (suppression,) = read_suppressions(document)
    assert suppression.without(suppression.codes) is None


def test_a_dockerfile_drops_its_comment_lines() -> None:
    document, _ = script("FROM a\nRUN b \\\n# persistlint: ignore[PSL101]\n && c\n", "dockerfile")
    (suppression,) = read_suppressions(document)
    assert suppression.without(suppression.codes) is not None


@pytest.mark.parametrize("tag", ["markdown", "html", "sh", ""])
def test_a_comment_that_a_block_shows_is_none(tag: str) -> None:
    document, _ = script(f"```{tag}\n<!-- persistlint: ignore[PSL101] -->\n```\n", "markdown")
    assert read_suppressions(document) == []


def test_of_thousands_of_codes_none_is_taken_out_alone() -> None:
    codes = ",".join(f"PSL{number}" for number in range(10_000, 13_000))
    document, _ = script(f"# persistlint: ignore[{codes}]\nls\n")
    (suppression,) = read_suppressions(document)
    assert suppression.without(suppression.codes[:1]) is None
    assert suppression.without(suppression.codes) is not None


def in_comment_by_slices(document: Document, at: int) -> bool:
    """The same answer as ``CommentPlaces`` gives, from the text before the place."""
    before = document.data[:at]
    if document.language == "markdown":
        fences = list(re.finditer(rb"(?m)^[ \t>]*(?:```|~~~)", before))
        if not fences:
            return False
        before = before[fences[-1].end() :]
    if document.language == "compose" and re.search(rb"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?[\r\n]", before):
        return False
    if document.language == "dockerfile":
        return b"<<" not in before
    return b"<<" not in before and before.count(b"'") % 2 == 0 and before.count(b'"') % 2 == 0


@given(
    st.lists(st.sampled_from([b"<", b"'", b'"', b"\n", b"```", b"~~~", b"|", b">", b"# x", b"a ", b" "])),
    st.sampled_from(["markdown", "compose", "dockerfile"]),
)
def test_places_of_comments_are_told_from_marks(parts: list[bytes], language: str) -> None:
    document = Document("x", b"".join(parts), language)
    places = CommentPlaces(document)
    for at in range(len(document.data) + 1):
        # A fence that the place cuts in two is none.
        if language == "markdown" and document.data[at : at + 1] in (b"`", b"~"):
            continue
        assert places.in_comment(at) == in_comment_by_slices(document, at)
