"""A campaign: many lines, each put to persistlint and to the client; what was covered is counted, what differs is kept."""

from __future__ import annotations

import re
import shutil
import warnings
from collections import Counter
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from persistlint.docker.option_table import Version, options_of, version_of

from . import buildkit, examples
from .compare import WINDOWS_ONLY, Verdict, judge, version_difference
from .engine import RecordingEngine
from .lines import BUILDKIT_ONLY, OTHERS, SPELLINGS, faulty_lines, lines, options_for, stdin_of
from .reading import Reading, read_all
from .refusals import FAULTS, refusals_in
from .sent import Client

#: So many lines are read as one script.
_BATCH = 100

Line = tuple[str, ...]


class Difference:
    """A line that is read otherwise than by the client."""

    __slots__ = ("line", "verb", "why")

    def __init__(self, verb: str, line: Line, why: str) -> None:
        self.verb = verb
        self.line = line
        self.why = why


class Campaign:
    """Judges lines, and counts."""

    def __init__(self) -> None:
        self.engine = RecordingEngine()
        said = self.engine.ask(["--version"]).said
        match = re.search(r"version (\d+\.\d+\.\d+)", said)
        assert match is not None, said
        self.client = match[1]
        self.version: Version = version_of(match[1])
        self.seen: set[Line] = set()
        self.by_verb: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.machine: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.options: Counter[tuple[str, str]] = Counter()
        self.differences: list[Difference] = []
        self.of_versions: list[Difference] = []
        self.buildkit_lines = 0
        self.buildx = ""
        #: The options that the installed BuildKit client has, and those of the table that it doesn't list.
        self.buildkit_options: list[str] = []
        self.buildkit_lacks: list[str] = []

    def close(self) -> None:
        self.engine.close()

    def judge(self, batch: list[tuple[str, Line]]) -> None:
        """Puts lines, each with its verb, to both."""
        fresh = [item for item in dict.fromkeys(batch) if item[1] not in self.seen]
        self.seen.update(line for _, line in fresh)
        readings = read_all(
            [list(line) for _, line in fresh], self.version, self.engine.folder, len(self.seen)
        )
        for (verb, line), reading in zip(fresh, readings, strict=True):
            self._judge(verb, line, reading)

    def _judge(self, verb: str, line: Line, reading: Reading | str) -> None:
        system = "linux"
        given_options: set[str] = set()
        if isinstance(reading, Reading):
            given_options = {use.name for use in reading.command.options}
            if given_options.intersection(WINDOWS_ONLY):
                system = "windows"
            self._count_options(verb, reading)
        answer = self.engine.ask(list(line), stdin_of(list(line), verb), system)
        verdict: Verdict = judge(reading, answer, Client(self.engine.folder, self.version))
        if verdict.kind == "different" and system == "windows" and "device" in given_options:
            verdict = Verdict("machine", "an engine on Windows checks devices itself")
        self.by_verb[verb] += 1
        self.verdicts[verdict.kind] += 1
        if verdict.kind == "machine":
            self.machine[verdict.why] += 1
        if verdict.kind == "different":
            self.differences.append(Difference(verb, line, verdict.why))
        if verdict.kind == "refused":
            self.refusals.update(refusals_in(answer.said))
        if isinstance(reading, Reading):
            changed = version_difference(reading)
            if changed:
                self.of_versions.append(Difference(verb, line, changed))

    def _count_options(self, verb: str, reading: Reading) -> None:
        """Counts each option once a line, by the spelling that it was given."""
        names = set()
        table = options_of(verb)
        for use in reading.command.options:
            if use.flag.startswith("--"):
                names.add(use.flag[2:])
            else:
                names.add(
                    table.by_letter[use.flag[1]].spelling if use.flag[1] in table.by_letter else use.name
                )
        self.options.update((verb, name) for name in names)

    # -- what lines -------------------------------------------------------------------------------------------

    def fill(self, least: int, first_seed: int = 0) -> None:
        """Judges further lines of the options that fewer than ``least`` lines have given."""
        number = first_seed * 100_003 + 50_000
        for _ in range(5):
            batch: list[tuple[str, Line]] = []
            for verb in SPELLINGS:
                for option in options_for(verb):
                    lacking = least - self.options[verb, option.spelling]
                    if lacking > 0:
                        number += 1
                        batch += [
                            (verb, tuple(words)) for words in drawn(lines(verb, option), lacking + 3, number)
                        ]
            if not batch:
                return
            self.judge(batch)

    def examples(self) -> None:
        """Judges the commands of the rule pages and the example scripts."""
        self.judge(examples.lines())

    def buildkit(self, count: int, first_seed: int = 0) -> None:
        """Judges lines of BuildKit's client, where it is installed."""
        names = buildkit.known_options(self.engine)
        options = buildkit.options(names)
        if not options:
            return
        self.buildkit_options = [option.spelling for option in options]
        self.buildkit_lacks = [name for name in buildkit.missing_options(names) if name in BUILDKIT_ONLY]
        match = re.search(r"buildx (\S+)", self.engine.ask(["buildx", "version"]).said)
        self.buildx = f"buildx {match[1]}" if match is not None else "buildx"
        number = first_seed * 100_003
        fresh: dict[Line, None] = {}
        while len(fresh) < count:
            for option in options:
                number += 1
                for words in drawn(buildkit.lines(option, options), 4, number):
                    if tuple(words) not in self.seen and len(fresh) < count:
                        fresh[tuple(words)] = None
        lines_ = [list(line) for line in fresh]
        readings = read_all(lines_, self.version, self.engine.folder, first_seed)
        for words, reading in zip(lines_, readings, strict=True):
            self._judge_buildkit(tuple(words), reading)

    def _judge_buildkit(self, line: Line, reading: Reading | str) -> None:
        answer = self.engine.ask(list(line))
        self.seen.add(line)
        self.buildkit_lines += 1
        self.by_verb["image build"] += 1
        why = buildkit.judge(reading, answer)
        self.verdicts["different" if why else "same" if answer.requests else "refused"] += 1
        if why:
            self.differences.append(Difference("image build", line, why))
        if isinstance(reading, Reading):
            self._count_options("image build", reading)

    def generated(self, count: int, first_seed: int = 0) -> None:
        """Judges ``count`` further lines, spread evenly over the options of the verbs."""
        wanted = len(self.seen) + count
        number = first_seed * 100_003
        while len(self.seen) < wanted:
            batch: list[tuple[str, Line]] = []
            for verb, strategy in targets(wanted - len(self.seen)):
                number += 1
                batch += [(verb, tuple(words)) for words in drawn(strategy, 4 if count > 1000 else 1, number)]
                if len(batch) >= _BATCH:
                    self.judge(batch[: wanted - len(self.seen)])
                    batch = []
                    if len(self.seen) >= wanted:
                        return
            self.judge(batch[: wanted - len(self.seen)])


def targets(count: int) -> Iterator[tuple[str, st.SearchStrategy[list[str]]]]:
    """For each option of each verb lines that use it, and lines of the other verbs; fewer, evenly chosen, for a small ``count``."""
    everything: list[tuple[str, st.SearchStrategy[list[str]]]] = []
    everything += [("container run", faulty_lines(fault)) for fault in FAULTS]
    for verb in SPELLINGS:
        # What this is all about gets a larger share, and so do the verbs with few options.
        usual = 1 if verb in ("container run", "container create") else 2
        for option in options_for(verb):
            share = {"volume": 6, "mount": 6, "tmpfs": 2, "restart": 2}.get(option.name, usual)
            everything += [(verb, lines(verb, option))] * share
    for verb in OTHERS:
        everything += [(verb, lines(verb))] * 2
    step = max(1, len(everything) // max(count, 1))
    yield from everything[::step]


def drawn(strategy: st.SearchStrategy[list[str]], count: int, number: int) -> list[list[str]]:
    """So many examples of a strategy, the same ones for the same ``number``."""
    drawn_words: list[list[str]] = []

    @seed(number)
    @settings(
        max_examples=count + 1,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(words: list[str]) -> None:
        drawn_words.append(words)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        collect()
    # The first example is the simplest there is, every time.
    return drawn_words[1:]


def client_is_installed() -> bool:
    return shutil.which("docker") is not None
