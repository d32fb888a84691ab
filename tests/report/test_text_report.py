"""Findings as people see them: excerpts, marks, windows, colours, and nothing that a terminal would obey."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.report.excerpt import Window
from persistlint.report.safe_text import cells, safe, width, wrap
from persistlint.report.style import Style, style_for
from persistlint.report.text import render, render_line
from persistlint.rules.finding import Finding, Fix, Related
from persistlint.text.document import Document
from persistlint.text.edits import Edit
from persistlint.text.sources import Sources
from persistlint.text.spans import Span, document_anchor


class Story:
    """A document, and findings that are made by naming words of it."""

    def __init__(self, text: str | bytes, path: str = "run.sh") -> None:
        data = text if isinstance(text, bytes) else text.encode()
        self.document = Document(path, data, "shell")
        self.sources = Sources()
        self.sources.add(self.document)

    def at(self, words: str, path: str = "") -> Span:
        data = self.sources.documents[path or self.document.path].data
        start = data.index(words.encode())
        return Span(document_anchor(path or self.document.path), start, start + len(words.encode()))

    def finding(self, words: str, message: str = "It is lost.", **more: object) -> Finding:
        return Finding(
            "PSL101",
            "unmounted-data-path",
            "warning",
            self.at(words),
            message,
            "x",
            **more,  # type: ignore[arg-type]
        )

    def shown(self, finding: Finding, style: Style | None = None) -> str:
        return render(finding, self.sources, style or Style())


def test_the_whole_block() -> None:
    story = Story("#!/bin/sh\ndocker run --rm --name db postgres\n\n\ndocker stop db\n")
    finding = story.finding(
        "postgres",
        "`/data` goes to an anonymous volume.",
        related=(
            Related(story.at("docker stop db"), "removed here"),
            Related(story.at("--rm"), "asked for here"),
        ),
        fixes=(Fix("mount a volume", [Edit(story.at("postgres").at_start(), "-v pgdata:/data ")], False),),
        when="when `$1` is `stop`",
    )
    assert story.shown(finding) == (
        "run.sh:2:27: warning PSL101 unmounted-data-path\n"
        "  `/data` goes to an anonymous volume.\n"
        "  This happens when `$1` is `stop`.\n"
        "    |\n"
        "  2 | docker run --rm --name db postgres\n"
        "    |                           ^^^^^^^^\n"
        "    |            ---- asked for here\n"
        "  ...\n"
        "  5 | docker stop db\n"
        "    | -------------- removed here\n"
        "  fix (--fix --unsafe-fixes): mount a volume\n"
        "    - docker run --rm --name db postgres\n"
        "    + docker run --rm --name db -v pgdata:/data postgres\n"
        "  more: persistlint rule PSL101\n"
    )
    assert render_line(finding, story.sources) == (
        "run.sh:2:27: warning PSL101 unmounted-data-path: "
        "`/data` goes to an anonymous volume. (when `$1` is `stop`)\n"
    )


def test_a_place_in_another_document() -> None:
    story = Story("start db\n")
    story.sources.add(Document("lib.sh", b"start() {\n  docker run postgres\n}\n", "shell"))
    finding = story.finding(
        "start db",
        related=(Related(story.at("docker run postgres", "lib.sh"), "the docker command is here"),),
    )
    text = story.shown(finding)
    assert (
        "  lib.sh:2:3:\n    |\n  2 |   docker run postgres\n    |   ------------------- the docker command is here\n"
        in text
    )


def test_a_command_over_several_lines() -> None:
    story = Story("docker run \\\n  --name db \\\n  postgres\n")
    text = story.shown(story.finding("docker run \\\n  --name db \\\n  postgres"))
    assert (
        "  1 | docker run \\\n    | ^^^^^^^^^^\n  2 |   --name db \\\n    |   ^^^^^^^^^\n  3 |   postgres\n    |   ^^^^^^^^\n"
        in text
    )


def test_a_place_over_very_many_lines() -> None:
    body = "".join(f"line {number}\n" for number in range(100))
    story = Story(body)
    text = story.shown(story.finding(body))
    assert text.count("\n") < 25
    assert "line 0" in text and "line 99" in text and "line 50" not in text


def test_a_fix_that_adds_a_line() -> None:
    story = Story("docker run \\\n  -d \\\n  postgres\n")
    fix = Fix("mount", [Edit(story.at("postgres").at_start(), "-v a:/b \\\n  ")], True)
    text = story.shown(story.finding("postgres", fixes=(fix,)))
    assert "  fix (--fix): mount\n    +   -v a:/b \\\n  more" in text


def test_a_fix_keeps_the_tabs_of_its_lines() -> None:
    story = Story("if true; then\n\tdocker run postgres\x1b\nfi\n")
    edit = Edit(story.at("postgres").at_start(), "-v pgdata:/data ")
    shown = story.shown(story.finding("postgres", fixes=(Fix("mount a volume", [edit], False),)))
    assert "    + \tdocker run -v pgdata:/data postgres\\x1b\n" in shown


def test_a_fix_that_takes_lines_out() -> None:
    story = Story("a\n# persistlint: ignore[X]\nb\n")
    fix = Fix("remove it", [Edit(story.at("# persistlint: ignore[X]\n"), "")], True)
    assert "    - # persistlint: ignore[X]\n  more" in story.shown(story.finding("ignore", fixes=(fix,)))


def test_a_fix_in_two_places_shows_only_the_lines_that_change() -> None:
    story = Story(
        "services:\n  db:\n    image: postgres\n    restart: always\nvolumes:\n  other:\n", "compose.yaml"
    )
    added = [
        Edit(story.at("    restart").at_start(), "    volumes:\n      - pgdata:/data\n"),
        Edit(story.at("  other:").at_start(), "  pgdata:\n"),
    ]
    shown = story.shown(story.finding("postgres", fixes=(Fix("mount a volume", added, False),)))
    rows = [row.strip() for row in shown.split("\n")]
    start = rows.index("+     volumes:")
    assert rows[start : start + 4] == ["+     volumes:", "+       - pgdata:/data", "…", "+   pgdata:"]
    assert not any(row.startswith("-") for row in rows)


def test_long_lines_are_cut_around_the_place() -> None:
    story = Story("docker run " + "-e A=b " * 100 + "postgres" + " arg" * 100 + "\n")
    fix = Fix("mount", [Edit(story.at("postgres").at_start(), "-v a:/b ")], True)
    text = story.shown(
        story.finding("postgres", fixes=(fix,), related=(Related(story.at("docker"), "it runs here"),))
    )
    lines = text.splitlines()
    assert all(width(line) <= 80 for line in lines if not line.startswith(("    +", "    -")))
    (excerpt,) = [line for line in lines if line.startswith("  1 | ")]
    marks = lines[lines.index(excerpt) + 1]
    assert excerpt[6] == "…" and excerpt.endswith("…")
    assert excerpt[marks.index("^") : marks.rindex("^") + 1] == "postgres"
    assert "    | <-- it runs here" in lines
    # The cuts are between words, and the fix is there as a whole, to be copied.
    assert excerpt[7] == " " and excerpt[-2] == " "
    assert f"    + docker run {'-e A=b ' * 100}-v a:/b postgres{' arg' * 100}" in lines


def test_a_cut_line_shows_all_places_that_fit() -> None:
    story = Story("x" * 60 + " docker run --privileged -v a:/b postgres" + " y" * 60 + " end\n")
    privileged = Related(story.at("--privileged"), "given here")
    text = story.shown(story.finding("postgres", related=(privileged, Related(story.at("end"), "ends here"))))
    lines = text.splitlines()
    assert any(line.endswith("ends here -->") and width(line) == 80 for line in lines)
    text = story.shown(story.finding("postgres", related=(privileged,)))
    assert "------------ given here" in text


def test_a_line_of_a_megabyte() -> None:
    story = Story("x" * 500_000 + " postgres " + "é" * 500_000)
    text = story.shown(story.finding("postgres"))
    assert all(width(line) <= 80 for line in text.splitlines())
    assert "^^^^^^^^" in text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("\tdocker\trun\tpostgres", "postgres"),
        ("echo 漢字; docker run postgres", "postgres"),
        ("echo 漢字; docker run", "漢字"),
        ("echo e\u0301; docker run postgres", "postgres"),
        ("echo 😀; docker run postgres", "postgres"),
    ],
)
def test_marks_stand_under_their_words(line: str, words: str) -> None:
    story = Story(line + "\n")
    lines = story.shown(story.finding(words)).splitlines()
    (excerpt,) = [text for text in lines if text.startswith("  1 | ")]
    marks = lines[lines.index(excerpt) + 1]
    before = excerpt[: excerpt.index(words)]
    assert marks.index("^") == width(before)
    assert marks.count("^") == width(words)


def test_bytes_that_are_no_utf_8() -> None:
    story = Story(b"docker run \xff postgres\n")
    lines = story.shown(story.finding("postgres")).splitlines()
    assert "  1 | docker run \\xff postgres" in lines
    assert lines[4] == "    |                 ^^^^^^^^"


def test_nothing_that_a_terminal_would_obey() -> None:
    evil = "\x1b]0;x\x07\x1b[2J\x9b31m\u202e\u2066\r"
    story = Story(f"docker {evil} postgres\n".replace("\r", "\x0d\x08"), path=f"{evil}.sh")
    text = story.shown(
        story.finding(
            "postgres",
            message=f"lost {evil}",
            when=f"when {evil}",
            related=(Related(story.at("docker"), f"here {evil}"),),
            fixes=(Fix(f"mend {evil}", [Edit(story.at("postgres"), f"x {evil}")], True),),
        )
    )
    assert not {character for character in text if character != "\n"} & set("\x1b\x07\x9b\u202e\u2066\r\x08")
    assert "\\x1b" in text and "\\u202e" in text


def test_an_empty_place_and_the_end_of_the_text() -> None:
    story = Story("")
    assert "^" in story.shown(
        Finding("PSL901", "x", "warning", Span(document_anchor("run.sh"), 0, 0), "m", "i")
    )
    story = Story("docker run\n")
    assert "^" in story.shown(
        Finding("PSL901", "x", "warning", Span(document_anchor("run.sh"), 11, 11), "m", "i")
    )


def test_colours() -> None:
    story = Story("docker run postgres\n")
    finding = story.finding("postgres")
    plain, coloured = story.shown(finding), story.shown(finding, Style(colour=True))
    assert "\x1b" not in plain
    assert "\x1b[1;33mwarning\x1b[0m" in coloured
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


class Terminal(io.StringIO):
    encoding = "utf-8"  # type: ignore[assignment]

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "environment", "wish", "expected"),
    [
        (True, {}, "auto", True),
        (False, {}, "auto", False),
        (True, {"NO_COLOR": "1"}, "auto", False),
        (True, {"NO_COLOR": ""}, "auto", True),
        (True, {"TERM": "dumb"}, "auto", False),
        (False, {"FORCE_COLOR": "1"}, "auto", True),
        (False, {"FORCE_COLOR": "0"}, "auto", False),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        (False, {"NO_COLOR": "1"}, "always", True),
        (True, {"FORCE_COLOR": "1"}, "never", False),
    ],
)
def test_when_there_are_colours(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], wish: str, expected: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert style_for(Terminal(terminal), wish).colour is expected


def test_no_stream_and_no_utf_8() -> None:
    assert style_for(None).colour is False
    assert style_for(None).ellipsis == "..."


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200), st.integers(8, 60))
def test_windows_never_grow_too_wide(text: str, start: int, length: int, columns: int) -> None:
    text = text.replace("\n", " ")
    start = min(start, len(text))
    end = min(start + length, len(text))
    window = Window(text, start, end, columns, "…")
    # One sign that is written out may itself be wider than what there is.
    widest = max((size for _, size in cells(text)), default=1)
    assert width(window.shown) <= max(columns, widest + 2)
    assert 0 <= window.column(start) <= window.column(end) <= max(columns, widest + 2)


@given(st.text(max_size=100), st.integers(5, 40))
def test_wrapping_keeps_every_word(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert " ".join(lines) == text or text.split() == " ".join(lines).split()
    assert all(width(line) <= columns or " " not in line for line in lines)


@given(st.text(max_size=100))
def test_safe_text_is_one_plain_line(text: str) -> None:
    assert all(ord(character) >= 32 and ord(character) != 127 for character in safe(text))
