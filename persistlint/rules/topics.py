"""Topics: the kinds of things that several rules may speak about, so that only the first of them does.

A rule declares its place in the order of a topic (``Rule.topics = {CONTAINER: 30}``), and says of each finding which thing it is about
(``self.finding(…, topic=CONTAINER.of(command, path))``). Where several rules speak about one thing, the lowest place is told, and equal places
are told together (``persistlint.rules.precedence``).
"""

from __future__ import annotations


class Topic:
    """A kind of thing. ``name`` is how the table of rules writes it."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def of(self, subject: object, part: object = None) -> About:
        """Return what a finding is about: ``subject``, or a ``part`` of it: a path, or several (a tuple). None stands for every part."""
        return About(self, subject, part)


class About:
    """The subject of one finding, by which findings of several rules are compared."""

    __slots__ = ("part", "subject", "topic")

    def __init__(self, topic: Topic, subject: object, part: object) -> None:
        self.topic = topic
        self.subject = subject
        self.part = part

    @property
    def parts(self) -> tuple[object, ...]:
        """Return the parts, one or several. ``(None,)`` stands for every part."""
        return self.part if isinstance(self.part, tuple) else (self.part,)


#: The container that a command (the subject) makes, and its paths (the parts): is its data kept?
CONTAINER = Topic("container")
#: One write: is what is written kept?
WRITE = Topic("write")
#: One mount as it is written.
SPECIFICATION = Topic("specification")
#: A command whose output is a backup.
BACKUP = Topic("backup")
#: An instruction of a Dockerfile.
INSTRUCTION = Topic("instruction")
#: A command that removes data.
REMOVAL = Topic("removal")
