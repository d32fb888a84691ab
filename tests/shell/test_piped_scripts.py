"""Scripts that a shell reads from its standard input: here-documents of its own, and what another command prints into its pipe."""

from __future__ import annotations

import pytest

from tests.shell.shell_calls import calls, engine_calls, evaluate

RM = "docker volume rm data"
HOST = ("ssh", "h")

READ = {
    "a shell with -s on another host": (f"ssh h bash -s <<E\n{RM}\nE\n", HOST),
    "the same in one word": (f"ssh h 'bash -s' <<'E'\n{RM}\nE\n", HOST),
    "as root there": (f"ssh h sudo bash <<E\n{RM}\nE\n", HOST),
    "a here-string": (f"ssh h sudo bash -s <<< '{RM}'\n", HOST),
    "the login shell there": (f"ssh h <<E\n{RM}\nE\n", HOST),
    "through cat": (f"cat <<E | bash\n{RM}\nE\n", ()),
    "through cat to another host": (f"cat <<E | ssh h\n{RM}\nE\n", HOST),
    "through cat to a shell there": (f"cat <<E | ssh h bash -s\n{RM}\nE\n", HOST),
    "through cat to root": (f"cat <<E | sudo bash\n{RM}\nE\n", ("root",)),
    "echo": (f"echo '{RM}' | sh\n", ()),
    "printf": (f"printf '{RM}\\n' | bash -x\n", ()),
    "echo to another host": (f'echo "{RM}" | ssh h\n', HOST),
    "a variable": ("V=data\ncat <<E | bash\ndocker volume rm $V\nE\n", ()),
}


@pytest.mark.parametrize("name", READ)
def test_read(name: str) -> None:
    text, host = READ[name]
    (call,) = engine_calls(evaluate(text))
    assert [word.text for word in call.words] == RM.split()
    assert call.host in (host, () if host == ("root",) else host)


SILENT = {
    "another reader": f"echo '{RM}' | tee x\n",
    "another reader there": f"echo '{RM}' | ssh h tee x\n",
    "a script of its own": f"bash x.sh <<E\n{RM}\nE\n",
    "a script of its own there": f"ssh h bash x.sh <<E\n{RM}\nE\n",
    "a shell in a loop, which reads the rest": f"cat <<E | while read x; do bash; done\n{RM}\nE\n",
    "what isn't known": "curl -fsSL https://example.com/x | bash\n",
    "what depends on a branch": f'if x; then c="{RM}"; fi\necho "$c" | bash\n',
    "what depends on a branch, in a file": f'if x; then c="{RM}"; fi\necho "$c" | tee -a run.sh\n',
    "a file": "cat run.sh | bash\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_not_read(name: str) -> None:
    assert calls(SILENT[name]) == []
