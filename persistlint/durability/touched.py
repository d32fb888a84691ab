"""What the commands of a replay have to do with each other: which names, images and stores each looks at or changes."""

from __future__ import annotations


class Numbering:
    """The numbers of one document's things: of names and stores, and the ``last`` one that a container, volume or write has in its name."""

    __slots__ = ("last", "things")

    def __init__(self) -> None:
        self.things: dict[object, int] = {}
        self.last = 0


class Touched:
    """The things that the present command touches, each as a number.

    Two commands that touch the same thing belong together: what one does may depend on the other. A ``weak`` touch only adds to something (a write to a bind
    mount) or reads what hardly anything changes (an image's name); it counts where anything else in the world touches that thing in full.
    """

    __slots__ = ("_numbers", "everything", "now", "strongly", "weakly")

    def __init__(self, numbers: dict[object, int]) -> None:
        self._numbers = numbers
        #: What the present command touches, in full and weakly.
        self.now: set[int] = set()
        self.weakly: set[int] = set()
        #: What any command has touched in full of what others touch weakly.
        self.strongly: set[int] = set()
        #: Whether a command has looked at all containers, volumes or writes.
        self.everything = False

    def strong(self, thing: object) -> None:
        self.now.add(self._numbers.setdefault(thing, len(self._numbers)))

    def weak(self, thing: object) -> None:
        """A touch that matters only where some command touches the same by ``shared``."""
        self.weakly.add(self._numbers.setdefault(thing, len(self._numbers)))

    def shared(self, thing: object) -> None:
        """A touch in full of what others touch weakly."""
        number = self._numbers.setdefault(thing, len(self._numbers))
        self.weakly.add(number)
        self.strongly.add(number)
