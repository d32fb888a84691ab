"""The pages in a real browser: drawn in both themes and at two widths, filtered, without network and without errors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from persistlint.cli.app import main
from tests.editors import tools
from tests.report.test_pictures import SCRIPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("editors")]

ATTACK = """\
docker run --rm -v '/srv/</script><img src=x onerror=alert(1)>:/d' alpine sh -c 'echo 1 >"/d/<b onclick=alert(2)>&amp;"'
docker run -d --rm --name late postgres:16
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with tools.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "run.sh").write_text(SCRIPT)
    (folder / "attack.sh").write_text(ATTACK)
    (folder / "large.sh").write_text(
        "".join(f"docker run -d --name c{n} -v v{n}:/data redis:7\n" for n in range(90))
    )
    paths = [str(folder / name) for name in ("run.sh", "attack.sh", "large.sh")]
    main(["check", "--isolated", "--quiet", f"--output=html={folder / 'report.html'}", *paths])
    return {"report": folder / "report.html", "folder": folder}


def opened(browser: Browser, path: Path, width: int, theme: str) -> tuple[Page, list[str]]:
    """Return a page of a browser, and what goes wrong in it: errors, refusals of the policy, requests."""
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if theme == "dark" else "light"
    )
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("request", lambda request: wrong.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    return page, wrong


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1600])
def test_a_report_is_drawn(browser: Browser, pages: dict[str, Path], width: int, theme: str) -> None:
    page, wrong = opened(browser, pages["report"], width, theme)
    for summary in page.locator("details.map > summary").all():
        summary.click()
    page.locator(".graph svg").first.wait_for()
    for graph in page.locator(".graph").all():
        graph.scroll_into_view_if_needed()
        graph.locator("svg").wait_for()
        assert graph.locator(".node").count() > 1 and graph.locator(".edge").count() > 0
    # Nothing is wider than the window; wide graphs scroll in their frame.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(13, 17, 23)" if theme == "dark" else "rgb(255, 255, 255)")
    # Letters are large enough to be read.
    assert page.evaluate("document.querySelector('.timeline text').getBoundingClientRect().height") >= 8
    assert not wrong
    page.close()


def test_the_filters(browser: Browser, pages: dict[str, Path]) -> None:
    page, wrong = opened(browser, pages["report"], 1200, "light")
    findings = page.locator(".finding:visible")
    all_of_them = findings.count()
    assert page.locator("#count").inner_text() == f"{all_of_them} of {all_of_them} findings shown"
    severity = page.locator(".finding").first.get_attribute("data-severity")
    with_it = page.locator(f".finding[data-severity={severity}]").count()
    page.locator(f"#filters input[value={severity}]").uncheck()
    assert findings.count() == all_of_them - with_it
    page.locator(f"#filters input[value={severity}]").check()
    code = page.locator(".finding").first.get_attribute("data-code") or ""
    page.locator("select[name=rule]").select_option(code)
    assert findings.count() == page.locator(f".finding[data-code={code}]").count() < all_of_them
    page.locator("select[name=rule]").select_option("")
    page.locator("input[name=path]").fill("ATTACK")
    assert page.locator("section.file:visible").count() == 1
    assert 0 < findings.count() < all_of_them
    page.locator("input[name=path]").fill("")
    story = page.locator("details.story").first
    assert not story.locator("ol").is_visible()
    story.locator("summary").click()
    assert story.locator("li").first.is_visible()
    assert not wrong
    page.close()


def test_a_map_page_and_an_svg(
    browser: Browser, pages: dict[str, Path], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = pages["folder"]
    for form, name in (("html", "map.html"), ("svg", "map.svg")):
        assert (
            main(["map", "--isolated", "--format", form, str(folder / "run.sh"), str(folder / "attack.sh")])
            == 0
        )
        (folder / name).write_bytes(capfdbinary.readouterr().out)
    page, wrong = opened(browser, folder / "map.html", 1600, "light")
    page.locator(".graph svg").first.wait_for()
    # Every word of the picture can be searched for.
    assert page.evaluate("window.find('docker rm -v build')")
    assert page.locator(".graph .box.risk").count() > 0 and page.locator(".edge.lost").count() > 0
    assert not wrong
    page.close()
    for width in (400, 4000):
        page, wrong = opened(browser, folder / "map.svg", width, "dark")
        assert page.get_by_text("/srv/</script>").count() > 0
        assert page.evaluate("document.documentElement.getBoundingClientRect().width <= window.innerWidth")
        assert not wrong
        page.close()


def test_what_is_printed(browser: Browser, pages: dict[str, Path]) -> None:
    page, wrong = opened(browser, pages["report"], 1200, "light")
    maps = page.locator("details.map")
    maps.first.locator("summary").click()
    assert maps.count() > 1
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    # What is unfolded is drawn, wherever the window is; the others are drawn when they are unfolded.
    assert maps.first.locator(".graph").count() == maps.first.locator(".graph svg").count() > 0
    assert maps.last.locator(".graph svg").count() == 0
    maps.last.locator("summary").first.click()
    maps.last.locator(".graph").scroll_into_view_if_needed()
    maps.last.locator(".graph svg").wait_for()
    assert not wrong
    page.close()
