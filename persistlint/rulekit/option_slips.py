"""Slips of the pen in options: one that stands where the client doesn't read options, or takes what was never meant for it."""

from __future__ import annotations

from persistlint.docker.option_table import options_of
from persistlint.rulekit.edits import rewrite, written
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.docker.commands import Command, ContainerCreate, OptionUse
    from persistlint.docker.mounts import Mount
    from persistlint.shell.values import Value, Word
    from persistlint.text.edits import Edit
    from persistlint.text.sources import Sources

#: A value of ``-v`` that can be nothing else: SOURCE:/TARGET, with a mode or not. U+FFFC stands for what isn't known.
#: Not an address: ``http://…``.
_SPECIFICATION = regex(r"(?!-)[^\s:=]+:/(?!/)[^\s:]*(:[a-zA-Z,]+)?")
_FIELDS = regex(r"(type|source|src|target|dst|destination)=\S[^\s,]*,\S+")
_SPELLINGS = {"-v": _SPECIFICATION, "--volume": _SPECIFICATION, "--mount": _FIELDS}
_SHELLS = frozenset(("bash", "sh", "/bin/bash", "/bin/sh", "zsh"))


def is_volume(value: Value) -> bool:
    """Return whether the value is certainly one of ``-v``, wherever it stands."""
    return _SPECIFICATION.fullmatch(value.marked()) is not None


def mount_option(words: Sequence[Word]) -> Sequence[Word]:
    """Return the one or two words of the mount option that the words certainly begin with. Empty where they don't."""
    spelling, equals, value = words[0].value.marked().partition("=") if words else ("", "", "")
    pattern = _SPELLINGS.get(spelling)
    if pattern is None or words[0].opaque:
        return ()
    if equals:
        return words[:1] if pattern.fullmatch(value) else ()
    is_option = len(words) > 1 and not words[1].opaque and pattern.fullmatch(words[1].value.marked())
    return words[:2] if is_option else ()


def behind_image(command: ContainerCreate) -> Sequence[Word]:
    """Return the words of a mount option that stands behind the image, or behind a shell there. Empty where there is none."""
    words, image = command.command, command.image
    # No image's name begins with a slash: the value before it was cut in two (``severed``).
    if not command.resolved or image is None or image.span is None or image.raw.leading().startswith("/"):
        return ()
    return mount_option(words[1:] if len(words) > 1 and words[0].text in _SHELLS else words)


def before_verb(command: Command) -> Sequence[Word]:
    """Return the words from ``-v`` to ``run`` where a run's mount stands before the command's name. Empty elsewhere."""
    words = command.invocation.words
    verb = 4 if len(words) > 3 and words[3].text == "container" else 3
    if len(words) <= verb or words[1].text not in ("-v", "--volume") or words[2].opaque:
        return ()
    is_run = words[verb].text in ("run", "create") and is_volume(words[2].value)
    return words[1 : verb + 1] if is_run else ()


def unknown_mount_option(command: Command) -> Sequence[Word]:
    """Return the words of a mount option that the command's verb doesn't know. Empty where there is none."""
    words = command.invocation.words
    for problem in command.syntax_problems:
        at = next((index for index, word in enumerate(words) if word.span == problem.span), len(words))
        if problem.kind == "unknown-flag" and mount_option(words[at:]):
            return mount_option(words[at:])
    return ()


def only_options(words: Sequence[Word], command: Command) -> bool:
    """Return whether the words are nothing but options of the command, each with its value."""
    table = options_of(command.verb, command.program)
    at = 0
    while at < len(words):
        text = words[at].value.marked()
        name, equals, _ = text.removeprefix("--").partition("=")
        is_long = text.startswith("--")
        option = table.by_spelling.get(name) if is_long else table.by_letter.get(text[1:2])
        if option is None or words[at].opaque or not text.startswith("-"):
            return False
        if not is_long and not option.takes_value:
            letters = [table.by_letter.get(letter) for letter in text[1:]]
            if any(letter is None or letter.takes_value for letter in letters):
                return False
        takes_next = option.takes_value and (not equals if is_long else len(text) == 2)
        at += 2 if takes_next else 1
    return at == len(words)


#: Letters of the options of a run that take no value.
_SWITCHES = frozenset("itdP")
#: What follows the colon in an image's name, and never in a mount.
_TAG = regex(r"v?\d[\w.-]*|latest|alpine|slim|stable|jammy|noble|bookworm|bullseye")


def clustered(command: ContainerCreate, mount: Mount) -> OptionUse | None:
    """Return the ``-v`` that takes the rest of its cluster for a path: ``-vit`` is a volume at ``/it``. None without one."""
    use = _use(command, mount)
    text = mount.value.text if mount.value is not None else None
    if use is None or use.flag != "-v" or use.value_word is not use.word or not text:
        return None
    return use if set(text) <= _SWITCHES and len(set(text)) == len(text) else None


def swallowed(command: ContainerCreate, mount: Mount) -> OptionUse | None:
    """Return the ``-v`` without a value that takes the image's name for one (``-v ubuntu:22.04 bash``). None without one."""
    use = _use(command, mount)
    target = mount.target_text
    if use is None or target is None or use.value_word is use.word or mount.source is None:
        return None
    return use if _TAG.fullmatch(target) and mount.source.text and "." not in mount.source.text[:1] else None


#: What a blank leaves of ``-v``'s value: never the name of an image.
_REST = regex(r"[^\s:]*:/(?!/)[^\s:]*(:[a-zA-Z,]+)?")


def severed(command: ContainerCreate) -> OptionUse | None:
    """Return the ``-v`` whose value a blank cuts in two, so that its rest becomes the image (``-v /srv/My Site:/x``). None without one."""
    image = command.image
    if image is None or image.word is None or image.known or not image.raw.known:
        return None
    words = command.invocation.words
    at = next((index for index, word in enumerate(words) if word is image.word), 0)
    text = image.raw.marked()
    for use in command.uses("volume"):
        if at < 1 or use.value_word is not words[at - 1] or use.value is None:
            continue
        first = use.value.marked()
        if ":" not in first and first.strip() and _REST.fullmatch(text):
            return use
    return None


#: What word processors and web sites make of hyphens.
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


def dashed(command: ContainerCreate) -> list[tuple[Word, str]]:
    """Return the words from the image on that are options with a wrong dash (``–v``, ``—name``), each with its right spelling.

    Docker takes the first of them for the image, and refuses it. Empty where the image doesn't begin so.
    """
    image = command.image
    if image is None or image.word is None or image.raw.marked()[:1] not in DASHES:
        return []
    table = options_of(command.verb, command.program)
    words = command.invocation.words
    at = next((index for index, word in enumerate(words) if word is image.word), len(words))
    spellings: list[tuple[Word, str]] = []
    while at < len(words):
        marked = words[at].value.marked()
        name, equals, value = marked.lstrip(DASHES + "-").partition("=")
        if marked[:1] not in DASHES + "-" or not name:
            break
        option = table.by_spelling.get(name) if len(name) > 1 else table.by_letter.get(name)
        if option is None:
            break
        hyphens = "--" if len(name) > 1 else "-"
        if marked[:1] in DASHES:
            spellings.append((words[at], f"{hyphens}{name}{equals}{value}"))
        at += 2 if option.takes_value and not equals else 1
    return spellings


def hyphens(options: list[tuple[Word, str]], sources: Sources) -> list[Edit | None]:
    """Return the edits that write hyphens for the dashes of ``dashed``, where each option stands in the text as it is."""
    edits: list[Edit | None] = []
    for word, right in options:
        bare = (written(word, sources) or "").lstrip(DASHES + "-")
        name = right.partition("=")[0].lstrip("-")
        right_start = "--" if right.startswith("--") else "-"
        edits.append(rewrite(word, f"{right_start}{bare}", sources) if bare.startswith(name) else None)
    return edits


def _use(command: ContainerCreate, mount: Mount) -> OptionUse | None:
    for use in command.uses("volume"):
        if use.value is mount.value or (
            use.value is not None and mount.value is not None and use.span == mount.span
        ):
            return use
    return None
