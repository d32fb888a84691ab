"""The picture of a document: its things, the arrows between them, and what becomes of each."""

from __future__ import annotations

#: What becomes of data by the end of the text.
#: ``kept``: it is there, and no event of the map takes it. ``risk``: it is there, but some event takes it or leaves nothing that leads to it.
#: ``lost``: the text destroys it, and takes no copy. ``absent``: it never is there.
STATES = ("kept", "risk", "lost", "unknown", "absent")

#: A state in words, for legends.
STATE_WORDS = {
    "kept": "kept",
    "risk": "there, but at risk",
    "lost": "lost",
    "unknown": "not known",
    "absent": "never there",
}

#: In what a thing may be drawn: ``plain`` is for containers, and for what is gone without a loss, ``unused`` for volumes into which nobody is seen writing.
TONES = (*STATES, "unused", "plain")

#: What is said of a volume in the tone ``unused``. Its data may be from elsewhere.
UNUSED = "no write to it is seen"


class PicturePlace:
    """A line of a document. ``shown`` is how a reader of this picture finds it: ``line 7`` or ``lib.sh:7``.

    ``file`` is the name of its document. ``when`` orders lines of other documents and of functions: the last line of the picture's own document that
    ran before, the number of the event, and the line of the call.
    """

    __slots__ = ("file", "line", "path", "shown", "when")

    def __init__(
        self, path: str, line: int, shown: str, file: str, when: tuple[int, int, int] = (0, 0, 0)
    ) -> None:
        self.path = path
        self.line = line
        self.shown = shown
        self.file = file
        self.when = when


class End:
    """The event of the text that ends a thing: ``docker rm -v build`` on line 9."""

    __slots__ = ("certain", "event", "place")

    def __init__(self, place: PicturePlace, event: str, certain: bool) -> None:
        self.place = place
        self.event = event
        self.certain = certain

    @property
    def told(self) -> str:
        """Return the end as the map tells it."""
        return f"{'gone' if self.certain else 'perhaps gone'}, {self.place.shown}: {self.event}"


class Thing:
    """A container, or something that holds data.

    ``kind`` is "container", "volume", "anonymous volume", "bind", "tmpfs", "layer", "image", "build", "copy", "elsewhere" (a container that the text doesn't
    make) or "unknown"; in a graph also "command", and "deleted volume" and "deleted data" for what the text doesn't make.
    ``name`` and ``about`` are for people. ``place`` is the line that makes it, ``end`` what ends it. ``owner`` is the id of the container that a layer or a
    tmpfs belongs to. ``gone`` tells whether the thing itself is away at the end; ``state`` tells what becomes of the data in it. ``refusal`` is why docker
    refuses to make it. ``unused`` tells that no write to it is seen. ``mistaken_for`` is the name of Compose's volume that a volume of the text isn't, though it is declared under this name.
    """

    __slots__ = (
        "about",
        "end",
        "gone",
        "id",
        "kind",
        "mistaken_for",
        "name",
        "owner",
        "place",
        "refusal",
        "state",
        "unused",
    )

    def __init__(self, id: str, kind: str, name: str, place: PicturePlace | None = None) -> None:
        self.id = id
        self.kind = kind
        self.name = name
        self.place = place
        self.about: list[str] = []
        self.end: End | None = None
        self.owner = ""
        self.gone = False
        self.mistaken_for = ""
        self.refusal = ""
        self.state = "kept"
        self.unused = False

    @property
    def tone(self) -> str:
        """Return the state to draw the thing in, or "plain" for what holds no data that is still there. A refusal is drawn as a loss."""
        if self.refusal:
            return "lost"
        if self.unused and self.state == "kept" and not self.gone:
            return "unused"
        holds_data = self.kind not in ("container", "build", "elsewhere", "command") and not self.gone
        return "plain" if self.state == "kept" and not holds_data else self.state

    @property
    def refused(self) -> str:
        """Return that docker refuses to make the thing, and why; "" where it doesn't."""
        return f"docker refuses to make {self.title}: {self.refusal}" if self.refusal else ""

    @property
    def title(self) -> str:
        """Return what the thing is and its name."""
        if self.kind == "container":
            return f"container {self.name}"
        if self.kind == "bind":
            return f"host path {self.name}"
        return self.name


class Arrow:
    """Data on its way: ``kind`` is "mount" (nothing is known to be written), "write", "copy" or "missed" (a container reads what isn't there any more);
    in a graph also "deed" (a command ends or stops something).

    ``label`` is the path in the container, or the command of a copy. ``mounted`` is the line of the mount behind a write, where that has none of its own. ``places`` are the lines where it happens, ``notes`` what is said of it. ``end`` is the first event
    that destroys what is written.
    """

    __slots__ = ("end", "kind", "label", "mounted", "notes", "places", "source", "state", "target")

    def __init__(self, kind: str, source: str, target: str, label: str, state: str) -> None:
        self.kind = kind
        self.source = source
        self.target = target
        self.label = label
        self.state = state
        self.end: End | None = None
        self.mounted: PicturePlace | None = None
        self.places: list[PicturePlace] = []
        self.notes: list[str] = []


class Deed:
    """A command's deed on ``things``, which the picture may not have: ``kind`` is "start", "stop" or "end".

    ``command`` and ``verb`` say it: "`docker compose down -v`", "deletes". ``state`` is "lost" where data goes. ``certain`` is false for what a branch does.
    """

    __slots__ = ("certain", "command", "kind", "place", "state", "things", "verb")

    def __init__(
        self, kind: str, place: PicturePlace, command: str, verb: str, things: list[str], state: str
    ) -> None:
        self.certain = True
        self.kind = kind
        self.place = place
        self.command = command
        self.verb = verb
        self.things = things
        self.state = state

    @property
    def told(self) -> str:
        """Return the deed as a sentence's part."""
        condition = "" if self.certain else ", in a branch"
        return f"{self.command} {self.verb} {', '.join(self.things)}{condition}"


class Picture:
    """The picture of one document. ``gaps`` are places that weren't followed; ``left_out`` counts containers that there was no room for.

    ``calls`` are lines of the document that make something happen on lines of other documents or of functions, each with what that is where those lines
    stand at another call, else "". ``refusals`` are commands that docker refuses, and why.
    ``deeds`` are what commands do to things of which the picture has no end.
    """

    __slots__ = (
        "arrows",
        "calls",
        "deeds",
        "gaps",
        "left_out",
        "lines",
        "path",
        "refusals",
        "shown_path",
        "things",
    )

    def __init__(self, path: str, shown_path: str) -> None:
        self.path = path
        self.shown_path = shown_path
        self.things: list[Thing] = []
        self.arrows: list[Arrow] = []
        self.gaps: list[tuple[PicturePlace, str]] = []
        self.calls: list[tuple[PicturePlace, str]] = []
        self.deeds: list[Deed] = []
        self.refusals: list[tuple[PicturePlace, str]] = []
        self.left_out = 0
        #: The text of the lines where something happens, by path and number.
        self.lines: dict[tuple[str, int], str] = {}

    @property
    def empty(self) -> bool:
        """Return whether there is nothing to draw."""
        return not (self.things or self.deeds or self.gaps)

    @property
    def notes(self) -> list[str]:
        """Return what the reader has to know of the picture as a whole."""
        if not self.left_out:
            return []
        many = f"{self.left_out} more containers aren't" if self.left_out > 1 else "One more container isn't"
        # What wasn't followed may make others.
        many = f"At least {many[0].lower()}{many[1:]}" if self.gaps else many
        return [f"{many} drawn: `persistlint map` tells of all."]
