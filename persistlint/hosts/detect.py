"""Detection of a file's language from its name and its first bytes."""

from __future__ import annotations

from persistlint.text.regex import regex

#: Extension to shell. A ``.sh`` file without a shebang is bash's: bash runs such a file itself.
_SHELL_EXTENSIONS = {
    ".sh": "bash",
    ".bash": "bash",
    ".dash": "dash",
    ".ash": "ash",
    ".ksh": "ksh",
    ".zsh": "zsh",
    ".bats": "bats",
}
_SHELL_NAMES = {
    ".bashrc": "bash",
    ".bash_profile": "bash",
    ".bash_login": "bash",
    ".bash_logout": "bash",
    ".bash_aliases": "bash",
    ".profile": "sh",
    ".zshrc": "zsh",
    ".zshenv": "zsh",
    ".zprofile": "zsh",
    ".kshrc": "ksh",
}
#: The languages of files that are read, each with its name for people.
LANGUAGES = {
    "shell": "shell script",
    "dockerfile": "Dockerfile",
    "compose": "Compose file",
    "makefile": "Makefile",
    "workflow": "GitHub workflow or GitLab CI file",
    "systemd": "systemd service",
    "quadlet": "Quadlet unit",
    "json": "package.json or devcontainer.json",
    "markdown": "Markdown, reStructuredText or AsciiDoc",
}
_MARKDOWN_EXTENSIONS = frozenset({".md", ".markdown", ".mdx", ".mkd"})
#: Documents whose blocks are read as Markdown's are.
_OTHER_DOCUMENTS = frozenset({".rst", ".adoc", ".asciidoc"})

#: Names that a shebang or a ``SHELL`` instruction may give, and the dialect they mean.
DIALECTS = {
    "sh": "sh",
    "bash": "bash",
    "rbash": "bash",
    "dash": "dash",
    "ash": "ash",
    "ksh": "ksh",
    "ksh93": "ksh",
    "mksh": "ksh",
    "zsh": "zsh",
    "bats": "bats",
}

#: What templates end in.
TEMPLATE_EXTENSIONS = frozenset(
    {
        ".ejs",
        ".erb",
        ".hbs",
        ".in",
        ".j2",
        ".jinja",
        ".jinja2",
        ".m4",
        ".mustache",
        ".template",
        ".tmpl",
        ".tpl",
    }
)
#: What makes ``Dockerfile.X`` something else than a Dockerfile: a template, or a file beside one.
_NOT_DOCKERFILES = TEMPLATE_EXTENSIONS | {".bak", ".dockerignore", ".orig", ".rej", ".swp"}
#: ``Dockerfile.go`` is the Dockerfile of a Go program as often as it is a Go program about Dockerfiles.
_PROGRAM_EXTENSIONS = frozenset(
    {
        ".c",
        ".cc",
        ".cpp",
        ".cs",
        ".go",
        ".java",
        ".js",
        ".json",
        ".kt",
        ".php",
        ".py",
        ".rb",
        ".rs",
        ".ts",
        ".yaml",
        ".yml",
    }
)
_LEFT_BEHIND = regex(r"[-_](?:old|orig|bak|backup)(?:[-_.]|$)")
_FROM_LINE = regex(rb"(?im)^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*\S+(?:[ \t]+AS[ \t]+\S+)?[ \t]*\r?$")
_DIRECTIVE = regex(rb"(?m)^[ \t]*#[ \t]*shellcheck[ \t]+(?:[^\r\n]*[ \t])?shell=([A-Za-z0-9]+)")
#: Keys at the top of a Compose file. Files of CI systems with ``services:`` have others (``steps:``, ``pipeline:``, ``script:``).
_COMPOSE_KEYS = frozenset(
    ("configs", "include", "models", "name", "networks", "secrets", "services", "version", "volumes")
)
_TOP_LEVEL_KEY = regex(rb"(?m)^['\"]?([A-Za-z_][\w.-]*)['\"]?[ \t]*:(?=[ \t\r\n]|$)")
_SERVICE_IMAGE = regex(
    rb"(?m)^services:[ \t]*(?:#[^\n]*)?\r?\n(?:.*\n)*?[ ]+(?:image|build)[ \t]*:(?=[ \t\r\n]|$)"
)
_COMPOSITE = regex(rb"(?m)^[ \t]+using[ \t]*:[ \t]*['\"]?composite")
_JOBS = regex(rb"(?m)^jobs[ \t]*:")
_RUNS_ON = regex(rb"(?m)^[ \t]+runs-on[ \t]*:")
_QUADLET_SECTIONS = {
    ".build": b"[Build]",
    ".image": b"[Image]",
    ".network": b"[Network]",
    ".pod": b"[Pod]",
}
#: Interpreters that make a ``.sh`` file something else than a shell script.
_FOREIGN = regex(
    r"(?:python|pypy|perl|ruby|node|deno|bun|fish|expect|tclsh|wish|awk|gawk|mawk|sed|php|lua|pwsh|powershell|tcsh|csh|make|nu|xonsh|elvish|Rscript)[0-9.]*\Z"
)


def is_binary(data: bytes) -> bool:
    """Return whether a NUL byte stands in the first 8 KiB. UTF-16 text has such bytes too."""
    return b"\0" in data[:8192]


def language_of(path: str, head: bytes) -> str:
    """Return one of ``LANGUAGES``, "" for any other file.

    ``head`` is the beginning of the file; b"" judges by the name alone.
    """
    name = _name(path)
    extension = _extension(name)
    if extension in _SHELL_EXTENSIONS:
        interpreter = interpreter_of(head)
        if not interpreter or interpreter in DIALECTS:
            return "shell"
        return "" if _FOREIGN.match(interpreter) else "shell"
    if extension in _MARKDOWN_EXTENSIONS or extension in _OTHER_DOCUMENTS:
        return "markdown"
    if extension in (".yml", ".yaml"):
        if _is_workflow(path, name.lower(), head):
            return "workflow"
        return "compose" if _is_compose(name.lower(), head) else ""
    if name in ("package.json", "devcontainer.json", ".devcontainer.json"):
        return "json"
    if extension == ".service":
        return "systemd"
    if extension in (".container", ".volume") or _is_quadlet(extension, head):
        return "quadlet"
    if _is_dockerfile(name, extension, head):
        return "dockerfile"
    if _is_makefile(name, extension):
        return "makefile"
    if name in _SHELL_NAMES or interpreter_of(head) in DIALECTS:
        return "shell"
    return ""


def dialect_of(path: str, head: bytes) -> str:
    """Return the shell that a script is for: bash, sh, dash, ash, ksh, zsh or bats.

    A ``# shellcheck shell=`` directive in the first lines says it, else the shebang, else the extension; bash where nothing does.
    """
    for match in _DIRECTIVE.finditer(head[:4096]) if b"shellcheck" in head[:4096] else ():
        dialect = DIALECTS.get(match.group(1).decode("ascii"))
        if dialect:
            return dialect
    name = _name(path)
    return (
        DIALECTS.get(interpreter_of(head))
        or _SHELL_EXTENSIONS.get(_extension(name))
        or _SHELL_NAMES.get(name, "bash")
    )


def interpreter_of(head: bytes) -> str:
    """Return the name of the program in the shebang ("bash" for ``#!/usr/bin/env -S bash -e``), "" without one."""
    if head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    if not head.startswith(b"#!"):
        return ""
    line, _, rest = head[2:512].partition(b"\n")
    words = line.decode("latin-1").split()
    if not words:
        return ""
    program = _name(words[0])
    arguments = words[1:]
    if program == "env":
        program = _after_env(arguments)
    elif program in ("busybox", "toybox") and arguments:
        program = arguments[0]
    if program == "nix-shell":
        program = _nix_interpreter(rest)
    return program


def _after_env(arguments: list[str]) -> str:
    for argument in arguments:
        if argument.startswith("--split-string="):
            argument = argument[len("--split-string=") :]
        elif argument.startswith("-S") and len(argument) > 2:
            argument = argument[2:]
        if argument.startswith("-") or "=" in argument:
            continue
        return _name(argument)
    return ""


def _nix_interpreter(rest: bytes) -> str:
    words = rest.partition(b"\n")[0].decode("latin-1").split()
    if (words[:2] == ["#!", "nix-shell"] or words[:1] == ["#!nix-shell"]) and "-i" in words[:-1]:
        return _name(words[words.index("-i") + 1])
    return "nix-shell"


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return (dot + extension).lower() if stem and dot else ""


def _is_compose(name: str, head: bytes) -> bool:
    """Return whether a YAML file is a Compose file: by its name, or by services with images and no key that Compose doesn't know."""
    if name.removeprefix("docker-").removeprefix("podman-").startswith(("compose.", "compose-", "compose_")):
        return True
    return holds_services(head)


def holds_services(head: bytes) -> bool:
    """Return whether YAML has services with images, and nothing at its top that Compose doesn't know."""
    if b"services:" not in head or _SERVICE_IMAGE.search(head) is None:
        return False
    keys = {match.group(1).decode("latin-1") for match in _TOP_LEVEL_KEY.finditer(head)}
    return "services" in keys and all(key in _COMPOSE_KEYS or key.startswith("x-") for key in keys)


def _is_workflow(path: str, name: str, head: bytes) -> bool:
    folders = path.replace("\\", "/").split("/")[:-1]
    if folders[-2:] in ([".github", "workflows"], [".gitea", "workflows"], [".forgejo", "workflows"]):
        return True
    if (
        name.endswith((".gitlab-ci.yml", ".gitlab-ci.yaml"))
        or folders[-1:] == [".gitlab-ci"]
        or folders[-2:] == [".gitlab", "ci"]
    ):
        return True
    if name in ("action.yml", "action.yaml"):
        return _COMPOSITE.search(head) is not None or not head
    return holds_jobs(head)


def holds_jobs(head: bytes) -> bool:
    """Return whether YAML has the jobs of a GitHub workflow."""
    return _RUNS_ON.search(head) is not None and _JOBS.search(head) is not None


def _is_quadlet(extension: str, head: bytes) -> bool:
    """Return whether a file is a unit of Quadlet. Other programs have files with these extensions, too (networkd's ``.network``, Perl's ``.pod``)."""
    section = _QUADLET_SECTIONS.get(extension)
    return section is not None and section in head and b"[Match]" not in head


def _is_makefile(name: str, extension: str) -> bool:
    lower = name.lower()
    if lower in ("makefile", "gnumakefile", "bsdmakefile") or extension in (".mk", ".mak", ".makefile"):
        return True
    # ``Makefile.in`` and ``Makefile.am`` are what a Makefile is made of.
    return lower.startswith(("makefile.", "makefile-")) and extension not in (
        *_NOT_DOCKERFILES,
        *_PROGRAM_EXTENSIONS,
        ".am",
        ".cmake",
        ".md",
        ".rst",
        ".txt",
    )


def _is_dockerfile(name: str, extension: str, head: bytes) -> bool:
    lower = name.lower()
    if lower in ("dockerfile", "containerfile") or extension in (".dockerfile", ".containerfile"):
        return True
    if not lower.startswith(("dockerfile", "containerfile")):
        return False
    # What stands behind the first of the two words: ``dockerfilecontainerfile`` is neither.
    after = lower[len("dockerfile" if lower.startswith("dockerfile") else "containerfile")]
    if after not in ".-_" or extension in _NOT_DOCKERFILES or lower.endswith("~"):
        return False
    begins = _FROM_LINE.search(head) is not None
    if after != ".":
        # ``Dockerfile-dev`` is a Dockerfile, ``dockerfile_notes`` may be anything.
        return begins and _LEFT_BEHIND.search(lower) is None
    return extension not in _PROGRAM_EXTENSIONS or not head or begins
