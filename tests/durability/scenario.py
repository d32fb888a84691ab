"""Scenarios for the durability tests: a script's text, replayed."""

from __future__ import annotations

from persistlint.docker.commands import ImageBuild
from persistlint.docker.understand import understand
from persistlint.durability.images import ImageLookup
from persistlint.durability.model import HostCommand
from persistlint.durability.replay import replay
from persistlint.durability.state import image_key
from persistlint.durability.worlds import select, worlds
from persistlint.hosts.dockerfile import read_dockerfile
from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.invocation import Invocation


class Scenario:
    """``text`` is one script, or a list of a document's blocks. ``dockerfiles`` gives the definitions built under a tag."""

    def __init__(self, text, *, engine=(29, 7), client=(29, 7), dockerfiles=None, own=None, stateless=()):
        self.blocks = [text] if isinstance(text, str) else list(text)
        self.document = not isinstance(text, str)
        self.evaluator = Evaluator("script.sh", document=self.document)
        self.sources = []
        for number, block in enumerate(self.blocks):
            self.sources.append(block.encode())
            self.evaluator.fragment(block.encode(), number, block=number)
        self.evaluator.uncalled()
        self.events = self.evaluator.events
        self.engine = engine
        self.client = client
        self.definitions = {
            tag: read_dockerfile(f"{tag}/Dockerfile", content.encode())
            for tag, content in (dockerfiles or {}).items()
        }
        self.images = ImageLookup(self._defined, own, stateless)
        self._commands = {}

    def _defined(self, reference):
        for event in self.events:
            command = self.happening(event)
            if isinstance(command, ImageBuild) and command.dockerfile is not None:
                if any(image_key(tag) == image_key(reference) for tag in command.tags):
                    return self._built(command), None
        name = reference.familiar
        if reference.tag:
            name = f"{name}:{reference.tag}"
        definitions = self.definitions.get(name)
        return (definitions, None) if definitions is not None else None

    def _built(self, command):
        if command.dockerfile is not None and command.dockerfile.text is not None:
            place = command.dockerfile_span
            return read_dockerfile("-", command.dockerfile.text.encode(), place.cut)
        for tag in command.tags:
            defined = self._defined(tag)
            if defined is not None:
                return defined[0]
        return None

    def happening(self, event):
        if not isinstance(event, Invocation):
            return event
        if id(event) not in self._commands:
            command = understand(event, self.client) if event.is_engine else HostCommand(event)
            self._commands[id(event)] = command
        return self._commands[id(event)]

    def timelines(self):
        out = []
        for world, when, function in worlds(self.events):
            chosen = select(self.events, (world, when, function))
            out.append(
                replay(
                    [self.happening(event) for event, _ in chosen],
                    world,
                    when,
                    function,
                    self.images,
                    self.engine,
                    certainties=[certainty for _, certainty in chosen],
                    document=self.document,
                    builds_of=self._built,
                )
            )
        return out

    def timeline(self):
        timelines = self.timelines()
        assert len(timelines) == 1, [timeline.when for timeline in timelines]
        return timelines[0]

    def place(self, span):
        """Block number and text at a span."""
        number, base = self.evaluator.anchors[span.anchor]
        return number, self.sources[number][base + span.start : base + span.end].decode()

    def text(self, span):
        return self.place(span)[1]


def timeline(text, **options):
    """Return the one timeline of a script."""
    return Scenario(text, **options).timeline()


def show(text, **options):
    """Return the writes of a script's one timeline, as short lines."""
    return [describe(write) for write in timeline(text, **options).writes]


def describe(write):
    """``target: durability, at_end`` with a mark where it didn't happen (!) or may not have (?)."""
    mark = {True: "", None: "?", False: "!"}[write.happened]
    return f"{write.target.display()}{mark}: {write.durability}, {write.at_end}"
