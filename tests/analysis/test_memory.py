"""An analysis that remembers says what one that doesn't says: after any edit, whatever was there before."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.memory import Memory
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

pytestmark = pytest.mark.long


ROOT = Path(__file__).parents[2]
TEXTS = sorted(path for path in (ROOT / "examples").rglob("*") if path.suffix in (".sh", ".md", ""))
TEXTS = [path for path in TEXTS if path.is_file()]
PAGES = sorted((ROOT / "rules" / "persistlint_rules").glob("*.md"))


def told(analysis: Analysis) -> list[Any]:
    """Return all that a reader of the analysis can see of its findings, with the places where they are now."""

    def at(span: Any) -> tuple[str, int, int]:
        place = analysis.sources.place(span)
        return place.path, place.start, place.end

    rows: list[Any] = []
    for finding in analysis.findings:
        related = [(at(each.span), each.message) for each in finding.related]
        fixes = [(fix.title, fix.safe, [(at(e.span), e.text) for e in fix.edits]) for fix in finding.fixes]
        rows.append(
            (finding.code, finding.severity, finding.message, finding.when, at(finding.span), related, fixes)
        )
    rows += [(finding.code, at(finding.span)) for finding in analysis.suppressed]
    rows += [(at(span), why) for span, why in analysis.not_understood]
    rows += [(command.verb, at(command.span), when) for command, when in analysis.commands]
    rows += [(len(t.containers), len(t.volumes), len(t.writes), len(t.gaps)) for t in analysis.timelines]
    return rows


def edited(text: bytes, chance: random.Random) -> bytes:
    """Return the text after an edit as people make them."""
    lines = text.split(b"\n")
    at = chance.randrange(len(lines))
    kind = chance.randrange(7)
    if kind == 0:
        lines.insert(at, b"# a comment")
    elif kind == 1:
        del lines[at]
    elif kind == 2:
        lines.insert(chance.randrange(len(lines)), lines[at])
    elif kind == 3:
        lines[at] += b' "'
    elif kind == 4:
        words = lines[at].split(b" ")
        del words[chance.randrange(len(words))]
        lines[at] = b" ".join(words)
    elif kind == 5:
        lines[at] = lines[at].replace(b"/", b"/x", 1)
    else:
        lines[at] = b"NAME=db" if chance.random() < 0.5 else b"set -o pipefail"
    return b"\n".join(lines)


def check(path: str, language: str, text: bytes, workspace: Workspace, seed: int, edits: int) -> None:
    chance = random.Random(seed)
    settings = Settings()
    settings.root = workspace.root
    memory = Memory()
    earlier = text
    for _ in range(edits):
        document = Document(path, text, language)
        assert told(analyse(document, workspace, settings, memory)) == told(
            analyse(document, workspace, settings)
        )
        # Now and then an edit is taken back.
        earlier, text = text, earlier if chance.random() < 0.3 else edited(text, chance)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_examples(path: Path) -> None:
    language = {"Dockerfile": "dockerfile", "README.md": "markdown"}.get(path.name, "shell")
    check(str(path), language, path.read_bytes(), Workspace(str(ROOT)), len(path.name), 12)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_rules_pages(page: Path) -> None:
    """Each page's blocks, as a document and as one script."""
    text = page.read_bytes()
    workspace = Workspace(str(ROOT / "nowhere"))
    check("page.md", "markdown", text, workspace, 1, 3)
    script = b"\n".join(block.split(b"\n", 1)[-1] for block in text.split(b"```")[1::2])
    check("page.sh", "shell", script, workspace, 2, 5)


def test_a_sourced_file_that_changes(tmp_path: Path) -> None:
    names = tmp_path / "names.sh"
    names.write_text("DATA=\n")
    workspace = Workspace(str(tmp_path))
    settings = Settings()
    settings.root = str(tmp_path)
    memory = Memory()
    path = str(tmp_path / "run.sh")
    text = b". ./names.sh\ndocker run -d --name db $DATA postgres:16\n"
    first = analyse(Document(path, text, "shell"), workspace, settings, memory)
    assert [finding.code for finding in first.findings] == ["PSL101"]
    again = analyse(Document(path, text + b"# x\n", "shell"), workspace, settings, memory)
    # What was asked is known to the second analysis, too, though it asked nothing.
    assert {lookup.name for lookup in again.lookups} >= {str(names)}
    names.write_text('DATA="-v pgdata:/var/lib/postgresql/data"\n')
    assert not analyse(Document(path, text, "shell"), workspace, settings, memory).findings
    names.unlink()
    gone = analyse(Document(path, text, "shell"), workspace, settings, memory)
    assert told(gone) == told(analyse(Document(path, text, "shell"), workspace, settings))


def test_a_dockerfile_that_changes(tmp_path: Path) -> None:
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text("FROM alpine:3.20\nVOLUME /data\n")
    workspace = Workspace(str(tmp_path))
    settings = Settings()
    settings.root = str(tmp_path)
    memory = Memory()
    document = Document(
        str(tmp_path / "run.sh"), b"docker build -t app .\ndocker run -d --name app app\n", "shell"
    )
    for text in ("FROM alpine:3.20\nVOLUME /data\n", "FROM alpine:3.20\n", "FROM postgres:16\n"):
        dockerfile.write_text(text)
        assert told(analyse(document, workspace, settings, memory)) == told(
            analyse(document, workspace, settings)
        )


def test_other_settings_are_other_findings(tmp_path: Path) -> None:
    workspace = Workspace(str(tmp_path))
    document = Document(str(tmp_path / "run.sh"), b"docker run -d --name db postgres:16\n", "shell")
    memory = Memory()
    first, second = Settings(), Settings()
    second.severity = {"PSL101": "hint"}
    severities = []
    for settings in (first, second, first):
        settings.root = str(tmp_path)
        (finding,) = analyse(document, workspace, settings, memory).findings
        severities.append(finding.severity)
    assert severities == ["warning", "hint", "warning"]


def test_a_directory_that_comes_and_goes(tmp_path: Path) -> None:
    """What a rule asked of the project's files is asked of them again, and noted again, where nothing else has changed."""
    workspace = Workspace(str(tmp_path))
    settings = Settings()
    settings.root = str(tmp_path)
    memory = Memory()
    script = "start() {\n  docker run -d -v data:/x nginx:1.27\n}\ndocker run -d -v other:/y nginx:1.27\n"
    codes = []
    for number, there in enumerate((False, True, True, False)):
        for name in ("data", "other"):
            if there != (tmp_path / name).is_dir():
                (tmp_path / name).mkdir() if there else (tmp_path / name).rmdir()
        document = Document(str(tmp_path / "run.sh"), f"{script}# {number}\n".encode(), "shell")
        remembered, fresh = (
            analyse(document, workspace, settings, memory),
            analyse(document, workspace, settings),
        )
        assert told(remembered) == told(fresh)
        asked = [
            {(lookup.kind, lookup.name, lookup.answer) for lookup in each.lookups}
            for each in (remembered, fresh)
        ]
        assert asked[0] == asked[1]
        assert ("path", str(tmp_path / "data"), "directory" if there else None) in asked[0]
        codes.append(sorted(finding.code for finding in remembered.findings if finding.code == "PSL209"))
    assert codes == [[], ["PSL209"] * 2, ["PSL209"] * 2, []]


FUNCTIONS = b"""\
#!/bin/bash
DATA=/srv/data
make() {
  docker volume create shared
  [ -n "$2" ] && docker run -d --name "$1" -v shared:/var/lib/postgresql/data postgres:16
}
drop() {
  docker rm -f db
  ./other.sh
  docker volume rm shared
}
keep() {
  if [ "$STAGE" = live ]; then
    docker run --rm -v $DATA/dump:/dump postgres:16 pg_dump -f /dump/all.sql
  else
    docker run -d --name db postgres:16
  fi
  docker exec db sh -c 'echo 1 > /tmp/made'
}
docker run -d --name db -v $DATA/db:/var/lib/postgresql/data postgres:16
for part in a b; do
  docker run --rm -v "$DATA/$part:/work" busybox touch /work/x
done
make cache yes
"""


@pytest.mark.parametrize("seed", range(6))
def test_functions_that_nothing_calls(seed: int) -> None:
    """Each is a world of its own."""
    check("run.sh", "shell", FUNCTIONS, Workspace(str(ROOT / "nowhere")), seed, 30)


#: Lines that have to do with each other in every way that there is.
LINES = [
    "docker run -d --name a -v data:/var/lib/postgresql/data postgres:16",
    "docker run -d --name b -v data:/data -v /srv/b:/host redis:7",
    "docker run --rm --volumes-from a alpine tar cf - /var/lib/postgresql/data > backup.tar",
    "docker run --name job debian:12 sh -c 'echo x > /tmp/result; cat /tmp/result'",
    "docker run -d --name memory --tmpfs /cache -v /anonymous redis:7",
    "docker exec a sh -c 'echo x > /tmp/y'",
    "docker start job",
    "docker rm -fv b memory",
    "docker rename b c",
    "docker restart c",
    "docker cp job:/tmp/result .",
    "docker commit b redis:7",
    "docker run --rm -v /srv/b:/out alpine sh -c 'echo x > /out/x' && rm /srv/b/x",
    "f() { docker run --rm -v /srv/b:/out alpine sh -c 'echo x > /out/x'; }",
    "f",
    "docker tag made:1 other:2",
    "docker volume create --opt type=tmpfs fast",
    "docker build -t own:1 - <<EOF\nFROM postgres:16\nRUN echo x > /made\nEOF",
    "docker run -d --name o own:1",
    "cid=$(docker run -d redis:7)\ndocker rm -f $cid",
    "for one in x y z; do docker run -d --name $one -v $one:/data -v shared:/shared redis:7; done",
    'if [ "$1" = live ]; then docker rm -f x; else docker stop y; fi',
    "docker system prune -f",
    "docker stop $(docker ps -q)",
    "docker context use other",
    "make build",
]


@pytest.mark.parametrize("seed", range(40))
def test_random_scripts(seed: int, tmp_path: Path) -> None:
    """Whole lines come, go and change, and quotes are opened, filled and closed again or taken back."""
    chance = random.Random(seed)
    lines = [chance.choice(LINES) for _ in range(chance.choice([8, 16, 40]))]
    texts = ["\n".join(lines)]
    for _ in range(8):
        at = chance.randrange(len(lines) + 1)
        kind = chance.random()
        if kind < 0.3:
            lines.insert(at, chance.choice(LINES))
        elif kind < 0.6 and len(lines) > 1:
            del lines[at % len(lines)]
        else:
            lines[at % len(lines)] = chance.choice(LINES)
        texts.append("\n".join(lines))
        if chance.random() < 0.3:
            open_at = chance.randrange(len(texts[-1]) + 1)
            for typed in ('"', '"x', chance.choice(['"x"', ""])):
                texts.append("\n".join(lines)[:open_at] + typed + "\n".join(lines)[open_at:])
    workspace, settings, memory = Workspace(str(tmp_path)), Settings(), Memory()
    settings.root = str(tmp_path)
    for text in texts:
        document = Document(str(tmp_path / "run.sh"), text.encode(), "shell")
        assert told(analyse(document, workspace, settings, memory)) == told(
            analyse(document, workspace, settings)
        )


def test_an_edit_reads_again_what_it_changes(tmp_path: Path) -> None:
    """The commands that an edit leaves alone stay the same objects, also after a quote was open for a while; they don't pile up."""
    lines = [f"docker run -d --name n{number} redis:7" for number in range(40)]
    workspace, settings, memory = Workspace(str(tmp_path)), Settings(), Memory()

    def commands() -> list[object]:
        document = Document(str(tmp_path / "run.sh"), "\n".join(lines).encode(), "shell")
        return [command for command, _ in analyse(document, workspace, settings, memory).commands]

    before = commands()
    lines[20] += " --save 60"
    after = commands()
    assert [command is other for command, other in zip(before, after, strict=True)] == [
        n != 20 for n in range(40)
    ]
    lines[10] += ' "'
    assert len(commands()) < 40
    lines[10] = lines[10][:-2]
    assert all(command is other for command, other in zip(after, commands(), strict=True))
    for number in range(2000):
        lines[20] = f"docker run -d --name n20 redis:{number}"
        commands()
    assert len(memory.understood) < 2000
