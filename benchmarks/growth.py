#!/usr/bin/env python3
"""Measures how an analysis grows with the text: ``python benchmarks/growth.py [CASE…] [--list] [--fixes] [--most 10000]``.

Each case is a kind of document with so many commands (or branches, comments, functions …). It is analysed at n, 2n and 4n, where n is the size that takes
about a fifth of a second, and at 10,000. The exponent says by how much the time grows: 1 is linear. With ``--fixes`` each fix is tried, too, as the
reports do that show fixes. Exits with 1 where the exponent is above 1.15 or 10,000 take more than 10 s.

Processor time is taken, with the cyclic garbage collector off: its cost grows with all that is alive, whoever made it.
A case whose analysis a budget ended (PSL907) is marked "cut".
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
import time
from collections.abc import Callable

from persistlint.analysis.analyse import analyse
from persistlint.analysis.checked_fixes import keep_checked
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

MOST_EXPONENT = 1.15
MOST_SECONDS = 10.0
#: The time that n should take at least, so that what is done once doesn't count.
LEAST_SECONDS = 0.2
#: n isn't larger than this.
LARGEST = 2_000

#: A line with a finding and a fix.
LINE = "docker run -d postgres:16"


def _repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return what writes ``unit`` so many times; ``{n}`` in it is the number."""
    return lambda count: before + "".join(unit.replace("{n}", str(number)) for number in range(count)) + after


#: Shell scripts by name: the text for a size.
SCRIPTS: dict[str, Callable[[int], str]] = {
    # Findings.
    "findings": _repeated(f"{LINE}\n"),
    "findings, none": _repeated("docker run --rm alpine:3.20 true\n"),
    "ignored": _repeated(f"{LINE}  # persistlint: ignore[PSL101] known\n"),
    "ignored above": _repeated(f"# persistlint: ignore[PSL101] known\n{LINE}\n"),
    "disabled": _repeated(f"# persistlint: disable[PSL101] known\n{LINE}\n# persistlint: enable[PSL101]\n"),
    "disabled without end": _repeated(f"# persistlint: disable[PSL101] known\n{LINE}\n"),
    "comments on comments": _repeated("# persistlint: ignore[PSL101] known\n", after=f"{LINE}\n"),
    "one name again and again": _repeated("docker run -d --name db postgres:16\ndocker rm -f db\n"),
    # Branches and functions.
    "case arms": _repeated(f"  a{{n}})\n    {LINE}\n    ;;\n", 'case "$1" in\n', "esac\n"),
    "independent ifs": _repeated(f'if [ "$A{{n}}" ]; then\n  {LINE}\nfi\n'),
    "ifs and else": _repeated(
        f'if [ "$A{{n}}" ]; then\n  {LINE}\nelse\n  docker rm -f n{{n}}\nfi\n',
    ),
    "nested ifs": lambda count: (
        "".join(f'if [ "$A{number}" ]; then\n' for number in range(count)) + f"{LINE}\n" + "fi\n" * count
    ),
    "functions": _repeated(f"f{{n}}() {{\n  {LINE}\n}}\n"),
    "functions called": _repeated(f"f{{n}}() {{\n  {LINE}\n}}\nf{{n}}\n"),
    "calls": _repeated("f\n", f"f() {{\n  {LINE}\n}}\n"),
    "loops": _repeated(f"for i in a b; do\n  {LINE}\ndone\n"),
    "loops of unknown rounds": _repeated(f"while read -r x{{n}}; do\n  {LINE}\ndone < f{{n}}\n"),
    "functions in loops": _repeated(f"for i in a b; do\n  f{{n}}() {{\n    {LINE}\n  }}\n  f{{n}}\ndone\n"),
    "nested loops": lambda count: "".join(
        "for x in a b; do\n" * 64 + f"docker run -d --name n{number} postgres:16\n" + "done\n" * 64
        for number in range(max(count // 64, 1))
    ),
    # What the commands have to do with each other.
    "named": _repeated("docker run -d --name n{n} postgres:16\n"),
    "mounted": _repeated("docker run -d --name n{n} -v v{n}:/data postgres:16\n"),
    "one volume": _repeated("docker run -d --name n{n} -v v:/var/lib/postgresql/data postgres:16\n"),
    "one name": _repeated("docker run -d --name n postgres:16\n"),
    "removed": lambda count: (
        _repeated("docker run -d --name n{n} postgres:16\n")(count) + _repeated("docker rm -f n{n}\n")(count)
    ),
    "made again": _repeated("docker rm -f n\ndocker run -d --name n postgres:16\n"),
    "started and stopped": _repeated(
        "docker stop n\ndocker start n\n", "docker run -d --name n -v /x redis:7\n"
    ),
    "exec": _repeated(
        "docker exec n sh -c 'echo x > /tmp/f{n}'\n", "docker run -d --name n debian:12 sleep infinity\n"
    ),
    "exec of one": _repeated("docker exec -i n cat /x > x{n}\n", "docker run -d --name n debian:12\n"),
    "writes to a bind": _repeated("docker run --rm -v /srv/b:/out alpine sh -c 'echo x > /out/x{n}'\n"),
    "deletes in a bind": _repeated(
        "docker run --rm -v /srv/b:/out alpine sh -c 'echo x > /out/x{n}; rm /out/y{n}'\n"
    ),
    "volumes": _repeated(
        "docker volume create v{n}\ndocker run -d -v v{n}:/x redis:7\ndocker volume rm v{n}\n"
    ),
    "volumes unused": _repeated("docker volume create data-{n}\n", "docker run -d -v x:/y redis:7\n"),
    "all stopped": _repeated("docker run -d --name n{n} -v v{n}:/x redis:7\ndocker stop $(docker ps -q)\n"),
    "unknown name": _repeated('docker run -d --name n{n} redis:7\ndocker rm -f "$C{n}"\n'),
    "unknown volume": _repeated('docker run -d --name n{n} -v "$V{n}:/data" redis:7\n'),
    "builds": _repeated(
        "docker build -t x:{n} - <<E\nFROM debian:12\nVOLUME /data\nE\ndocker run -d x:{n}\n"
    ),
    "backups": _repeated(
        "docker run -d --name n{n} -v v{n}:/var/lib/postgresql/data postgres:16\n"
        "docker exec n{n} pg_dumpall > dump{n}.sql\n"
        'docker run --rm -v v{n}:/v -v "$PWD:/b" alpine tar czf /b/x{n}.tgz /v\n'
    ),
    "copies": _repeated("docker cp n:/x{n} x{n}\n", "docker run --name n debian:12 touch /x\n"),
    "commits": _repeated("docker run --name n{n} debian:12 touch /x\ndocker commit n{n} made:{n}\n"),
    "prunes": _repeated("docker run -d --name n{n} -v /x redis:7\ndocker system prune -f\n"),
    "directories": _repeated('mkdir -p d{n}\ndocker run -d -v "$PWD/d{n}:/x" redis:7\n'),
    "host removals": _repeated("docker run -d -v /srv/{n}:/data redis:7\nrm -rf /srv/{n}\n"),
    "killed": _repeated(
        "docker run -d --name n{n} -v v{n}:/var/lib/postgresql/data postgres:16\ndocker kill n{n}\n"
    ),
    "random names": _repeated("docker run -d -v data-$RANDOM:/var/lib/postgresql/data postgres:16\n"),
    "mounts": _repeated(" -v v{n}:/d{n}", "docker run -d", " postgres:16\n"),
    "mounts of one target": _repeated(" -v v{n}:/d", "docker run -d", " postgres:16\n"),
    "readers of one variable": _repeated("docker run -v $P:/b alpine\n", "P=data/a\n"),
    "findings on one line": _repeated(f"{LINE} && ", after="true\n"),
    "misplaced options": _repeated("docker run -d postgres:16 -v data{n}:/var/lib/postgresql/data\n"),
    "installs": _repeated("docker exec n apt-get install -y p{n}\n", "docker run -d --name n debian:12\n"),
    "reads": _repeated(
        "docker run --name n{n} debian:12 sh -c 'echo x > /tmp/r'\ndocker start n{n}\ndocker cp n{n}:/tmp/r .\n"
    ),
    # The shell alone; the last line makes the text one that is evaluated.
    "plain commands": _repeated("echo line {n}\n", after=f"{LINE}\n"),
    "assignments": _repeated("V{n}=value-{n}\nW=$V{n}/x\n", after=f"{LINE}\n"),
    "array word": _repeated("docker run -e A=(x) img\n"),
    "two here-documents": _repeated("cat <<A <<B\nA\nB\n", after=f"{LINE}\n"),
    "branches": _repeated("if [ -f f{n} ]; then X=a; else X=b; fi\necho $X\n", after=f"{LINE}\n"),
    "early ends": _repeated("[ -f f{n} ] || exit 1\ncp a b\n", after=f"{LINE}\n"),
    "shell loops": _repeated(
        "for i in a b; do echo $i {n}; done\nwhile read -r l; do echo $l; done < f{n}\n", after=f"{LINE}\n"
    ),
    "substitutions": _repeated('A=$(date +%s{n})\nB="$A-$(basename x/{n})"\n', after=f"{LINE}\n"),
    "substitutions in one word": _repeated("`a{n}`b", "docker run acme/app:1 sh -c 'echo ", " > /x'\n"),
    "problems": _repeated("docker run 'x\necho )\n"),
    "long list": _repeated("L+=(item-{n})\n", after=f"{LINE}\n"),
    "elements": _repeated("a[{n}]=x\n", after=f"{LINE}\n"),
    "growing text": _repeated('S="$S item-{n}"\n', after=f"{LINE}\n"),
    "semicolons": _repeated(";\n", after=f"{LINE}\n"),
    "open braces": _repeated("{{\n", after=f"{LINE}\n"),
    "one line": _repeated("x {n}; ", after=f"{LINE}\n"),
    "a comment": lambda count: "#" + " docker" * count + f"\n{LINE}\n",
}
MARKDOWN: dict[str, Callable[[int], str]] = {
    "fences": _repeated(f"```sh\n{LINE}\n```\n\ntext\n\n"),
    "fences ignored": _repeated(f"<!-- persistlint: ignore[PSL101] known -->\n```sh\n{LINE}\n```\n\n"),
    "fences, ignored inside": _repeated(f"```sh\n{LINE}  # persistlint: disable[PSL101] known\n```\n\n"),
    "transcripts": _repeated(
        "```console\n$ docker run -it --name n{n} ubuntu bash\n# touch /x\n# exit\n$ docker rm n{n}\n```\n"
    ),
    "shown Dockerfiles": _repeated(
        "```dockerfile\nFROM debian:12\nVOLUME /data\n```\n\n```sh\ndocker build -t x{n} .\ndocker run -d x{n}\n```\n"
    ),
}
DOCKERFILES: dict[str, Callable[[int], str]] = {
    "instructions": _repeated("VOLUME /d{n}\nRUN echo x > /d{n}/x\n", "FROM postgres:16\n"),
    "instructions ignored": _repeated(
        "# persistlint: ignore[PSL501, PSL502] known\nVOLUME /d{n}\nRUN echo x > /d{n}/x\n",
        "FROM postgres:16\n",
    ),
    "stages": _repeated("FROM postgres:16 AS s{n}\nVOLUME /d\nRUN echo x > /d/x\n"),
}
COMPOSE: dict[str, Callable[[int], str]] = {
    "services": _repeated("  db{n}:\n    image: postgres:16\n", "services:\n"),
    "services ignored": _repeated(
        "  # persistlint: ignore[PSL101] known\n  db{n}:\n    image: postgres:16\n", "services:\n"
    ),
    "services on one line": _repeated("db{n}: {image: postgres:16}, ", "services: {", "}\n"),
    "services with volumes": lambda count: (
        _repeated("  db{n}:\n    image: postgres:16\n    volumes: [v{n}:/data]\n", "services:\n")(count)
        + _repeated("  v{n}:\n", "volumes:\n")(count)
    ),
    "services with one volume": _repeated(
        "  db{n}:\n    image: postgres:16\n    volumes: [data:/var/lib/postgresql/data]\n",
        "volumes: {data: }\nservices:\n",
    ),
    "services merged": _repeated(
        "  db{n}:\n    <<: *common\n",
        "x-common: &common\n  image: postgres:16\n  restart: always\nservices:\n",
    ),
    "services after services": _repeated(
        "  app{n}:\n    image: postgres:16\n    depends_on: [db{n}]\n  db{n}:\n    image: redis:7\n",
        "services:\n",
    ),
}
#: Texts of other hosts, each with its file's name and language.
HOSTS: dict[str, tuple[str, str, Callable[[int], str]]] = {
    "recipes": ("Makefile", "makefile", _repeated(f"t{{n}}:\n\t{LINE}\n")),
    "recipes with variables": (
        "Makefile",
        "makefile",
        _repeated("V{n} := v{n}\nt{n}:\n\tdocker run -d -v $(V{n}):/data postgres:16\n"),
    ),
    "steps of a workflow": (
        ".github/workflows/ci.yml",
        "workflow",
        _repeated(
            f"      - run: {LINE}\n", "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        ),
    ),
    "services of a workflow": (
        ".github/workflows/ci.yml",
        "workflow",
        _repeated(
            "  a{n}:\n    runs-on: ubuntu-latest\n    services:\n      db:\n        image: postgres:16\n"
            f"    steps:\n      - run: {LINE}\n",
            "on: push\njobs:\n",
        ),
    ),
    "commands of a unit": (
        "db.service",
        "systemd",
        _repeated("ExecStartPre=/usr/bin/docker run -d --name db{n} postgres:16\n", "[Service]\n"),
    ),
    "mounts of a Quadlet": (
        "db.container",
        "quadlet",
        _repeated("Volume=v{n}:/d{n}\n", "[Container]\nImage=docker.io/library/postgres:16\n"),
    ),
    "a pipeline's jobs": (
        ".gitlab-ci.yml",
        "workflow",
        _repeated(f"a{{n}}:\n  script:\n    - {LINE}\n"),
    ),
}
CASES: dict[str, tuple[str, Callable[[int], str]]] = {
    **{name: ("shell", text) for name, text in SCRIPTS.items()},
    **{name: ("markdown", text) for name, text in MARKDOWN.items()},
    **{name: ("dockerfile", text) for name, text in DOCKERFILES.items()},
    **{name: ("compose", text) for name, text in COMPOSE.items()},
    **{name: (language, text) for name, (_, language, text) in HOSTS.items()},
}


#: The names of the other cases' files by language.
NAMES = {"shell": "text.sh", "markdown": "text.md", "dockerfile": "Dockerfile", "compose": "compose.yaml"}


def named(case: str) -> str:
    """Return the name of the case's file."""
    return HOSTS[case][0] if case in HOSTS else NAMES[CASES[case][0]]


def document(case: str, size: int) -> Document:
    """Return the case's document of this size."""
    language, text = CASES[case]
    return Document(f"/nowhere/{named(case)}", text(size).encode(), language)


def measure(case: str, size: int, fixes: bool = False) -> tuple[float, bool]:
    """Return the seconds that the case takes at this size, and whether a budget ended it."""
    text = document(case, size)
    workspace, settings = Workspace("/nowhere"), Settings()
    settings.root = "/nowhere"
    gc.collect()
    gc.disable()
    began = time.process_time()
    analysis = analyse(text, workspace, settings)
    if fixes:
        keep_checked(analysis, workspace, settings)
    seconds = time.process_time() - began
    gc.enable()
    return seconds, any(finding.code == "PSL907" for finding in analysis.findings)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("case", nargs="*")
    parser.add_argument("--list", action="store_true", help="name the cases")
    parser.add_argument("--fixes", action="store_true", help="try the fixes, too")
    parser.add_argument("--most", type=int, default=10_000, help="the largest size (10,000; 0: none)")
    options = parser.parse_args()
    if options.list:
        print("\n".join(CASES))
        return 0
    failed = False
    for case in CASES:
        # What is imported when it is first needed doesn't count.
        measure(case, 3, options.fixes)
    print(f"| case | n | seconds at n, 2n, 4n | exponent | {options.most:,} |")
    print("| --- " * 5 + "|")
    for case in options.case or CASES:
        size = 50
        while (seconds := measure(case, size, options.fixes)[0]) < LEAST_SECONDS and size < LARGEST:
            size *= 2
        times, cut = [seconds], False
        for factor in (2, 4):
            seconds, ended = measure(case, size * factor, options.fixes)
            times.append(seconds)
            cut = cut or ended
        exponent = math.log(times[-1] / times[0], 4)
        bad = exponent > MOST_EXPONENT and times[-1] > LEAST_SECONDS
        last = "-"
        if options.most:
            # What grows too fast isn't waited for.
            estimate = times[-1] * (options.most / size / 4) ** max(exponent, 1)
            if estimate > 6 * MOST_SECONDS:
                last = f"about {estimate:.0f} s!"
                bad = True
            else:
                seconds, ended = measure(case, options.most, options.fixes)
                cut = cut or ended
                bad = bad or seconds > MOST_SECONDS
                last = f"{seconds:.1f} s" + ("!" if seconds > MOST_SECONDS else "")
        failed = failed or bad
        numbers = ", ".join(f"{seconds:.2f}" for seconds in times)
        print(
            f"| {case} | {size} | {numbers} | {exponent:.2f}{'!' if bad else ''} | {last}{' (cut)' if cut else ''} |",
            flush=True,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
