"""Reasons why the engine refuses an instruction whose words could be read.

``syntax_problem`` tells what the builder says before anything is built (of a trigger of ONBUILD: when it is triggered), the others what it says when
it comes to the instruction and its variables are replaced. Flags are those of every released version: one that only newer builders have is no problem.
Source of the rules: ``frontend/dockerfile/instructions`` and ``dockerfile2llb`` of moby/buildkit, read 2026-11; seen in Docker Engine 26.1.
"""

from __future__ import annotations

import re

from persistlint.hosts.dockerfile_words import here_document
from persistlint.hosts.image_definition import Instruction, has_unknown
from persistlint.text.regex import regex

_FLAGS = {
    "ADD": frozenset({"checksum", "chmod", "chown", "exclude", "keep-git-dir", "link", "unpack"}),
    "COPY": frozenset({"chmod", "chown", "exclude", "from", "link", "parents"}),
    "FROM": frozenset({"platform"}),
    "HEALTHCHECK": frozenset({"interval", "retries", "start-interval", "start-period", "timeout"}),
    "RUN": frozenset({"device", "mount", "network", "security"}),
}
_SWITCHES = frozenset({"keep-git-dir", "link", "parents", "unpack"})
_REPEATED = frozenset({"device", "exclude", "mount"})
# The flags of these instructions are read and never checked.
_CARELESS = frozenset({"ARG", "ONBUILD", "STOPSIGNAL"})
_WITHOUT_ARGUMENTS = frozenset({"CMD", "ENTRYPOINT", "RUN"})

_DURATION = regex(r"([-+]?)(0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)")
_DURATION_PART = regex(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)")
_NANOSECONDS = {
    "ns": 1.0,
    "us": 1e3,
    "µs": 1e3,
    "μs": 1e3,
    "ms": 1e6,
    "s": 1e9,
    "m": 6e10,
    "h": 3.6e12,
}

_PORTS = regex(r"(\d{1,5})(?:-(\d{1,5}))?(?:/(?:tcp|udp|sctp)?)?", re.IGNORECASE)
_SIGNAL = regex(
    r"ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|"
    r"USR1|USR2|VTALRM|WINCH|XCPU|XFSZ|RTMIN(?:\+(?:[1-9]|1[0-5]))?|RTMAX(?:-(?:[1-9]|1[0-4]))?"
)

_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REPOSITORY = regex(rf"{_COMPONENT}(?:/{_COMPONENT})*")
_TAG = regex(r"\w[\w.-]{0,127}", re.ASCII)


def syntax_problem(instruction: Instruction) -> str | None:
    """Return the reason why the builder refuses the instruction as written, None where it accepts it."""
    keyword = instruction.keyword
    nothing = not instruction.args and not instruction.pairs
    if nothing and keyword not in _WITHOUT_ARGUMENTS:
        return f"{keyword} needs an argument"
    if keyword in ("ADD", "COPY") and len(instruction.args) < 2:
        return f"{keyword} needs a source and a destination"
    if keyword == "HEALTHCHECK":
        return _health_problem(instruction)
    return (
        _flag_problem(instruction)
        or (_pair_problem(instruction) if instruction.pairs else None)
        or ("SHELL needs a JSON array of strings" if keyword == "SHELL" and not instruction.json else None)
        or _destination_problem(instruction)
    )


def _flag_problem(instruction: Instruction) -> str | None:
    if instruction.keyword in _CARELESS:
        return None
    flags = _FLAGS.get(instruction.keyword, frozenset())
    seen: set[str] = set()
    for flag in instruction.flags:
        if flag.name not in flags:
            return f"{instruction.keyword} has no flag --{flag.name}"
        if flag.name in seen and flag.name not in _REPEATED:
            return f"the flag --{flag.name} is given twice"
        seen.add(flag.name)
        if flag.name in _SWITCHES:
            if not flag.bare and flag.value.lower() not in ("true", "false"):
                return f"the flag --{flag.name} takes true or false"
        elif flag.bare:
            return f"the flag --{flag.name} needs a value"
    return None


def _pair_problem(instruction: Instruction) -> str | None:
    if any(not pair.name.written for pair in instruction.pairs):
        return f"{instruction.keyword} needs a name before ="
    return None


def _destination_problem(instruction: Instruction) -> str | None:
    if instruction.keyword not in ("ADD", "COPY") or here_document(instruction.args[-1].written) is None:
        return None
    return f"{instruction.keyword} can't write to a here-document"


def _health_problem(instruction: Instruction) -> str | None:
    kind = instruction.args[0].text.upper()
    words = instruction.args[1:]
    if kind == "NONE":
        return "HEALTHCHECK NONE takes no arguments" if words else None
    problem = _flag_problem(instruction)
    if problem is not None:
        return problem
    if kind != "CMD":
        return f"HEALTHCHECK is NONE or CMD, not {kind}"
    if not words:
        return "HEALTHCHECK CMD needs a command"
    for flag in instruction.flags:
        if flag.name == "retries":
            if flag.value and not re.fullmatch(r"\+?\d{1,9}|-0+", flag.value, re.ASCII):
                return "the flag --retries takes a number that isn't negative"
        elif flag.value and not _is_interval(flag.value):
            return f"the flag --{flag.name} takes a duration of 1ms or more, such as 30s"
    return None


def _is_interval(text: str) -> bool:
    match = _DURATION.fullmatch(text)
    if match is None:
        return False
    parts = _DURATION_PART.findall(match.group(2))
    nanoseconds = sum(float(number) * _NANOSECONDS[unit] for number, unit in parts)
    return nanoseconds < 1 or (nanoseconds >= 1e6 and match.group(1) != "-")


def expanded_problem(instruction: Instruction) -> str | None:
    """Return the reason why the builder refuses the arguments once their variables are replaced, None where it accepts them."""
    if instruction.keyword == "STOPSIGNAL" and instruction.args:
        signal = instruction.args[0].text
        if not has_unknown(signal) and not _is_signal(signal):
            return f"{signal} is no signal"
    elif instruction.keyword == "EXPOSE":
        for argument in instruction.args:
            for word in argument.text.split():
                if not has_unknown(word) and not _is_port(word):
                    return f"{word} is no port"
    return None


def _is_signal(text: str) -> bool:
    if re.fullmatch(r"[-+]?\d{1,18}", text, re.ASCII):
        return int(text) != 0
    return _SIGNAL.fullmatch(text.upper().removeprefix("SIG")) is not None


def _is_port(text: str) -> bool:
    # HOST:PORT is taken, with whatever address; only its last part says which port is meant.
    match = _PORTS.fullmatch(text.rpartition(":")[2])
    if match is None:
        return False
    first, last = int(match.group(1)), int(match.group(2) or match.group(1))
    return first <= last <= 65535


def reference_problem(text: str) -> str | None:
    """Return the reason why ``text`` can't name an image, None where it can."""
    if has_unknown(text) or text == "scratch":
        return None
    name = text.partition("@")[0]
    slash = name.rfind("/")
    colon = name.find(":", slash + 1)
    tag = None
    if colon >= 0:
        name, tag = name[:colon], name[colon + 1 :]
    domain, separator, path = name.partition("/")
    is_domain = "." in domain or ":" in domain or domain == "localhost" or domain != domain.lower()
    if not separator or not is_domain:
        path = name
    if _REPOSITORY.fullmatch(path) is None or (tag is not None and _TAG.fullmatch(tag) is None):
        return f"{text} names no image"
    return None
