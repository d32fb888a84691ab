#!/usr/bin/env python3
"""Writes ``persistlint/docker/option_data.py``: every command of the docker client with its options.

The facts come from the clients' own repositories, as clones (bare or not) with their tags:

* docker/cli: the tables of ``docs/reference/commandline/*.md`` at each minor release (what came when, what went when), and the
  Go sources of the newest one for what the tables leave out (hidden and deprecated options, two names for one option, commands whose
  options end at the first operand);
* docker/compose: ``docs/reference/docker_compose*.yaml``, which list hidden options too;
* docker/buildx: the tables of ``docs/reference/*.md`` and the hidden options of ``commands/*.go``.

Run ``python scripts/docker_options.py --cli CLONE --compose CLONE --buildx CLONE``; ``--check`` compares instead of writing.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tarfile
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "persistlint" / "docker" / "option_data.py"

#: The oldest release whose documentation has tables; what it has counts as always there.
FIRST_RELEASE = (23, 0)

#: What the parser must tell apart, out of the types that the documentation names.
KINDS = {
    "bool": "b",
    "string": "s",
    "list": "l",
    "stringArray": "l",
    "stringSlice": "l",
    "strings": "l",
    "map": "l",
    "filter": "l",
    "mount": "l",
    "network": "l",
    "ulimit": "l",
    "port": "l",
    "pref": "l",
    "external-ca": "l",
    "secret": "l",
    "config": "l",
    "stringToString": "l",
    "ipSlice": "l",
    "ipNetSlice": "l",
    "credential-spec": "s",
    "gpu-request": "l",
    "uint": "u",
    "uint16": "u",
    "uint32": "u",
    "uint64": "u",
    "int": "i",
    "int64": "i",
    "float": "f",
    "float64": "f",
    "duration": "d",
    "bytes": "m",
    "decimal": "n",
}

#: Registrations in Go by the method's name (``flags.BoolVarP``).
GO_KINDS = {
    "Bool": "b",
    "String": "s",
    "StringArray": "l",
    "StringSlice": "l",
    "Int": "i",
    "Int64": "i",
    "Uint": "u",
    "Uint16": "u",
    "Uint64": "u",
    "Float64": "f",
    "Duration": "d",
}

#: Files whose options belong to several commands, or to commands that the file doesn't name.
SHARED_SOURCES: dict[str, tuple[str, ...]] = {
    "cli/command/container/opts.go": ("container run", "container create"),
    "cli/command/service/opts.go": ("service create", "service update"),
}

#: Options that a normaliser of the compose plugin renames, by command (``SetNormalizeFunc`` in cmd/compose/*.go).
COMPOSE_SPELLINGS = {
    "compose create": {"y": "yes"},
    "compose up": {"y": "yes"},
    "compose publish": {"y": "yes"},
    "compose down": {"volume": "volumes"},
    "compose exec": {"no-TTY": "no-tty"},
    "compose run": {"volumes": "volume", "labels": "label", "no-TTY": "no-tty"},
}

#: What ``docker builder`` and ``docker build`` hand to the buildx plugin (cmd/docker/builder.go), and our names for it.
BUILDX_NAMES = {"buildx build": "image build", "buildx prune": "builder prune"}


class Option:
    """One option of one command."""

    def __init__(self, name: str, short: str, kind: str, hidden: bool = False) -> None:
        self.name = name
        self.short = short
        self.kind = kind
        self.hidden = hidden
        self.since = ""
        self.gone = ""
        self.same_as = ""

    def encoded(self) -> str:
        """Return the option as ``name[/short][=canonical]:kind[!][@since][<gone]``."""
        text = self.name
        if self.short:
            text += "/" + self.short
        if self.same_as:
            text += "=" + self.same_as
        text += ":" + self.kind
        if self.hidden:
            text += "!"
        if self.since:
            text += "@" + self.since
        if self.gone:
            text += "<" + self.gone
        return text


class Table:
    """Commands by canonical name, each with its options by name; other spellings of commands; groups."""

    def __init__(self) -> None:
        self.options: dict[str, dict[str, Option]] = {}
        self.aliases: dict[str, str] = {}
        self.not_interspersed: set[str] = set()
        self.operands: dict[str, str] = {}

    def named(self, *spellings: str) -> str | None:
        """Return the canonical name of the first spelling that is a command's."""
        for spelling in spellings:
            name = self.aliases.get(spelling, spelling)
            if name in self.options:
                return name
        return None

    def add(self, command: str, option: Option) -> None:
        self.options.setdefault(command, {})
        self.options[command].setdefault(option.name, option)


def git(clone: str, *words: str) -> bytes:
    return subprocess.run(("git", "-C", clone, *words), check=True, stdout=subprocess.PIPE).stdout


def releases(clone: str) -> list[tuple[tuple[int, ...], str]]:
    """Return the tags of proper releases, oldest first."""
    found = []
    for tag in git(clone, "tag").decode().split():
        if re.fullmatch(r"v?\d+\.\d+\.\d+", tag):
            found.append((tuple(int(part) for part in tag.lstrip("v").split(".")), tag))
    return sorted(found)


def files(clone: str, revision: str, folder: str) -> dict[str, str]:
    """Return the text files below ``folder`` at a revision."""
    out = {}
    with tarfile.open(fileobj=io.BytesIO(git(clone, "archive", revision, folder))) as archive:
        for member in archive.getmembers():
            if member.isfile() and member.name.endswith((".md", ".yaml", ".go")):
                stream = archive.extractfile(member)
                if stream is not None:
                    out[member.name] = stream.read().decode("utf-8", "replace")
    return out


def kind_of(type_name: str) -> str:
    return KINDS.get(type_name, "s")


def markdown_options(text: str) -> list[Option]:
    """Return the rows of a page's table of options."""
    found = []
    # Tables below the generated part are prose (`network create` has one of driver options).
    generated = text.split("MARKER_GEN_START", 1)[-1].split("MARKER_GEN_END", 1)[0]
    for line in generated.splitlines():
        if not line.startswith("| ") or "`--" not in line:
            continue
        cells = re.split(r"(?<!\\)\|", line)
        names = re.findall(r"`(--?[\w-]+)`", cells[1])
        long = [name[2:] for name in names if name.startswith("--")]
        short = [name[1:] for name in names if not name.startswith("--")]
        if not long:
            continue
        type_name = cells[2].strip().strip("`")
        found.append(Option(long[0], short[0] if short else "", kind_of(type_name)))
    return found


def markdown_aliases(text: str) -> list[str]:
    match = re.search(r"### Aliases\n\n(.*?)\n\n", text, re.S)
    return [name.removeprefix("docker ") for name in re.findall(r"`([^`]+)`", match[1])] if match else []


def read_cli_documents(
    table: Table, pages: dict[str, str], release: str, first: bool
) -> set[tuple[str, str]]:
    """Add a release's pages; return the (command, option) pairs that it has."""
    seen = set()
    for path, text in pages.items():
        stem = path.rsplit("/", 1)[1].removesuffix(".md")
        if stem in ("index", "docker", "cli", "dockerd"):
            continue
        command = stem.replace("_", " ")
        names = markdown_aliases(text)
        canonical = command
        if names and command not in ("image build",):
            # A page under a short name (`run.md`) and one under the long (`container_run.md`) are one command.
            longer = [name for name in names if " " in name]
            canonical = longer[0] if longer else names[0]
        if command in ("build", "builder build"):
            canonical = "image build"
        if canonical not in table.options:
            table.options[canonical] = {}
        for name in [*names, command]:
            if name != canonical:
                table.aliases[name] = canonical
        for option in markdown_options(text):
            if option.name == "help":
                continue
            seen.add((canonical, option.name))
            known = table.options[canonical].get(option.name)
            if known is None:
                option.since = "" if first else release
                table.add(canonical, option)
            else:
                known.kind, known.short = option.kind, option.short or known.short
                known.gone = ""
    # The client takes it, and its page doesn't say so (cli/command/image/remove.go).
    table.aliases["image rmi"] = "image rm"
    return seen


REGISTRATION = re.compile(
    r"\.(?P<method>[A-Z]\w*?)(?:Var)?(?P<with_short>P|PF)?\(\s*(?:(?P<target>[^\"\n]*?),\s*)?\"(?P<name>[\w-]+)\",\s*(?:\"(?P<short>\w?)\")?"
)
MARKED = re.compile(
    r"\.(?:MarkHidden|MarkDeprecated|Lookup)\(\"(?P<name>[\w-]+)\"(?:,|\)(?! *\.)|\)\.Hidden = true)"
)
#: Go's check of the number of operands to ours: least and most.
COUNTS = {
    "NoArgs": "0",
    "ExactArgs": "{0}",
    "RequiresMinArgs": "{0}+",
    "RequiresMaxArgs": "0-{0}",
    "RequiresRangeArgs": "{0}-{1}",
}
ARGS = re.compile(r"\bArgs:\s+(?:cli|cobra)\.(\w+)(?:\((\d+)(?:, (\d+))?\))?,")
USE = re.compile(r"\bUse:\s+[\"`]([\w-]+)")


def go_registrations(text: str) -> list[tuple[Option, str]]:
    """Return the options that a Go file registers, each with the variable that takes its value."""
    found = []
    for match in REGISTRATION.finditer(text):
        method = match["method"]
        kind = GO_KINDS.get(method)
        if method in ("Var", ""):
            kind = "l"
        if kind is None:
            continue
        short = (match["short"] or "") if match["with_short"] else ""
        found.append((Option(match["name"], short, kind), (match["target"] or "").strip()))
    return found


def read_go(
    table: Table, sources: dict[str, str], prefix: str, commands_of: dict[str, tuple[str, ...]]
) -> None:
    """Add the options that the tables leave out."""
    for path, text in sources.items():
        if path.endswith("_test.go"):
            continue
        commands = commands_of.get(path)
        if commands is None:
            folder = path.removeprefix(prefix).rsplit("/", 1)[0] if "/" in path.removeprefix(prefix) else ""
            commands = tuple(
                found
                for use in USE.findall(text)
                if (found := table.named(f"{folder} {use}".strip(), use)) is not None
            )
        if not commands:
            continue
        marked = {match["name"] for match in MARKED.finditer(text)}
        registered = go_registrations(text)
        for command in commands:
            if "SetInterspersed(false)" in text:
                table.not_interspersed.add(command)
            count = ARGS.search(text)
            if count is not None and count[1] in COUNTS and len(ARGS.findall(text)) == 1:
                table.operands[command] = COUNTS[count[1]].format(count[2], count[3])
            by_target: dict[str, str] = {}
            for option, target in registered:
                known = table.options[command].get(option.name)
                if known is None and option.name in marked:
                    option.hidden = True
                    table.add(command, option)
                if option.name in table.options[command]:
                    table.options[command][option.name].gone = ""
                    if option.name in marked:
                        table.options[command][option.name].hidden = True
                    if target and option.name not in marked:
                        by_target[target] = option.name
            for option, target in registered:
                main = by_target.get(target)
                if option.name in marked and main is not None and main != option.name:
                    table.options[command][option.name].same_as = main


def yaml_options(text: str) -> list[Option]:
    """Return the options of a page that cli-docs-tool wrote. It has a fixed form, read line by line."""
    found = []
    section = ""
    for line in text.splitlines():
        if line and not line.startswith(" "):
            section = line.split(":")[0]
        if section not in ("options", "inherited_options"):
            continue
        match = re.fullmatch(r"    (- |  )(\w+): ?(.*)", line)
        if match is None:
            continue
        value = match[3].strip("\"'")
        if match[1] == "- ":
            found.append(Option(value, "", "s"))
        elif match[2] == "shorthand":
            found[-1].short = value
        elif match[2] == "value_type":
            found[-1].kind = kind_of(value)
        elif match[2] == "hidden":
            found[-1].hidden = value == "true"
    return found


def read_compose(table: Table, clone: str, revision: str) -> None:
    for path, text in sorted(files(clone, revision, "docs/reference").items()):
        if not path.endswith(".yaml"):
            continue
        command = re.search(r"^command: docker (.*)$", text, re.M)
        if command is None:
            continue
        name = command[1]
        table.options.setdefault(name, {})
        for option in yaml_options(text):
            if option.name != "help":
                table.add(name, option)
        for target, spellings in COMPOSE_SPELLINGS.items():
            if target == name:
                for spelling, canonical in spellings.items():
                    known = table.options[name][canonical]
                    option = Option(spelling, "", known.kind, hidden=True)
                    option.same_as = canonical
                    table.add(name, option)
    # cli/command/image/remove.go: an alias that the client's help of `docker image` doesn't name.
    table.aliases["image rmi"] = "image rm"
    table.aliases["compose convert"] = "compose config"
    table.options.pop("compose convert", None)
    table.aliases["compose bridge transformations ls"] = "compose bridge transformations list"
    table.not_interspersed |= {"compose run", "compose exec"}
    # cmd/compose/compose.go: `-v` and `--version` print the version and nothing else happens.
    compose = table.options["compose"]
    compose.setdefault("version", Option("version", "v", "b", hidden=True))
    compose.setdefault("workdir", Option("workdir", "", "s", hidden=True))
    compose["workdir"].same_as = "project-directory"


def read_buildx(table: Table, clone: str, revision: str) -> None:
    own = Table()
    for path, text in sorted(files(clone, revision, "docs/reference").items()):
        name = path.rsplit("/", 1)[1].removesuffix(".md").replace("_", " ")
        own.options.setdefault(name, {})
        for option in markdown_options(text):
            if option.name != "help":
                own.add(name, option)
        for alias in markdown_aliases(text):
            if alias != name:
                own.aliases[alias] = name
    sources = files(clone, revision, "commands")
    read_go(
        own,
        {path: text for path, text in sources.items() if path.count("/") == 1},
        "commands/",
        {f"commands/{name}.go": (f"buildx {name}",) for name in ("build", "bake", "create", "prune")},
    )
    check = own.options["buildx build"].get("check")
    if check is not None:
        check.kind = "b"
    # The client's own stub of bake takes none; the plugin takes any number of targets.
    table.operands.pop("buildx bake", None)
    for name, count in own.operands.items():
        table.operands[BUILDX_NAMES.get(name, name)] = count
    for name, options in own.options.items():
        canonical = BUILDX_NAMES.get(name, name)
        for option in options.values():
            known = table.options.setdefault(canonical, {}).get(option.name)
            if known is None:
                table.add(canonical, option)
            else:
                # Both builders have it: whatever one of them takes, parses.
                known.since = known.gone = ""
                known.short = known.short or option.short
        if canonical != name:
            table.aliases[name] = canonical
        part = name.removeprefix("buildx").strip()
        if part and f"builder {part}" != canonical:
            table.aliases[f"builder {part}"] = canonical
    for alias, name in own.aliases.items():
        if name.startswith(("buildx debug", "buildx dap")):
            # Their pages repeat the aliases of build.
            continue
        table.aliases[alias] = BUILDX_NAMES.get(name, name)
    for option in own.options["buildx"].values():
        table.add("builder", option)
    table.aliases["builder b"] = table.aliases["buildx b"] = "image build"
    table.aliases["bake"] = "buildx bake"
    table.aliases["buildx f"] = table.aliases["builder f"] = "buildx bake"


def build_table(cli: str, compose: str, buildx: str) -> tuple[Table, str]:
    table = Table()
    minors: dict[tuple[int, ...], str] = {}
    for version, tag in releases(cli):
        if version >= FIRST_RELEASE:
            minors[version[:2]] = tag
    first = True
    previous: set[tuple[str, str]] = set()
    newest = ""
    for (major, minor), tag in sorted(minors.items()):
        pages = files(cli, tag, "docs/reference/commandline")
        seen = read_cli_documents(table, pages, f"{major}.{minor}", first)
        for command, name in previous - seen:
            table.options[command][name].gone = f"{major}.{minor}"
        previous |= seen
        first, newest = False, tag
    for name, options in table.options.items():
        if name.startswith("trust"):
            # Since 29.0 a plugin of its own, with the same options.
            for option in options.values():
                option.gone = ""
    # Pages under two names: the short one's options were added under the canonical name already.
    for alias in list(table.aliases):
        table.options.pop(alias, None)
    read_go(table, files(cli, newest, "cli/command"), "cli/command/", SHARED_SOURCES)
    for name, options in table.options.items():
        for option in options.values():
            # An option of the containers' runner is registered in a file that two commands share.
            if option.gone and name in ("container run", "container create"):
                text = files(cli, newest, "cli/command/container")["cli/command/container/opts.go"]
                if f'"{option.name}"' in text:
                    option.gone = ""
    compose_tag = releases(compose)[-1][1]
    buildx_tag = releases(buildx)[-1][1]
    read_compose(table, compose, compose_tag)
    read_buildx(table, buildx, buildx_tag)
    global_options = list(
        markdown_options(
            files(cli, newest, "docs/reference/commandline")["docs/reference/commandline/docker.md"]
        )
    )
    table.options[""] = {option.name: option for option in global_options if option.name != "help"}
    table.options[""].setdefault("version", Option("version", "v", "b"))
    # cli/flags/options.go
    for spelling, short, kind in (
        ("config", "", "s"),
        ("debug", "D", "b"),
        ("log-level", "l", "s"),
        ("tls", "", "b"),
        ("tlsverify", "", "b"),
        ("tlscacert", "", "s"),
        ("tlscert", "", "s"),
        ("tlskey", "", "s"),
        ("host", "H", "s"),
        ("context", "c", "s"),
    ):
        table.options[""].setdefault(spelling, Option(spelling, short, kind))
    return table, f"docker {newest}, compose {compose_tag}, buildx {buildx_tag}"


def rendered(table: Table, versions: str) -> str:
    lines = [
        '"""Every command of the docker client with its options. Written by scripts/docker_options.py: don\'t edit.',
        "",
        f"From the documentation and sources of {versions} (since and gone: of each docker release from {FIRST_RELEASE[0]}.{FIRST_RELEASE[1]}).",
        '"""',
        "",
        "# fmt: off",
        "",
        f'SOURCES = "{versions}"',
        "",
        "#: Canonical name to its options: ``name[/short][=canonical]:kind[!hidden][@since][<gone]``; a leading ``.`` says that options end at the",
        "#: first operand, ``#1+``, ``#2``, ``#0-1`` how many operands it takes. The kinds: b boolean, s string, l list, i and u integers, f number, d duration, m size in bytes, n decimal.",
        "COMMANDS: dict[str, str] = {",
    ]
    for name in sorted(table.options):
        encoded = " ".join(option.encoded() for _, option in sorted(table.options[name].items()))
        if name in table.operands:
            encoded = f"#{table.operands[name]} {encoded}"
        if name in table.not_interspersed:
            encoded = ". " + encoded
        encoded = encoded.strip()
        key = f'    "{name}": '
        if len(key) + len(encoded) + 3 <= 110:
            lines.append(f'{key}"{encoded}",')
            continue
        lines.append(f"{key}(")
        rest = encoded.split(" ")
        line = ""
        pieces = []
        for word in rest:
            if len(line) + len(word) > 92:
                pieces.append(line)
                line = ""
            line += word + " "
        pieces.append(line.rstrip())
        lines += [f'        "{piece}"' for piece in pieces if piece]
        lines.append("    ),")
    lines += ["}", "", "#: Other spellings of commands.", "ALIASES: dict[str, str] = {"]
    for alias, name in sorted(table.aliases.items()):
        if alias not in table.options and name in table.options:
            lines.append(f'    "{alias}": "{name}",')
    lines += ["}", ""]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cli", required=True, metavar="CLONE", help="a clone of docker/cli with its tags")
    parser.add_argument("--compose", required=True, metavar="CLONE", help="a clone of docker/compose")
    parser.add_argument("--buildx", required=True, metavar="CLONE", help="a clone of docker/buildx")
    parser.add_argument("--check", action="store_true", help="exit with 1 where the file would change")
    settings = parser.parse_args()
    text = rendered(*build_table(settings.cli, settings.compose, settings.buildx))
    if settings.check:
        return 0 if OUTPUT.read_text("utf-8") == text else 1
    OUTPUT.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
