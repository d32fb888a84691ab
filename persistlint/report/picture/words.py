"""Words in the boxes of a picture and along its arrows, the same in every form."""

from __future__ import annotations

import re

from persistlint.report.picture.model import STATE_WORDS, UNUSED
from persistlint.report.safe_text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.report.picture.graph import Graph
    from persistlint.report.picture.model import Arrow, Picture, Thing

#: So many lines are named where something happens at many.
_MOST_PLACES = 3

#: Long sentences in a box are folded.
_BOX_COLUMNS = 60

#: Forms that a state's colour isn't all there is to know it by.
MARKS = {"lost": "✗", "risk": "!", "unknown": "?", "absent": "∅"}


def thing_lines(node: Thing) -> list[str]:
    """Return what stands in a box: the name, what is said of it with its line, and its end."""
    out = [node.title]
    about = [*node.about]
    if node.place is not None and not node.owner:
        about.append(node.place.shown)
    if about:
        out.append(", ".join(about))
    out += fold(f"✗ {node.refused}", _BOX_COLUMNS) if node.refused else []
    if node.end is not None and (not node.owner or node.state == "kept"):
        # What is lost in a layer says so itself, below.
        out.append(f"✗ {node.end.told}")
    if node.kind not in ("container", "deleted volume", "deleted data") and node.state != "kept":
        out.append(f"{MARKS[node.state]} {STATE_WORDS[node.state]}")
    return [*out, UNUSED] if node.tone == "unused" else out


def legend_of(graphs: Sequence[Graph]) -> list[tuple[str, str]]:
    """Return the tones in which graphs are drawn, each with what it means. A refusal is drawn as a loss, and says what it is itself."""
    things = [node for graph in graphs for node in graph.things]
    tones = {node.tone for node in things if not node.refusal}
    tones |= {arrow.state for graph in graphs for arrow in graph.arrows}
    words = {**STATE_WORDS, "unused": UNUSED, "plain": "a container, or gone without a loss"}
    return [
        (tone, f"{MARKS[tone]} {words[tone]}" if tone in MARKS else words[tone])
        for tone in words
        if tone in tones
    ]


def arrow_label(arrow: Arrow) -> list[str]:
    """Return what stands along an arrow: the path or command with its lines, and what becomes of the data."""
    out = [arrow.label]
    if arrow.kind == "copy":
        out[0] += f", {places(arrow)}"
        return out
    if arrow.kind == "missed":
        return [arrow.label, f"⊘ looked for in vain, {places(arrow)}"]
    if arrow.kind in ("mount", "deed"):
        return [*out, *arrow.notes[:1]]
    out.append(places(arrow))
    mark = MARKS.get(arrow.state)
    if mark is not None:
        notes = [note for note in arrow.notes if not note.startswith("written by ")]
        out.append(f"{mark} {notes[0] if notes else STATE_WORDS[arrow.state]}")
    return out


def places(arrow: Arrow) -> str:
    """Return the lines where it happens; of many the first ones."""
    return listed([place.shown for place in arrow.places])


def description(picture: Picture) -> str:
    """Return a sentence on the picture for those who don't see it."""
    counts: dict[str, int] = {}
    for node in picture.things:
        if node.kind != "container":
            state = "unused" if node.tone == "unused" else node.state
            counts[state] = counts.get(state, 0) + 1
    containers = sum(node.kind == "container" for node in picture.things)
    ends = sum(len(deed.things) for deed in picture.deeds if deed.kind == "end")
    words = {**STATE_WORDS, "unused": "without a write that is seen"}
    parts = [f"{counts[state]} {words[state]}" for state in words if state in counts]
    places_told = f"; places of data: {', '.join(parts)}" if parts else ""
    ends_told = f"; {ends} deletion{'' if ends == 1 else 's'}" if ends else ""
    return f"{picture.shown_path}: makes {containers or 'no'} container{'' if containers == 1 else 's'}{places_told}{ends_told}."


def verdicts(picture: Picture) -> list[tuple[str, str]]:
    """Return the sentences that a picture begins with, each with its state: what docker refuses, which data is lost, and which is at risk."""
    out = _refusals(picture)
    for state, word in (("lost", "Lost"), ("risk", "At risk")):
        paths: dict[str, str] = {}
        for arrow in picture.arrows:
            if arrow.state == state and arrow.kind not in ("copy", "missed"):
                paths.setdefault(arrow.label, _where(arrow))
        sentences = [f"{path} ({where})" for path, where in paths.items()]
        if sentences:
            out.append((state, f"{MARKS[state]} {word}: {listed(sentences)}."))
        if state == "risk":
            out += _mistaken(picture)
        if state == "lost":
            out += _deletions(picture)
            out += _misses(picture)
    return out


def _deletions(picture: Picture) -> list[tuple[str, str]]:
    """Return the sentence about the volumes that commands delete. Whether a copy was taken elsewhere isn't known."""
    sentences = [
        f"{', '.join(deed.things)} ({deed.place.shown}: {deed.command}{'' if deed.certain else ', in a branch'})"
        for deed in picture.deeds
        if deed.state == "lost"
    ]
    return [("lost", f"{MARKS['lost']} Deletes {listed(sentences)}.")] if sentences else []


def _mistaken(picture: Picture) -> list[tuple[str, str]]:
    """Return a sentence about each volume that has the name by which a Compose file declares another one."""
    return [
        (
            "risk",
            f"{MARKS['risk']} Another volume: {node.title}{where} isn't Compose's {node.mistaken_for}, and the services write nothing there.",
        )
        for node in picture.things
        if node.mistaken_for
        for where in [f" ({node.place.shown})" if node.place is not None else ""]
    ][:_MOST_PLACES]


def _where(arrow: Arrow) -> str:
    """Return the lines where data is written, and the one where it goes."""
    written = places(arrow)
    if arrow.end is None:
        return written
    command = re.match(r"`[^`]+`|.{,40}$", arrow.end.event)
    gone = arrow.end.place.shown + (f": {command[0]}" if command is not None else "")
    if arrow.end.event.startswith("`--rm`") and arrow.places[0].path == arrow.end.place.path:
        if all(place.line > arrow.end.place.line for place in arrow.places):
            # One command over several lines: it ends behind its last one.
            return f"written at {written}, gone with the command of {gone}"
    return gone if written == arrow.end.place.shown else f"written at {written}, gone at {gone}"


def _refusals(picture: Picture) -> list[tuple[str, str]]:
    """Return the sentence about the containers that docker refuses to make."""
    refused = [node for node in picture.things if node.refusal]
    sentences = [
        f"{node.title} ({node.place.shown})" if node.place is not None else node.title for node in refused
    ]
    runs = "They never run" if len(refused) > 1 else "It never runs"
    return [("lost", f"{MARKS['lost']} Refused by docker: {listed(sentences)}. {runs}.")] if refused else []


def listed(sentences: list[str]) -> str:
    """Return the first sentences, and how many more there are; a single one more is named."""
    if len(sentences) > _MOST_PLACES + 1:
        return f"{', '.join(sentences[:_MOST_PLACES])} and {len(sentences) - _MOST_PLACES} more"
    return ", ".join(sentences)


def _misses(picture: Picture) -> list[tuple[str, str]]:
    """Return the sentence about what is looked for and isn't there any more."""
    sentences = [f"{arrow.label} ({places(arrow)})" for arrow in picture.arrows if arrow.kind == "missed"]
    sentences += [f"{command} ({place.shown})" for place, command in picture.refusals]
    return [("lost", f"⊘ Looked for in vain: {listed(sentences)}.")] if sentences else []
