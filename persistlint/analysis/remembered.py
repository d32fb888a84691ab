"""What rules said about things that are still the same, and whether they would say it again.

A rule is a function of the thing that it is given and of what it asks its context. What it asks is watched: a rule that looked at nothing but its thing
says the same again wherever the thing turns up; one that asked for the world or for all commands says the same while those are the same, one that asked about the
document's text or the project's files while the answers are; one that asked where in the document something stands is asked again every time.
"""

from __future__ import annotations

from persistlint.analysis.generations import Generations
from persistlint.docker.commands import Command
from persistlint.rules.rule import COMMANDS, PLACES, TIMELINE
from persistlint.rules.traits import traits_of
from persistlint.shell.invocation import NotUnderstood

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from persistlint.durability.model import Timeline
    from persistlint.rules.finding import Finding
    from persistlint.rules.registry import RuleSet
    from persistlint.rules.rule import Asked, Context, Rule

#: What the rules say about most things. One object: a list for each would be a list for each command of the host.
NOTHING: tuple[_Said, ...] = ()


class _Said:
    """What ``rule`` said about ``thing``, and what it ``used`` for it; ``commands`` is the list of the document's commands of then."""

    __slots__ = ("asked", "commands", "findings", "rule", "thing", "used")

    def __init__(
        self,
        rule: Rule,
        thing: Any,
        used: int,
        asked: list[Asked],
        findings: list[Finding],
        commands: object,
    ) -> None:
        self.asked = asked
        self.rule = rule
        self.thing = thing
        self.used = used
        self.findings = findings
        self.commands = commands

    def lasts(self) -> bool:
        """Whether anything is said, or may be said of the same world another time."""
        return bool(self.findings or self.asked or self.used & ~TIMELINE)


class _World:
    """A timeline, what occurs in it, and what the rules said about its things."""

    __slots__ = ("_commands", "_places", "said", "timeline", "traits")

    def __init__(self, timeline: Timeline, traits: frozenset[str], said: list[_Said]) -> None:
        self.timeline = timeline
        self.traits = traits
        self.take(said)

    def take(self, said: list[_Said]) -> None:
        """What the rules say now."""
        self.said = said
        #: Whether any of it may be another without a change of the world: always, or where the document's commands are others than these.
        self._places = any(one.used & PLACES or one.asked for one in said)
        asking = {id(one.commands): one.commands for one in said if one.used & COMMANDS}
        self._commands = list(asking.values())

    def unsettled(self, commands: object) -> bool:
        """Whether some rule is to be asked again, or what it asked must be compared; ``commands`` are the document's."""
        return self._places or any(one is not commands for one in self._commands)


class RememberedFindings:
    """The rules' findings of one document, from one analysis to the next."""

    __slots__ = ("_plans", "_traits", "_used_plans", "_used_worlds", "_worlds", "commands")

    def __init__(self) -> None:
        #: For each thing (and world's traits) what the rules say about it in any world, or the rules that are to be asked.
        self._plans: Generations[tuple[int, object], tuple[object, Sequence[_Said]]] = Generations()
        self._used_plans: dict[tuple[int, object], tuple[object, Sequence[_Said]]] = {}
        self._worlds: Generations[int, _World] = Generations()
        self._used_worlds: dict[int, _World] = {}
        self._traits: dict[int, tuple[Command, frozenset[str]]] = {}
        #: The document's commands: one object as long as they are the same.
        self.commands: list[Command] = []

    def fork(self) -> RememberedFindings:
        """The same memory, to go on from in another direction."""
        other = RememberedFindings()
        other._plans = self._plans.copy()
        other._worlds.now = {
            key: _World(world.timeline, world.traits, world.said) for key, world in self._worlds.now.items()
        }
        other._traits = dict(self._traits)
        other.commands = self.commands
        return other

    def begin(self, commands: list[Command]) -> None:
        """Start an analysis of these commands."""
        known = self.commands
        if len(known) != len(commands) or any(a is not b for a, b in zip(known, commands, strict=True)):
            self.commands = commands
            kept = self._traits
            self._traits = {key: kept[key] for key in map(id, commands) if key in kept}

    def end(self, half_typed: bool = False) -> None:
        """Forget what this analysis had no use for, unless its text was ``half_typed``."""
        self._plans.keep(self._used_plans, half_typed)
        self._worlds.keep(self._used_worlds, half_typed)
        self._used_plans, self._used_worlds = {}, {}

    def of_timeline(self, timeline: Timeline, rules: RuleSet, general: Context) -> list[Finding]:
        """What the rules say about the things of a timeline. ``general`` is the document's context."""
        known = self._worlds.get(id(timeline))
        if known is None:
            traits = rules.one_of(traits_of(timeline, self._traits))
            context = general.for_timeline(timeline, traits)
            known = _World(timeline, traits, self._asked(timeline, rules, context))
            context.close()
        elif known.unsettled(self.commands):
            context = general.for_timeline(timeline, known.traits)
            known.take([self._still(one, rules, context) for one in known.said])
            context.close()
        self._used_worlds[id(timeline)] = known
        return [finding.copy() for one in known.said for finding in one.findings]

    def _asked(self, timeline: Timeline, rules: RuleSet, context: Context) -> list[_Said]:
        """What the rules say about each thing of a world that is new, those things included that other worlds have too."""
        traits = context.traits
        used, now, whole = self._used_plans, self._plans.now, self._plans.whole
        about: dict[type, list[Rule]] = {}
        said: list[_Said] = []
        for thing in things_of(timeline):
            key = (id(thing), traits)
            plan = used.get(key)
            if plan is None:
                plan = now.get(key) or whole.get(key)
                if plan is None:
                    kind = type(thing)
                    asked = about.get(kind)
                    if asked is None:
                        asked = about[kind] = rules.about(kind, traits)
                    used[key] = (thing, self._plan(thing, asked, rules, context, said))
                    continue
                used[key] = plan
            for one in plan[1]:
                # Another world, or another analysis: only what rests on the thing alone holds.
                again = self._ask(one.rule, thing, rules, context) if one.used or one.asked else one
                if again.lasts():
                    said.append(again)
        return said

    def _plan(
        self, thing: Any, asked: list[Rule], rules: RuleSet, context: Context, said: list[_Said]
    ) -> Sequence[_Said]:
        """Ask these rules about a thing: what they say of it in any world, or that they are to be asked. What lasts in this world is added to ``said``."""
        steps: list[_Said] = []
        for rule in asked:
            one = self._ask(rule, thing, rules, context)
            if one.findings or one.used or one.asked:
                steps.append(one)
                if one.lasts():
                    said.append(one)
        return steps or NOTHING

    def _still(self, said: _Said, rules: RuleSet, context: Context) -> _Said:
        if (
            said.used & PLACES
            or (said.used & COMMANDS and said.commands is not self.commands)
            or (said.asked and any(context.answer(*asked[:3]) != asked[3] for asked in said.asked))
        ):
            return self._ask(said.rule, said.thing, rules, context)
        return said

    def _ask(self, rule: Rule, thing: Any, rules: RuleSet, context: Context) -> _Said:
        context.used = 0
        context.asked = []
        findings = rules.ask(rule, thing, context)
        for finding in findings:
            finding.subject = thing
        return _Said(rule, thing, context.used, context.asked, findings, self.commands)


def things_of(timeline: Timeline) -> Iterator[Any]:
    """Everything in a timeline that rules may subscribe to, and the timeline itself."""
    for happening in timeline.happenings:
        if isinstance(happening, (Command, NotUnderstood)):
            yield happening
    yield from timeline.containers
    yield from timeline.volumes
    yield from timeline.writes
    yield timeline
