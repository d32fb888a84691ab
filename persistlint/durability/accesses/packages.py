"""Package managers: what is installed, and where it goes."""

from __future__ import annotations

from persistlint.durability.accesses.arguments import Arguments, read_arguments
from persistlint.shell.values import Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.accesses.files import Handler
    from persistlint.durability.accesses.reader import AccessReader

#: The words that install, for managers of the whole system.
_INSTALLS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("apt", "apt-get", "aptitude"), frozenset(("install", "reinstall", "build-dep"))),
    "apk": frozenset(("add",)),
    **dict.fromkeys(
        ("dnf", "yum", "microdnf", "tdnf"),
        frozenset(("install", "groupinstall", "reinstall", "localinstall")),
    ),
    "zypper": frozenset(("install", "in")),
    "emerge": frozenset(),
    "brew": frozenset(("install",)),
    "conda": frozenset(("install",)),
    "mamba": frozenset(("install",)),
    "micromamba": frozenset(("install",)),
}
#: Options of these managers that take the next word.
_VALUES = frozenset(
    (
        "option",
        "config-file",
        "target-release",
        "repository",
        "root",
        "virtual",
        "repo",
        "enablerepo",
        "name",
        "prefix",
    )
)


def _packages(arguments: Arguments, skip: int) -> list[str]:
    return [word.value.display() for word in arguments.operands[skip:]]


def _system(reader: AccessReader, program: str, words: list[Word]) -> None:
    # apk's -t is a virtual package's name; apt's -t a release; -o and -c of apt options.
    arguments = read_arguments(words, "tocXp" if program in ("apk", "apt", "apt-get") else "cpn", _VALUES)
    operands = arguments.operands
    if not operands or operands[0].value.text not in _INSTALLS[program]:
        return
    if arguments.has("download-only", "d", "simulate", "s", "dry-run", "help") or (
        program == "apk" and arguments.has("root")
    ):
        return
    packages = _packages(arguments, 1)
    if packages:
        reader.install(operands[0], program, packages, "/usr")


def _pacman(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words)
    if arguments.has("S") and arguments.operands and not arguments.has("s", "i", "Q"):
        reader.install(arguments.operands[0], program, _packages(arguments, 0), "/usr")


def _dpkg(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words)
    if arguments.has("i", "install", "U", "upgrade") and arguments.operands:
        reader.install(arguments.operands[0], program, _packages(arguments, 0), "/usr")


def _pip(reader: AccessReader, program: str, words: list[Word]) -> None:
    if program.startswith("python"):
        texts = [word.value.text for word in words[:2]]
        if texts != ["-m", "pip"]:
            return
        program, words = "pip", words[2:]
    if program == "uv":
        if not words or words[0].value.text != "pip":
            return
        words = words[1:]
    long = frozenset(
        (
            "target",
            "prefix",
            "root",
            "requirement",
            "index-url",
            "extra-index-url",
            "find-links",
            "constraint",
            "src",
        )
    )
    arguments = read_arguments(words, "trifce", long)
    operands = arguments.operands
    if not operands or operands[0].value.text != "install":
        return
    place = arguments.last("t", "target", "prefix", "root")
    if place is not None:
        # `pip install -t DIR` is a write like another: with DIR on a mount it lasts.
        write = reader.write(Word(place[0], place[1].span), program)
        write.operand = write.creates_directory = True
        return
    packages = _packages(arguments, 1) + [
        value.display() for value, _ in arguments.values("r", "requirement", "e")
    ]
    if packages:
        reader.install(operands[0], program, packages, "/usr/local")


def _npm(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words, "", frozenset(("prefix", "registry", "cwd", "dir")))
    operands = arguments.operands
    verb = operands[0].value.text if operands else None
    everywhere = arguments.has("g", "global") or (program == "yarn" and verb == "global")
    if verb not in ("install", "i", "add", "ci", "global") or (
        program == "yarn" and verb == "global" and len(operands) < 3
    ):
        return
    if everywhere:
        skip = 2 if verb == "global" else 1
        reader.install(operands[0], program, _packages(arguments, skip), "/usr/local")
        return
    # In a project the packages go to node_modules in the working directory.
    prefix = arguments.last("prefix", "cwd", "dir")
    here = prefix[0] if prefix is not None else Value.of(".")
    write = reader.write(Word(here, operands[0].span), program)
    write.target = reader.path(Value((*here.pieces, *Value.of("/node_modules").pieces)))
    write.creates_directory = True


def _gem(reader: AccessReader, program: str, words: list[Word]) -> None:
    arguments = read_arguments(words, "vi", frozenset(("version", "install-dir")))
    operands = arguments.operands
    verbs = {
        "gem": "install",
        "cargo": "install",
        "go": "install",
        "luarocks": "install",
        "composer": "require",
    }
    if not operands or operands[0].value.text != verbs.get(program):
        return
    packages = _packages(arguments, 1)
    if packages:
        reader.install(operands[0], program, packages, "/usr/local")


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(_INSTALLS, _system),
    "pacman": _pacman,
    "dpkg": _dpkg,
    "rpm": _dpkg,
    **dict.fromkeys(("pip", "pip3", "uv", "python", "python3"), _pip),
    **dict.fromkeys(("npm", "pnpm", "yarn"), _npm),
    **dict.fromkeys(("gem", "cargo", "luarocks"), _gem),
}

#: Programs whose run is about packages: what they leave beside them is no data.
MANAGERS = frozenset(HANDLERS) - {"python", "python3", "uv"}
