"""The pages of the site that don't stand in ``docs/``: a hook of MkDocs, named in ``mkdocs.yml``.

Rule pages come from beside the rules, the changelog and its like from the repository's root. Links between files become links between pages.
"""

from __future__ import annotations

import functools
import itertools
import json
import logging
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.report.html.page import unbroken
from persistlint.report.picture.drawing import draw
from persistlint.report.picture.model import Picture
from persistlint.report.picture.svg import NARROW, render_legend, render_svg
from persistlint.report.rule_list import FAMILIES, family_of, rule_history
from persistlint.rules.changes import releases_known
from persistlint.rules.pages import page_file, page_of
from persistlint.rules.registry import RuleSet, rules_for
from persistlint.rules.rule import RuleEntry
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

log = logging.getLogger("mkdocs.hooks.site")

ROOT = Path(__file__).resolve().parents[1]
#: The site's pages that are files of the repository's root.
ROOT_PAGES = {
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
}
#: Python for browsers, as npm installs it, and what a page needs of it.
PYODIDE = ROOT / "scripts" / "pyodide" / "node_modules" / "pyodide"
PYODIDE_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
    "python_stdlib.zip",
)
#: The only library without native parts that persistlint imports for what the playground shows.
PATHSPEC = "pathspec>=0.12,<2"
#: What an example's fence is called, by the second word behind its backticks.
EXAMPLES = {"bad": "May lose data", "good": "Keeps it", "proof": "Proof, run on a real engine"}

_FENCE = re.compile(
    r"(?ms)^(?P<ticks>`{3,})(?P<tag>[\w-]+) (?P<kind>bad|good|proof)(?: file=(?P<name>\S+))?[^\n`]*\n(?P<text>.*?)\n(?P=ticks)$"
)
#: Where an example's findings are announced.
_MARKER = re.compile(r" *# <- PSL\d+[^\n]*")
_CODE = re.compile(r"(?s)<code.*?</code>")
_LINK = re.compile(r"\[(?P<text>[^\]\n]*)\]\((?P<target>[^)#\s:]+)(?P<anchor>#[^)\s]*)?\)")
#: What the glossary's pictures show, by the entry.
SHOWN = {
    "Container layer": "docker run --name job alpine:3.20 sh -c 'echo 42 > /result.txt'\ndocker rm job",
    "Layer": "docker build -t app - <<'EOF'\nFROM alpine:3.20\nRUN echo 42 > /result.txt\nEOF",
    "Volume": "docker volume create results\ndocker run --rm -v results:/out alpine:3.20 sh -c 'echo 42 > /out/result.txt'\n"
    "docker run --rm -v results:/in:ro alpine:3.20 cat /in/result.txt\ndocker volume rm results",
    "Named volume": "docker run --rm -v results:/out alpine:3.20 sh -c 'echo 42 > /out/result.txt'",
    "Anonymous volume": "docker run --name job -v /out alpine:3.20 sh -c 'echo 42 > /out/result.txt'\ndocker rm -v job",
    "Bind mount": "docker run --rm -v /srv/results:/out alpine:3.20 sh -c 'echo 42 > /out/result.txt'",
    "tmpfs": "docker run -d --name web --tmpfs /out nginx:1.27\ndocker exec web sh -c 'echo 42 > /out/result.txt'\ndocker stop web\n"
    "docker start web",
    "Mount": "docker run --rm -v results:/out -v /srv/settings:/etc/job:ro --tmpfs /scratch alpine:3.20 sh -c 'echo 42 > /out/result.txt'",
    "Cache mount": "docker build -t app - <<'EOF'\nFROM alpine:3.20\n"
    "RUN --mount=type=cache,target=/cache sh -c 'echo 42 > /cache/result.txt'\nEOF",
    "VOLUME instruction": "docker build -t app - <<'EOF'\nFROM alpine:3.20\nVOLUME /data\nEOF\n"
    "docker run --name job app sh -c 'echo 42 > /data/result.txt'",
    "Data path": "docker run -d --name db -e MYSQL_ROOT_PASSWORD=secret -v shop:/var/lib/mysql mysql:8.4",
    "Auto-removal": "docker run --rm alpine:3.20 sh -c 'echo 42 > /result.txt'",
    "Recreation": "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\ndocker rm -f db\n"
    "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16",
    "Prune": "docker run --name job -v results:/out alpine:3.20 sh -c 'echo 41 > /log; echo 42 > /out/result.txt'\n"
    "docker system prune -f --volumes",
}
#: The file that an example is read as, and its language, by the word behind its backticks.
FILES = {"sh": ("run.sh", "shell"), "bash": ("run.sh", "shell"), "yaml": ("compose.yaml", "compose")}
#: A picture that there is in both themes.
_BOTH_THEMES = re.compile(r"(!\[[^\]\n]*\]\(images/[\w-]+-)light(\.png)\)")
_ENTRY = re.compile(r"(?m)^### (?P<name>[^\n]+)\n\n(?:(?!#)[^\n]*\n)+")
_COMMENT = re.compile(r"(?m)^<!-- persistlint: .*? -->\n\n?")


@functools.cache
def rules() -> RuleSet:
    """Return the rules that come with persistlint."""
    return rules_for(Settings())


def entries() -> list[RuleEntry]:
    """Return the rules that have a page, in the order of their codes."""
    return [entry for entry in rules().entries if page_file(entry) is not None]


@functools.cache
def codes() -> dict[str, str]:
    """Return each rule's code by the name of its page's file."""
    return {entry.name.replace("-", "_") + ".md": entry.code for entry in entries()}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made here."""
    for name, page in ROOT_PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text("utf-8")))
    files.append(File.generated(config, "rules/index.md", content=rules_page()))
    releases = releases_known()
    for entry in entries():
        content = page_of(entry) + rule_history(entry.code, releases)
        files.append(File.generated(config, f"rules/{entry.code}.md", content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return a page's text with links that lead to pages, and examples that say what they show."""
    markdown = _COMMENT.sub("", markdown)
    if page.file.src_uri == "glossary.md":
        markdown = _ENTRY.sub(_shown, markdown)
    markdown = _drawn_page(markdown, page.file.src_uri)
    # The theme shows the one that fits by the fragment.
    markdown = _BOTH_THEMES.sub(r"\1light\2#only-light) \1dark\2#only-dark)", markdown)
    depth = page.file.src_uri.count("/")
    markdown = _with_key(
        markdown, f"{'../' * depth}glossary.md" if page.file.src_uri != "glossary.md" else ""
    )
    return _LINK.sub(lambda link: _led(link, page.file.src_uri, depth, files), markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return a page's HTML in which no line of code breaks within an option."""
    return _CODE.sub(
        lambda code: "".join(
            part if part.startswith("<") else unbroken(part) for part in re.split(r"(<[^>]*>)", code[0])
        ),
        html,
    )


def on_post_build(config: MkDocsConfig) -> None:
    """Lay Python for browsers and persistlint's wheel beside the playground, where Python for browsers is there."""
    playground = Path(config.site_dir) / "assets" / "playground"
    if not PYODIDE.is_dir():
        log.info("The playground is left out: npm ci --prefix scripts/pyodide")
        return
    target = playground / "pyodide"
    target.mkdir(exist_ok=True)
    for name in PYODIDE_FILES:
        shutil.copy(PYODIDE / name, target)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*pip, "--wheel-dir", folder, str(ROOT), PATHSPEC], check=True)
        wheels = sorted(Path(folder).glob("*.whl"))
        for wheel in wheels:
            shutil.copy(wheel, playground)
    (playground / "wheels.json").write_text(json.dumps({"wheels": [wheel.name for wheel in wheels]}))


def rules_page() -> str:
    """Return the page that lists the rules, by topic."""
    lines = [
        "# Rules",
        "",
        "Each page shows what is lost, when, and what to do, with examples that the tests run.",
        "",
    ]
    family = ""
    for entry in entries():
        if family_of(entry.code) != family:
            family = family_of(entry.code)
            title = FAMILIES[family]
            lines += [
                "",
                f"## {title[0].upper()}{title[1:]}",
                "",
                "| rule | default | what it finds |",
                "| --- | --- | --- |",
            ]
        rule = rules().load(entry)
        assert rule is not None
        default = rule.severity if entry.enabled else "off"
        summary = rule.summary.replace("|", "\\|")
        lines.append(f"| [{entry.code}]({entry.code}.md) {entry.name} | {default} | {summary} |")
    return "\n".join(lines) + "\n"


def drawn_example(text: str, tag: str, compose: str = "") -> Picture | None:
    """Return the picture of an example, None where it has none.

    ``tag`` is the word behind its backticks, ``compose`` the text of the compose.yaml beside it, "" where there is none.
    """
    if tag not in FILES:
        return None
    name, language = FILES[tag]
    text = _MARKER.sub("", text)
    with tempfile.TemporaryDirectory() as made:
        # Compose calls a project like its folder.
        folder = Path(made) / "shop"
        folder.mkdir()
        if compose:
            (folder / "compose.yaml").write_text(compose, "utf-8")
        document = Document(str(folder / name), text.encode(), language)
        drawn = draw(analyse(document, Workspace(str(folder)), Settings()), str(folder))
    return drawn if drawn.things else None


def picture(text: str, tag: str, compose: str = "") -> str:
    """Return the timeline of an example as SVG, "" where it has none."""
    drawn = drawn_example(text, tag, compose)
    return render_svg([drawn]) if drawn is not None else ""


def before_and_after(bad: str, good: str, tag: str) -> str:
    """Return one picture of an example and of its fixed form beside it, as HTML; "" where one of them has none."""
    parts = []
    pictures = []
    for title, text in (("Before", bad), ("After", good)):
        drawn = drawn_example(text, tag)
        if drawn is None:
            return ""
        drawn.shown_path = title
        pictures.append(drawn)
        parts.append(render_svg([drawn], width=NARROW, with_legend=False))
    return _figure("".join(parts) + render_legend(pictures, NARROW), "timeline pair")


def _figure(svg: str, kind: str = "timeline") -> str:
    return f'<figure class="{kind}">{svg.replace(chr(10), " ")}</figure>'


def _titled(fence: re.Match[str]) -> str:
    """Return an example with its title."""
    kind, ticks = fence["kind"], fence["ticks"]
    title = f"{EXAMPLES[kind]}: {fence['name']}" if fence["name"] else EXAMPLES[kind]
    return f'{ticks}{{ .{fence["tag"]} .{kind} title="{title}" }}\n{fence["text"]}\n{ticks}'


def _drawn_page(markdown: str, source: str) -> str:
    """Return a page whose examples have titles and pictures: in a story each its own, in a rule's page the first pair one of both."""
    fences = list(_FENCE.finditer(markdown))
    figures: dict[int, str] = {}
    if source.startswith("rules/"):
        examples = [fence for fence in fences if fence["kind"] != "proof"]
        for bad, good in itertools.pairwise(examples):
            if (bad["kind"], good["kind"]) == ("bad", "good") and bad["tag"] == good["tag"]:
                figures[good.start()] = before_and_after(bad["text"], good["text"], bad["tag"])
            if any(figures.values()):
                break
        else:
            # No pair can be drawn: the first of each kind that can.
            for kind in ("bad", "good"):
                for fence in examples:
                    svg = picture(fence["text"], fence["tag"]) if fence["kind"] == kind else ""
                    if svg:
                        figures[fence.start()] = _figure(svg)
                        break
    else:
        compose = ""  # The text of the Compose file that stands above its script, and is drawn with it.
        for fence in fences:
            if fence["name"] == "compose.yaml":
                compose = fence["text"]
            elif fence["kind"] != "proof":
                svg = picture(fence["text"], fence["tag"], compose)
                figures[fence.start()] = _figure(svg) if svg else ""
                compose = ""

    def told(fence: re.Match[str]) -> str:
        figure = figures.get(fence.start())
        return f"{_titled(fence)}\n\n{figure}" if figure else _titled(fence)

    return _FENCE.sub(told, markdown)


def _with_key(markdown: str, glossary: str) -> str:
    """Return a page that leads to how to read a picture below its first one."""
    before, end, behind = markdown.partition("</figure>")
    if not end:
        return markdown
    return f"{before}{end}\n\n[How to read a picture]({glossary}#how-to-read-a-picture){{ .key }}{behind}"


def _shown(entry: re.Match[str]) -> str:
    """Return an entry of the glossary with the picture of its example, where it has one."""
    example = SHOWN.get(entry["name"])
    if example is None:
        return entry[0]
    svg = picture(example, "sh").replace("\n", " ")
    return f'{entry[0].rstrip()}\n\n```sh\n{example}\n```\n\n<figure class="timeline">{svg}</figure>\n\n'


def _led(link: re.Match[str], source: str, depth: int, files: Files) -> str:
    """Return a link with the place of its target on the site; its text alone where the target is no page."""
    target, anchor = link["target"], link["anchor"] or ""
    name = target.rsplit("/", 1)[-1]
    up = "../" * depth
    if name in codes():
        return f"[{link['text']}]({up}rules/{codes()[name]}.md{anchor})"
    if name == "persistlint_rules":
        return f"[{link['text']}]({up}rules/index.md)"
    if name in ROOT_PAGES:
        return f"[{link['text']}]({up}{ROOT_PAGES[name]}{anchor})"
    page = target if not source.startswith("rules/") else f"rules/{target}"
    below = target.removeprefix("docs/")
    for candidate, way in ((page, target), (below, up + below), (name, up + name)):
        if files.get_file_from_path(candidate) is not None:
            return f"[{link['text']}]({way}{anchor})"
    return link["text"] if target.startswith(("../", "./")) or "/" in target else link[0]
