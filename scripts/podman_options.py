#!/usr/bin/env python3
"""Writes ``persistlint/docker/podman_data.py``: every command of podman with its options.

The facts come from the installed ``podman``, which is asked for the help of each command, and from a clone of podman's repository:

* the pages of the newest version (``docs/source/markdown``) tell options that the installed program doesn't have yet;
* hidden options, other spellings of options and the numbers of operands stand in the tables below, each with its source file.

A command that docker has, too, is called by docker's canonical name. Run ``python scripts/podman_options.py --clone CLONE``; ``--check``
compares instead of writing.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "persistlint" / "docker" / "podman_data.py"
sys.path.insert(0, str(ROOT))

from persistlint.docker.option_data import ALIASES, COMMANDS  # noqa: E402

#: The types that the help names, and what the parser must tell apart. What isn't here names its value and is a string.
KINDS = {
    "strings": "c",
    "stringArray": "l",
    "int": "i",
    "int32": "i",
    "int64": "i",
    "uint": "u",
    "uint32": "u",
    "uint64": "u",
    "float": "f",
    "duration": "d",
    "uints": "c",
}
#: Options of which the help names the value and not the type (cmd/podman/common/create.go).
NAMED_VALUES = {"blkio-weight-device": "c", "tmpfs": "l", "gidmap": "c", "uidmap": "c"}

_CREATE = "kernel-memory:s! signature-policy:s! storage-opt:l!"
#: Hidden options by command (MarkHidden in cmd/podman; the builder's: common/build.go and buildah's pkg/cli).
HIDDEN = {
    "": "host/H:s! context/c:s! config:s! tmpdir:s! runtime-flag:l!",
    "container run": _CREATE,
    "container create": _CREATE,
    "container cp": "extract:b! pause:b!",
    "container logs": "details:b!",
    "container exec": "wait:i!",
    "image build": "load:b! progress:s! buildkit:b! compress:b! disable-content-trust:b! cw:s!",
}
#: Other spellings (cmd/podman/utils/alias.go), by the commands that know them.
SPELLINGS = {
    ("container run", "container create"): (
        "dns-opt=dns-option healthcheck-command=health-cmd healthcheck-interval=health-interval "
        "healthcheck-retries=health-retries healthcheck-start-period=health-start-period "
        "healthcheck-timeout=health-timeout net=network override-arch=arch override-os=os override-variant=variant"
    ),
    ("container stop", "container restart"): "timeout=time",
    ("pod create",): "net=network dns-opt=dns-option",
}
#: Commands whose options end at the first operand (SetInterspersed).
NOT_INTERSPERSED = [
    *("container run", "container create", "container exec", "container top", "container logs"),
    *("pod create", "pod top", "pod logs", "machine ssh", "unshare", "compose"),
]
#: Commands that aren't podman's own: another program reads their lines.
NOT_ASKED = ("help", "completion", "compose")
#: Commands to the number of their operands (``Args:`` in cmd/podman).
OPERANDS = {
    "container run": "1+",
    "container create": "1+",
    "container cp": "2",
    "container commit": "1-2",
    "container export": "1",
    "container rename": "2",
    "container prune": "0",
    "container update": "1",
    "container attach": "0-1",
    "volume create": "0-1",
    "volume prune": "0",
    "volume export": "1",
    "volume import": "2",
    "system prune": "0",
    "image prune": "0",
    "pod create": "0-1",
    "pod prune": "0",
    "pod clone": "1-2",
    "container clone": "1-3",
}
#: Hidden commands, and others' other names (cmd/podman/play, kube, generate).
MORE_ALIASES = {"play kube": "kube play", "generate kube": "kube generate", "buildx build": "image build"}

#: A page's heading of an option.
_HEADING = re.compile(r"#### \*\*--?[\w-]+\*\*(, \*\*--?[\w-]+\*\*)*(=.*)?$")
_ROW = re.compile(r"^ {2,6}(?:-(?P<short>\w), )?--(?P<name>[\w-]+)(?: (?P<type>\S+))?(?:  +|$)")


def help_of(words: list[str]) -> str:
    environment = {**os.environ, "PODMAN_IGNORE_CGROUPSV1_WARNING": "1"}
    done = subprocess.run(
        ["podman", *words, "--help"], capture_output=True, text=True, env=environment, check=True
    )
    return done.stdout


def section(text: str, title: str) -> list[str]:
    found = re.search(rf"^{title}:\n(.*?)(?:\n\n|\Z)", text, re.S | re.M)
    return found[1].splitlines() if found else []


def options_in(text: str) -> dict[str, str]:
    out = {}
    for line in section(text, "Options"):
        row = _ROW.match(line)
        if row is None or row["name"] == "help":
            continue
        name, kind = row["name"], "b"
        if row["type"]:
            kind = NAMED_VALUES.get(name) or KINDS.get(row["type"], "s")
        out[name] = f"{name}/{row['short']}:{kind}" if row["short"] else f"{name}:{kind}"
    return out


def canonical(path: str, every: set[str]) -> str:
    """Return the name of a command: docker's, if docker has it, else the longest of podman's."""
    name = ALIASES.get(path, path)
    if name in COMMANDS:
        return name
    return next((f"{group} {path}" for group in ("container", "image") if f"{group} {path}" in every), path)


def read_program() -> tuple[dict[str, dict[str, str]], dict[str, str], set[str]]:
    """Return every command's options, other spellings of commands, and the groups."""
    texts: dict[str, str] = {}
    pending = [""]
    others: dict[str, str] = {}
    groups = set()
    while pending:
        path = pending.pop()
        text = texts[path] = help_of(path.split())
        below = [line.split()[0] for line in section(text, "Available Commands") if line.strip()]
        if below and path:
            groups.add(path)
        pending += [f"{path} {name}".strip() for name in below if name not in NOT_ASKED]
        group = f"{path.rpartition(' ')[0]} ".lstrip()
        for names in section(text, "Aliases"):
            for name in names.replace(" ", "").split(","):
                others[f"{group}{name}"] = path
    every = set(texts)
    options: dict[str, dict[str, str]] = {}
    aliases: dict[str, str] = {}
    for path, text in sorted(texts.items(), key=lambda item: (-item[0].count(" "), item[0])):
        name = canonical(path, every)
        if path != name:
            aliases[path] = name
        options.setdefault(name, {}).update(options_in(text))
    for path, target in {**others, **MORE_ALIASES}.items():
        name = canonical(target, every)
        if path != name:
            aliases[path] = name
    options[""]["version"] = "version/v:b"
    return options, aliases, groups


def read_pages(clone: str, options: dict[str, dict[str, str]], aliases: dict[str, str]) -> int:
    """Add the options that only the newest pages have; return how many."""
    folder = "docs/source/markdown"
    listed = subprocess.run(
        ["git", "-C", clone, "ls-tree", "-r", "--name-only", "HEAD", folder],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    def page(name: str) -> str:
        return subprocess.run(
            ["git", "-C", clone, "show", f"HEAD:{name}"], capture_output=True, text=True, check=True
        ).stdout

    count = 0
    shared = {Path(name).stem: page(name) for name in listed if "/options/" in name}
    for name in listed:
        found = re.fullmatch(rf"{folder}/podman-([\w-]+)\.1\.md(\.in)?", name)
        if found is None:
            continue
        path = found[1].replace("-", " ")
        command = aliases.get(path, path)
        if command not in options:
            continue
        text = page(name)
        text += "".join(shared.get(option, "") for option in re.findall(r"^@@option ([\w.-]+)", text, re.M))
        for head in re.findall(r"^#### .*", text, re.M):
            # More than one heading may name an option that has two spellings.
            if not _HEADING.match(head):
                continue
            names = re.findall(r"\*\*(-{1,2}[\w-]+)\*\*", head)
            long = [one[2:] for one in names if one.startswith("--")]
            short = [one[1:] for one in names if not one.startswith("--") and len(one) == 2]
            for option in long[:1]:
                if option in options[command] or option == "help" or "<<" in head:
                    continue
                kind = "l" if "=" in head else "b"
                options[command][option] = f"{option}/{short[0]}:{kind}" if short else f"{option}:{kind}"
                count += 1
    return count


def add_tables(options: dict[str, dict[str, str]]) -> dict[str, str]:
    """Add hidden options and other spellings; return each command's encoded form."""
    for command, more in HIDDEN.items():
        for word in more.split():
            name = word.partition(":")[0].partition("/")[0]
            options.setdefault(command, {}).setdefault(name, word)
    for commands, pairs in SPELLINGS.items():
        for command in commands:
            for pair in pairs.split():
                spelling, _, name = pair.partition("=")
                kind = options[command][name].rpartition(":")[2].rstrip("!")
                options[command][spelling] = f"{spelling}={name}:{kind}!"
    encoded = {}
    for command, found in options.items():
        words = [found[name] for name in sorted(found)]
        if command in OPERANDS:
            words.insert(0, f"#{OPERANDS[command]}")
        if command in NOT_INTERSPERSED:
            words.insert(0, ".")
        encoded[command] = " ".join(words)
    return encoded


def rendered(encoded: dict[str, str], aliases: dict[str, str], versions: str) -> str:
    lines = [
        '"""Every command of podman with its options. Written by scripts/podman_options.py: don\'t edit.',
        "",
        f"From {versions}. The form is that of ``option_data``; the kind c is a list whose value may hold several, between commas.",
        '"""',
        "",
        "# fmt: off",
        "",
        "COMMANDS: dict[str, str] = {",
    ]
    for name in sorted(encoded):
        words = encoded[name].split()
        if len(f'    "{name}": "{encoded[name]}",') <= 110:
            lines.append(f'    "{name}": "{encoded[name]}",')
            continue
        lines.append(f'    "{name}": (')
        line = ""
        for word in words:
            if len(line) + len(word) > 92:
                lines.append(f'        "{line}"')
                line = ""
            line += word + " "
        lines += [f'        "{line.rstrip()}"', "    ),"]
    lines += ["}", "", "#: Other spellings of commands.", "ALIASES: dict[str, str] = {"]
    lines += [f'    "{alias}": "{name}",' for alias, name in sorted(aliases.items()) if alias not in encoded]
    lines += ["}", ""]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clone", required=True, help="a clone of github.com/containers/podman")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    version = subprocess.run(["podman", "--version"], capture_output=True, text=True, check=True).stdout
    options, aliases, groups = read_program()
    read_pages(arguments.clone, options, aliases)
    head = subprocess.run(
        ["git", "-C", arguments.clone, "log", "-1", "--format=%cs"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    for group in groups:
        if not options.get(group):
            options.pop(group, None)
        aliases.pop(group, None)
    text = rendered(
        add_tables(options),
        aliases,
        f"the help of podman {version.split()[-1]}, and the pages of podman's main branch of {head}",
    )
    if arguments.check:
        return 0 if OUTPUT.read_text("utf-8") == text else 1
    OUTPUT.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
