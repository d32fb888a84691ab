"""Half-typed scripts: ``python benchmarks/truncations.py FOLDER… [--scripts 100] [--cuts 200]``.

The largest shell scripts below the folders are each cut at so many places, spread evenly over the edges of their tokens (those inside
quotes and here-documents too), and each piece is evaluated, with what the shorter ones left in the memo, as in an editor. Prints how many pieces there were, the exceptions, the most steps and
the most processor time that one took. Exits with 1 where there was an exception.
"""

from __future__ import annotations

import os
import re
import sys
import time
import traceback

from persistlint.hosts import shell
from persistlint.hosts.discover import discover
from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.evaluate.memo import Memo
from persistlint.text.document import Document

_TOKEN = re.compile(rb"[^\s'\"`$(){}|&;<>\\]+|\s+|.", re.S)


def scripts(folders: list[str], most: int) -> list[str]:
    """Return the paths of the largest shell scripts, the largest first."""
    found: set[tuple[int, str]] = set()
    for folder in folders:
        for file in discover([folder]):
            path = getattr(file, "path", "")
            if getattr(file, "language", "") == "shell" and os.path.isfile(path):
                found.add((os.path.getsize(path), path))
    return [path for _, path in sorted(found, reverse=True)[:most]]


def cuts(data: bytes, count: int) -> list[int]:
    """So many places to cut, or all that there are."""
    edges = [token.start() for token in _TOKEN.finditer(data)]
    if len(edges) <= count:
        return edges
    return [edges[number * len(edges) // count] for number in range(count)]


def main(arguments: list[str]) -> int:
    def number(option: str, default: int) -> int:
        return int(arguments[arguments.index(option) + 1]) if option in arguments else default

    folders = [argument for argument in arguments if os.path.isdir(argument)]
    if not folders:
        print(__doc__)
        return 2
    pieces = exceptions = most_steps = in_quotes = in_here_documents = spent = 0
    slowest, slowest_piece = 0.0, ""
    paths = scripts(folders, number("--scripts", 100))
    whole = time.process_time()
    for path in paths:
        with open(path, "rb") as file:
            data = file.read()
        memo = Memo()
        for cut in cuts(data, number("--cuts", 200)):
            pieces += 1
            before = time.process_time()
            try:
                for fragment in shell.fragments(Document(path, data[:cut], "shell")):
                    evaluator = Evaluator(path, fragment.dialect, memo=memo)
                    evaluator.fragment(fragment.text, 0)
                    evaluator.uncalled()
                    most_steps = max(most_steps, evaluator.spent_steps)
                    spent += evaluator.spent
                    reasons = " ".join(problem.reason for problem in evaluator.problems)
                    in_quotes += "unfinished" in reasons
                    in_here_documents += "here-document without" in reasons
            except Exception:
                exceptions += 1
                print(f"{path}, the first {cut} bytes:\n{traceback.format_exc()}")
            seconds = time.process_time() - before
            if seconds > slowest:
                slowest, slowest_piece = seconds, f"{path}, the first {cut} bytes"
    print(
        f"{pieces} half-typed scripts ({in_quotes} end in quotes or an expansion, {in_here_documents} in a here-document)"
        f" in {time.process_time() - whole:.0f} s of processor time: {exceptions} exceptions, at most {most_steps} steps,"
        f" {spent} not read to the end, at most {slowest:.2f} s ({slowest_piece})"
    )
    return 1 if exceptions else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
