"""The pages in HTML, read as text: whole, self-contained, and proof against names."""

from __future__ import annotations

import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from persistlint.cli.app import main
from persistlint.report.html.check_page import render_check_page
from persistlint.report.html.map_page import render_map_page
from persistlint.report.html.page import unbroken
from persistlint.report.picture.drawing import draw
from persistlint.report.results import Results
from persistlint.report.tally import Tally
from persistlint.rules.registry import rules_for
from persistlint.settings.settings import Settings
from tests.report.test_pictures import HOSTILE, SCRIPT, read


class Reader(HTMLParser):
    """Gathers the elements with their attributes, and the text of each script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts[-1] += data
        elif self._open != "style":
            self.text += data

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def report_of(script: str, name: str) -> str:
    analysis = read(script, name)
    tally = Tally()
    tally.add(analysis)
    results = Results(tally, [], [])
    results.pictured = True
    results.add(analysis, Settings(), rules_for(Settings()))
    return render_check_page(results).decode()


PLAIN = Reader(render_map_page([draw(read(SCRIPT))]).decode())
REPORT = Reader(report_of(SCRIPT, "run.sh"))


def test_a_page_fetches_nothing() -> None:
    for reader in (PLAIN, REPORT):
        for tag, attributes in reader.elements:
            assert tag not in ("link", "img", "iframe", "object", "embed", "base")
            assert "src" not in attributes and "href" not in attributes
        assert len(reader.scripts) == 3
        (policy,) = [
            each["content"] for tag, each in reader.elements if tag == "meta" and each.get("http-equiv")
        ]
        assert (
            policy is not None and policy.startswith("default-src 'none'; ") and policy.count("'sha256-") == 2
        )
        assert "unsafe-inline'; script" in policy and "unsafe-eval" not in policy


def test_the_graph_is_the_picture() -> None:
    picture = draw(read(SCRIPT))
    (graph,) = json.loads(PLAIN.scripts[0])["graphs"].values()
    assert [node["id"] for node in graph["nodes"]] == [each.id for each in picture.things]
    assert [(edge["from"], edge["to"], edge["tone"]) for edge in graph["edges"]] == [
        (arrow.source, arrow.target, arrow.state) for arrow in picture.arrows
    ]


@pytest.mark.long
@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=80, deadline=None)
def test_no_name_breaks_out_of_a_page(name: str, path: str, file: str) -> None:
    words = [
        shlex.quote(word.replace("\0", ""))
        for word in (f"/h{name}:/d", f"/d/{path}", f"/e/{path}", f"i{name}")
    ]
    script = (
        f"docker run --rm -v {words[0]} alpine sh -c {shlex.quote(f'echo 1 >{words[1]}; echo 2 >{words[2]}')}\n"
        f"docker run -d --rm --name {words[3]} -e POSTGRES_PASSWORD=x postgres:16 {words[2]}\n"
    )
    for page, plain in (
        (render_map_page([draw(read(script, file))]).decode(), PLAIN),
        (report_of(script, file), REPORT),
    ):
        reader = Reader(page)
        assert len(reader.scripts) == 3
        assert reader.scripts[1:] == plain.scripts[1:]
        assert reader.tags() <= PLAIN.tags() | REPORT.tags()
        for _, attributes in reader.elements:
            assert not [
                attribute
                for attribute in attributes
                if attribute.startswith("on") or attribute in ("src", "href", "srcdoc")
            ]
        json.loads(reader.scripts[0])


def test_secrets_are_masked() -> None:
    page = report_of("docker run -d --rm -e POSTGRES_PASSWORD=hunter2 postgres:16\n", "a.sh")
    assert "POSTGRES_PASSWORD=*******" in page and "hunter2" not in page


def test_a_report_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.sh").write_text("docker run -d --name db postgres:16\n# persistlint: ignore-next-line\n")
    (tmp_path / "b.sh").write_text(SCRIPT)
    page = tmp_path / "report.html"
    with_page = main(
        [
            "check",
            "--isolated",
            f"--output=html={page}",
            "--format",
            "json",
            str(tmp_path / "a.sh"),
            str(tmp_path / "b.sh"),
            str(tmp_path / "gone.sh"),
        ]
    )
    answer = json.loads(capsys.readouterr().out)
    assert with_page == 2
    # What is told to people doesn't change what is told to programs.
    assert all("explanation" not in row for row in answer["findings"])
    text = page.read_text("utf-8")
    assert text.count('<article class="finding') == len(answer["findings"]) > 2
    assert text.count('class="map"') == 2 and "gone.sh" in text
    for row in answer["findings"]:
        assert f'data-code="{row["code"]}"' in text
    assert len(re.findall(r'<details class="story">', text)) >= 2


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("docker run --rm -v data:/out-dir x", ["--rm", "-v"]),
        ("$(id -u):--user=1", ["-u", "--user"]),
        ("stack-db a-b/c-d ./-x --", []),
        (f"--{'long' * 20}", []),
    ],
)
def test_no_line_breaks_within_an_option(text: str, options: list[str]) -> None:
    markup = unbroken(text)
    assert re.findall(r'<span class="option">([^<]*)</span>', markup) == options
    assert re.sub(r"<[^>]*>", "", markup) == text
