"""``docker build`` as BuildKit's client reads it: it talks to the engine in another protocol, so only what it refuses is compared.

A line that it takes gets as far as asking the engine for a connection.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

from persistlint.docker.option_table import Option, options_of

from .engine import Answer, RecordingEngine
from .lines import uses
from .reading import Reading

#: How ``docker buildx build`` is spelt.
SPELLINGS = [["buildx", "build"], ["buildx", "b"]]

#: Values of the options that BuildKit's client alone has, or looks at itself.
_VALUES: dict[str, list[str]] = {
    "add-host": ["h:1.2.3.4"],
    "allow": ["network.host", "security.insecure"],
    "annotation": ["a=b"],
    "attest": ["type=provenance,mode=min"],
    "build-context": ["x=docker-image://a"],
    "builder": ["default"],
    "cache-from": ["type=registry,ref=a/b"],
    "cache-to": ["type=inline"],
    "file": ["Dockerfile"],
    "metadata-file": ["meta.json"],
    "output": ["type=docker", "out", "type=local,dest=out", "-"],
    "progress": ["plain", "auto"],
    "provenance": ["false", "true", "mode=max"],
    "sbom": ["true", "false"],
    "secret": ["id=x,src=Dockerfile"],
    "ssh": ["default=Dockerfile"],
    "platform": ["linux/amd64"],
    "tag": ["img:1", "a/b"],
    "target": ["x"],
    "label": ["a=b"],
    "build-arg": ["A=b", "A"],
    "ulimit": ["nofile=1024"],
    "network": ["host", "default", "none"],
    "no-cache-filter": ["a"],
    "iidfile": ["iid.txt"],
    "shm-size": ["64m"],
    "memory": ["1g"],
    "memory-swap": ["1g"],
}


#: What the plugin checks beyond the line's form, and refuses: two attestations of one kind, exports that don't go together.
_ALONE = [{"attest", "provenance", "sbom"}, {"output", "iidfile", "load", "push"}]


def known_options(engine: RecordingEngine) -> set[str]:
    """Long names that the installed BuildKit client has; empty where it isn't installed."""
    said = engine.ask(["buildx", "build", "--help"]).said
    return set(re.findall(r"^ {2,6}(?:-\w, )?--([\w-]+)", said, re.MULTILINE))


def options(known: set[str]) -> list[Option]:
    """Return the builder's options that the installed client has."""
    table = options_of("image build")
    return [option for name, option in sorted(table.by_spelling.items()) if name in known]


def missing_options(known: set[str]) -> list[str]:
    """Return the builder's options that the installed client doesn't list: it is older, hides them, or they are the classic builder's."""
    return sorted(set(options_of("image build").by_spelling) - known)


@st.composite
def lines(draw: st.DrawFn, must: Option, known: list[Option]) -> list[str]:
    """Return a line of ``docker buildx build`` with this option, now and then with one that doesn't exist or lacks its value."""
    groups = []
    other = [option for option in known if not any({option.name, must.name} <= alone for alone in _ALONE)]
    for option in [must, *draw(st.lists(st.sampled_from(other), max_size=1))]:
        group = draw(uses(option, "q", True))
        if option.takes_value:
            values = _VALUES.get(option.name, ["1"])
            form = draw(st.integers(0, 2 if option.short else 1))
            value = draw(st.sampled_from(values))
            group = [
                [f"--{option.spelling}={value}"],
                ["--" + option.spelling, value],
                [f"-{option.short}{value}"],
            ][form]
        groups.append(group)
    words = [word for group in groups for word in group]
    odd = draw(
        st.sampled_from(
            ["", "", "", "", "", "--no-such", "-Z", "--tagg=x", "-t", "--cpu-shares=x", "more", "nothing"]
        )
    )
    operands = ["."]
    if odd == "nothing":
        operands = []
    elif odd == "more":
        operands = [".", "x"]
    elif odd == "-t":
        operands = [".", "-t"]
    elif odd:
        words.append(odd)
    return [*draw(st.sampled_from(SPELLINGS)), *words, *operands]


def judge(reading: Reading | str, answer: Answer) -> str:
    """Why the two differ; "" where both take the line or both refuse it with one reason."""
    if isinstance(reading, str):
        return reading
    refusals = reading.fields["syntax_errors"]
    if answer.requests:
        return f"the client accepts, we refuse: {refusals}" if refusals else ""
    said = answer.said.strip()
    if any(_same_reason(reason, said) for reason in refusals):
        return ""
    return f"the client refuses: {said[-200:]!r}, we say {refusals}"


def _same_reason(reason: str, said: str) -> bool:
    """Return whether the reasons are the same. The plugin calls itself ``docker buildx build``, and says a number of arguments in its own way."""
    if reason in said or reason.replace("docker buildx b ", "docker buildx build ") in said:
        return True
    return "requires" in reason and "requires" in said and "argument" in said
