"""Rule pages as tests: their examples give the findings that they announce, and their fixes do what they show.

A page is Markdown: the title ``# CODE name``, the fixed headings (``HEADINGS``), and fenced blocks whose info string is a language, a role and
what the role needs:

* ``sh bad``: gives exactly the findings that its markers announce. A marker is ``# <- CODE`` (several: ``# <- CODE CODE``) at the end of the line, or
  on a line of its own for the line above; in Markdown text ``<!-- <- CODE -->``. Markers are taken out before the analysis.
* ``sh good``: gives none of the page's rule, and none at warning or above of any other. Where the rule fixes, it is what the fixes make of the
  ``bad`` block before it; ``sh bad no-fix`` is an example that they leave as it is.
* ``sh proof``: a script for a real engine, in which ``bad`` and ``good`` run the page's first blocks of that role (of a document: type their lines). It
  isn't run here. A page without one says ``no-proof:`` and one of ``NO_PROOF``.
* ``file=NAME`` names the example's file; blocks of one role in a row that have a name are the files of one example, settings included.

A paragraph above the first heading that begins with ``Severity:`` names the rule's severity, then those that it gives elsewhere, then why: ``Severity: warning, info.
The data goes with the container. Info where …``

Every rule is on, unless an example's own settings choose.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from tempfile import TemporaryDirectory

from persistlint.rules.finding import SEVERITIES, at_least
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.rules.registry import RuleSet
    from persistlint.rules.rule import RuleEntry
    from persistlint.settings.problem import SettingsProblem

#: The headings that every page has, in this order; others may stand between them. Each is the beginning of the heading's text.
HEADINGS = ("Why", "Example", "Proof", "When to ignore it", "Versions", "Sources")

#: The reasons for which a page needs no proof.
NO_PROOF = (
    "needs SELinux",
    "needs a registry",
    "needs Docker Desktop",
    "needs privileges that a test can't have",
    "refused by the client: shown by the conformance tests",
    "about persistlint's own",
    "about a Compose file: shown by a fact of tests/truth",
)

ROLES = ("bad", "good", "proof")

_FILES = {
    "sh": "script.sh",
    "bash": "script.sh",
    "dockerfile": "Dockerfile",
    "make": "Makefile",
    "markdown": "README.md",
    "toml": "persistlint.toml",
    "yaml": "compose.yaml",
}
_FENCE = regex(r"(`{3,}|~{3,})[ ]*([^`]*)$")
_TITLE = regex(r"# (?P<code>[A-Z]+\d+) (?P<name>\S+)$")
_CODES = r"(?P<codes>[A-Z]+\d+(?:[ ,]+[A-Z]+\d+)*)"
_MARKER = regex(
    rf"[ \t]*(?:#[ ]*<-[ ]*{_CODES}|<!--[ ]*<-[ ]*{_CODES.replace('codes', 'more')}[ ]*-->)[ \t]*$"
)

#: Findings: the file's name, the line and the code of each.
Findings = Counter[tuple[str, int, str]]


class PageProblem(AssertionError):
    """A page that isn't true, or isn't complete. The message lists everything that is wrong with it."""


class Block:
    """A fenced block: ``language``, ``role`` ("" for one that only illustrates), ``options`` of its info string, ``text``, and the ``line`` of its fence."""

    __slots__ = ("language", "line", "options", "role", "text")

    def __init__(self, info: str, line: int) -> None:
        words = info.split()
        self.language = words[0] if words else ""
        self.role = words[1] if len(words) > 1 and words[1] in ROLES else ""
        self.options = words[2:] if self.role else words[1:]
        self.text = ""
        self.line = line

    @property
    def file(self) -> str:
        """Return the name of the file that the block stands for, "" where the page doesn't say."""
        return next((word.removeprefix("file=") for word in self.options if word.startswith("file=")), "")


class Example:
    """A small project: the texts of its ``files`` by name, markers taken out, and the findings ``announced``."""

    __slots__ = ("announced", "files", "line", "no_fix", "role")

    def __init__(self, role: str, line: int) -> None:
        self.role = role
        self.line = line
        self.files: dict[str, str] = {}
        self.announced: Findings = Counter()
        self.no_fix = False

    def add(self, block: Block) -> None:
        """Take a block as a further file."""
        name = block.file or _FILES.get(block.language, "")
        text, markers = without_markers(block.text)
        self.files[name] = text
        for line, code in markers:
            self.announced[name, line, code] += 1
        self.no_fix = self.no_fix or "no-fix" in block.options

    def mended_by(self, other: Example) -> dict[str, str]:
        """Return its files as ``other``, the example that shows them mended, has them."""
        return {**self.files, **other.files}


class Page:
    """A rule's page, read. ``headings`` are those of the second level."""

    __slots__ = (
        "blocks",
        "code",
        "headings",
        "lead",
        "name",
        "no_proof",
        "path",
        "severities",
        "severity_reason",
        "told_severity",
    )

    def __init__(self, path: str) -> None:
        self.path = path
        self.code = ""
        self.name = ""
        self.lead = ""
        self.headings: list[str] = []
        self.blocks: list[Block] = []
        #: The rule's severity and its other ones, as the page says them, and its reason for them.
        self.severities: list[str] = []
        self.severity_reason = ""
        #: The severity that the section `Severity` begins with, in lower case; "" without one.
        self.told_severity = ""
        #: The reasons behind ``no-proof:``.
        self.no_proof: list[str] = []

    @property
    def proofs(self) -> list[Block]:
        return [block for block in self.blocks if block.role == "proof"]

    def examples(self) -> list[Example]:
        """Return the page's ``bad`` and ``good`` examples in their order."""
        examples: list[Example] = []
        joins = False
        for block in self.blocks:
            if block.role not in ("bad", "good"):
                continue
            name = block.file
            last = examples[-1] if examples else None
            if not (
                joins and name and last is not None and last.role == block.role and name not in last.files
            ):
                last = Example(block.role, block.line)
                examples.append(last)
            last.add(block)
            joins = bool(name)
        return examples


def read_page(path: str | os.PathLike[str]) -> Page:
    """Return the page in the file ``path``."""
    page = Page(os.fspath(path))
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    fence = ""
    held: list[str] = []
    for number, line in enumerate(lines, 1):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                page.blocks[-1].text = "".join(f"{held_line}\n" for held_line in held)
                fence, held = "", []
            else:
                held.append(line)
            continue
        opening = _FENCE.match(line)
        if opening is not None:
            fence = opening.group(1)
            page.blocks.append(Block(opening.group(2).strip(), number))
        elif line.startswith("## "):
            page.headings.append(line[3:].strip())
        elif line.startswith("no-proof:"):
            page.no_proof.append(line.removeprefix("no-proof:").strip())
        elif line.startswith("# ") and not page.code:
            title = _TITLE.match(line.rstrip())
            if title is not None:
                page.code, page.name = title.group("code"), title.group("name")
        elif not page.headings and line.startswith("Severity:"):
            severities, _, reason = line.removeprefix("Severity:").partition(".")
            page.severities = [word.strip() for word in severities.split(",")]
            page.severity_reason = reason.strip()
        elif not page.headings and line.strip() and not page.lead:
            page.lead = line.strip()
        elif line.strip() and page.headings[-1:] == ["Severity"] and not page.told_severity:
            page.told_severity = line.strip().partition(" ")[0].strip(",.:;").lower()
    return page


def without_markers(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the text without its markers, and for each marker the line in the remaining text and the code."""
    lines: list[str] = []
    markers: list[tuple[int, str]] = []
    for line in text.split("\n"):
        marker = _MARKER.search(line)
        if marker is not None:
            codes = (marker.group("codes") or marker.group("more")).replace(",", " ").split()
            own_line = not line[: marker.start()].strip()
            number = max(len(lines), 1) if own_line else len(lines) + 1
            markers += [(number, code) for code in codes]
            if own_line:
                continue
            line = line[: marker.start()]
        lines.append(line)
    return "\n".join(lines), markers


def check_page(path: str | os.PathLike[str], plugins: Sequence[str] = ()) -> None:
    """Check the page in the file ``path``. Raises ``PageProblem``.

    ``plugins`` are the rule packages, as settings name them, that are on beside the built-in one.
    """
    problems = page_problems(path, plugins)
    if problems:
        raise PageProblem("".join(f"\n{os.fspath(path)}: {problem}" for problem in problems))


def page_problems(path: str | os.PathLike[str], plugins: Sequence[str] = ()) -> list[str]:
    """Return everything that is wrong with the page in the file ``path``."""
    from persistlint.rules.registry import rules_for
    from persistlint.settings.settings import Settings

    page = read_page(path)
    settings = Settings()
    settings.plugins = list(plugins)
    rules = rules_for(settings)
    problems = list(_form_problems(page))
    entry = rules.find(page.code) if page.code else None
    if entry is None:
        return [*problems, f"no rule has the code of its title `# CODE name` ({page.code or 'none'})"]
    problems += _rule_problems(page, entry, rules)
    rule = rules.load(entry)
    fixes = rule is not None and bool(rule.fix)
    examples = page.examples()
    for example, following in zip(examples, [*examples[1:], None], strict=True):
        problems += _example_problems(example, page.code, plugins)
        if example.role == "bad" and fixes:
            problems += _fix_problems(example, following, plugins)
    return problems


# -- the page's form ---------------------------------------------------------------------------------------------------


def _form_problems(page: Page) -> Iterable[str]:
    if not page.lead:
        yield "no sentence under the title says what the rule finds"
    at = 0
    for wanted in HEADINGS:
        index = next((i for i, text in enumerate(page.headings) if text.startswith(wanted)), None)
        if index is None:
            yield f"the heading `## {wanted}` is missing"
        elif index < at:
            yield f"the heading `## {page.headings[index]}` stands too early"
        else:
            at = index
    for role in ("bad", "good"):
        if not any(block.role == role for block in page.blocks):
            yield f"no block is tagged `{role}`"
    if page.proofs and page.no_proof:
        yield "it has a proof, and says that it needs none"
    elif not page.proofs and not page.no_proof:
        yield "neither a `proof` block nor a `no-proof:` line"
    for reason in page.no_proof:
        if reason not in NO_PROOF:
            yield f"`no-proof: {reason}` is none of the reasons that count ({'; '.join(NO_PROOF)})"
    for block in page.blocks:
        if block.role in ("bad", "good") and not block.file and block.language not in _FILES:
            yield f"line {block.line}: a `{block.language}` block needs `file=NAME`"


def _rule_problems(page: Page, entry: RuleEntry, rules: RuleSet) -> Iterable[str]:
    if page.name != entry.name:
        yield f"the title says {page.name}, the rule is listed as {entry.name}"
    stem = os.path.splitext(os.path.basename(page.path))[0]
    if stem != entry.name.replace("-", "_"):
        yield f"the file should be called {entry.name.replace('-', '_')}.md"
    rule = rules.load(entry)
    if rule is None:
        yield f"the module {entry.module} can't be imported: {rules.failures[-1].error}"
        return
    for field, listed, stated in (
        ("code", entry.code, rule.code),
        ("name", entry.name, rule.name),
        ("subject", entry.subject, rule.subject.__name__),
        ("default", entry.enabled, rule.enabled),
    ):
        if listed != stated:
            yield f"RULES gives the {field} {listed}, the rule {stated}"
    if not rule.summary or "\n" in rule.summary or rule.summary.endswith("."):
        yield "the rule's summary is one line without a full stop"
    if rule.severity not in SEVERITIES:
        yield f"the rule's severity is none of {', '.join(SEVERITIES)}"
    if page.severities:
        if page.severities[0] != rule.severity:
            yield f"the page says the severity {page.severities[0]}, the rule {rule.severity}"
        if not set(page.severities) <= set(SEVERITIES) or len(set(page.severities)) < len(page.severities):
            yield f"`Severity:` names something twice, or something else than {', '.join(SEVERITIES)}"
        if page.told_severity and page.told_severity not in page.severities:
            yield f"its section on the severity begins with {page.told_severity}, which `Severity:` doesn't name"
        if not page.severity_reason.endswith("."):
            yield "no sentence behind `Severity:` says why"
    if rule.fix not in ("", "safe", "unsafe"):
        yield 'the rule\'s fix is none of "safe", "unsafe" and ""'


# -- its examples ------------------------------------------------------------------------------------------------------


def _example_problems(example: Example, code: str, plugins: Sequence[str]) -> Iterable[str]:
    where = f"the {example.role} example on line {example.line}"
    project = Project(example.files, plugins)
    yield from (f"{where}: {error}" for error in project.errors)
    if example.role == "good":
        for (name, line, said_code), severity, message in project.said:
            if said_code == code or at_least(severity, "warning"):
                yield f"{where} gives {said_code} in {name}, line {line}: {message}"
        return
    messages = {key: message for key, _, message in project.said}
    for key in sorted(example.announced - project.findings):
        yield f"{where} doesn't give the {key[2]} that it announces for {key[0]}, line {key[1]}"
    for key in sorted(project.findings - example.announced):
        yield f"{where} gives {key[2]} in {key[0]}, line {key[1]}, unannounced: {messages[key]}"
    if not example.announced:
        yield f"{where} announces nothing"


def _fix_problems(example: Example, following: Example | None, plugins: Sequence[str]) -> Iterable[str]:
    where = f"the bad example on line {example.line}"
    if example.no_fix:
        wanted = example.files
    elif following is None or following.role != "good":
        yield f"{where}: no good example after it shows what the fixes make of it (and it isn't tagged `no-fix`)"
        return
    else:
        wanted = example.mended_by(following)
    mended = Project(example.files, plugins, fix=True).files
    for name, text in wanted.items():
        if mended.get(name) != text:
            yield f"{where}: {name}, fixed, should be\n{_quoted(text)}but is\n{_quoted(mended.get(name, ''))}"


def _quoted(text: str) -> str:
    return "".join(f"    | {line}\n" for line in text.splitlines())


class Project:
    """Files analysed together as a project in a temporary folder.

    ``said`` is what the rules say: place and code, severity, message. With ``fix`` every fix is made first, the unsafe ones too, and ``files`` are the texts after it.
    """

    __slots__ = ("errors", "files", "findings", "said")

    def __init__(self, files: dict[str, str], plugins: Sequence[str] = (), fix: bool = False) -> None:
        self.files = dict(files)
        self.said: list[tuple[tuple[str, int, str], str, str]] = []
        self.findings: Findings = Counter()
        self.errors: list[str] = []
        with TemporaryDirectory(prefix="psl-") as temporary:
            # The project's root is this folder, whatever lies above it. Its name is ours: rules read words such as `demo` in it.
            folder = os.path.join(os.path.realpath(temporary), "project")
            os.makedirs(os.path.join(folder, ".git"))
            if plugins and not any(os.path.basename(name) == "persistlint.toml" for name in files):
                self._write(folder, "persistlint.toml", f"plugins = {list(plugins)!r}\n")
            for name, text in files.items():
                self._write(folder, name, text)
            self._read(folder, fix)

    @staticmethod
    def _write(folder: str, name: str, text: str) -> None:
        path = os.path.join(folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def _read_settings(self, folder: str, problem: SettingsProblem, fix: bool) -> None:
        """Say what is wrong with the settings, file by file; a problem of none of them is an error."""
        from persistlint.analysis.settings_file import analyse_settings
        from persistlint.rules.fixes import choose, fixed
        from persistlint.settings.discover import FILE_NAMES
        from persistlint.text.document import Document

        for name, text in self.files.items():
            if os.path.basename(name) not in FILE_NAMES:
                continue
            document = Document(os.path.join(folder, *name.split("/")), text.encode("utf-8"), "toml")
            analysis = analyse_settings(document)
            if fix:
                chosen = choose(analysis.findings, analysis.sources, unsafe=True)
                document = Document(document.path, fixed(document.data, chosen, document.path), "toml")
                self.files[name] = document.data.decode("utf-8")
                analysis = analyse_settings(document)
            self._take(name, analysis)
        if not self.said and not fix:
            self.errors.append(str(problem))

    def _take(self, name: str, analysis: Analysis) -> None:
        for finding in analysis.findings:
            key = (name, analysis.sources.place(finding.span).line, finding.code)
            self.said.append((key, finding.severity, finding.message))
            self.findings[key] += 1

    def _read(self, folder: str, fix: bool) -> None:
        from persistlint.cli.analyser import Analyser
        from persistlint.cli.mend import mended
        from persistlint.cli.options import Options
        from persistlint.cli.session import Session
        from persistlint.settings.discover import SettingsFinder
        from persistlint.settings.problem import SettingsProblem

        options = Options()
        options.paths = [folder]
        try:
            folder_settings = SettingsFinder().for_folder(folder)
            if not (folder_settings.select or folder_settings.extend_select or folder_settings.ignore):
                options.select = ["ALL"]
        except SettingsProblem as problem:
            # With wrong settings nothing is checked, so their problems are the only findings.
            self._read_settings(folder, problem, fix)
            return
        session = Session(options)
        analyser = Analyser(session)
        for item, settings, analysis in analyser:
            if analysis is None or item.file is None:
                continue
            name = os.path.relpath(os.path.realpath(item.file), folder).replace(os.sep, "/")
            if fix:
                result = mended(analyser, item.document, settings, analysis, unsafe=True)
                analysis = result.analysis
                self.files[name] = result.data.decode("utf-8", "surrogateescape")
            self._take(name, analysis)
        self.errors += [f"{error['path']}: {error['message']}" for error in session.errors]
