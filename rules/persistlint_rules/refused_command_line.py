"""PSL227: docker or podman refuses the command line: an option, a name or a command that it doesn't know, a value that it can't read."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ImageBuild, OtherCommand, SyntaxProblem
from persistlint.docker.image_reference import reference_problem
from persistlint.docker.option_table import canonical_name, command_names, is_group, options_of
from persistlint.rulekit.edits import has_vanished_word, is_written_out, offer, replace_value
from persistlint.rulekit.near_words import nearest_word
from persistlint.rules.demonstrations import has_gaps
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.forms import stands_for_more
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.shell.values import Value, Word
from persistlint.text.regex import regex

#: Kinds of refusals (``persistlint.docker.problems``) that no other rule tells.
_KINDS = frozenset(
    """
    unknown-flag missing-value bad-option-value missing-operand too-many-operands bad-reference
    bad-container-name bad-restart-policy duplicate-network conflicting-networks conflicting-options
    copy-without-container copy-between-containers stdin-twice refused-mount
    """.split()
)
_POLICIES = ("no", "always", "on-failure", "unless-stopped")
#: Plugins of the client that aren't in the table of its commands.
_PLUGINS = frozenset(
    """
    agent ai app cloud debug desktop dev extension feedback init mcp model offload pass sandbox sbom scan
    scout slim theia
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
            if command.program != "nerdctl":
                yield from self._unknown_command(command)
            return
        # The client stops at the first, and the engine sees nothing before the client is content.
        problems = sorted(command.syntax_problems, key=lambda problem: problem.by != "client")
        if not problems or problems[0].kind not in _KINDS:
            return
        problem = problems[0]
        word = _right_word(problem, command)
        if problem.kind == "unknown-flag" and not word:
            # A newer client or plugin may have it.
            return
        if problem.kind == "bad-reference" and not word:
            # Most of these are variables that are filled in where it can't be seen.
            return
        if problem.kind in ("missing-operand", "too-many-operands"):
            # A word out of a variable may be an option, or nothing.
            literal = all(word.text and not word.opaque for word in command.invocation.words)
            if not literal or _goes_on(command, context) or _out_of_variables(command, context):
                return
        if (
            problem.kind == "bad-option-value"
            and _takes_an_option(command)
            and _out_of_variables(command, context)
        ):
            # The option's own value stands in a variable that may be set elsewhere; without it the option takes the next one.
            return
        if _has_gaps(command, context) or _names_a_drive(problem, command):
            return
        if problem.kind == "bad-reference" and any(map(_is_to_replace, _references(command))):
            return
        if (
            _leaves_out(problem, command, context)
            or _is_prose(problem, command)
            or _of_an_integration(command)
        ):
            return
        yield self.finding(
            problem,
            f"{command.program.capitalize()} refuses this, and nothing is done. It says “{problem.reason.rstrip('.')}”."
            + (f" Write `{word}`." if word else ""),
            identity=f"{problem.kind} {problem.reason}",
            command=command,
            fixes=_fixes(problem, command, word),
            topic=CONTAINER.of(command),
        )

    def _unknown_command(self, command: OtherCommand) -> Iterator[Finding]:
        words = command.invocation.words
        program = command.program
        prefix = "compose" if (words[0].text or "").rpartition("/")[2] == "docker-compose" else ""
        for word in words[1:]:
            text = word.text
            if text is None or not text.isalpha() or not text.islower():
                return
            spelling = f"{prefix} {text}".strip()
            if is_group(spelling, program):
                prefix = spelling
                continue
            if canonical_name(spelling, program) is not None or (not prefix and text in _PLUGINS):
                return
            near = nearest_word(text, command_names(prefix, program))
            if near:
                mistake = f"`{text}` is no command of `{program}{f' {prefix}' if prefix else ''}`"
                yield self.finding(
                    word,
                    f"{mistake}, and the client refuses it. Nothing is done. Write `{near}`.",
                    identity=spelling,
                    command=command,
                    fixes=_replaced(word, text, near),
                    topic=CONTAINER.of(command),
                )
            return


#: A word that stands for what the reader writes there (`IMAGE`, `HOST_PORT`, `host_port`, `your-image`).
_STANDS_FOR = regex(
    r"\b[A-Z][A-Z_]+\b|\b(?:host|container|local|machine|app|external|internal|public|target|your|my)[a-z_]*[-_]?(?:port|Port|puerto|porta)\b|\byour[-_]\w+"
)


def _goes_on(command: Command, context: Context) -> bool:
    """Return whether the line goes on with what this shell can't read, as `(docker ps -q)` of another one."""
    if not context.sources.knows(command.span):
        return False
    place = context.sources.place(command.span)
    return place.document.data[place.end : place.end + 3].lstrip(b" ").startswith(b"(")


def _leaves_out(problem: SyntaxProblem, command: Command, context: Context) -> bool:
    """Return whether the text names the command without all that it is about, as documents do, or with words that stand for something."""
    if problem.kind in ("missing-operand", "missing-value") and context.language == "markdown":
        return True
    image = getattr(command, "image", None)
    # Docker's own words for a part (`containerPort`) stand before the last colon.
    value = problem.reason.rpartition(": ")[2]
    words = ["" if " " in value else value, *(word.text or "" for word in command.operands[:2])]
    words.append((image.raw.text or "") if image is not None else "")
    return problem.kind != "unknown-flag" and any(_STANDS_FOR.search(word) for word in words)


def _is_prose(problem: SyntaxProblem, command: Command) -> bool:
    """Return whether words of a remark stand behind the command (``docker image pull x, that is …``, ``docker login //x is …``)."""
    if problem.kind != "too-many-operands":
        return False
    words = (word.text or "" for word in command.invocation.words)
    return any(_NO_OPERAND.search(word.text or "") is not None for word in command.operands) or any(
        stands_for_more(word) for word in words if "{{" not in word
    )


#: What no operand of these commands holds: a comma at its end, a remark's slashes, an arrow, a bracket, letters that names can't have.
_NO_OPERAND = regex(r"[,;:!?]$|^//|^[-=]>|[\[\]{}<>…]|[^\x00-\x7f]")


def _of_an_integration(command: Command) -> bool:
    """Return whether the command is of a client with an integration that docker once had (``docker context create aci x``)."""
    return (
        command.verb == "context create"
        and bool(command.operands)
        and command.operands[0].text in ("aci", "ecs")
    )


def _names_a_drive(problem: SyntaxProblem, command: Command) -> bool:
    """Return whether what reads as a container is a drive to the client on Windows: ``docker cp web:/x D:/x``."""
    return problem.kind in ("copy-between-containers", "copy-without-container") and any(
        _DRIVE.match(word.text or "") is not None for word in command.operands
    )


_DRIVE = regex(r"[A-Za-z]:[/\\]")


def _has_gaps(command: Command, context: Context) -> bool:
    """Return whether the command is a form to fill in."""
    return context.sources.knows(command.span) and has_gaps(context.sources.text(command.span))


def _out_of_variables(command: Command, context: Context) -> bool:
    """Return whether an expansion makes a word of the command, or one that is empty now and isn't there."""
    words = command.invocation.words
    return not all(map(is_written_out, words)) or has_vanished_word(command, context.sources)


def _takes_an_option(command: Command) -> bool:
    """Return whether an option has for its value what looks like another option."""
    values = (use.value for use in command.options)
    return any(value is not None and value.leading().startswith("-") for value in values)


def _right_word(problem: SyntaxProblem, command: Command) -> str:
    """Return what was most likely meant, as it is to be written; "" where nothing is near."""
    if problem.kind == "unknown-flag":
        flag = problem.reason.rpartition(" ")[2]
        if not flag.startswith("--"):
            return ""
        table = options_of(command.verb, command.program)
        near = nearest_word(
            flag[2:], [name for name, option in table.by_spelling.items() if not option.hidden]
        )
        return f"--{near}" if near else ""
    if problem.kind == "bad-restart-policy":
        use = command.last("restart")
        text = use.value.text if use is not None and use.value is not None else None
        return nearest_word(text, _POLICIES) if text else ""
    if problem.kind == "bad-reference" and "must be lowercase" in problem.reason:
        text = next((text for text in _references(command) if text != _lower(text)), "")
        lower = _lower(text)
        return lower if not reference_problem(Value.of(lower)) else ""
    return ""


def _references(command: Command) -> list[str]:
    """Return the texts of the command's image references, as far as they are known: the run's image, a build's tags, else the operands."""
    if isinstance(command, ImageBuild):
        values = [use.value for use in command.uses("tag") if use.value is not None]
    else:
        image = getattr(command, "image", None)
        values = [image.raw] if image is not None else [word.value for word in command.operands]
    return [value.text for value in values if value.text]


def _is_to_replace(reference: str) -> bool:
    """Return whether a reference is there to be replaced: it says so, or is all in capitals (``MYCOMPANY/REPONAME``)."""
    name = reference.rpartition(":")[0] or reference
    return stands_for_more(reference) or (
        any(map(str.isalpha, name)) and name.upper() == name and len(name) > 2
    )


def _lower(reference: str) -> str:
    """Return the reference with its name in lower case. A tag may have capitals."""
    name, colon, tag = reference.rpartition(":")
    return f"{name.lower()}{colon}{tag}" if colon and "/" not in tag else reference.lower()


def _fixes(problem: SyntaxProblem, command: Command, word: str) -> list[Fix]:
    if problem.kind == "unknown-flag" and word:
        flag = problem.reason.rpartition(" ")[2]
        written = next(
            (
                candidate
                for candidate in command.invocation.words
                if (candidate.text or "").partition("=")[0] == flag
            ),
            None,
        )
        return _replaced(written, flag, word) if written is not None else []
    if problem.kind == "bad-reference" and word and not isinstance(command, ImageBuild):
        image = getattr(command, "image", None)
        raw = image.raw if image is not None else command.operands[0].value
        edit = replace_value(raw, 0, len(raw), word)
        return offer(f"Write `{word}`", edit)
    return []


def _replaced(word: Word, text: str, by: str) -> list[Fix]:
    edit = replace_value(word.value, 0, len(text), by)
    return offer(f"Write `{by}`", edit)


RULE = RefusedCommandLine
