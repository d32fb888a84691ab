"""An option's meaning, and where docker documents it."""

from __future__ import annotations

from persistlint.assist.option_texts import (
    BUILD_HEADINGS,
    CONTAINER_VERBS,
    MOUNT_KEY_ALIASES,
    MOUNT_KEYS,
    OTHER_HEADINGS,
    RUN_HEADINGS,
    TEXTS,
)
from persistlint.docker.option_table import Option, options_of

#: The command reference.
REFERENCE = "https://docs.docker.com/reference/cli/docker"
MOUNTS = "https://docs.docker.com/engine/storage"

_KINDS = {
    "b": "switch",
    "s": "text",
    "l": "may be given several times",
    "i": "number",
    "u": "number",
    "f": "number",
    "d": "duration, `10s`",
    "m": "size, `64m`",
    "n": "number",
}


def meaning(verb: str, name: str) -> str:
    """Return what the option with the canonical ``name`` means for the command ``verb``, "" where no text says so."""
    text = TEXTS.get(f"{verb} {name}", "")
    return text or (TEXTS.get(name, "") if verb in CONTAINER_VERBS else "")


def find_option(verb: str, flag: str, program: str = "docker") -> Option | None:
    """Return the option that ``flag`` ("-v", "--volume") is for the command, None where it has none so called."""
    table = options_of(verb, program)
    return table.by_spelling.get(flag[2:]) if flag.startswith("--") else table.by_letter.get(flag[1:])


def documentation(verb: str, option: Option, program: str = "docker") -> str:
    """Return the option's text in Markdown: its spellings, its argument, its meaning, the link to docker's documentation."""
    spellings = [f"-{option.short}"] if option.short else []
    spellings.append(f"--{option.spelling}")
    head = f"**`{', '.join(spellings)}`** ({_KINDS.get(option.kind, 'text')})"
    notes = []
    if option.since is not None:
        notes.append(f"since Docker {_version(option.since)}")
    if option.gone is not None:
        notes.append(f"gone in Docker {_version(option.gone)}")
    if notes:
        head += ", " + ", ".join(notes)
    parts = [head]
    text = meaning(verb, option.name)
    if text:
        parts.append(text)
    if program == "docker":
        parts.append(f"[Docker's documentation]({link(verb, option.name)})")
    return "\n\n".join(parts)


def link(verb: str, name: str = "") -> str:
    """Return the page of docker's command reference for a command, at the option ``name`` where the page has a heading for it."""
    key = f"{verb} {name}"
    page = verb
    if verb == "image build":
        page, heading = "buildx build", name in BUILD_HEADINGS
    elif verb == "container create" and name in RUN_HEADINGS:
        page, heading = "container run", True
    elif verb == "container run":
        heading = name in RUN_HEADINGS
    else:
        heading = key in OTHER_HEADINGS
    address = f"{REFERENCE}/{page.replace(' ', '/')}/" if page else f"{REFERENCE}/"
    if not name:
        return address
    return f"{address}#{name if heading else 'options'}"


def mount_key(key: str) -> str:
    """Return the meaning of a key of ``--mount``, in Markdown with the link, "" for an unknown key."""
    canonical = MOUNT_KEY_ALIASES.get(key.lower(), key.lower())
    text = MOUNT_KEYS.get(canonical, "")
    if not text:
        return ""
    page = "volumes"
    for prefix, name in (("bind-", "bind-mounts"), ("tmpfs-", "tmpfs"), ("type", "")):
        if canonical.startswith(prefix):
            page = name
    address = f"{MOUNTS}/{page}/" if page else f"{MOUNTS}/"
    return f"**`{key}`** (a key of `--mount`)\n\n{text}\n\n[Docker's documentation]({address})"


def _version(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
