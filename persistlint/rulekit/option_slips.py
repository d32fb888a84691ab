"""Slips in which an option of a run takes what was never meant for it."""

from __future__ import annotations

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate, OptionUse
    from persistlint.docker.mounts import Mount
    from persistlint.shell.values import Word

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
    from persistlint.docker.option_table import options_of

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


def _use(command: ContainerCreate, mount: Mount) -> OptionUse | None:
    for use in command.uses("volume"):
        if use.value is mount.value or (
            use.value is not None and mount.value is not None and use.span == mount.span
        ):
            return use
    return None
