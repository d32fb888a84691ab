"""The documentation as a site: built without a warning, drawn in a real browser, and sufficient to itself."""

from __future__ import annotations

import functools
import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from persistlint.rules.registry import rules_for
from persistlint.settings.settings import Settings
from tests.editors import tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: Where pictures of the pages are kept for whoever looks at them.
SCREENSHOTS = Path(os.environ.get("PERSISTLINT_SCREENSHOTS", tools.ROOT / "build" / "screenshots"))
#: Pages that show all that pages have: tables, examples with pictures, long lines.
LOOKED_AT = (
    "",
    "first-run/",
    "why-your-data-is-gone/",
    "comparison/",
    "rules/",
    "rules/PSL101/",
    "settings/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; a warning fails."""
    if find_spec("material") is None:
        tools.missing("needs mkdocs-material: pip install -e '.[site]'")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=tools.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site, and give its address."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with tools.chromium() as started:
        yield started


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class _Page(HTMLParser):
    """What a page links to, what it loads, and the anchors that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take what one tag has."""
        given = {name: value or "" for name, value in attributes}
        self.anchors.add(given.get("id", ""))
        if tag == "a":
            self.anchors.add(given.get("name", ""))
            self.links.append(given.get("href", ""))
        elif tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(given.get("href", ""))
        elif "src" in given:
            self.loaded.append(given["src"])


def test_each_rule_has_a_page_with_pictures_of_its_examples(site: Path) -> None:
    entries = [entry for entry in rules_for(Settings()).entries if not entry.code.startswith("PSL9")]
    assert len(entries) > 80
    drawn = both = 0
    for entry in entries:
        text = (site / "rules" / entry.code / "index.html").read_text("utf-8")
        assert entry.name in text
        drawn += '<figure class="timeline' in text
        pairs = re.findall(r'<figure class="timeline pair">.*?</figure>', text, re.DOTALL)
        assert len(pairs) <= 1, entry.code
        for pair in pairs:
            both += 1
            headings = re.findall(r'<text class="file"[^>]*>(\w+)</text>', pair)
            assert headings == ["Before", "After"], entry.code
    # Pages whose examples hold no container of their own, or stand in a Dockerfile, have none.
    assert drawn > len(entries) // 2 and both > 80


def test_the_glossary_draws_where_data_can_be(site: Path) -> None:
    text = (site / "glossary" / "index.html").read_text("utf-8")
    section = text.split('id="where-data-can-be"')[1].split("<h2")[0]
    names = [
        *re.findall(r'<h3 id="([\w-]+)"', section),
        "mount",
        "volume-instruction",
        "data-path",
        "recreation",
        "prune",
    ]
    assert {"container-layer", "anonymous-volume", "bind-mount", "tmpfs", "cache-mount"} < set(names)
    for name in names:
        entry = text.split(f'id="{name}"')[1].split("<h3")[0]
        assert 'class="timeline"' in entry, name


def test_each_story_draws_its_examples(site: Path) -> None:
    text = (site / "why-your-data-is-gone" / "index.html").read_text("utf-8")
    stories = text.split("<h2")[1:]
    assert len(stories) == 10
    for story in stories:
        heading = re.sub(r"<[^>]*>", "", story.split("</h2>")[0])
        assert 'class="timeline"' in story, heading
    # The story of Compose shows what `down` does, and which volume it leaves.
    assert text.count('href="../glossary/#how-to-read-a-picture"') == 1
    down = next(story for story in stories if "docker compose down" in story.split("</h2>")[0])
    assert "container shop-db-1 ends: `docker compose down`" in down
    assert "/var/lib/postgresql/data in volume shop_pgdata" in down


def test_each_link_and_anchor_leads_somewhere_and_nothing_comes_from_elsewhere(site: Path) -> None:
    pages = {file: _Page(file.read_text("utf-8")) for file in site.rglob("*.html") if file.name != "404.html"}
    assert len(pages) > 120
    problems = []
    for file, page in pages.items():
        for reference in page.loaded:
            if re.match(r"(?:[a-z]+:)?//", reference):
                problems.append(f"{file}: {reference} is loaded from elsewhere")
            elif not (file.parent / reference.split("?")[0].split("#")[0]).exists():
                problems.append(f"{file}: {reference} isn't there")
        for link in page.links:
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link) or not link:
                continue
            other = (file.parent / target).resolve() if target else file.resolve()
            other = other / "index.html" if other.is_dir() else other
            if not other.is_file():
                problems.append(f"{file}: {link} leads nowhere")
            elif other in pages and anchor not in pages[other].anchors:
                problems.append(f"{file}: {link} has no such anchor")
    assert not problems, "\n".join(problems[:20])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1300])
def test_pages_fit_a_phone_and_a_desk_and_ask_no_other_host(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    for place in LOOKED_AT:
        page.goto(address + place, wait_until="load")
        assert page.locator("article h1").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (
            f"{place} is wider than {width}"
        )
        name = place.strip("/").replace("/", "-") or "index"
        page.screenshot(path=str(SCREENSHOTS / f"site-{name}-{width}-{scheme}.png"))
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (max(int(part) for part in re.findall(r"\d+", paper)[:3]) < 90) == (scheme == "dark"), paper
    assert not failed
    assert all(url.startswith((address, "data:")) for url in asked), asked
    context.close()


def test_pictures_of_editors_follow_the_theme(browser: Browser, address: str) -> None:
    for scheme, other in (("light", "dark"), ("dark", "light")):
        context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
        page = context.new_page()
        page.goto(address + "editors/")
        shown = page.locator(f"img[src*='vscode-map-{scheme}']")
        assert shown.is_visible() and shown.evaluate("image => image.naturalWidth") == 2000
        assert not page.locator(f"img[src*='vscode-map-{other}']").is_visible()
        context.close()


def test_the_search_finds_a_rule(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto(address)
    page.locator(".md-search__input").click()
    page.keyboard.type("anonymous volume")
    page.locator(".md-search-result__link", has_text="PSL401").first.wait_for()
    page.close()


def test_the_playground_runs_the_engine(browser: Browser, address: str, site: Path) -> None:
    if not (site / "assets" / "playground" / "pyodide").is_dir():
        tools.missing("needs Pyodide: npm ci --prefix scripts/pyodide")
    asked: list[str] = []
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(180_000)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "playground/")
    finding = page.locator("#findings li")
    finding.filter(has_text="PSL101").wait_for()
    assert "warning" in finding.inner_text()
    page.locator("#map svg", has_text="anonymous volume").wait_for()
    page.screenshot(path=str(SCREENSHOTS / "site-playground.png"))

    page.locator("#fix-all").click()
    page.locator("#state", has_text="No findings").wait_for()
    text = page.locator("#text")
    assert "-v pgdata:/var/lib/postgresql/data" in text.input_value()

    # Names of a hostile text are text.
    text.fill("docker run -d --name '<img src=x onerror=alert(1)>' -v \"$PWD\"/a:/<b>x</b> postgres:16\n")
    page.locator("#state", has_text="finding").wait_for()
    assert page.locator("#findings img, #map img, #map b").count() == 0

    page.locator("#example").select_option("A Dockerfile")
    finding.filter(has_text="PSL503").wait_for()
    assert page.locator("#kind").input_value() == "Dockerfile"
    page.locator("#example").select_option("A Quadlet container")
    finding.filter(has_text="PSL404").wait_for()
    page.locator("#example").select_option("A systemd service")
    finding.filter(has_text="warning").first.wait_for()
    for example, place, code in (
        ("reStructuredText", "line 6", "PSL102"),
        ("AsciiDoc", "line 5", "PSL102"),
    ):
        page.locator("#example").select_option(example)
        finding.filter(has_text=place).filter(has_text=code).first.wait_for()
    assert finding.first.locator("code").count() and "`" not in finding.first.inner_text()
    assert all(url.startswith((address, "data:", "blob:")) for url in asked), asked
    page.close()
