"""Rename of volumes and containers in every document of a workspace. A name that a variable holds is changed where the variable is set."""

from __future__ import annotations

import os
from collections.abc import Sequence

from persistlint.assist.markdown import code
from persistlint.assist.names import Key
from persistlint.assist.navigation import Indexed, name_place, symbol_at
from persistlint.assist.results import Change, Refused
from persistlint.docker.mount_sources import is_volume_name
from persistlint.shell.values import Literal
from persistlint.text.edits import PlacedEdit
from persistlint.text.sources import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command
    from persistlint.shell.values import Word


def renamable(
    here: Indexed, offset: int, workspace: Sequence[Indexed] = ()
) -> tuple[Place, str] | Refused | None:
    """Return the name at ``offset`` that can be changed, and its text; why it can't; None where nothing is named."""
    symbol = symbol_at(here, offset, workspace)
    place = name_place(here, offset, workspace)
    if symbol is None or place is None:
        return None
    key = symbol[1].key
    text = key[2][0] if len(key[2]) == 1 and isinstance(key[2][0], str) else None
    edits = _edits(key, _all(here, workspace), text or "")
    if isinstance(edits, Refused):
        return edits
    assert text is not None
    return place, text.removeprefix(symbol[1].prefix)


def rename(
    here: Indexed, offset: int, new: str, workspace: Sequence[Indexed] = ()
) -> Change | Refused | None:
    """Return the edits that give the volume or container at ``offset`` the name ``new``; why that can't be done; None where nothing is named."""
    symbol = symbol_at(here, offset, workspace)
    if symbol is None:
        return None
    kind, namespace, identity = key = symbol[1].key
    documents = _all(here, workspace)
    if not is_volume_name(new):
        return Refused(
            f"{code(new)} is no name for a {kind}: two characters at least, letters, digits, `_`, `.` and `-`, the first a letter or digit"
        )
    new = symbol[1].prefix + new
    if (new,) != identity:
        for indexed in documents:
            for mention in indexed.of((kind, namespace, (new,))):
                return Refused(f"there is a {kind} {code(new)} already, {_line(indexed, mention.command)}")
    edits = _edits(key, documents, new)
    if isinstance(edits, Refused):
        return edits
    return Change(f"Rename the {kind} to {new.rpartition(chr(0))[2]}", edits)


def _all(here: Indexed, workspace: Sequence[Indexed]) -> list[Indexed]:
    path = os.path.abspath(here.analysis.document.path)
    return [
        here,
        *(
            indexed
            for indexed in workspace
            if indexed is not here and os.path.abspath(indexed.analysis.document.path) != path
        ),
    ]


def _edits(key: Key, documents: list[Indexed], new: str) -> list[PlacedEdit] | Refused:
    kind = key[0]
    edits: dict[tuple[str, int, int], PlacedEdit] = {}
    for indexed in documents:
        for mention in indexed.of(key):
            if mention.word is None:
                return Refused(f"this {kind} has no name of its own: it is known by its ID")
            if mention.fixed:
                return Refused(f"it is a service, {_line(indexed, mention.command)}: {mention.fixed}")
            why = mention.computed(indexed.analysis)
            if not why and not new.startswith(mention.prefix):
                why = f"Compose puts {code(mention.prefix)} before it"
            if why:
                return Refused(f"the name is computed, {_line(indexed, mention.command)}: {why}")
            place = indexed.analysis.sources.place(mention.whole())
            identity = (os.path.abspath(place.path), place.start, place.end)
            edits.setdefault(
                identity, PlacedEdit(place.path, place.start, place.end, new[len(mention.prefix) :])
            )
    for indexed in documents:
        for edit in edits.values():
            other = _other_use(indexed, key, edit)
            if other is not None:
                return other
    return list(edits.values())


def _other_use(indexed: Indexed, key: Key, edit: PlacedEdit) -> Refused | None:
    """Refuses an edit of text that a docker command uses for something else too: a variable that two names share."""
    sources = indexed.analysis.sources
    path = os.path.abspath(edit.path)
    if not any(os.path.abspath(name) == path for name in sources.documents):
        return None
    mine = {(id(mention.word), mention.start, mention.end) for mention in indexed.of(key)}
    for command, _ in indexed.analysis.commands:
        for word in command.invocation.words:
            at = 0
            for piece in word.value.pieces:
                length = len(piece.text) if isinstance(piece, Literal) else 1
                start, at = at, at + length
                if not isinstance(piece, Literal) or piece.span is None or not sources.knows(piece.span):
                    continue
                place = sources.place(piece.span)
                if place.end <= edit.start or edit.end <= place.start or os.path.abspath(place.path) != path:
                    continue
                # The part of the piece that is edited, in the word's value.
                first = start + max(0, edit.start - place.start)
                last = start + min(length, edit.end - place.start)
                if any(
                    word_id == id(word) and begin <= first and last <= end for word_id, begin, end in mine
                ):
                    continue
                return Refused(
                    f"the same text is also used for {_purpose(command, word)}, {_line(indexed, command)}"
                )
    return None


def _purpose(command: Command, word: Word) -> str:
    for use in command.options:
        if use.value_word is word:
            return code(use.flag)
    if word in command.operands:
        return f"an operand of {code(f'docker {command.verb}')}"
    return code(f"docker {command.verb}".strip())


def _line(indexed: Indexed, command: Command) -> str:
    sources = indexed.analysis.sources
    if not sources.knows(command.span):
        return "in another file"
    place = sources.place(command.span)
    return f"{os.path.basename(place.path)} line {place.line}"
