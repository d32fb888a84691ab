"""Fixed programs do what they did, but for what the fixes say: both are run in a real shell with recorders in place of docker.

Sealed: an empty environment, a temporary home and folder, a PATH that holds recorders, ``cat``, and nothing else.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter

from persistlint.analysis.analyse import analyse
from persistlint.analysis.checked_fixes import keep_checked
from persistlint.analysis.workspace import Workspace
from persistlint.rules.fixes import MAX_ROUNDS, choose, fixed
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

from .shell_programs import DEAF, LONG_MOUNTS, MOUNTS, READERS, ShellProgram

#: Notes its words, and what it reads with ``-i``, as one record; like docker it reads nothing without.
_DOCKER = r"""#!{shell}
IFS=' '
reads= terminal= value=
for word; do
  if [ "$value" ]; then value=; continue; fi
  case $word in
    exec|run) ;;
    -e|-v|--mount|--name) value=1 ;;
    --interactive) reads=1 ;;
    -it|-ti) reads=1 terminal=1 ;;
    -i) reads=1 ;;
    -t) terminal=1 ;;
    -*) ;;
    *) break ;;
  esac
done
# The client refuses a terminal where its input is none, and reads nothing.
if [ "$reads" ] && [ "$terminal" ]; then reads=; fi
given=
if [ "$reads" ]; then given=$(cat); fi
record="D"
for word; do record="$record@W$word"; done
printf '%s@I%s@E' "$record" "$given" >> "$LOG"
echo "out of $*"
"""
_NOTE = r"""#!{shell}
record="N"
for word; do record="$record@W$word"; done
printf '%s@I@E' "$record" >> "$LOG"
"""
#: What the script itself is fed.
_SCRIPTS_OWN = "the script's"
_MARK = re.compile(r"m\d+")
_INPUT = frozenset(("-i", "--interactive", "-it", "-ti"))
_TERMINAL = frozenset(("-t", "-it", "-ti"))

#: What each wrong word of a mount becomes.
_MENDED = {given: meant for _, given, meant in (*MOUNTS, *LONG_MOUNTS)}
_MENDED["app:/data"] = "app:/data:ro"


class Call:
    """One recorded call: its words and what it read."""

    def __init__(self, words: tuple[str, ...], given: str) -> None:
        self.words = words
        self.given = given

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Call) and (self.words, self.given) == (other.words, other.given)

    def __hash__(self) -> int:
        return hash((self.words, self.given))

    def __repr__(self) -> str:
        return f"{' '.join(self.words)} ⟵ {self.given!r}"


class Bench:
    """A folder with the recorders, in which programs are run."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._bin = os.path.join(folder, "bin")
        self._home = os.path.join(folder, "my work")
        os.makedirs(self._bin)
        os.makedirs(self._home)
        shell = shutil.which("dash") or "/bin/sh"
        for name, text in (("docker", _DOCKER), ("note", _NOTE)):
            path = os.path.join(self._bin, name)
            with open(path, "w") as file:
                file.write(text.replace("{shell}", shell))
            os.chmod(path, 0o755)
        cat = shutil.which("cat")
        assert cat is not None
        os.symlink(cat, os.path.join(self._bin, "cat"))

    def run(self, text: bytes, shell: str) -> dict[str, list[Call]]:
        """Return the calls of each mark, in order; those of ``note`` under ``note``."""
        log = os.path.join(self._folder, "log")
        for name, content in (
            ("dump.sql", "from the dump\n"),
            ("list", "one\ntwo\nthree\n"),
            ("base", f"{_SCRIPTS_OWN}\n"),
        ):
            with open(os.path.join(self._home, name), "w") as file:
                file.write(content)
        open(log, "w").close()
        program = shutil.which(shell)
        assert program is not None
        script = os.path.join(self._folder, "script")
        with open(script, "wb") as file:
            file.write(text)
        environment = {"PATH": self._bin, "HOME": "/home/me", "LOG": log, "LC_ALL": "C.UTF-8"}
        with open(os.path.join(self._home, "base")) as given:
            subprocess.run(
                [program, script],
                stdin=given,
                env=environment,
                cwd=self._home,
                capture_output=True,
                timeout=20,
                check=False,
            )
        by_group: dict[str, list[Call]] = {}
        with open(log, encoding="utf-8", errors="replace") as file:
            records = file.read().split("@E")[:-1]
        for record in records:
            head, _, given_text = record.partition("@I")
            kind, *words = head.split("@W")
            match = _MARK.search(" ".join(words)) if kind == "D" else None
            by_group.setdefault(match.group() if match else kind, []).append(Call(tuple(words), given_text))
        return by_group


def mended(text: bytes) -> tuple[bytes, list[tuple[str, str]]]:
    """Return the text after all safe fixes, and the code and title of each that was made."""
    settings, workspace = Settings(), Workspace(".")
    settings.select = ["ALL"]
    made: list[tuple[str, str]] = []
    for _ in range(MAX_ROUNDS):
        document = Document("run.sh", text, "shell")
        analysis = analyse(document, workspace, settings)
        keep_checked(analysis, workspace, settings)
        chosen = choose(analysis.findings, analysis.sources, False, "run.sh")
        after = fixed(text, chosen, "run.sh")
        if after == text:
            break
        made += [(each.finding.code, each.fix.title) for each in chosen]
        text = after
    return text, made


def faults(program: ShellProgram, bench: Bench, shell: str, made: Counter[str]) -> list[str]:
    """Return what the fixed program does otherwise than the fixes say. ``made`` counts the fixes by code."""
    text = program.text.encode()
    after, fixes = mended(text)
    made.update(code for code, _ in fixes)
    if not fixes:
        return []
    before_calls, after_calls = bench.run(text, shell), bench.run(after, shell)
    sentences: list[str] = []
    more_rounds = any(code == "PSL807" for code, _ in fixes)
    for mark in sorted({*before_calls, *after_calls}):
        calls_before, two = before_calls.get(mark, []), after_calls.get(mark, [])
        grows = more_rounds and (mark in program.looped or mark == "N")
        if len(calls_before) != len(two) and not (grows and len(calls_before) < len(two)):
            sentences.append(f"{mark}: {len(two)} calls for {len(calls_before)}")
            continue
        if mark == "N" and grows:
            # Further rounds note more; what was noted stays in its order.
            rest = iter(two)
            if not all(any(call == other for other in rest) for call in calls_before):
                sentences.append(f"notes differ: {calls_before} {two}")
            continue
        for call, other in zip(calls_before, two, strict=False):
            fault = _difference(call, other, program, mark)
            if fault:
                sentences.append(f"{mark}: {fault}: {call} -> {other}")
    return sentences


def _difference(call: Call, other: Call, program: ShellProgram, mark: str) -> str | None:
    """Return what of the change no title says; None where nothing is."""
    if call == other:
        return None
    if "exec" in call.words[:1]:
        if _plain(call.words) != _plain(other.words):
            return "other words"
        had, has = bool(_INPUT & set(call.words)), bool(_INPUT & set(other.words))
        if _TERMINAL & set(other.words) and not _TERMINAL & set(call.words):
            return "a terminal more"
        if (
            _TERMINAL & set(call.words)
            and not _TERMINAL & set(other.words)
            and mark not in program.redirected
        ):
            return "a terminal less, and nothing is redirected"
        command = " ".join(_plain(call.words)[2:])
        if has and not had:
            if not other.given:
                return "`-i` more, and nothing is read"
            return "`-i` for a program that reads nothing" if _is_one(command, DEAF) else None
        if had and not has:
            if mark not in program.looped:
                return "`-i` less outside of a loop"
            return "`-i` less for a program that reads" if _is_one(command, READERS) else None
        refused = had and bool(_TERMINAL & set(call.words)) and not _TERMINAL & set(other.words)
        if call.given == _SCRIPTS_OWN:
            # A command that docker refused before (`-it` without a terminal) reads it now.
            return None
        if call.given != other.given and mark not in program.looped and not refused:
            return "another input"
        return None
    before, after = list(call.words), list(other.words)
    if mark in program.moved and sorted(before) == sorted(after):
        return None
    if mark in program.split and " ".join(before) == " ".join(after) and len(after) < len(before):
        return None
    if mark in program.cut and after == [*before, "-v", "data:/x", "app:1"]:
        return None
    if mark in program.dashed and after == [word.replace("\u2013", "-") for word in before]:
        return None
    if call.given != other.given or len(call.words) != len(other.words):
        return "other words or input"
    for old, new in zip(call.words, other.words, strict=True):
        if old != new and _MENDED.get(old) != new and not (new == f"./{old}" and old.startswith("data/up:")):
            return f"`{old}` became `{new}`"
    return None


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without what says whether input and a terminal are attached."""
    return tuple(word for word in words if word not in _INPUT and word not in _TERMINAL)


def _is_one(command: str, programs: list[str]) -> bool:
    return command in {program.replace("'", "") for program in programs}
