"""The things at a place of a document: the docker command, the word in it, the option, the mount."""

from __future__ import annotations

from persistlint.docker.commands import Command, ContainerCreate, OptionUse
from persistlint.docker.mounts import Mount
from persistlint.shell.values import Word
from persistlint.text.sources import Place
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.durability.model import Container, Timeline


class Cursor:
    """A docker command at a place, and what of it is there.

    ``word`` is the word at the place, None on a blank or a redirection. ``option`` is the option whose flag or value is there, ``in_flag`` whether it is
    the flag.
    """

    __slots__ = ("command", "in_flag", "offset", "option", "when", "word")

    def __init__(self, command: Command, when: str | None, offset: int) -> None:
        self.command = command
        self.when = when
        self.offset = offset
        self.word: Word | None = None
        self.option: OptionUse | None = None
        self.in_flag = False


def covers(analysis: Analysis, span: Span | None, offset: int) -> Place | None:
    """Return the span's place where it is in the analysis' own document and holds ``offset`` (its end included), else None."""
    if span is None or not analysis.sources.knows(span):
        return None
    place = analysis.sources.place(span)
    if place.document is analysis.document and place.start <= offset <= place.end:
        return place
    return None


def commands_at(analysis: Analysis, offset: int) -> list[tuple[Command, str | None]]:
    """Return the docker commands at ``offset``: every occurrence and alternative of the innermost one, with its condition."""
    best: list[tuple[Command, str | None]] = []
    size = 0
    for command, when in analysis.commands:
        place = covers(analysis, command.span, offset)
        if place is None:
            continue
        length = place.end - place.start
        if not best or length < size:
            best, size = [(command, when)], length
        elif length == size:
            best.append((command, when))
    return best


def cursor_at(analysis: Analysis, offset: int) -> Cursor | None:
    """Return the first occurrence of the docker command at ``offset``, with its word and option there."""
    commands = commands_at(analysis, offset)
    if not commands:
        return None
    cursor = Cursor(commands[0][0], commands[0][1], offset)
    command = cursor.command
    cursor.word = word_at(analysis, command.invocation.words, offset)
    if cursor.word is None:
        return cursor
    uses = (*command.options, *command.global_options)
    flags = [use for use in uses if use.word is cursor.word]
    if flags:
        cursor.option = _letter_at(analysis, flags, offset) if len(flags) > 1 else flags[0]
        cursor.in_flag = _in_flag(analysis, cursor.option, offset)
    else:
        cursor.option = next((use for use in uses if use.value_word is cursor.word), None)
    return cursor


def word_at(analysis: Analysis, words: tuple[Word, ...], offset: int) -> Word | None:
    """Return the word at ``offset``. Of two that touch it, the one that begins there counts."""
    best: Word | None = None
    for word in words:
        place = covers(analysis, word.span, offset)
        if place is not None and (best is None or place.start == offset):
            best = word
    return best


def mount_of(command: Command, option: OptionUse) -> Mount | None:
    """Return the mount that this use of ``-v``, ``--mount`` or ``--tmpfs`` makes."""
    for mount in getattr(command, "mounts", ()):
        if mount.word is option.value_word and mount.value is option.value:
            result: Mount = mount
            return result
    return None


def containers_of(analysis: Analysis, command: Command) -> list[tuple[Timeline, Container]]:
    """Return the container that a run or create makes, in each world in which it happens."""
    out = []
    if isinstance(command, ContainerCreate):
        for timeline in analysis.timelines:
            container = timeline.container_of(command)
            if container is not None:
                out.append((timeline, container))
    return out


def _in_flag(analysis: Analysis, option: OptionUse, offset: int) -> bool:
    """Return whether ``offset`` is in the flag of a word that holds flag and value (``--volume=x``, ``-vx``)."""
    span = option.word.span
    if option.value is None or span is None:
        return True
    value = option.value.span
    if value is None or value.anchor != span.anchor or not analysis.sources.knows(value):
        return offset < analysis.sources.place(span).start + len(option.flag)
    return offset < analysis.sources.place(value).start


def _letter_at(analysis: Analysis, uses: list[OptionUse], offset: int) -> OptionUse:
    """Return the option of a cluster (``-dit``) whose letter is at ``offset``. The last one takes the rest of the word."""
    word = uses[0].word
    text = word.value.marked()
    assert word.span is not None
    at = max(1, offset - analysis.sources.place(word.span).start)
    for use in uses:
        if text.find(use.flag[1:], 1) == at:
            return use
    return uses[-1]
