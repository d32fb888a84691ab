"""What feeds a docker command, as the evaluator says it and as real shells have it: a recorder in docker's place looks at its descriptor 0."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.invocation import Invocation

#: Each ends up with the named input for its docker commands, in order. ``pipe`` stands for a here-document and a here-string too.
BOTH = [
    ("docker ps", "script"),
    ("docker ps < a", "a"),
    ("docker ps < a < b", "b"),
    ("docker ps < /dev/null", "nothing"),
    ("docker ps <&-", "nothing"),
    ("echo x | docker ps", "pipe"),
    ("echo x | docker ps < a", "a"),
    ("docker ps <<EOF\nx\nEOF", "pipe"),
    ("{ docker ps; } < a", "a"),
    ("{ docker ps; docker ps < b; docker ps; } < a", "a b a"),
    ("( docker ps ) < a", "a"),
    ("{ docker ps; } <<EOF\nx\nEOF", "pipe"),
    ("{ { docker ps; } < b; docker ps; } < a", "b a"),
    ("if true; then docker ps; fi < a", "a"),
    ("if docker ps; then :; fi < a", "a"),
    ("case x in x) docker ps ;; esac < a", "a"),
    ("for i in 1; do docker ps; done < a", "a"),
    ("while read -r x; do docker ps; done < one", "one"),
    ("while read -r x; do docker ps < b; done < one", "b"),
    ("while read -r x; do docker ps <&3; break; done 3< a < one", "unknown"),
    ("while read -r x <&3; do docker ps; done 3< one", "script"),
    ("f() { docker ps; }\nf", "script"),
    ("f() { docker ps; }\nf < a", "a"),
    ("f() { docker ps; }\nf < a; f; f < b", "a script b"),
    ("f() { docker ps; }\necho x | f", "pipe"),
    ("f() { docker ps; }\nwhile read -r x; do f < a; done < one", "a"),
    ("f() { docker ps; }\nwhile read -r x; do f; done < one", "one"),
    ("f() { docker ps; } < a\nf", "a"),
    ('d() { docker "$@"; }\ng() { d ps; d ps < b; }\ng < a', "a b"),
    ("exec < a\ndocker ps", "a"),
    ("exec < a; exec < b\ndocker ps", "b"),
    ("exec < a\nf() { docker ps; }\nf; f < b; f", "a b a"),
    ("{ exec < a; docker ps; } < b\ndocker ps", "a script"),
    ("f() { exec < a; docker ps; }\nf < b; docker ps", "a script"),
    ("( exec < a; docker ps )\ndocker ps", "a script"),
    ("exec < a\n( docker ps )", "a"),
    ("exec < a\nsh -c 'docker ps'", "a"),
    ("sh -c 'docker ps' < a", "a"),
    ("echo x | sh -c 'docker ps; docker ps < a'", "pipe a"),
    ("eval 'docker ps' < a", "a"),
    ("{ x=$(docker ps); } < a", "a"),
    ("echo x | { docker ps; }", "pipe"),
    ("echo x | ( docker ps < a; docker ps )", "a pipe"),
    ("docker ps < a | docker ps", "a pipe"),
    ("{ docker ps | docker ps; } < a", "a pipe"),
    ("! docker ps < a", "a"),
    ("true && docker ps < a; false || docker ps", "a script"),
    ("docker ps < a & wait", "a"),
    ("docker ps & wait", "nothing"),
    ("f() { docker ps; }\nf & wait", "nothing"),
    ("f() { docker ps & wait; }\nf < a", "nothing"),
    ("exec < a\ndocker ps & wait", "nothing"),
    ("{ docker ps; } < a & wait", "a"),
    ("echo x | docker ps & wait", "pipe"),
    ("echo 1 | xargs docker ps", "nothing"),
    (". ./lib < a", "a"),
    ("env X=1 docker ps < a", "a"),
    ("trap 'docker ps' EXIT", "unknown"),
    ("sh <<EOF\ndocker ps\nEOF", "unknown"),
]
BASH = [
    ("x=$(docker ps) < a\nx=$(docker ps < b)", "script b"),
    ("docker ps <<< x", "pipe"),
    ("{ docker ps; } <<< x", "pipe"),
    ("f() { docker ps; }\nf <<< x", "pipe"),
    ("docker ps < <(echo x)", "pipe"),
    ("{ docker ps & wait; } < a", "a"),
    ("while read -r x; do docker ps & wait; done < one", "one"),
    ("echo x | { docker ps & wait; }", "pipe"),
    ("f() { docker ps & wait; }\n{ f; } < a", "a"),
    ("coproc docker ps; wait", "unknown"),
    ("coproc X { docker ps; }; wait", "unknown"),
    ("select x in 1; do docker ps; break; done < one", "one"),
    ("for ((i = 0; i < 1; i++)); do docker ps; done < a", "a"),
    ("[[ -n x ]] < a; docker ps", "script"),
    ("until ! read -r x; do docker ps; done < one", "one"),
    ("time docker ps < a", "a"),
    ("time { docker ps; } < a", "a"),
]
DASH = [
    ("{ docker ps & wait; } < a", "nothing"),
    ("while read -r x; do docker ps & wait; done < one", "nothing"),
]
CASES = [
    *((shell, text, said) for text, said in BOTH for shell in ("bash", "dash")),
    *(("bash", text, said) for text, said in BASH),
    *(("dash", text, said) for text, said in DASH),
]


def inputs(text: str, shell: str) -> list[str]:
    """Return what the evaluator says of each docker command."""
    files = {"./lib": ("lib", b"docker ps\n")}
    evaluator = Evaluator("run.sh", shell, read_source=files.get)
    evaluator.fragment(text.encode(), 0)
    return [
        event.standard_input.described()
        for event in evaluator.events
        if isinstance(event, Invocation) and event.is_engine
    ]


def named(described: str) -> str:
    kind, _, rest = described.partition(" ")
    operator, _, target = rest.partition(" ")
    if kind == "file":
        return "pipe" if operator.startswith("<<") or target.startswith("⟨<(") else target
    return kind


@pytest.mark.parametrize(("shell", "text", "said"), CASES)
def test_the_evaluator(shell: str, text: str, said: str) -> None:
    assert [named(each) for each in inputs(text, shell)] == said.split()


@pytest.mark.parametrize(("shell", "text", "said"), CASES)
def test_the_shell(shell: str, text: str, said: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(f"{shell} isn't installed")
        pytest.skip(f"{shell} isn't installed")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    log = tmp_path / "log"
    (bin_ / "docker").write_text(f"#!/bin/sh\nreadlink /proc/$$/fd/0 >> {log} || echo closed >> {log}\n")
    (bin_ / "docker").chmod(0o755)
    for name in ("a", "b", "one", "script-input"):
        (tmp_path / name).write_text("1\n")
    (tmp_path / "lib").write_text("docker ps\n")
    environment = {"PATH": f"{bin_}:/usr/bin:/bin", "HOME": str(tmp_path)}
    log.write_text("")
    with open(tmp_path / "script-input") as given:
        subprocess.run(
            [program, "-c", text],
            stdin=given,
            env=environment,
            cwd=tmp_path,
            check=False,
            timeout=20,
            capture_output=True,
        )
    seen = []
    for line in log.read_text().splitlines():
        name = line.rsplit("/", 1)[-1]
        if line.startswith("pipe:") or line.endswith("(deleted)"):
            name = "pipe"
        seen.append({"script-input": "script", "null": "nothing", "closed": "nothing"}.get(name, name))
    wanted = said.split()
    if "docker ps |" in text or "docker ps < a |" in text:
        # The stages of a pipeline begin in any order.
        wanted, seen = sorted(wanted), sorted(seen)
    assert len(seen) == len(wanted)
    assert all(expected in (other, "unknown") for expected, other in zip(wanted, seen, strict=True)), (
        wanted,
        seen,
    )
