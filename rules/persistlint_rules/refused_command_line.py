"""PSL227: docker or podman refuses the command line: an option, a name or a command that it doesn't know, a value that it can't read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from persistlint.docker.commands import Command, OptionUse, OtherCommand, SyntaxProblem
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.page_refusals import refused_use
from persistlint.rulekit.phrases import as_written
from persistlint.rulekit.right_words import (
    misspelt_command,
    option_of_compose,
    option_with_one_dash,
    right_word,
    write_right_word,
)
from persistlint.rulekit.told_to_fail import told_to_fail
from persistlint.rulekit.untyped_lines import is_as_typed, is_to_fill_in
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.text.regex import regex

#: Kinds of refusals (``persistlint.docker.problems``) that no other rule tells.
_KINDS = frozenset(
    """
    unknown-flag missing-value bad-option-value missing-operand too-many-operands bad-reference
    bad-container-name bad-restart-policy duplicate-network conflicting-networks conflicting-options
    copy-without-container copy-between-containers stdin-twice refused-mount
    """.split()
)


class RefusedCommandLine(Rule):
    code = "PSL227"
    name = "refused-command-line"
    summary = "docker refuses the command line: an option, name, value or command that it doesn't know"
    severity = "error"
    fix = "unsafe"
    #: A refused command isn't read. With the right word any of its fields may appear.
    fix_changes = (
        "cap_add",
        "command",
        "commands",
        "detach",
        "entrypoint",
        "env",
        "hostname",
        "image",
        "interactive",
        "labels",
        "mounts",
        "name",
        "options",
        "pid",
        "privileged",
        "read_only",
        "remove",
        "restart",
        "tty",
        "user",
        "verb",
        "volumes_from",
        "workdir",
    )
    subject = Command
    needs = ("refused", "unknown verb")
    topics = {CONTAINER: 20}

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        if isinstance(command, OtherCommand) and not command.verb:
            yield from self._unknown_command(command)
            return
        # The client stops at the first, and the engine sees nothing before the client is content.
        problems = sorted(command.syntax_problems, key=lambda problem: problem.by != "client")
        problem = next((each for each in problems if not is_to_fill_in(each, command, context)), None)
        if problem is None or problem.kind not in _KINDS or not is_as_typed(problem, command, context):
            return
        short = option_with_one_dash(command)
        if short is not None and problem.kind != "unknown-flag":
            yield self._one_dash(problem, command, short, context)
            return
        word = right_word(problem, command)
        # A newer client or plugin may have the option, and an image's name may stand in a variable that is filled in elsewhere.
        early = option_of_compose(problem, command) if not word else ""
        nothing_better = not word and not early and problem.kind in ("unknown-flag", "bad-reference")
        if nothing_better or _of_an_integration(command):
            return
        better = f" Write `{word}`." if word else ""
        use = refused_use(problem, command)
        if use is not None and use.value is not None and use.value.leading().startswith("-"):
            better = f" `{use.flag}` takes `{as_written(use.value)}` for its value."
        if problem.kind in _OPERANDS and _ends_in_a_backquote(command, context):
            better = " A backquote continues a line in PowerShell alone. Write `\\`."
        if early and not _gives_ports(command):
            better = f" Compose takes `{early}` before `{command.verb.partition(' ')[2]}` only."
        yield self.finding(
            problem,
            f"{command.program.capitalize()} refuses this, and nothing is done. It says “{problem.reason.rstrip('.')}”."
            + better,
            identity=f"{problem.kind} {problem.reason}",
            command=command,
            reason=told_to_fail(command, context),
            fixes=offer(f"Write `{word}`", write_right_word(problem, command, word) if word else None),
            topic=CONTAINER.of(command),
        )

    def _one_dash(
        self, problem: SyntaxProblem, command: Command, short: tuple[OptionUse, str], context: Context
    ) -> Finding:
        """Return the finding about a long option whose second dash is missing: its first letter is an option that takes the others for its value."""
        use, name = short
        value = use.value.text if use.value is not None else ""
        return self.finding(
            use,
            f"{command.program.capitalize()} refuses this, and nothing is done. `-{name}` with one dash is `{use.flag}` with the value `{value}`, "
            f"so that what follows is read as something else: “{problem.reason.rstrip('.')}”. Write `--{name}`.",
            identity=f"{problem.kind} {problem.reason}",
            command=command,
            reason=told_to_fail(command, context),
            fixes=offer(f"Write `--{name}`", replace_value(use.word.value, 0, 1 + len(name), f"--{name}")),
            topic=CONTAINER.of(command),
        )

    def _unknown_command(self, command: OtherCommand) -> Iterator[Finding]:
        misspelt = misspelt_command(command) if command.program != "nerdctl" else None
        if misspelt is None:
            return
        word, group, near = misspelt
        client = f"{command.program} {group}".strip()
        yield self.finding(
            word,
            f"`{word.text}` is no command of `{client}`, and the client refuses it. Nothing is done. "
            + (f"There is a command `{near}`." if " " in near else f"Write `{near}`."),
            identity=f"{group} {word.text}".strip(),
            command=command,
            fixes=offer(f"Write `{near}`", replace_value(word.value, 0, len(word.value), near))
            if " " not in near
            else [],
            topic=CONTAINER.of(command),
        )


def _ends_in_a_backquote(command: Command, context: Context) -> bool:
    """Return whether the line goes on as in PowerShell, while a shell reads a substitution from one backquote to the next."""
    if not context.sources.knows(command.span):
        return False
    place = context.sources.place(command.span)
    data = place.document.data
    lines = data[place.start : data.find(b"\n", place.end) % (len(data) + 1)].split(b"\n")
    return any(line.rstrip().endswith(b" `") for line in lines)


_OPERANDS = ("missing-operand", "too-many-operands")


def _gives_ports(command: Command) -> bool:
    """Return whether ports are given to a subcommand of Compose, as to `docker run` (``compose up -p 3002:3000``)."""
    words = command.invocation.words
    return any(
        (flag.text or "").startswith("-p") and _PORTS.fullmatch(value.text or "") is not None
        for flag, value in pairwise(words)
    )


_PORTS = regex(r"(?:[\d.]+:)?\d+:\d+")


def _of_an_integration(command: Command) -> bool:
    """Return whether the command is of a client with an integration that docker once had (``docker context create aci x``)."""
    return (
        command.verb == "context create"
        and bool(command.operands)
        and command.operands[0].text in ("aci", "ecs")
    )


RULE = RefusedCommandLine
