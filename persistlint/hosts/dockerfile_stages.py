"""Stages of a Dockerfile: the effect of its instructions on the image, as BuildKit has it.

Source of the rules: ``frontend/dockerfile/dockerfile2llb/convert.go`` and ``instructions/parse.go`` of moby/buildkit, read 2026-08; VOLUME's paths
were seen in a real engine (Docker 26.1).
"""

from __future__ import annotations

import posixpath
import re

from persistlint.hosts.detect import DIALECTS
from persistlint.hosts.dockerfile_checks import expanded_problem, reference_problem, syntax_problem
from persistlint.hosts.dockerfile_expand import Reading, Scope, WordError, WordTooLong, expand
from persistlint.hosts.dockerfile_lines import LineReader
from persistlint.hosts.image_definition import (
    Argument,
    Flag,
    ImageCommand,
    ImageDefinition,
    Instruction,
    Pair,
    Stage,
    Volume,
    has_unknown,
    unknown,
)
from persistlint.text.budgets import LONGEST_VALUE, MOST_TRIGGERS
from persistlint.text.regex import regex

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
DEFAULT_SHELL = ["/bin/sh", "-c"]

#: Build arguments that every build has: what they hold depends on the machine.
PLATFORM_ARGS = frozenset(
    {
        "BUILDARCH",
        "BUILDOS",
        "BUILDOSVERSION",
        "BUILDPLATFORM",
        "BUILDVARIANT",
        "TARGETARCH",
        "TARGETOS",
        "TARGETOSVERSION",
        "TARGETPLATFORM",
        "TARGETSTAGE",
        "TARGETVARIANT",
    }
)
_WINDOWS = regex(r"(?:^|/)windows/|nanoserver|servercore", re.IGNORECASE)
_DRIVE = regex(r"[A-Za-z]:(?:[\\/]|\Z)")
_STAGE_NAME = regex(r"[a-z][a-z0-9_.-]*\Z")
_EXPANDED_WORDS = frozenset({"ADD", "COPY", "EXPOSE", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"})
_APPLIED = _EXPANDED_WORDS | {"ARG", "CMD", "ENTRYPOINT", "ENV", "HEALTHCHECK", "LABEL", "RUN", "SHELL"}
#: What a template engine fills in before there is a Dockerfile.
TEMPLATE = regex(r"\{\{|\{%|<%")
_GO_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


class StageBuilder:
    """Takes the instructions of ``definition`` in order, expands their arguments and builds the stages."""

    __slots__ = (
        "_build_args",
        "_cmd_given",
        "_definition",
        "_globals",
        "_lines",
        "_names",
        "_scope",
        "_scopes",
        "_snapshot",
        "_triggers",
    )

    def __init__(
        self, definition: ImageDefinition, lines: LineReader, build_args: dict[str, str] | None
    ) -> None:
        self._definition = definition
        self._lines = lines
        self._build_args = build_args
        reading = Reading(definition.assumes)
        self._globals = Scope(reading, closed=True)
        for name in PLATFORM_ARGS:
            given = (build_args or {}).get(name)
            self._globals.variables[name] = unknown(name) if given is None else given
        self._scope = Scope(reading)
        self._scopes: list[Scope] = []
        self._names: dict[str, int] = {}
        self._snapshot: dict[str, str] | None = None
        self._triggers = 0
        self._cmd_given = False

    def add(self, instruction: Instruction) -> None:
        """Take the next instruction."""
        stages = self._definition.stages
        if instruction.keyword == "FROM" and not instruction.onbuild:
            self._from(instruction)
            return
        if not stages:
            if instruction.keyword == "ARG":
                self._declare(instruction, self._globals)
                return
            # A snippet: the engine wants a FROM first, a document leaves it out.
            self._open(Stage(0, None, None, instruction.span), self._scope)
        stage = stages[-1]
        instruction.stage = stage.index
        stage.instructions.append(instruction)
        instruction.workdir = stage.workdir
        instruction.user = stage.user
        instruction.shell = stage.shell
        if instruction.onbuild:
            self._expand_later(instruction)
        else:
            self._apply(instruction, stage)
        self._finish_code(instruction, stage)

    def finish(self) -> None:
        """Report the problems that show only once every instruction is read."""
        definition = self._definition
        stages = definition.stages
        if definition.instructions and self._lines.problem is not None:
            first = definition.instructions[0]
            first.problem = first.problem or self._lines.problem
        if len(stages) > 1 and stages[0].base_span is None and stages[0].base is None:
            first = stages[0].instructions[0]
            first.problem = first.problem or f"{first.keyword} stands before the first FROM"
        for instruction in definition.instructions:
            if instruction.keyword == "COPY" and instruction.flags and not instruction.onbuild:
                instruction.problem = instruction.problem or self._source_problem(instruction)

    def _source_problem(self, instruction: Instruction) -> str | None:
        """Return the reason why COPY can't take files from what its ``--from`` names, None where it can."""
        source = instruction.flag("from")
        if not source or has_unknown(source) or TEMPLATE.search(source):
            return None
        if source.isascii() and source.isdecimal():
            index = int(source[:6])
            if index >= len(self._definition.stages):
                return f"there is no stage {source}"
        else:
            index = self._names.get(source.lower(), -1)
            if index < 0:
                return reference_problem(source)
        return "a stage can't copy from itself" if index == instruction.stage else None

    def _from(self, instruction: Instruction) -> None:
        definition = self._definition
        arguments = instruction.args
        name: str | None = None
        if len(arguments) == 3 and arguments[1].written.lower() == "as":
            name = arguments[2].written.lower()
            if not _STAGE_NAME.match(name):
                instruction.problem = f"{arguments[2].written} is no name for a stage"
        elif len(arguments) != 1:
            instruction.problem = instruction.problem or "FROM takes IMAGE, or IMAGE AS NAME"
        if arguments:
            self._expand(instruction, arguments[:1], self._globals)
            if not arguments[0].text:
                instruction.problem = instruction.problem or "the image is empty"
            elif arguments[0].text not in self._names and not TEMPLATE.search(arguments[0].written):
                instruction.problem = instruction.problem or reference_problem(arguments[0].text)
        base = arguments[0].text if arguments else ""
        stage = Stage(len(definition.stages), name, base, instruction.span)
        stage.base_span = arguments[0].span if arguments else None
        for flag in instruction.flags:
            flag.value = self._text(instruction, flag.value, self._globals)
        stage.platform = instruction.flag("platform")
        parent = self._names.get(base)
        if parent is not None:
            scope = self._scopes[parent].inherited()
        else:
            scope = Scope(self._globals.reading, closed=base == "scratch")
            if scope.closed:
                scope.variables["PATH"] = DEFAULT_PATH
        instruction.stage = stage.index
        self._open(stage, scope)
        stage.instructions.append(instruction)
        if parent is not None:
            self._inherit(stage, definition.stages[parent])
        elif base == "scratch":
            stage.base_known = True
            stage.workdir = "/"
            stage.user = ""
            stage.cmd = ImageCommand([], False, stage.span, None)
            stage.entrypoint = ImageCommand([], False, stage.span, None)
        elif _WINDOWS.search(base):
            stage.shell = ["cmd", "/S", "/C"]
        if name is not None:
            self._names[name] = stage.index

    def _open(self, stage: Stage, scope: Scope) -> None:
        self._definition.stages.append(stage)
        self._scopes.append(scope)
        self._scope = scope
        self._snapshot = None
        self._cmd_given = False

    def _inherit(self, stage: Stage, parent: Stage) -> None:
        stage.base_stage = parent.index
        stage.base_known = parent.base_known
        stage.platform = stage.platform or parent.platform
        stage.volumes = list(parent.volumes)
        stage.workdir = parent.workdir
        stage.user = parent.user
        stage.env = dict(parent.env)
        stage.labels = dict(parent.labels)
        stage.shell = parent.shell
        stage.cmd = parent.cmd
        stage.entrypoint = parent.entrypoint
        for trigger in parent.instructions:
            if not trigger.onbuild or trigger.problem is not None or self._triggers >= MOST_TRIGGERS:
                continue
            self._triggers += 1
            copy = _copy(trigger)
            copy.problem = syntax_problem(copy)
            if copy.keyword not in _APPLIED:
                copy.problem = f"{copy.keyword} is no instruction"
            else:
                self._apply(copy, stage)
            if copy.problem is not None:
                opening = stage.instructions[0]
                opening.problem = opening.problem or f"ONBUILD {copy.keyword} is triggered: {copy.problem}"

    def _apply(self, instruction: Instruction, stage: Stage) -> None:
        keyword = instruction.keyword
        scope = self._scope
        if keyword == "ARG":
            self._declare(instruction, scope)
            self._snapshot = None
            return
        if keyword in ("ENV", "LABEL"):
            self._set(instruction, stage)
            return
        if keyword in _EXPANDED_WORDS:
            self._expand(instruction, instruction.args, scope)
        for flag in instruction.flags:
            if flag.name != "from":
                flag.value = self._text(instruction, flag.value, scope)
        instruction.problem = instruction.problem or expanded_problem(instruction)
        if keyword == "RUN":
            if self._snapshot is None:
                self._snapshot = dict(scope.variables)
            instruction.variables = self._snapshot
        elif keyword in ("ADD", "COPY"):
            self._bodies(instruction)
        elif keyword == "VOLUME":
            self._volumes(instruction, stage)
        elif keyword == "WORKDIR" and instruction.args:
            windows = bool(_WINDOWS.search(stage.base or ""))
            stage.workdir = _joined(stage.workdir, instruction.args[0].text, windows)
        elif keyword == "USER" and instruction.args:
            stage.user = instruction.args[0].text
        elif keyword == "SHELL" and instruction.json and instruction.args:
            stage.shell = [argument.text for argument in instruction.args]
        elif keyword == "CMD":
            stage.cmd = _command(instruction, stage)
            self._cmd_given = True
        elif keyword == "ENTRYPOINT":
            stage.entrypoint = _command(instruction, stage)
            if not self._cmd_given:
                stage.cmd = ImageCommand([], False, instruction.span, None)

    def _bodies(self, instruction: Instruction) -> None:
        """Note the variables in here-documents that are written to files."""
        for body in instruction.heredocs:
            if not body.expand or b"$" not in body.text:
                continue
            try:
                expand(body.text.decode("utf-8", "surrogateescape"), self._scope, "\\", quotes=False)
            except WordTooLong:
                continue
            except WordError as error:
                instruction.problem = instruction.problem or str(error)

    def _volumes(self, instruction: Instruction, stage: Stage) -> None:
        for argument in instruction.args:
            if not argument.text:
                instruction.problem = "a path of VOLUME is empty"
                continue
            stage.volumes.append(Volume(argument.text, argument.span, instruction))

    def _set(self, instruction: Instruction, stage: Stage) -> None:
        # Every pair sees the variables as they were before the instruction.
        for pair in instruction.pairs:
            self._expand(
                instruction, [pair.name] if pair.value is None else [pair.name, pair.value], self._scope
            )
        for pair in instruction.pairs:
            name = pair.name.text
            value = pair.value.text if pair.value is not None else ""
            if instruction.keyword == "LABEL":
                stage.labels[name] = value
                continue
            stage.env[name] = value
            self._scope.variables[name] = value
            self._scope.set_by_env.add(name)
            self._scope.declared.discard(name)
            self._scope.defaulted.discard(name)
            self._snapshot = None

    def _declare(self, instruction: Instruction, scope: Scope) -> None:
        for pair in instruction.pairs:
            name = pair.name.text
            given = None if self._build_args is None else self._build_args.get(name)
            inherited = self._globals.variables.get(name) if scope is not self._globals else None
            defaulted = False
            if given is not None:
                value: str | None = given
                if pair.value is not None:
                    pair.value.text = given
            elif pair.value is not None:
                self._expand(instruction, [pair.value], scope)
                value = pair.value.text
                defaulted = self._build_args is None
            elif inherited is not None:
                value = inherited
                defaulted = name in self._globals.defaulted
            else:
                value = None
            if value is None:
                if self._build_args is None and name not in scope.variables:
                    scope.declared.add(name)
                continue
            if name in scope.set_by_env and scope.variables.get(name) != value:
                # Docker's documentation lets ENV win, BuildKit's newer versions let the later one.
                scope.variables[name] = unknown(name)
                continue
            scope.variables[name] = value
            scope.declared.discard(name)
            if defaulted:
                scope.defaulted.add(name)
            else:
                scope.defaulted.discard(name)

    def _expand_later(self, instruction: Instruction) -> None:
        """Expand an ONBUILD instruction with unknown variables: the build that uses the image sets them."""
        scope = Scope(Reading(set()))
        arguments = list(instruction.args) if instruction.keyword in _EXPANDED_WORDS else []
        for pair in instruction.pairs:
            arguments += [pair.name] if pair.value is None else [pair.name, pair.value]
        problem = instruction.problem
        self._expand(instruction, arguments, scope)
        # What is wrong with its quotes or variables is found out there, too.
        instruction.problem = problem

    def _expand(self, instruction: Instruction, arguments: list[Argument], scope: Scope) -> None:
        for argument in arguments:
            if instruction.keyword in ("ADD", "COPY") and argument.written.startswith("<<"):
                continue
            # The space in VOLUME [" /a"] is taken off before anything else happens.
            is_path = instruction.keyword == "VOLUME"
            written = argument.written.strip(_GO_SPACE) if is_path else argument.written
            argument.text = self._text(instruction, written, scope)

    def _text(self, instruction: Instruction, written: str, scope: Scope) -> str:
        if TEMPLATE.search(written):
            return unknown("template")
        try:
            text = expand(written, scope, self._lines.escape)
        except WordTooLong:
            return unknown("long")
        except WordError as error:
            instruction.problem = instruction.problem or str(error)
            return written
        return text if len(text) <= LONGEST_VALUE or text == written else unknown("long")

    def _finish_code(self, instruction: Instruction, stage: Stage) -> None:
        code = instruction.code
        if code is None or code.dialect:
            return
        shell = stage.shell or DEFAULT_SHELL
        dialect = DIALECTS.get(shell[0].rpartition("/")[2])
        if dialect is None:
            instruction.code = None
        else:
            code.dialect = dialect


def _command(instruction: Instruction, stage: Stage) -> ImageCommand:
    words = [argument.text for argument in instruction.args]
    shell_form = not instruction.json
    if shell_form:
        words = [*(stage.shell or DEFAULT_SHELL), " ".join(words)]
    return ImageCommand(words, shell_form, instruction.span, instruction)


def _joined(current: str | None, path: str, windows: bool) -> str:
    """WORKDIR ``path`` in the directory ``current``: an absolute path stays as it is written, a relative one is joined and cleaned."""
    if _DRIVE.match(path):
        # A Windows image keeps it; elsewhere it is a relative path like any other, and where is unknown.
        return path if windows else unknown("WORKDIR")
    if path.startswith("/"):
        return path
    before = unknown("WORKDIR") if current is None else current
    if not has_unknown(before) and not has_unknown(path):
        return posixpath.normpath("/" + f"{before}/{path}".lstrip("/")) if path else before
    if has_unknown(path[:1]):
        # Perhaps it is absolute.
        joined = path
    else:
        relative = path if has_unknown(path) else posixpath.normpath(path or ".")
        joined = before if relative == "." else f"{before.rstrip('/')}/{relative}"
    # What cleaning would make of the rest depends on what is unknown.
    parts = joined.split("/")
    return unknown("WORKDIR") if {".", ".."} & set(parts) or "" in parts[1:] else joined


def _copy(instruction: Instruction) -> Instruction:
    """Return a copy of the instruction for a trigger. Expanding the copy leaves the written instruction as it is."""
    copy = Instruction(instruction.keyword, instruction.span)
    copy.args = [_again(argument) for argument in instruction.args]
    copy.pairs = [
        Pair(_again(pair.name), None if pair.value is None else _again(pair.value), pair.legacy)
        for pair in instruction.pairs
    ]
    copy.flags = [Flag(flag.name, flag.value, flag.span, flag.bare) for flag in instruction.flags]
    copy.json = instruction.json
    copy.onbuild = True
    return copy


def _again(argument: Argument) -> Argument:
    return Argument(argument.written, argument.span)
