"""How the shell evaluator's time grows with the text: ``python benchmarks/growth.py [KIND…] [--most LINES]``.

For each kind of script the time per line at 10², 10³, 10⁴, 10⁵ lines, and by how much it grows from one to the next. Exits with 1 where
the time per line grows by more than 1.3 times in a decade. Steps are the evaluator's own count, and have no noise.

Processor time is taken, with the cyclic garbage collector off: its cost grows with all that is alive, whoever made it.
"""

from __future__ import annotations

import gc
import itertools
import sys
import time

from persistlint.shell.evaluate.evaluator import Evaluator

#: By how much the time per line may grow in a decade.
MOST_GROWTH = 1.3
#: Times below this are noise: a decade that starts with less isn't judged.
LEAST_SECONDS = 0.02

#: One unit of each kind; ``{n}`` is its number.
KINDS = {
    "plain commands": "echo line {n}\ndocker run --rm -v data:/x img:{n} sh -c 'echo {n}'\n",
    "assignments": "V{n}=value-{n}\nW=$V{n}/x\n",
    "array word": "docker run -e A=(x) img\n",
    "two here-documents": "cat <<A <<B\nA\nB\n",
    "here-document": "docker build -t x:{n} - <<E\nFROM a\nRUN echo {n}\nE\n",
    "functions": 'f{n}() {{ docker run img-{n} "$@"; }}\nf{n} a b\n',
    "branches": "if [ -f f{n} ]; then X=a; else X=b; fi\necho $X\n",
    "early ends": "[ -f f{n} ] || exit 1\ncp a b\n",
    "loops": "for i in a b; do echo $i {n}; done\nwhile read -r l; do echo $l; done < f{n}\n",
    "substitutions": 'A=$(date +%s{n})\nB="$A-$(basename x/{n})"\n',
    "problems": "docker run 'x\necho )\n",
    "long list": "L+=(item-{n})\n",
    "elements": "a[{n}]=x\n",
    "growing text": 'S="$S item-{n}"\n',
    "comments": "# nothing {n}\n\n",
    "semicolons": ";\n",
    "open braces": "{{\n",
    "one line": "x {n}; ",
}


def measure(kind: str, lines: int) -> tuple[float, int]:
    """Seconds and steps for a script of about so many lines."""
    unit = KINDS[kind]
    each = max(unit.count("\n"), 1)
    text = "".join(unit.format(n=number) for number in range(max(lines // each, 1))).encode()
    gc.collect()
    gc.disable()
    start = time.process_time()
    evaluator = Evaluator("growth.sh")
    evaluator.fragment(text, 0)
    evaluator.uncalled()
    seconds = time.process_time() - start
    gc.enable()
    return seconds, evaluator.spent_steps


def main(arguments: list[str]) -> int:
    most = int(arguments[arguments.index("--most") + 1]) if "--most" in arguments else 100_000
    kinds = [argument for argument in arguments if argument in KINDS] or list(KINDS)
    sizes = [size for size in (100, 1_000, 10_000, 100_000) if size <= most]
    failed = False
    print("µs a line at " + ", ".join(f"{size:,}" for size in sizes) + " lines; growth in each decade; steps")
    for kind in kinds:
        times: list[float] = []
        steps = 0
        for size in sizes:
            best = min(measure(kind, size)[0] for _ in range(3 if size < 100_000 else 2))
            steps = measure(kind, size)[1] if size <= 1_000 else steps
            times.append(best)
        each = [seconds / size * 1e6 for seconds, size in zip(times, sizes, strict=True)]
        growth = [later / before for before, later in itertools.pairwise(each)]
        bad = [
            factor > MOST_GROWTH and seconds > LEAST_SECONDS
            for factor, seconds in zip(growth, times, strict=False)
        ]
        failed = failed or any(bad)
        print(
            f"{kind:20} "
            + " ".join(f"{value:8.1f}" for value in each)
            + "   "
            + " ".join(
                f"{factor:5.2f}{'!' if wrong else ' '}" for factor, wrong in zip(growth, bad, strict=True)
            )
            + f"  {steps}"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
