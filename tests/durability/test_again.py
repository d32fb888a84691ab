"""A replay that rests on an earlier one gives the timeline of a whole replay: every thing, its order and its fate."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from persistlint.analysis import reading
from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.memory import Memory
from persistlint.analysis.workspace import Workspace
from persistlint.docker.commands import Command
from persistlint.durability.model import Container, HostCommand, Timeline, Volume, Write
from persistlint.settings.settings import Settings
from persistlint.shell.values import Value
from persistlint.text.document import Document
from persistlint.text.spans import Span

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "examples").rglob("*.sh"))

#: Lines that have to do with each other in every way that there is.
LINES = [
    "docker run -d --name a -v data:/var/lib/postgresql/data postgres:16",
    "docker run -d --name b -v data:/data -v /srv/b:/host redis:7",
    "docker run --rm -v /srv/b:/in alpine sh -c 'cp /in/x /in/y; rm -rf /in/z'",
    "docker run --rm --volumes-from a alpine tar cf - /var/lib/postgresql/data > backup.tar",
    "docker run -d --name a nginx:1.27",
    "docker run --name job debian:12 sh -c 'echo x > /tmp/result; cat /tmp/result'",
    "docker run -d --name memory --tmpfs /cache -v /anonymous redis:7",
    "docker exec a sh -c 'echo x > /tmp/y'",
    "docker exec b redis-cli save",
    "docker start job",
    "docker stop a",
    "docker rm -f a",
    "docker rm -fv b memory",
    "docker rename b c",
    "docker restart c",
    "docker cp job:/tmp/result .",
    "docker cp file memory:/cache/file",
    "docker commit job made:1",
    "docker commit b redis:7",
    "docker run --rm -v /srv/b:/out alpine sh -c 'echo x > /out/x; echo y > /out/z'",
    "docker run --rm -v /srv/b:/out alpine sh -c 'echo x > /out/x' && rm /srv/b/x",
    "f() { docker run --rm -v /srv/b:/out alpine sh -c 'echo x > /out/x'; }",
    "f",
    "docker run --rm made:1 cat /tmp/result",
    "docker tag made:1 other:2",
    "docker volume create data",
    "docker volume create --opt type=tmpfs fast",
    "docker volume rm data",
    "docker run -d --name f -v fast:/fast alpine sleep infinity",
    "docker build -t own:1 - <<EOF\nFROM postgres:16\nRUN echo x > /made\nEOF",
    "docker run -d --name o own:1",
    "rm -rf /srv/b",
    "cid=$(docker run -d redis:7)\ndocker rm -f $cid",
    "for one in x y z; do docker run -d --name $one -v $one:/data -v shared:/shared redis:7; done",
    'if [ "$1" = live ]; then docker rm -f x; else docker stop y; fi',
    "make build",
]

#: Lines that have to do with everything: with them a world is replayed as a whole.
SWEEPING = [
    "docker system prune -f",
    "docker stop $(docker ps -q)",
    'docker rm "$unknown"',
    "docker context use other",
    "sudo systemctl restart docker",
    "docker compose up -d",
    "docker rmi own:1",
]


#: Numbers that mean nothing by themselves.
UNSEEN = ("guard", "id", "sequence")


def dump(analysis: Analysis, timeline: Timeline) -> list[Any]:
    numbers: dict[int, tuple[str, int]] = {}
    ids: dict[str, tuple[str, int]] = {}
    for kind in ("containers", "volumes", "writes"):
        for number, thing in enumerate(getattr(timeline, kind)):
            numbers[id(thing)] = ids[thing.id] = (kind, number)

    def plain(value: Any, key: bool = False) -> Any:
        if value is None or isinstance(value, (int, str)):
            return ids.get(value, value) if key and isinstance(value, str) else value
        if isinstance(value, (Container, Volume, Write)) and id(value) in numbers:
            return numbers[id(value)]
        if isinstance(value, Span):
            place = analysis.sources.place(value) if analysis.sources.knows(value) else None
            return (place.path, place.start, place.end) if place is not None else repr(value)
        if isinstance(value, Value):
            return value.display(), plain(value.span)
        if isinstance(value, Command):
            return value.verb, plain(value.span), value.invocation.occurrence
        if isinstance(value, HostCommand):
            return plain(value.invocation.span)
        if isinstance(value, (list, tuple)):
            return [plain(one, key) for one in value]
        if isinstance(value, frozenset):
            return sorted(value)
        slots = getattr(type(value), "__slots__", ())
        return (
            type(value).__name__,
            [(name, plain(getattr(value, name), name == "store")) for name in slots if name not in UNSEEN],
        )

    return [
        timeline.when,
        timeline.function,
        *(plain(one) for one in timeline.happenings),
        *(
            [
                (name, plain(getattr(thing, name), name == "store"))
                for name in thing.__slots__
                if name not in UNSEEN
            ]
            for things in (timeline.containers, timeline.volumes, timeline.writes)
            for thing in things
        ),
        *(plain(one) for one in (timeline.reads, timeline.refusals, timeline.gaps)),
        [
            plain(one.span)
            for one in sorted([*timeline.writes, *timeline.reads], key=lambda one: one.sequence)
        ],
    ]


def told(analysis: Analysis) -> list[Any]:
    return [dump(analysis, timeline) for timeline in analysis.timelines] + [
        (one.code, one.message, one.severity, one.when, analysis.sources.place(one.span).start)
        for one in analysis.findings
    ]


def check(texts: list[str], tmp_path: Path) -> None:
    workspace, settings, memory = Workspace(str(tmp_path)), Settings(), Memory()
    for text in texts:
        document = Document(str(tmp_path / "run.sh"), text.encode(), "shell")
        remembered = told(analyse(document, workspace, settings, memory))
        assert remembered == told(analyse(document, workspace, settings))


@pytest.fixture(autouse=True)
def every_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the smallest worlds rest on earlier ones."""
    monkeypatch.setattr(reading, "FEWEST", 1)


@pytest.mark.parametrize("seed", range(80))
def test_random_scripts(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    chosen = chance.sample(LINES, 16) + (chance.sample(SWEEPING, 2) if seed % 4 == 0 else [])
    lines = [chance.choice(chosen) for _ in range(chance.choice([8, 16, 40]))]
    texts = ["\n".join(lines)]
    for _ in range(8):
        at = chance.randrange(len(lines) + 1)
        kind = chance.random()
        if kind < 0.3:
            lines.insert(at, chance.choice(chosen))
        elif kind < 0.6 and len(lines) > 1:
            del lines[at % len(lines)]
        else:
            lines[at % len(lines)] = chance.choice(chosen)
        texts.append("\n".join(lines))
        if chance.random() < 0.3:
            # A quote is opened, something is typed, and it is closed again or taken back.
            open_at = chance.randrange(len(texts[-1]) + 1)
            for typed in ('"', '"x', chance.choice(['"x"', ""])):
                texts.append(texts[-1][:open_at] + typed + "\n".join(lines)[open_at:])
    check(texts, tmp_path)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_examples(script: Path, tmp_path: Path) -> None:
    chance = random.Random(script.name)
    lines = script.read_text(encoding="utf-8").splitlines()
    texts = ["\n".join(lines)]
    for _ in range(5):
        other = list(lines)
        at = chance.randrange(len(lines))
        other[at : at + chance.choice([0, 0, 1, 2])] = [chance.choice(LINES)]
        texts += ["\n".join(other), "\n".join(lines)]
    check(texts, tmp_path)


def test_what_has_nothing_to_do_with_an_edit_is_taken_over(tmp_path: Path) -> None:
    lines = [f"docker run -d --name n{number} -v v{number}:/data redis:7" for number in range(40)]
    lines += [f"docker rm -f n{number}" for number in range(40)]
    workspace, settings, memory = Workspace(str(tmp_path)), Settings(), Memory()
    found = []
    for image in ("redis:7", "redis:6", "redis:7.2"):
        lines[20] = f"docker run -d --name n20 -v v20:/data {image}"
        document = Document(str(tmp_path / "run.sh"), "\n".join(lines).encode(), "shell")
        found.append(analyse(document, workspace, settings, memory).timelines[0])
    same = [one is other for one, other in zip(found[1].containers, found[2].containers, strict=True)]
    assert same == [number != 20 for number in range(40)]
    assert [write.sequence for write in found[2].writes] == sorted(
        write.sequence for write in found[2].writes
    )


@pytest.mark.parametrize(
    ("before", "line", "edits"),
    [
        # The image's name leads elsewhere.
        (
            ["docker run -d --name b postgres:16", "docker run -d --name c redis:7"],
            "docker commit b made:1",
            ["docker commit c made:1", "docker tag nginx:1.27 made:1", "true"],
        ),
        # The same place writes once more.
        (
            ["f() { docker run -d --name $1 --tmpfs /tmp debian:12 sh -c 'echo x > /tmp/y'; }", "f x"],
            "true",
            ["docker restart x", "docker stop x"],
        ),
        # What containers wrote to a bind mount is deleted on the host.
        (
            ["docker run --name w -v /srv/b:/out alpine sh -c 'echo x > /out/x'"],
            "true",
            ["rm -rf /srv/b", "docker run --rm -v /srv:/s alpine rm -rf /s/b", "true"],
        ),
    ],
)
def test_what_is_shared_without_a_container(
    before: list[str], line: str, edits: list[str], tmp_path: Path
) -> None:
    filler = [f"docker run -d --name n{number} -v v{number}:/data redis:7" for number in range(12)]
    after = ["docker run -d --name m made:1", "f y", "docker start w"]
    check(
        ["\n".join([*filler, *before, each, *after]) for each in (line, line + " ", *edits, line)], tmp_path
    )


def test_worlds_share_what_they_replay_alike(tmp_path: Path) -> None:
    """An edit outside a branch is replayed once for both of its worlds."""
    lines = [f"docker run -d --name n{number} -v v{number}:/data redis:7" for number in range(12)]
    branch = ['if [ "$1" = live ]; then docker volume create extra; fi']
    workspace, settings, memory = Workspace(str(tmp_path)), Settings(), Memory()
    for image in ("redis:7", "redis:6", "redis:7.2"):
        lines[5] = f"docker run -d --name n5 -v v5:/data {image}"
        text = "\n".join([*lines, *branch])
        found = analyse(
            Document(str(tmp_path / "run.sh"), text.encode(), "shell"), workspace, settings, memory
        )
    one, other = found.timelines
    assert one.containers[5] is other.containers[5]
    assert told(found) == told(
        analyse(Document(str(tmp_path / "run.sh"), text.encode(), "shell"), workspace, settings)
    )
