"""A scenario: short shell text of docker commands, and which files it writes.

Every write of a scenario has a tag of its own (``w7``). The text writes a line ``w7:UNIQUE`` to a file that is called like the tag, each time with
another unique part, so that what one start of a container wrote is told from what the next one wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: A container's command that prints this has done all its writes.
END = "end-of-writes"
#: A step whose text is ``LEFT && RIGHT`` makes this file between the two.
SUCCEEDED = "../succeeded"
#: A container's command that holds this goes on until it is stopped.
FOREVER = "sleep 1000"


class Planned:
    """A write that the text holds: ``tag``, the container path, and how it is made: run, exec or cp."""

    def __init__(self, tag: str, target: str, how: str) -> None:
        self.tag = tag
        self.target = target
        self.how = how


class Condition:
    """What an ``if`` or ``case`` of the text asks: ``true`` and ``false`` are the map's words for the two answers.

    The answer is known: the harness made the file ``flag`` or gave the variable its value (``holds``), or it looks whether there is a ``container``.
    """

    def __init__(self, true: str, false: str, holds: bool | None = None, container: str = "") -> None:
        self.true = true
        self.false = false
        self.holds = holds
        self.container = container


class Step:
    """One command of the text.

    ``restart`` says that it restarts the engine, which the harness does itself. ``function`` is the function that it defines or calls, ``trap`` says
    that its command comes when the text ends. ``executed`` is what runs in place of ``text``, which is ``LEFT && RIGHT``: it notes that LEFT succeeded.
    """

    def __init__(
        self,
        text: str,
        writes: tuple[Planned, ...] = (),
        restart: bool = False,
        function: str = "",
        trap: bool = False,
        conditions: tuple[Condition, ...] = (),
        executed: str = "",
    ) -> None:
        self.text = text
        self.executed = executed
        self.writes = writes
        self.restart = restart
        self.function = function
        self.trap = trap
        self.conditions = conditions


class Scenario:
    """Steps in order. Host files that the text needs are made by the harness: a file ``TAG`` for each cp, the folders of binds, a compose file.

    ``flags`` are files that it makes, ``variables`` those that it sets, so that branches go both ways.
    """

    def __init__(
        self,
        steps: list[Step],
        seed: int = 0,
        flags: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.steps = steps
        self.seed = seed
        self.flags = flags
        self.variables = variables or {}

    @property
    def text(self) -> str:
        return "".join(step.text + "\n" for step in self.steps)

    def lines(self) -> list[int]:
        """Return the line at which each step starts."""
        lines, line = [], 1
        for step in self.steps:
            lines.append(line)
            line += step.text.count("\n") + 1
        return lines

    def step_at(self, line: int) -> int:
        """Return the step that a line belongs to."""
        return max(index for index, first in enumerate(self.lines()) if first <= line)

    def moments(self, line: int) -> set[int]:
        """Return the steps with which a command on a line may be executed: a function's with each call, a trap's with the end of the text."""
        step = self.steps[self.step_at(line)]
        if step.trap:
            return {len(self.steps)}
        if step.function and "()" in step.text:
            return {
                index
                for index, call in enumerate(self.steps)
                if call.function == step.function and call is not step
            }
        return {self.step_at(line)}

    def first(self, count: int) -> Scenario:
        """Return the scenario up to a step."""
        return Scenario(self.steps[:count], self.seed, self.flags, self.variables)

    def without(self, first: int, count: int) -> Scenario:
        """Return the scenario without some of its steps."""
        steps = self.steps[:first] + self.steps[first + count :]
        return Scenario(steps, self.seed, self.flags, self.variables)


def write_line(tag: str, target: str, folder: bool = False) -> str:
    """Shell text, free of quotes, that makes the write and says so. ``folder``: its directory is made first."""
    before = f"mkdir -p {target.rpartition('/')[0]}; " if folder else ""
    return f"{before}sed s/^/{tag}:/ /proc/sys/kernel/random/uuid >> {target} && echo wrote {tag}"
