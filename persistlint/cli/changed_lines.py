"""Lines that differ from a commit: ``--diff-base`` tells only findings of commands that somebody has touched."""

from __future__ import annotations

import os
import shutil
import subprocess

from persistlint.cli.session import UsageProblem
from persistlint.files.places import repository_above

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.rules.finding import Finding
    from persistlint.text.spans import Span


class ChangedLines:
    """The lines of a working tree that differ from where it left ``base``, a commit, branch or tag.

    That is the newest commit that both have, as a pull request shows it; lines that aren't committed yet count as changed, and so do all of a
    file that git doesn't know. Raises ``UsageProblem`` where that isn't known, of the folder ``start`` at once: a wrong name must not pass for
    want of findings.
    """

    __slots__ = ("_base", "_roots")

    def __init__(self, base: str, start: str) -> None:
        self._base = base
        #: For each folder, the repository's root among them, the changed lines by path, None for the whole file: git is asked once a folder.
        self._roots: dict[str, dict[str, list[tuple[int, int]] | None]] = {}
        folder = os.path.realpath(start if os.path.isdir(start) else os.path.dirname(start))
        if os.path.isdir(folder):
            self._of(folder)

    def keeps(self, finding: Finding, analysis: Analysis) -> bool:
        """Return whether the finding, its command, or a related place is on a changed line."""
        spans = [finding.span, finding.command_span, *(related.span for related in finding.related)]
        return any(self._touched(span, analysis) for span in spans)

    def _touched(self, span: Span, analysis: Analysis) -> bool:
        if not analysis.sources.knows(span):
            return False
        place = analysis.sources.place(span)
        path = os.path.realpath(place.path)
        lines = self._of(os.path.dirname(path)).get(path, [])
        if lines is None:
            return True
        first, _, last, _ = place.positions()
        return any(first <= end and start <= last for start, end in lines)

    def _of(self, folder: str) -> dict[str, list[tuple[int, int]] | None]:
        lines = self._roots.get(folder)
        if lines is not None:
            return lines
        # git isn't asked for it: `core.worktree` of a stranger's repository would lead anywhere.
        repository = repository_above(os.path.realpath(folder))
        if repository is None:
            raise UsageProblem("--diff-base: not a git repository (nor is any of the folders above)")
        root = os.path.realpath(repository)
        if root not in self._roots:
            self._roots[root] = self._changes(root)
        lines = self._roots[folder] = self._roots[root]
        return lines

    def _changes(self, root: str) -> dict[str, list[tuple[int, int]] | None]:
        commit = _git(
            root,
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            f"{self._base}^{{commit}}",
            otherwise=f"`{self._base}` is no commit, branch or tag here; in a clone that isn't whole, fetch it first",
        )
        base = _git(
            root,
            "merge-base",
            commit.strip().decode(),
            "HEAD",
            otherwise=f"the branch and `{self._base}` have no commit in common here; in a clone that isn't whole, fetch more of it",
        )
        patch = _git(
            root,
            "diff",
            "--unified=0",
            "--inter-hunk-context=0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-relative",
            "--ignore-submodules=all",
            # Attributes may call a script binary, whose lines git doesn't tell.
            "--text",
            "--find-renames",
            "--dst-prefix=b/",
            base.strip().decode(),
        )
        changes: dict[str, list[tuple[int, int]] | None] = {}
        for name, lines in hunks(patch).items():
            changes[os.path.realpath(os.path.join(root, name))] = list(lines)
        for raw in _git(root, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
            if raw:
                changes[os.path.realpath(os.path.join(root, os.fsdecode(raw)))] = None
        return changes


def hunks(patch: bytes) -> dict[str, list[tuple[int, int]]]:
    """Return the changed lines of each file of a patch without context, first and last. For deleted lines, those beside the place."""
    out: dict[str, list[tuple[int, int]]] = {}
    lines: list[tuple[int, int]] = []
    old = new = 0
    for row in patch.split(b"\n"):
        if old > 0 or new > 0:
            # What a file holds may look like anything.
            old -= row.startswith(b"-")
            new -= row.startswith(b"+")
            continue
        if row.startswith(b"+++ "):
            lines = []
            name = _name(row[4:])
            if name is not None:
                out[name] = lines
        elif row.startswith(b"@@ -"):
            before, after = row.split(b" ")[1:3]
            old = _count(before)
            new = _count(after)
            start = int(after[1:].partition(b",")[0])
            lines.append((start, start + new - 1) if new else (start, start + 1))
    return out


def _count(side: bytes) -> int:
    _, comma, count = side.partition(b",")
    return int(count) if comma else 1


def _name(text: bytes) -> str | None:
    """Return the path that a patch's header names, None for ``/dev/null``."""
    if text.startswith(b'"'):
        text = _unquoted(text[1 : text.rindex(b'"')])
    else:
        text = text.rstrip(b"\t\r")
    return os.fsdecode(text[2:]) if text.startswith(b"b/") else None


def _unquoted(text: bytes) -> bytes:
    """C's escapes, as git writes names that hold control characters, quotes or backslashes."""
    simple = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"v": b"\v", b"f": b"\f"}
    out = b""
    at = 0
    while at < len(text):
        if text[at : at + 1] != b"\\":
            out += text[at : at + 1]
            at += 1
        elif text[at + 1 : at + 2].isdigit():
            out += bytes([int(text[at + 1 : at + 4], 8) & 255])
            at += 4
        else:
            following = text[at + 1 : at + 2]
            out += simple.get(following, following)
            at += 2
    return out


#: What a repository's own configuration could have git run or fetch, and what it could have git leave out.
_HARMLESS = {
    "core.fsmonitor": "false",
    "core.untrackedCache": "false",
    "core.hooksPath": os.devnull,
    "core.attributesFile": os.devnull,
    "core.quotePath": "false",
    "diff.external": "",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
    "submodule.recurse": "false",
}


def _git(folder: str, *arguments: str, otherwise: str = "") -> bytes:
    """Return what git prints in the repository whose root is ``folder``; it runs no program that the repository names, and reaches no other machine.

    Where it fails, ``otherwise`` is what is told if git itself says nothing.
    """
    harmless = [word for name, value in _HARMLESS.items() for word in ("-c", f"{name}={value}")]
    # Clean filters are programs too. They have names of their own, so what there is is asked first; reading the configuration runs nothing.
    names = _run(folder, ["config", "--null", "--name-only", "--get-regexp", r"^filter\..*"])
    for raw in names.stdout.split(b"\0"):
        name = os.fsdecode(raw)
        if name and "=" not in name:
            harmless += ["-c", f"{name}={'false' if name.lower().endswith('.required') else ''}"]
        elif name:
            raise UsageProblem(f"--diff-base: git's configuration has a filter with `=` in its name: {name}")
    done = _run(folder, [*harmless, *arguments])
    if done.returncode:
        complaint = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = (
            complaint[0].removeprefix("fatal: ")
            if complaint
            else otherwise or f"git ends with {done.returncode}"
        )
        raise UsageProblem(f"--diff-base: {reason}")
    return done.stdout


def _run(folder: str, arguments: list[str]) -> subprocess.CompletedProcess[bytes]:
    # A relative entry would find a program of the checkout.
    path = os.pathsep.join(
        entry for entry in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(entry)
    )
    program = shutil.which("git", path=path)
    if program is None:
        raise UsageProblem("--diff-base: git can't be run: there is none in PATH")
    # Variables of git's may come from a file of the checkout that a shell has read.
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    environment |= {
        "PATH": path,
        "GIT_WORK_TREE": folder,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
    try:
        return subprocess.run(
            [program, "--no-pager", "-C", folder, *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment,
        )
    except OSError as error:
        raise UsageProblem(f"--diff-base: git can't be run: {error.strerror}") from None
