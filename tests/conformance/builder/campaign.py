"""Builds many Dockerfiles with both builders, compares each with both readings, and counts."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from tests.engine import Engine

from .bases import Config, import_bases
from .building import BUILDERS, BUILDKIT, CLASSIC, Built, build
from .comparing import DIFFERS, compare
from .differences import known_difference
from .reading import Reading, as_built, as_inspected

#: The classic builder waits most of the time, BuildKit computes.
_WORKERS = {BUILDKIT: 2, CLASSIC: 20}

BOTH_REFUSE = "refused by both"
NO_IMAGE = "refused, and no image for us either"
OUTSIDE = "refused for what no text tells (a missing image or file, a failing command)"
UNKNOWN_ARGUMENT = "refused over an argument that is unknown to us"
UNNOTICED = "refused, and nothing said"
OTHER_LINE = "refused at another line"
INSPECT = "inspect"
#: ``${NAME-default}``: the text never sets NAME, its default is taken and named as an assumption; here the base image does set it.
ASSUMED = "the default of a variable that the base image sets"


class Disagreement:
    """A Dockerfile that a builder takes otherwise than persistlint."""

    __slots__ = ("builder", "name", "text", "why")

    def __init__(self, name: str, text: str, builder: str, why: str) -> None:
        self.name = name
        self.text = text
        self.builder = builder
        self.why = why

    def __str__(self) -> str:
        return f"--- {self.name}, {self.builder}: {self.why}\n{self.text}"


class Campaign:
    """``built`` and ``refused`` count Dockerfiles by builder, ``verdicts`` ``inspect``'s fields by builder, field and verdict.

    ``excused`` counts disagreements of Dockerfiles by builder and the name of the known difference, ``disagreements`` holds all others.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._bases = import_bases(engine)
        self.built: Counter[str] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()
        self.verdicts: Counter[tuple[str, str, str]] = Counter()
        self.excused: Counter[tuple[str, str]] = Counter()
        self.disagreements: list[Disagreement] = []

    def run(self, texts: Iterable[tuple[str, str]], builders: Iterable[str] = BUILDERS) -> None:
        """Build and judge each ``(name, text)`` with each of the builders."""
        wanted = list(builders)
        with tempfile.TemporaryDirectory() as folder:
            context = Path(folder)
            (context / "file").write_text("text\n")
            for name, text, made in self._build(texts, wanted, context):
                readings = [(INSPECT, as_inspected(text, folder)), ("a known build", as_built(text))]
                for builder, built in made.items():
                    self._judge(name, text, builder, built, readings)

    def _build(
        self, texts: Iterable[tuple[str, str]], builders: list[str], context: Path
    ) -> Iterator[tuple[str, str, dict[str, Built]]]:
        pools = {builder: ThreadPoolExecutor(_WORKERS[builder]) for builder in builders}
        try:
            waiting: list[tuple[str, str, dict[str, Future[Built]]]] = [
                (
                    name,
                    text,
                    {
                        b: pools[b].submit(build, self._engine, text, b, context)
                        for b in builders
                        # The classic builder knows no here-documents: it takes the operator for a file and the body for instructions.
                        if b == BUILDKIT or not as_built(text).has_here_documents
                    },
                )
                for name, text in texts
            ]
            for name, text, futures in waiting:
                yield name, text, {builder: future.result() for builder, future in futures.items()}
        finally:
            for pool in pools.values():
                pool.shutdown(cancel_futures=True)

    def _judge(
        self, name: str, text: str, builder: str, built: Built, readings: list[tuple[str, Reading]]
    ) -> None:
        if built.config is None:
            outcome, differences = _judged_refusal(built, [reading for _, reading in readings])
            self.refused[builder, outcome] += 1
        else:
            self.built[builder] += 1
            differences = self._judged_image(builder, built.config, readings)
        if not differences:
            return
        reading = readings[-1][1]
        difference = known_difference(text, builder, reading)
        if difference is None and reading.definition.assumes & self._set_by(reading.base):
            difference = ASSUMED
        if difference is not None:
            self.excused[builder, difference] += 1
        else:
            self.disagreements += [Disagreement(name, text, builder, why) for why in differences]

    def _set_by(self, base: str | None) -> set[str]:
        """Return the variables that a base image sets."""
        entries: list[str] = self._bases.get(base or "", {}).get("Env") or []
        return {entry.partition("=")[0] for entry in entries}

    def _judged_image(self, builder: str, built: Config, readings: list[tuple[str, Reading]]) -> list[str]:
        """Why an image isn't what the readings say."""
        sentences = []
        for which, reading in readings:
            if reading.problems:
                sentences.append(f"built, and we say refused ({which}): {reading.problems}")
            for each in compare(reading, built, self._bases):
                if which == INSPECT:
                    self.verdicts[builder, each.field, each.verdict] += 1
                if each.verdict == DIFFERS:
                    sentences.append(f"{each.field} ({which}) is {each.theirs!r}, we say {each.ours!r}")
        return sentences


def _judged_refusal(built: Built, readings: list[Reading]) -> tuple[str, list[str]]:
    """Return what kind of refusal it is, and why it isn't what the readings say."""
    problems = {
        line: why for reading in readings for line, why in {**reading.problems, **reading.elsewhere}.items()
    }
    strict = readings[-1]
    if built.line in problems:
        return BOTH_REFUSE, []
    # The builder may come to what is unknown to us before it comes to what we know of.
    if strict.unknown and (built.line in strict.unknown or (built.line is None and not problems)):
        return UNKNOWN_ARGUMENT, []
    if built.outside:
        return OUTSIDE, []
    if problems:
        # A directive is no instruction: what is wrong with it is said of the first one.
        if built.line in strict.lines:
            return OTHER_LINE, [f"{OTHER_LINE}: {problems}, theirs: {built.refusal}"]
        return BOTH_REFUSE, []
    if strict.fields is None:
        return NO_IMAGE, []
    return UNNOTICED, [f"{UNNOTICED}: {built.refusal}"]
