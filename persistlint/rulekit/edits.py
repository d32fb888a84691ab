"""Edits that rules offer: put an option into a command, change a value where it is written, take an option out.

Each gives None where the text to change is not in front of us: words that an array, a variable, an alias or another
file brings along, or that don't stand in one piece. ``offer`` makes a fix of edits, and none where one of them is None. So a rule asks for
the edits that it wants, and needs no case for those that can't be made.
"""

from __future__ import annotations

from itertools import pairwise

from persistlint.rules.finding import Fix
from persistlint.shell.values import DOUBLE, SINGLE, UNQUOTED, Literal, Value, Word
from persistlint.text.edits import Edit
from persistlint.text.regex import regex
from persistlint.text.spans import Span, document_anchor, first_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.docker.commands import Command, OptionUse
    from persistlint.docker.mounts import Mount
    from persistlint.rules.rule import Context
    from persistlint.text.sources import Sources
    from persistlint.text.spans import Written

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+^")
#: How a word begins with a variable that is one value: ``$NAME``, ``"${NAME}…``.
_PLAIN_VARIABLE = regex(r'("?)\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\}|[1-9])(?!\[)')
#: What may stand before a command on its line where another line can be put above it.
_PLAIN_START = regex(rb"[ \t]*(?:[A-Za-z0-9_./=-]+[ \t]+)*")
#: What a backslash and line end may be written as: the shell's, and a Dockerfile's after ``# escape=` ``.
_CONTINUATIONS = (b"\\", b"`")


def offer(title: str, *edits: Edit | None, safe: bool = False) -> list[Fix]:
    """Return the fix that makes these edits together, as a list; an empty one where an edit can't be made, or where there is none."""
    made = [edit for edit in edits if edit is not None]
    return [Fix(title, made, safe=safe)] if made and len(made) == len(edits) else []


def written(place: Written | Span | None, sources: Sources) -> str | None:
    """Return the text at ``place``; None where it isn't written in one piece in a document of this analysis, and so can't be edited."""
    span = first_span(place)
    if span is None or not sources.knows(span) or not sources.editable(span):
        return None
    return sources.text(span)


def words_written(words: Sequence[Word], sources: Sources) -> str | None:
    """Return the words as the text writes them, with blanks between them. None where one of them isn't written."""
    texts = [written(word, sources) for word in words]
    return " ".join(text for text in texts if text is not None) if None not in texts else None


def rewrite(
    place: Written | Span | None, text: str, sources: Sources, *, was: str | None = None
) -> Edit | None:
    """Put ``text`` for what is written at ``place``. With ``was`` only where just that is written there."""
    span = first_span(place)
    before = written(span, sources)
    if span is None or before is None or (was is not None and before != was):
        return None
    return Edit(span, text)


def together(*places: Written | Span | None, sources: Sources) -> Span | None:
    """Return the span from the first place to the last. None unless they stand in this order, and apart, in one text that can be edited."""
    spans = [span for place in places if (span := first_span(place)) is not None]
    if not spans or len(spans) < len(places):
        return None
    for before, after in pairwise(spans):
        if before.anchor != after.anchor or after.start < before.end:
            return None
    whole = spans[0].to(spans[-1])
    return whole if written(whole, sources) is not None else None


def exchange(first: Written | Span | None, second: Written | Span | None, sources: Sources) -> Edit | None:
    """Let two stretches of one text change places. What stands between them stays where it is."""
    start, end, whole = first_span(first), first_span(second), together(first, second, sources=sources)
    if start is None or end is None or whole is None:
        return None
    between = sources.text(Span(whole.anchor, start.end, end.start))
    return Edit(whole, f"{sources.text(end)}{between}{sources.text(start)}")


def remove_blank(
    first: Written | Span | None, second: Written | Span | None, sources: Sources
) -> Edit | None:
    """Make one word of two on one line: take away what stands between them."""
    start, end, whole = first_span(first), first_span(second), together(first, second, sources=sources)
    if start is None or end is None or whole is None or "\n" in sources.text(whole):
        return None
    return Edit(Span(whole.anchor, start.end, end.start), "")


def quote_together(
    first: Written | Span | None, second: Written | Span | None, sources: Sources
) -> Edit | None:
    """Make one word of two on one line: write them in double quotes, with what stands between. None where that would change what the shell reads."""
    text = written(together(first, second, sources=sources), sources)
    if text is None or any(character in text for character in "\"'\\`!*?[~\t\n"):
        return None
    has_other_braces = text.count("${") != text.count("{")
    return (
        None if has_other_braces else rewrite(together(first, second, sources=sources), f'"{text}"', sources)
    )


def insert_lines_above(command: Command, lines: Sequence[bytes], sources: Sources) -> Edit | None:
    """Put lines above the command's first one, indented like it. None where that would cut something up."""
    place = sources.place(command.span)
    document = place.document
    line = document.position(place.start)[0]
    at = document.offset(line, 1)
    before = document.data[at : place.start]
    if _PLAIN_START.fullmatch(before) is None or (
        line > 1 and document.line(line - 1).rstrip(b"\r\n").endswith(b"\\")
    ):
        return None
    indentation = before[: len(before) - len(before.lstrip(b" \t"))]
    text = b"".join(indentation + each.rstrip() + b"\n" for each in lines)
    return Edit(Span(document_anchor(document.path), at, at), text.decode("utf-8", "surrogateescape"))


def written_here(word: Word, command: Command, context: Context) -> str | None:
    """Return the text of a word as the command itself writes it.

    None for a word that an array, an alias or a sourced file's function brings: that is its own author's to mend, not its caller's.
    """
    sources, span = context.sources, word.span
    if span is None or word.opaque or not command.span.holds(span) or not sources.knows(span):
        return None
    path = sources.place(span).path.replace("\\", "/")
    return sources.text(span) if path.endswith(context.path) else None


def insert_option(command: Command, text: str, sources: Sources) -> Edit | None:
    """Put the option ``text`` (``-v pgdata:/x``, quoted as the shell needs it) before the command's first operand.

    In a command over several lines it gets a line of its own, before the operand's line and indented like it.
    """
    if _is_service(command):
        return None
    operand = _first_operand(command)
    if operand is None or operand.span is None:
        return None
    if sources.has_host_options(operand.span):
        written = sources.host_option(operand.span, text)
        return Edit(*written) if written is not None else None
    if not _written_here(command, operand, sources):
        return None
    place = sources.place(operand.span)
    document = place.document
    line, column = document.position(place.start, "utf-8")
    before = document.line(line)[: column - 1]
    if before[-1:] not in (b" ", b"\t") and before:
        # Inside a JSON array or another wrapping a blank may mean something else.
        return None
    first = _first_word_on_line(command, line, sources)
    if first is None or line == sources.place(command.span).line or not _continues(document.line(line - 1)):
        return Edit(operand.span.at_start(), f"{text} ")
    start = sources.place(first).start
    indentation = document.data[document.offset(line, 1) : start]
    if indentation.strip(b" \t>"):
        return Edit(operand.span.at_start(), f"{text} ")
    mark = document.line(line - 1).rstrip()[-1:].decode("ascii")
    return Edit(first.at_start(), f"{text} {mark}\n{indentation.decode('ascii')}")


def insert_before(command: Command, text: str, sources: Sources) -> Edit | None:
    """Put ``text`` before the command. None behind ``&&``, a pipe or ``!``: a ``||`` in the text would be one for both sides."""
    if not sources.knows(command.span):
        return None
    place = sources.place(command.span)
    before = place.document.data[: place.start].rstrip(b" \t\r\n\\")
    return None if before.endswith((b"&&", b"|", b"!")) else Edit(command.span.at_start(), text)


def option_text(command: Command, text: str, sources: Sources) -> str:
    """Return how an option of a command is written where the command stands: ``-v pgdata:/x``, or Quadlet's ``Volume=pgdata:/x``."""
    operand = _first_operand(command)
    if operand is None or operand.span is None or not sources.knows(operand.span):
        return text
    written = sources.host_option(operand.span, text)
    return written[1].strip() if written is not None else text


def _is_service(command: Command) -> bool:
    """Return whether it is a service of a Compose file, which has no options."""
    return getattr(command, "service_name", None) is not None


def replace_value(value: Value | None, start: int, end: int, text: str) -> Edit | None:
    """Put ``text`` for the characters ``start`` to ``end`` of the value (as in ``Value.cut``), where they are written.

    An empty range inserts. None too where ``text`` would mean something else in the quotation that it would land in.
    """
    if value is None or start < 0:
        return None
    pieces = value.cut(start, end).pieces if end > start else ()
    if end <= start:
        return _insert(value, start, text)
    span: Span | None = None
    for piece in pieces:
        if not isinstance(piece, Literal) or piece.span is None or not _fits(text, piece.quoting):
            return None
        if span is None:
            span = piece.span
        elif piece.span.anchor == span.anchor and piece.span.start == span.end:
            span = Span(span.anchor, span.start, piece.span.end)
        else:
            return None
    return Edit(span, text) if span is not None else None


def insert_before_variable(mount: Mount, text: str, command: Command, sources: Sources) -> Edit | None:
    """Put ``text`` before the variable with which a mount's word begins, in the command itself: what else reads the variable keeps it.

    None where the word begins with something else, or the variable isn't a single plain one.
    """
    word = mount.word
    if word is None or word.span is None or mount.value is None or word.value != mount.value:
        return None
    if not _written_here(command, word, sources) or _own_text(word):
        return None
    variable = _PLAIN_VARIABLE.match(sources.text(word.span))
    if variable is None or not _fits(text, DOUBLE if variable.group(1) else UNQUOTED):
        return None
    at = len(variable.group(1))
    return Edit(word.span.cut(at, at), text)


def replace_specification(mount: Mount, text: str, command: Command, sources: Sources) -> Edit | None:
    """Put the specification ``text`` for a mount's own: where that is written in one piece, else where the option stands."""
    word = mount.word
    if word is None or word.span is None or mount.value is None:
        return None
    written = replace_value(mount.value, 0, len(mount.value), text)
    if written is not None:
        return written
    if not _written_here(command, word, sources):
        return None
    flag = word.value.cut(0, len(word.value) - len(mount.value)).text
    return Edit(word.span, quote(flag + text)) if flag is not None else None


def below_working_directory(path: Value, command: Command) -> Edit | None:
    """Make a relative path of the host absolute with ``$PWD``, in the command itself: elsewhere the directory may be another."""
    first = path.pieces[0] if path.pieces else None
    if _is_service(command):
        return None
    if not isinstance(first, Literal) or first.span is None or not command.span.holds(first.span):
        return None
    before = {UNQUOTED: '"$PWD"/', DOUBLE: "$PWD/"}.get(first.quoting)
    return Edit(first.span.at_start(), before) if before is not None else None


def remove_option(use: OptionUse | None, sources: Sources) -> Edit | None:
    """Take an option out of its command, with its value and the blank before it; out of a cluster (``-dit``) only its letter.

    An option that has a line to itself takes the line along. None where there is no option.
    """
    if use is None:
        return None
    span = use.span
    if span is None or use.word.span is None or use.word.opaque or not sources.editable(span):
        return None
    if not _own_text(use.word) or (use.value_word is not None and _brings_words(use.value_word, sources)):
        return None
    cluster = _letter_of_cluster(use, sources)
    if cluster is not None:
        return cluster
    if use.word.text is None and use.value_word is not use.word:
        return None
    place = sources.place(span)
    document = place.document
    line, column = document.position(place.start, "utf-8")
    last, end_column = document.position(place.end, "utf-8")
    before = document.line(line)[: column - 1]
    after = document.line(last)[end_column - 1 :]
    if not before.strip(b" \t") and after.strip() in _CONTINUATIONS and last < len(document.line_starts):
        starts = document.line_starts
        taken = Span(
            span.anchor,
            span.start - (place.start - starts[line - 1]),
            span.end + (starts[last] - place.end),
        )
        return Edit(taken, "") if sources.editable(taken) else None
    blanks = len(before) - len(before.rstrip(b" \t"))
    if not before.strip(b" \t") or not blanks:
        return Edit(span, "") if before.strip(b" \t") else None
    taken = Span(span.anchor, span.start - blanks, span.end)
    return Edit(taken, "") if sources.editable(taken) else None


def quote(text: str) -> str:
    """Return ``text`` as one word of a shell command, quoted where it must be."""
    if text and all(character in _PLAIN for character in text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"


def _first_operand(command: Command) -> Word | None:
    image = getattr(command, "image", None)
    if image is not None and image.word is not None:
        word: Word = image.word
        return word
    return command.operands[0] if command.operands else None


def _written_here(command: Command, operand: Word, sources: Sources) -> bool:
    """Return whether the operand's word stands in the command itself, alone, in a text that can be edited."""
    span = operand.span
    if span is None or operand.opaque or not command.span.holds(span) or not sources.editable(span):
        return False
    for word in command.invocation.words:
        if word is operand or word.span is None:
            continue
        if word.span.start < max(span.end, span.start + 1) and span.start < word.span.end:
            # One text gives several words, as an array does.
            return False
    # A redirection among the options is more often a placeholder (``-v <your path>:/x``) than meant.
    redirects = command.invocation.redirects
    return not any(
        redirect.span.anchor == span.anchor and redirect.span.start < span.start for redirect in redirects
    )


def _first_word_on_line(command: Command, line: int, sources: Sources) -> Span | None:
    best: Span | None = None
    for word in command.invocation.words:
        span = word.span
        if span is None or span.anchor != command.span.anchor or sources.place(span).line != line:
            continue
        if best is None or span.start < best.start:
            best = span
    return best


def _continues(line: bytes) -> bool:
    return line.rstrip(b" \t\r\n").endswith(_CONTINUATIONS)


def _insert(value: Value, at: int, text: str) -> Edit | None:
    position = 0
    for piece in value.pieces:
        length = len(piece.text) if isinstance(piece, Literal) else 1
        if isinstance(piece, Literal) and piece.span is not None and position <= at <= position + length:
            cut = piece.cut(at - position, length)
            place = cut.span.at_start() if cut.span is not None else None
            if place is not None and _fits(text, piece.quoting):
                return Edit(place, text)
        position += length
    return None


def _fits(text: str, quoting: str) -> bool:
    """Return whether ``text`` keeps its meaning in a piece that is quoted like this."""
    if quoting == UNQUOTED:
        return all(character in _PLAIN for character in text)
    if quoting == DOUBLE:
        return not any(character in '"$`\\!\n' for character in text)
    if quoting == SINGLE:
        return not any(character in "'\n" for character in text)
    # The backslash isn't part of an escaped piece: it would stay behind and escape what follows.
    return False


def _own_text(word: Word) -> bool:
    """Return whether the word's text is written where the word stands, and not in an array that is used there."""
    first = word.value.pieces[0] if word.value.pieces else None
    return (
        first is not None and first.span is not None and word.span is not None and word.span.holds(first.span)
    )


def is_written_out(word: Word) -> bool:
    """Return whether all of the word is literal text that is written where the word stands. No expansion has a part in it."""
    span = word.span
    if span is None or word.opaque:
        return False
    return all(
        isinstance(piece, Literal) and piece.span is not None and span.holds(piece.span)
        for piece in word.value.pieces
    )


def has_vanished_word(command: Command, sources: Sources) -> bool:
    """Return whether an expansion of the command became no word at all: something stands between two of its words, or behind the last."""
    if not sources.knows(command.span):
        return False
    invocation, anchor = command.invocation, command.span.anchor
    spans = [word.span for word in invocation.words if word.span is not None and word.span.anchor == anchor]
    taken = [redirect.span for redirect in invocation.redirects if redirect.span.anchor == anchor]
    end = command.span.start
    for span in sorted((*spans, *taken, command.span.at_end()), key=lambda span: (span.start, span.end)):
        # What stands before the program's word are wrappers and assignments.
        if spans and end > spans[0].start and span.start > end:
            between = sources.text(Span(anchor, end, span.start))
            if between.replace("\\\n", " ").strip():
                return True
        end = max(end, span.end)
    return False


def _brings_words(word: Word, sources: Sources) -> bool:
    """Return whether the text written for the word stands for any number of words."""
    if word.span is None or _own_text(word):
        return word.span is None
    text = sources.text(word.span)
    return word.opaque or any(mark in text for mark in ("[@]", "[*]", "$@", "$*", "{@", "{*"))


def _letter_of_cluster(use: OptionUse, sources: Sources) -> Edit | None:
    """Return the edit for ``-t`` in ``-it``, or for ``-v x:/y`` in ``-dv x:/y``. None for an option that has its word to itself."""
    text = use.word.text
    span = use.word.span
    if text is None or span is None or not text.startswith("-") or text.startswith("--"):
        return None
    letters = text[1:].partition("=")[0]
    letter = use.flag[1:2]
    index = letters.find(letter)
    if len(letters) < 2 or index < 0 or sources.text(span) != text:
        return None
    if use.value is None:
        return Edit(span.cut(1 + index, 2 + index), "")
    if index == 0:
        return None
    end = use.value_word.span if use.value_word is not None else None
    if end is None or end.anchor != span.anchor:
        return None
    return Edit(Span(span.anchor, span.start + 1 + index, end.end), "")
