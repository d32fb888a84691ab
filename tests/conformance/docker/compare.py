"""Compares what docker and persistlint read in one command line.

A line that the client accepts must be read the same; one that it refuses must be a syntax error with the client's reason.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any

from persistlint.docker.commands import OtherCommand, SyntaxProblem

from .engine import Answer, Request
from .reading import Reading
from .sent import OPTIONS, SIDES, Client, read_options, sent_options

#: What the client may say for the sake of the machine that it runs on, not of the line; such a line can't be judged by its words.
MACHINE = {
    "a file that is not there": r"no such file or directory|Cannot locate Dockerfile|unable to prepare context|invalid output path",
    "signatures are asked for first": r"contacting notary server|remote trust data",
    "the client itself crashes": r"panic: runtime error",
}

#: Values that the classic builder's client checks and BuildKit's, which persistlint reads ``build`` for, doesn't.
CLASSIC_BUILDER = r'for "--(add-host|build-arg|label|cache-from|security-opt)" flag: '

#: Options that a client takes only where the engine runs Windows.
WINDOWS_ONLY = ("cpu-count", "cpu-percent", "io-maxbandwidth", "io-maxiops")

#: Verb to method and end of the path of what the client asks once for each operand.
EACH = {
    "container start": ("POST", "/start"),
    "container stop": ("POST", "/stop"),
    "container restart": ("POST", "/restart"),
    "container kill": ("POST", "/kill"),
    "container pause": ("POST", "/pause"),
    "container unpause": ("POST", "/unpause"),
    "container wait": ("POST", "/wait"),
    "container rm": ("DELETE", ""),
}


class Verdict:
    """``kind`` is "same" (read the same), "refused" (by both, with one reason), "machine" (can't be judged, ``why`` says why) or "different"."""

    __slots__ = ("kind", "why")

    def __init__(self, kind: str, why: str = "") -> None:
        self.kind = kind
        self.why = why


def own_requests(verb: str, requests: list[Request]) -> list[Request]:
    """Return the requests by which a command does what it is for."""
    if verb in ("container run", "container create"):
        return [request for request in requests if request.path == "/containers/create"]
    if verb == "container exec":
        return [
            request for request in requests if request.method == "POST" and request.path.endswith("/exec")
        ]
    if verb == "container commit":
        return [request for request in requests if request.path == "/commit"]
    if verb == "container cp":
        return [request for request in requests if request.path.endswith("/archive")]
    if verb == "volume create":
        return [request for request in requests if request.path == "/volumes/create"]
    if verb == "image build":
        return [request for request in requests if request.path == "/build"]
    return requests


def is_said(reason: str, said: str) -> bool:
    """Return whether the client gives this reason.

    Debian builds its client with older libraries than Docker does (go-units 0.4, go-connections 0.4):
    their sentence about a size is another one, and those about ports begin with a capital.
    """
    if reason.lower() in said.lower():
        return True
    start, flag, _ = reason.partition('" flag: ')
    return bool(flag) and f"{start}{flag}invalid size: " in said


def judge(reading: Reading | str, answer: Answer, client: Client) -> Verdict:
    """Return what to think of a line's reading and the client's answer."""
    if isinstance(reading, str):
        return Verdict("different", reading)
    fields, command = reading.fields, reading.command
    refusals: list[str] = fields["syntax_errors"]
    helped = answer.said.startswith(("\nUsage:", "Usage:")) and answer.status == 0
    if helped or "docker is not a docker command" in answer.said:
        agrees = isinstance(command, OtherCommand) and not refusals
        return Verdict("same") if agrees else Verdict("different", f"the client prints its help: {refusals}")
    asked = own_requests(command.verb, answer.requests)
    if not asked:
        if any(is_said(reason, answer.said) for reason in refusals):
            return Verdict("refused")
        if command.verb == "image build" and re.search(CLASSIC_BUILDER, answer.said):
            return Verdict("machine", "only the classic builder checks it")
        for why, pattern in MACHINE.items():
            if (not refusals or "crashes" in why) and re.search(pattern, answer.said):
                return Verdict("machine", why)
        if answer.said.startswith("Docker version") and command.verb == "version" and not refusals:
            return Verdict("same")
        return Verdict("different", f"the client refuses: {answer.said.strip()[:300]!r}, we say {refusals}")
    if refusals:
        return Verdict("different", f"the client accepts, we refuse: {refusals}")
    if not fields["resolved"]:
        return Verdict("different", "not resolved")
    sent, read = _sides(reading, asked, client)
    if sent != read:
        names = [name for name in {**sent, **read} if sent.get(name) != read.get(name)]
        pairs = "; ".join(f"{name}: sent {sent.get(name)!r}, read {read.get(name)!r}" for name in names)
        return Verdict("different", pairs)
    return Verdict("same")


def _sides(reading: Reading, asked: list[Request], client: Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what was sent and what was read, to be compared."""
    fields, command = reading.fields, reading.command
    verb = command.verb
    if verb in SIDES:
        sent_of, read_of = SIDES[verb]
        sent, read = sent_of(asked[0]), read_of(fields, command, client)
        if verb in ("container run", "container create"):
            _forget_attached(sent, read, reading)
        others = read_options(command)
        read.update(others)
        sent.update(sent_options([name for name in others if name in OPTIONS[verb]], verb, asked[0]))
        return sent, read
    if verb == "container cp":
        return _copies(fields, asked[0])
    if verb in EACH:
        method, end = EACH[verb]
        if verb == "container start" and (command.switch("attach") or command.switch("interactive")):
            # It looks at the container first, and goes on with the ID that it is told.
            method, end = "GET", "/json"
        first = [request for request in asked if request.method == method and request.path.endswith(end)]
        containers = fields["containers"]
        sent = {"containers": sorted(_container(request.path, end) for request in first)}
        if verb == "container rm":
            sent["force"] = {request.query.get("force") == "1" for request in first}
            sent["volumes"] = {request.query.get("v") == "1" for request in first}
            return sent, {
                "containers": sorted(containers),
                "force": {fields["force"]},
                "volumes": {fields["volumes"]},
            }
        return sent, {"containers": sorted(containers)}
    if verb == "volume rm":
        return (
            {
                # Its library cleans the paths that it asks for.
                "volumes": [request.path for request in asked],
                "force": {request.query.get("force") == "1" for request in asked},
            },
            {
                "volumes": [posixpath.normpath(f"/volumes/{name}") for name in fields["volumes"]],
                "force": {fields["force"]},
            },
        )
    if verb == "container rename":
        return (
            {"container": _container(asked[0].path, "/rename"), "name": asked[0].query["name"]},
            {"container": fields["container"], "name": fields["name"]},
        )
    if verb == "container export":
        return {"container": _container(asked[0].path, "/export")}, {"container": fields["container"]}
    return {}, {}


def _container(path: str, end: str) -> str:
    return path.removeprefix("/containers/").removesuffix(end)


def _forget_attached(sent: dict[str, Any], read: dict[str, Any], reading: Reading) -> None:
    """Leave out what is attached. It tells of ``--detach`` alone only where a run isn't told what to attach."""
    if reading.command.verb != "container run" or reading.command.uses("attach"):
        del sent["attached"], read["attached"]


def _copies(fields: dict[str, Any], request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    """``cp``: the first request asks for the side in the container, whose path the client makes absolute."""
    outwards = request.method == "GET" or fields["from"].startswith(str(fields["container"]) + ":")
    side = fields["from"] if outwards else fields["to"]
    container = fields["container"]
    path = side.removeprefix(f"{container}:") if container is not None else side
    sent_path = request.query["path"]
    return (
        {"container": _container(request.path, "/archive"), "path": sent_path.lstrip("/")},
        {"container": container, "path": path.lstrip("/")},
    )


#: Problems whose presence or text depends on the client's version (kind, pattern of the reason), and why. ``before`` and ``since`` of a problem say
#: so by themselves.
CHANGED = {
    ("missing-operand", ""): "28.0 quotes the command in single quotes and says 'requires 1 argument'",
    ("too-many-operands", ""): "28.0 quotes the command in single quotes and says 'requires 1 argument'",
    ("restart-with-rm", ""): "28.0 has another sentence",
    ("conflicting-options", ""): "28.0 and 29.0 have other sentences",
    ("bad-option-value", '"-t, --time(out)?" flag'): "28.0 names the option --timeout",
    ("bad-option-value", 'for "--gpus" flag: (count must|invalid count)'): "28.1 has another sentence",
    (
        "bad-option-value",
        'for "--(ip|ip6|link-local-ip|net|network)" flag',
    ): "29.0 checks addresses, 28.0 has gw-priority",
    ("bad-option-value", "nvalid --security-opt"): "29.0 has another sentence",
    ("bad-option-value", "for --expose"): "29.0 has another sentence",
    (
        "bad-option-value",
        "^(no port specified|invalid (proto|IP address|containerPort|hostPort))",
    ): "29.0 looks at the protocol first",
    ("empty-name", "No such container"): "28.0 has another sentence",
    ("bad-csv", ""): "29.2.1 trims the value",
    ("empty-mount", ""): "29.2.1 trims the value",
    ("empty-value", ""): "29.2.1 refuses empty values, and no longer an empty type",
    ("empty-source", ""): "29.2.1 refuses empty values",
    ("whitespace", ""): "29.2.1 refuses blanks around keys and values",
    ("unknown-mount-key", ""): "29.2.1 has another sentence",
    ("bad-mount-value", ""): "29.2.1 takes fewer booleans, and has another sentence",
    ("missing-target", ""): "29.2.1 leaves it to the engine",
    ("not-a-pair", ""): "29.2.1 refuses blanks first",
}


def _is_changed(problem: SyntaxProblem) -> bool:
    return any(kind == problem.kind and re.search(pattern, problem.reason) for kind, pattern in CHANGED)


def version_difference(reading: Reading) -> str:
    """Return what the newest client's reading has other than the version table says; "" where nothing."""
    fields, newest = reading.fields, reading.newest
    for name, value in newest.items():
        if name in ("syntax_errors", "engine_errors"):
            continue
        if fields[name] != value and not (name == "mounts" and _mounts_changed(reading)):
            return f"{name}: {fields[name]!r}, with the newest client {value!r}"
    problems = (*reading.command.syntax_problems, *reading.newest_command.syntax_problems)
    old = {(problem.kind, problem.reason) for problem in reading.command.syntax_problems}
    new = {(problem.kind, problem.reason) for problem in reading.newest_command.syntax_problems}
    kinds = {problem.kind for problem in problems if problem.before or problem.since or _is_changed(problem)}
    for kind, reason in sorted(old ^ new):
        if kind not in kinds and not any(
            _is_changed(problem) and problem.mount is not None for problem in problems
        ):
            # (What is checked of a mount behind a refusal comes up where that one doesn't.)
            return f"{kind}: {reason}"
    return ""


def _mounts_changed(reading: Reading) -> bool:
    """Return whether a ``--mount`` is one that 29.2.1 reads otherwise: it refuses it, or the old client did."""
    problems = (*reading.command.syntax_problems, *reading.newest_command.syntax_problems)
    return any(problem.mount is not None and problem.mount.flag == "--mount" for problem in problems)
