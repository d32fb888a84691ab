"""Texts that nobody writes: ``python benchmarks/fuzz.py [FOLDER…] [--count 10000] [--seed 1] [--seconds 600] [--longest 500]``.

Every rule's page, every example and, where folders are given, their scripts, Dockerfiles, Compose files and documents are changed at random: pieces of one are put into
another, they are cut anywhere, nests are made deep and numbers huge, control characters and other line ends come in. Each text is analysed,
findings and fixes included. An exception, more than ``SECONDS`` of processor time and more than ``MEGABYTES`` of memory are told with the text's
seed; the text itself is written to the folder of ``--keep``. Exits with 1 where there was one.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import sys
import time
import traceback

from persistlint.api import analyse
from persistlint.hosts.discover import discover

#: Processor time that one text may take.
SECONDS = 2.0
#: Memory that the process may have taken altogether, in megabytes.
MEGABYTES = 300
#: No text is longer.
LONGEST = 20_000

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NAMES = {
    "shell": "fuzz.sh",
    "dockerfile": "Dockerfile",
    "markdown": "fuzz.md",
    "compose": "compose.yaml",
}

#: A page's Compose file.
_YAML = re.compile(r"^```yaml[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)

_OPENERS = [
    "$(",
    "$((",
    "((",
    "(",
    "{",
    "[",
    "[[",
    "`",
    '"',
    "'",
    "${",
    "${x:-",
    "${x[",
    "$[",
    "<(",
    ">(",
    "@(",
    "<<a",
    "<<-'b'",
    "if\n",
    "then\n",
    "for\n",
    "while\n",
    "do\n",
    "case\n",
    "x)",
    "f(){",
    "VOLUME[",
    "```sh\n",
    ">",
    "-",
    "<details>",
    '"$(',
    '"$((a\n"$(b\n',
    "\\(",
    "\\\n",
    "#",
    "$'",
    "!(",
    "?(",
    "x=(",
    "[a](/b",
]
_CLOSERS = [
    ")",
    "))",
    "}",
    "]",
    "]]",
    "`",
    '"',
    "'",
    "fi\n",
    "done\n",
    "esac\n",
    ";;",
    "a\n",
    "\\)",
    "```\n",
    "</details>",
    "&&",
    "||",
    "|",
    "&",
    ";",
    "\n",
    "\\",
]
_WORDS = [
    "docker run",
    "docker volume rm",
    "docker compose down -v",
    "docker exec -i db",
    "-v a:/a",
    "--mount type=volume,src=a,dst=/b",
    "--rm",
    "postgres:16",
    "docker build .",
    "docker cp a:/x .",
    "source ./a.sh",
    "eval ",
    "sh -c '",
    "sudo ",
    "while read -r a; do",
    "done < a",
    "set -e",
    "cd /x",
    "trap 'a' EXIT",
    "FROM a AS b",
    "RUN a",
    "COPY --from=b a /c",
    'VOLUME ["/a"]',
    "ENV a=b",
    "ARG c",
    'ENTRYPOINT ["a"]',
    "HEALTHCHECK CMD a",
    "{1..9}",
    "${a//b/c}",
    "$((a+1))",
    "${!a}",
    "${a[@]}",
    '"$@"',
    "printf '%s' a",
    "read a",
    "export a=b",
    "local a",
    "# persistlint: ignore[PSL101]",
    "services:\n  db:\n    image: postgres:16\n",
    "\n    volumes: [a:/a, /b]",
    "\nvolumes:\n  a: {external: true}\n",
    "    extends: {service: db}\n",
    "    <<: *a\n",
    "&a ",
    "*a",
    "${A:-${B:?c}}",
    "\n---\n",
    "include: [a.yaml]\n",
    ">-\n",
    "!reset null",
]
_STRANGE = [
    "\0",
    "\r",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x1b",
    "\ufeff",
    "\u2028",
    "\u202e",
    "\ue000",
    "\ue0010",
    "\udcff",
    "é",
    "\U0001f600",
    "\t",
    "\x7f",
]


def seeds(folders: list[str]) -> list[tuple[str, str]]:
    """Return the texts to begin with, each with its language."""
    found: list[tuple[str, str]] = []
    own = [os.path.join(HERE, "rules"), os.path.join(HERE, "examples"), os.path.join(HERE, "docs")]
    for file in discover([*own, *folders]):
        language = getattr(file, "language", "")
        if language in NAMES:
            with open(file.path, "rb") as opened:
                text = opened.read(LONGEST).decode("utf-8", "surrogateescape")
            found.append((language, text))
            if language == "markdown":
                found += [("compose", block) for block in _YAML.findall(text)]
    return found


def changed(chosen: random.Random, texts: list[tuple[str, str]], longest: int = LONGEST) -> tuple[str, str]:
    """Return a text that comes of others by a few changes, with its language. It has at most ``longest`` characters."""
    language, text = chosen.choice(texts)
    piece = min(4_000, longest)
    if len(text) > piece and chosen.random() < 0.8:
        start = chosen.randrange(len(text))
        text = text[start : start + piece]
    for _ in range(chosen.choice((1, 1, 2, 3, 5, 8))):
        at = chosen.randint(0, len(text))
        kind = chosen.randrange(9)
        if kind == 0:
            text = text[:at]
        elif kind == 1:
            other = chosen.choice(texts)[1]
            start = chosen.randint(0, len(other))
            text = text[:at] + other[start : start + chosen.choice((5, 50, 500))] + text[at:]
        elif kind == 2:
            text = text[:at] + text[at + chosen.choice((1, 1, 2, 10, 100)) :]
        elif kind == 3:
            nest = "".join(chosen.choice(_OPENERS) for _ in range(chosen.randint(1, 3)))
            close = chosen.choice(_CLOSERS) if chosen.random() < 0.5 else ""
            count = chosen.choice((1, 3, 10, 60, 121, 300))
            text = text[:at] + nest * count + chosen.choice(_WORDS) + close * count + text[at:]
        elif kind == 4:
            number = chosen.choice(("1", "9", "0", "-1", "0x", "1.")) * chosen.choice((1, 10, 20, 5_000))
            text = text[:at] + number + text[at:]
        elif kind == 5:
            text = text[:at] + chosen.choice(_STRANGE) * chosen.choice((1, 1, 2, 100)) + text[at:]
        elif kind == 6:
            old, new = chosen.choice(
                (("\n", "\r\n"), ("\n", "\r"), (" ", "\t"), ("\n", " "), ('"', "'"), (" ", "\n"))
            )
            end = at + chosen.choice((10, 1_000, LONGEST))
            text = text[:at] + text[at:end].replace(old, new) + text[end:]
        elif kind == 7:
            start = chosen.randint(0, at)
            text = text[:at] + text[start:at][:200] * chosen.choice((1, 2, 10, 50)) + text[at:]
        else:
            pieces = (chosen.choice((*_WORDS, *_CLOSERS, *_OPENERS)) for _ in range(chosen.randint(1, 6)))
            text = text[:at] + chosen.choice((" ", "\n", "; ")).join(pieces) + text[at:]
        text = text[:longest]
    if chosen.random() < 0.1:
        language = chosen.choice(list(NAMES))
    return language, text


def peak_megabytes() -> int:
    """Return the most memory that this program has held so far.

    On Linux a program's ``ru_maxrss`` begins with what the program that started it held (measured); ``VmHWM`` of proc(5) begins anew.
    """
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def fault(language: str, text: str, seconds: float = SECONDS) -> str:
    """Analyse the text; return what is wrong with that, or "". It may take ``seconds`` of processor time."""
    before = time.process_time()
    try:
        analyse(text.encode("utf-8", "surrogateescape"), path=NAMES[language])
    except Exception:
        return traceback.format_exc()
    took = time.process_time() - before
    if took > seconds:
        return f"{took:.1f} s of processor time"
    if (peak := peak_megabytes()) > MEGABYTES:
        return f"{peak} MB of memory"
    return ""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="the first text's; each has its own")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--longest", type=int, default=LONGEST, help="characters of a text")
    parser.add_argument("--most-seconds", type=float, default=SECONDS, help="of processor time for a text")
    parser.add_argument("--keep", help="write the texts that something is wrong with to this folder")
    given = parser.parse_args(arguments)
    texts = seeds(given.folders)
    end = time.monotonic() + given.seconds
    faults = made = 0
    slowest = 0.0
    for seed in range(given.seed, given.seed + given.count):
        if time.monotonic() > end:
            break
        language, text = changed(random.Random(seed), texts, given.longest)
        before = time.process_time()
        found = fault(language, text, given.most_seconds)
        slowest = max(slowest, time.process_time() - before)
        made += 1
        if found:
            faults += 1
            print(f"seed {seed} ({language}, {len(text)} characters): {found}", flush=True)
            if given.keep:
                os.makedirs(given.keep, exist_ok=True)
                with open(os.path.join(given.keep, f"{seed}-{NAMES[language]}"), "wb") as file:
                    file.write(text.encode("utf-8", "surrogateescape"))
    print(
        f"{made} texts made of {len(texts)}, {faults} with something wrong; the slowest took {slowest:.2f} s"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
