"""Every feature at every place: of the project's own examples, and of a script that is typed letter by letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.assist.completion import about, completion
from persistlint.assist.folding import folds
from persistlint.assist.hover import hover
from persistlint.assist.inlay import inlay_hints
from persistlint.assist.known_names import known_names_in
from persistlint.assist.lens import lenses
from persistlint.assist.navigation import Indexed, definition, highlights, name_place, references, symbol_at
from persistlint.assist.refactoring import refactorings
from persistlint.assist.rename import renamable, rename
from persistlint.assist.results import Change
from persistlint.assist.symbols import document_symbols
from persistlint.assist.unfinished import LONGEST, unfinished_line
from persistlint.hosts.detect import language_of
from persistlint.text.document import Document
from persistlint.text.edits import apply_edits
from tests.assist.cursor import analysed, settings

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for path in (ROOT / "examples").rglob("*") if path.is_file() and path.stat().st_size < 20_000
)
PAGES = sorted((ROOT / "rules" / "persistlint_rules").glob("*mount*.md"))[:8]

#: Holds every construct that the readers of unfinished lines care about.
TYPED = """\
VOL=pgdata # persistlint: ignore[PSL101] why
docker run -dit --name "db" -v "$VOL":/var/lib/postgresql/data \\
  --mount 'type=bind,source=./é 🙂,target=/x',readonly -e A="${B:-$(docker ps -q)}" postgres:16 <<EOF | cat >/dev/null 2>&1
body $VOL
EOF
for i in 1 2; do docker exec db$i sh -c "ls /x; cat `pwd`"; done && { docker cp db:/x . || docker rm -fv db; }
"""


def ask_everything(analysis, offset, configured):
    """Ask everything at the place, and see that what comes back is inside the documents. Gives what was answered at all."""
    here = Indexed(analysis)
    data = analysis.document.data
    hover_text = hover(here, offset, configured)
    if hover_text is not None:
        assert hover_text.text.strip()
        assert hover_text.place.document is analysis.document
        assert hover_text.place.start <= offset <= hover_text.place.end <= len(data)
    for item in completion(analysis, offset, configured, known_names_in(here, offset), snippets=True):
        assert 0 <= item.start <= item.end == offset
        assert item.label
        about(item.about, configured)
    place = name_place(here, offset)
    places = [*definition(here, offset), *(each.place for each in references(here, offset))]
    assert bool(places) == (place is not None)
    for each in places:
        assert 0 <= each.start <= each.end <= len(each.document.data)
    assert {(each.place.start, each.place.end) for each in highlights(here, offset)} <= {
        (each.start, each.end) for each in places
    }
    answer = renamable(here, offset)
    assert (answer is None) == (place is None)
    change = rename(here, offset, "renamed-thing")

    def again(document):
        return analyse(document, Workspace("/project"), configured)

    if isinstance(change, Change):
        assert isinstance(answer, tuple)
        renamed_all(here, place, change, offset, again)
    offered = refactorings(analysis, offset, again)
    for each in offered:
        apply_edits(data, each.edits)
    answers = {
        "hover": hover_text,
        "names": place,
        "rename": isinstance(change, Change),
        "refactoring": offered,
    }
    return {name for name, answer in answers.items() if answer}


def renamed_all(here, place, change, offset, again):
    """After the rename the new name has every mention that the old one had, every other name has its own, and the way back leads to the same text."""
    document = here.analysis.document
    if any(edit.path != document.path for edit in change.edits):
        return
    symbol = symbol_at(here, offset)
    assert symbol is not None
    kind, namespace, (old,) = key = symbol[1].key
    data = apply_edits(document.data, change.edits)
    after = Indexed(again(Document(document.path, data, document.language)))
    prefix = symbol[1].prefix
    new = (kind, namespace, (f"{prefix}renamed-thing",))
    assert [mention.key if mention.key != key else new for mention in here.mentions] == [
        mention.key for mention in after.mentions
    ]
    # Every edit in front of the place moves it.
    moved = place.start + sum(
        len("renamed-thing") - (edit.end - edit.start) for edit in change.edits if edit.end <= place.start
    )
    back = rename(after, moved, old.removeprefix(prefix))
    assert isinstance(back, Change), (old, back and back.reason)
    assert apply_edits(data, back.edits) == document.data


def outline(analysis, configured):
    here = Indexed(analysis)
    size = len(analysis.document.data)
    for symbol in document_symbols(here):
        assert 0 <= symbol.place.start <= symbol.selection.start
        assert symbol.selection.end <= symbol.place.end <= size
    assert all(0 <= hint.offset <= size for hint in inlay_hints(analysis, configured, 0, size))
    assert all(lens.title for lens in lenses(here))
    count = len(analysis.document.line_starts)
    assert all(1 <= first < last <= count for first, last in folds(analysis))


@pytest.mark.parametrize("path", [*FILES, *PAGES], ids=lambda path: path.name)
def test_in_the_project_s_own_files(path):
    data = path.read_bytes()
    language = language_of(str(path), data[:4096])
    document = Document(f"/project/{path.name}", data, language or "shell")
    configured = settings()
    analysis = analyse(document, Workspace("/project"), configured)
    outline(analysis, configured)
    step = max(1, len(data) // 60)
    for offset in range(0, len(data) + 1, step):
        ask_everything(analysis, offset, configured)


COMPOSE = """services:
  db:
    image: "postgres:16"
    restart: always
    volumes:
      - pgdata:/var/lib/postgresql/data:ro # a
      - type: bind
        source: ./x
        target: /x
    command: postgres -c 'a=b'
  web: {build: ., volumes_from: [db]}
volumes:
  pgdata:
"""


def test_in_a_compose_file():
    """Answers are about names, images and mounts; keys are other servers'. A service's name is a host's, too, and stays."""
    configured = settings()
    analysis = analyse(
        Document("/project/compose.yaml", COMPOSE.encode(), "compose"), Workspace("/project"), configured
    )
    outline(analysis, configured)
    answered = {offset: ask_everything(analysis, offset, configured) for offset in range(len(COMPOSE) + 1)}
    assert answered[COMPOSE.index("db:")] == {"hover", "names"}
    assert answered[COMPOSE.index("postgres:16")] == {"hover"}
    assert answered[COMPOSE.index("restart")] == set()
    assert answered[COMPOSE.index("services")] == set()
    volumes = [COMPOSE.index("pgdata:"), COMPOSE.rindex("pgdata:")]
    renamed = {offset for offset, answer in answered.items() if "rename" in answer}
    assert renamed == {start + each for start in volumes for each in range(len("pgdata") + 1)}


@pytest.mark.parametrize("length", range(0, len(COMPOSE), 7))
def test_while_a_compose_file_is_typed(length):
    configured = settings()
    text = COMPOSE[:length].encode()
    analysis = analyse(Document("/project/compose.yaml", text, "compose"), Workspace("/project"), configured)
    outline(analysis, configured)
    ask_everything(analysis, length, configured)


@pytest.mark.parametrize("quarter", range(4))
def test_while_it_is_typed(quarter):
    data = TYPED.encode()
    configured = settings()
    for end in range(quarter, len(data) + 1, 8):
        analysis = analysed(data[:end].decode("utf-8", "surrogateescape"))
        outline(analysis, configured)
        ask_everything(analysis, end, configured)


def test_with_the_rest_of_the_script_behind_the_cursor():
    configured = settings()
    analysis = analysed(TYPED)
    answered = set()
    for offset in range(0, len(TYPED.encode()) + 1, 3):
        answered |= ask_everything(analysis, offset, configured)
    assert answered == {"hover", "names", "rename", "refactoring"}


def test_there_are_files_to_ask_about():
    assert len(FILES) > 5 and len(PAGES) > 5


def test_an_endless_line_is_left_alone():
    text = b"docker run " + b"-e A=1 " * LONGEST
    assert unfinished_line(text, len(text)) is None
    line = unfinished_line(text, 11)
    assert line is not None and len(line) <= 2 * LONGEST
