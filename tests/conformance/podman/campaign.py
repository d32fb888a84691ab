"""A campaign: random lines, each put to persistlint and to a real podman with a storage of its own; what differs is kept."""

from __future__ import annotations

import json
import re
from collections import Counter

from persistlint.docker.option_table import NEWEST
from tests.conformance.docker.reading import Reading, read_all
from tests.podman import Storage

from . import compare
from .lines import FOLDERS, LENDER, RUN_ONLY, Line, Lines

#: So many lines are read as one script.
_BATCH = 100
#: So many containers are looked at together.
_KEPT = 25


class Difference:
    """A line that is read otherwise than by podman."""

    __slots__ = ("line", "why")

    def __init__(self, line: Line, why: str) -> None:
        self.line = line
        self.why = why


class Campaign:
    """Judges lines, and counts. ``storage`` is podman's, used by nothing else."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.version = storage.run("--version").stdout.split()[-1]
        self.folder = storage.folder / "work"
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "env.list").write_text("FROM_FILE=1\n")
        (self.folder / "label.list").write_text("from=file\n")
        storage.variables.update(compare.VARIABLES)
        storage.import_image("localhost/im:1")
        storage.run(
            "tag",
            "localhost/im:1",
            "localhost/im:latest",
            "docker.io/library/pg:16",
            "docker.io/library/pg:latest",
        )
        self._prepare()
        self._cidfile = storage.folder / "cid"
        self.seen: set[Line] = set()
        self.verdicts: Counter[str] = Counter()
        self.machine: Counter[str] = Counter()
        self.verbs: Counter[str] = Counter()
        self.options: Counter[str] = Counter()
        self.differences: list[Difference] = []
        self._pending: list[tuple[Line, Reading, str]] = []
        self._names: set[str] = set()

    def _prepare(self) -> None:
        self.storage.run("create", "--name", LENDER, "-v", "lent:/lent", "localhost/im:1", "true")

    def generated(self, count: int, seed: int = 0) -> None:
        """Judge ``count`` further lines."""
        source = Lines(seed)
        wanted = len(self.seen) + count
        while len(self.seen) < wanted:
            batch: dict[Line, None] = {}
            while len(batch) < min(_BATCH, wanted - len(self.seen)):
                line = source.draw()
                if line not in self.seen:
                    batch[line] = None
            self.judge(list(batch), seed)

    def judge(self, lines: list[Line], seed: int = 0) -> None:
        """Put lines to both."""
        self.seen.update(lines)
        readings = read_all([list(line) for line in lines], NEWEST, str(self.folder), seed, "podman")
        for line, reading in zip(lines, readings, strict=True):
            if isinstance(reading, str):
                self._differs(line, reading)
                continue
            self.verbs[reading.command.verb] += 1
            self.options.update({use.name for use in reading.command.options})
            self._judge(line, reading)
        self._look()

    def _differs(self, line: Line, why: str) -> None:
        self.verdicts["different"] += 1
        self.differences.append(Difference(line, why))

    def _judge(self, line: Line, reading: Reading) -> None:
        words = list(line)
        verb = reading.command.verb
        given = {use.name for use in reading.command.options}
        name = reading.fields.get("name")
        if name and name.removeprefix("/") in self._names:
            self._look()
        if verb == "container run":
            if given & RUN_ONLY:
                self._cidfile.unlink(missing_ok=True)
                more = [f"--cidfile={self._cidfile}"]
                if "network" not in given:
                    more.append("--network=none")
                words = [*words[: words.index("run") + 1], *more, *words[words.index("run") + 1 :]]
            else:
                words[words.index("run")] = "create"
        done = self.storage.ask(*words, cwd=self.folder)
        said = "\n".join(row for row in done.stderr.splitlines() if "level=warning" not in row)
        refusals = [*reading.fields["syntax_errors"], *reading.fields["engine_errors"]]
        started = "run" in words and done.returncode not in (0, 125)
        if done.returncode and not started:
            self._refused(line, refusals, said, done.stdout)
        elif refusals:
            self._differs(line, f"podman accepts, we refuse: {refusals}")
            self._pending_id(line, reading, done.stdout, keep=False)
        elif "Usage:" in done.stdout:
            self.verdicts["same"] += 1
        else:
            self._pending_id(line, reading, done.stdout, keep=True)

    def _pending_id(self, line: Line, reading: Reading, out: str, keep: bool) -> None:
        made = out.strip().splitlines()[-1:] or [""]
        if self._cidfile.exists():
            made = [self._cidfile.read_text().strip()]
            self._cidfile.unlink()
        if keep:
            self._pending.append((line, reading, made[0]))
            self._names.add((reading.fields.get("name") or "").removeprefix("/"))
        if not keep or len(self._pending) >= _KEPT:
            self._look()

    def _refused(self, line: Line, refusals: list[str], said: str, out: str) -> None:
        del out
        if any(compare.is_said(reason, said) for reason in refusals):
            self.verdicts["refused, for the same reason"] += 1
            return
        if not refusals:
            for why, pattern in compare.MACHINE.items():
                if re.search(pattern, said):
                    self.verdicts["not to be judged"] += 1
                    self.machine[why] += 1
                    return
        elif "no such file or directory" in said or "did not resolve to an alias" in said:
            # Podman looks at files and images first.
            self.verdicts["refused by both, podman for what is missing"] += 1
            return
        self._differs(line, f"podman refuses: {said.strip()[-300:]!r}, we say {refusals}")

    def _look(self) -> None:
        """Compare what was made with what was read, and remove it."""
        pending, self._pending, self._names = self._pending, [], set()
        containers = {made: item for *item, made in pending if item[1].command.verb != "volume create"}
        if containers:
            # One that --rm has removed already isn't there.
            listed = self.storage.run("ps", "-aq", "--no-trunc").stdout.split()
            answer = self.storage.run(
                "container", "inspect", *(made for made in containers if made in listed), LENDER
            )
            by_id = {each["Id"]: each for each in json.loads(answer.stdout)}
            for made, (line, reading) in containers.items():
                if made in by_id:
                    actual = compare.made(by_id[made])
                    self._compared(line, actual, compare.read(reading, actual, self.folder))
                elif reading.fields["remove"]:
                    self.verdicts["same"] += 1
                else:
                    self._differs(line, "podman made nothing")
        for line, reading, made in pending:
            if reading.command.verb == "volume create":
                answer = self.storage.ask("volume", "inspect", made)
                actual = compare.volume_made(json.loads(answer.stdout)[0])
                self._compared(line, actual, compare.volume_read(reading, actual))
        self.storage.clear()
        self._prepare()

    def _compared(self, line: Line, actual: compare.Fields, expected: compare.Fields) -> None:
        why = compare.differences(actual, expected)
        if why:
            self._differs(line, why)
        else:
            self.verdicts["same"] += 1
