"""Reads a command line as the docker client does: global options, the command's name, its options, its operands.

The rules are those of spf13/pflag (``parseArgs``, ``parseLongArg``, ``parseSingleShortArg``) and spf13/cobra (``Traverse``), which the client
is built on; docker/cli's ``cli/cobra.go`` parses the global options first.
"""

from __future__ import annotations

from persistlint.docker.arguments import argument_problem, go_quoted, go_quoted_letter
from persistlint.docker.commands import OptionUse
from persistlint.docker.option_table import CommandOptions, Option, canonical_name, is_group, options_of
from persistlint.docker.option_values import value_problem
from persistlint.docker.problems import Problems
from persistlint.shell.values import Literal, Value, Word
from persistlint.text.spans import Span

#: What ``Value.marked()`` puts for an unknown piece.
UNKNOWN = "\ufffc"


#: What logrus takes, in any case.
_LOG_LEVELS = frozenset(("", "panic", "fatal", "error", "warn", "warning", "info", "debug", "trace"))


class ParsedLine:
    """A command line taken apart.

    ``command`` is the canonical name with which the table was asked ("container run"); "" where the line names none, or one that isn't known.
    ``resolved`` is false where words before the first operand may be options that aren't seen. ``help`` and ``version`` are true where
    the client prints that and does nothing else. ``spelling`` holds the command's name as written, known or not.
    """

    __slots__ = (
        "command",
        "global_options",
        "help",
        "operands",
        "options",
        "resolved",
        "spelling",
        "verb_words",
        "version",
    )

    def __init__(self) -> None:
        self.command = ""
        self.spelling = ""
        self.verb_words: list[Word] = []
        self.global_options: list[OptionUse] = []
        self.options: list[OptionUse] = []
        self.operands: list[Word] = []
        self.resolved = True
        self.help = False
        self.version = False


class _Reader:
    """Walks over the words once."""

    __slots__ = ("at", "line", "problems", "program", "words")

    def __init__(self, words: tuple[Word, ...], program: str, problems: Problems) -> None:
        self.words = words
        self.at = 0
        self.program = program
        self.problems = problems
        self.line = ParsedLine()

    # -- options -------------------------------------------------------------------------------------------------

    def options(self, table: CommandOptions, uses: list[OptionUse], interspersed: bool) -> list[Word]:
        """Read options until the first operand, or all of them where they may be interspersed; return the operands."""
        operands: list[Word] = []
        words = self.words
        skipped: list[Word] = []
        while self.at < len(words):
            word = words[self.at]
            if word.opaque and not _is_option_like(word):
                if not operands:
                    self.line.resolved = False
                if not interspersed and not _looks_like_operand(word):
                    # It may be options, so that the operand comes later.
                    skipped.append(word)
                    self.at += 1
                    continue
                self.at += 1
                operands.append(word)
                if not interspersed:
                    break
                continue
            marked = word.value.marked()
            if not marked.startswith("-") or marked == "-":
                if not interspersed and skipped and skipped[-1] is words[self.at - 1] and _is_program(marked):
                    # `run $X bash`: rather the image and a program than options and the image.
                    operands.append(skipped[-1])
                self.at += 1
                operands.append(word)
                if not interspersed:
                    break
                continue
            self.at += 1
            if marked == "--":
                break
            if marked.startswith("--"):
                self._long(word, marked, table, uses)
            else:
                self._letters(word, marked, table, uses)
        # Behind the first operand, or behind "--": everything is an operand.
        operands += words[self.at :]
        self.at = len(words)
        if not operands and skipped:
            # Nothing else is there: the last of the words that might have been options is the operand.
            operands.append(skipped[-1])
        return operands

    def _long(self, word: Word, marked: str, table: CommandOptions, uses: list[OptionUse]) -> None:
        name, equals, _ = marked[2:].partition("=")
        if UNKNOWN in name:
            self.line.resolved = False
            return
        if name[:1] in ("", "-"):
            self.problems.add("bad-flag-syntax", f"bad flag syntax: {word.display()}", word.span)
            return
        option = table.by_spelling.get(name)
        if option is None or not option.in_release(self.problems.version):
            if name == "help":
                self.line.help = True
                return
            if option is None or self.program != "docker":
                self._unknown(f"unknown flag: --{name}", word)
                if option is None:
                    return
            else:
                self._unknown(f"unknown flag: --{name}", word, option)
        start = len("--" + name) + 1
        if equals:
            self._use(option, f"--{name}", word, word.value.cut(start), word, uses)
        elif not option.takes_value:
            self._use(option, f"--{name}", word, None, None, uses)
        else:
            self._next_word(option, f"--{name}", word, f"flag needs an argument: --{name}", uses)

    def _letters(self, word: Word, marked: str, table: CommandOptions, uses: list[OptionUse]) -> None:
        at = 1
        while at < len(marked):
            letter = marked[at]
            rest = marked[at + 1 :]
            if letter == UNKNOWN:
                self.line.resolved = False
                return
            option = table.of_letter(letter, self.problems.version)
            flag = "-" + letter
            if option is None:
                if letter == "h":
                    self.line.help = True
                    return
                shown = word.value.cut(at).display()
                # pflag looks at bytes: of a letter that has several it names the first.
                first = go_quoted_letter(letter)
                self._unknown(f"unknown shorthand flag: {first} in -{shown}", word)
                return
            if len(rest) > 1 and rest[0] == "=":
                self._use(option, flag, word, word.value.cut(at + 2), word, uses)
                return
            if not option.takes_value:
                self._use(option, flag, word, None, None, uses)
                at += 1
                continue
            if rest:
                self._use(option, flag, word, word.value.cut(at + 1), word, uses)
            else:
                shown = word.value.cut(at).display()
                self._next_word(option, flag, word, f"flag needs an argument: '{letter}' in -{shown}", uses)
            return

    def _next_word(self, option: Option, flag: str, word: Word, lack: str, uses: list[OptionUse]) -> None:
        if self.at >= len(self.words):
            self.problems.add("missing-value", lack, word.span)
            return
        value_word = self.words[self.at]
        self.at += 1
        if value_word.opaque and not any(isinstance(piece, Literal) for piece in value_word.value.pieces):
            # It may be no word at all, and the next one the value.
            self.line.resolved = False
        self._use(option, flag, word, value_word.value, value_word, uses)

    def _use(
        self,
        option: Option,
        flag: str,
        word: Word,
        value: Value | None,
        value_word: Word | None,
        uses: list[OptionUse],
    ) -> None:
        span = word.span
        if (
            span is not None
            and value_word is not None
            and value_word is not word
            and value_word.span is not None
        ):
            span = span.to(value_word.span)
        text = value.text if value is not None else None
        if text is not None:
            unlimited = option.name == "memory-swap" and text == "-1"
            cause = "" if unlimited else argument_problem(option.kind, text)
            if self.program == "docker":
                cause = cause or value_problem(self.line.command, option.name, text, self.problems.version)
            if cause:
                self.problems.add("bad-option-value", invalid_argument(option, text, cause), span)
            if uses is self.line.global_options and option.name == "log-level":
                self._log_level(text, span)
        uses.append(OptionUse(option.name, flag, value, span, word, value_word))

    def _log_level(self, text: str, span: Span | None) -> None:
        if text.lower() not in _LOG_LEVELS:
            reason = f"Unable to parse logging level: {text}"
            if self.program == "podman":
                reason = f"Log Level {go_quoted(text)} is not supported"
            self.problems.add("bad-option-value", reason, span)

    def _unknown(self, reason: str, word: Word, option: Option | None = None) -> None:
        if self.program != "docker":
            # Another version may know it. Podman's own table is of two versions.
            self.line.resolved = False
        before = ""
        if option is not None and option.since is not None:
            before = ".".join(str(part) for part in option.since)
        self.problems.add("unknown-flag", reason, word.span, before=before)

    # -- commands ------------------------------------------------------------------------------------------------

    def command(self) -> ParsedLine:
        """Return the whole line (without the program's word), taken apart."""
        self._command()
        line = self.line
        # Behind a command's name that it knows, the client forgets `-v` and `--help` again (docker/cli `HandleGlobalFlags`).
        uses = line.options if line.command == "compose" else line.global_options
        line.version = line.command in ("", "compose") and any(use.name == "version" for use in uses)
        return line

    def _command(self) -> None:
        line = self.line
        path = ""
        canonical = ""
        program = self.program
        table = options_of("", program)
        uses = line.global_options
        while True:
            before = self.at
            name_word = self._command_word(table, uses)
            if name_word is None:
                break
            if name_word.opaque or name_word.text is None:
                # Which command it is can't be known.
                line.resolved = False
                line.operands = list(self.words[self.at - 1 :])
                return
            spelling = f"{path} {name_word.text}".strip()
            canonical_verb = canonical_name(spelling, program)
            if canonical_verb is None and canonical:
                # An alias of a group (`builder` for `buildx`) may lead there too.
                canonical_verb = canonical_name(f"{canonical} {name_word.text}", program)
            if canonical_verb is None and is_group(spelling, program):
                # A group that is no command itself (podman's `volume`).
                line.verb_words.append(name_word)
                path, table = spelling, options_of(spelling, program)
                continue
            if canonical_verb is None:
                if path and not is_only_group(path, program):
                    # `buildx history inspect REF`: a command that has commands below it.
                    self.at = before
                    break
                line.spelling = spelling
                if name_word.text == "help" and path in ("", "compose", "buildx"):
                    line.help = True
                    return
                line.resolved = False
                line.verb_words.append(name_word)
                line.operands = list(self.words[self.at :])
                return
            line.verb_words.append(name_word)
            path, canonical = spelling, canonical_verb
            if not is_group(spelling, program) and not is_group(canonical_verb, program):
                break
            table = options_of(canonical_verb, program)
            uses = line.options
            line.help = False
        line.spelling = path
        line.command = canonical
        if canonical:
            table = options_of(canonical, program)
            line.help = False
            line.operands = self.options(table, line.options, table.interspersed)
            if not line.help:
                self._count(table)

    def _count(self, table: CommandOptions) -> None:
        """Refuses too few or too many operands (docker/cli ``cli/required.go``), where their number is known."""
        line = self.line
        given = len(line.operands)
        if not line.resolved or any(word.opaque for word in line.operands):
            return
        if given >= table.least and (table.most is None or given <= table.most):
            return
        few = given < table.least
        word = line.verb_words[-1] if few or table.most is None else line.operands[table.most]
        kind = "missing-operand" if few else "too-many-operands"
        if self.program == "podman":
            self.problems.add(kind, _podman_count(table, given, line.spelling), word.span)
            return
        older = self.problems.version < (28, 0)
        if table.most == 0:
            how = "accepts no arguments"
        else:
            wanted = table.least
            if table.most == table.least:
                how = "requires exactly" if older else "requires"
            elif table.most is None:
                how = "requires at least"
            elif table.least == 0:
                how, wanted = "requires at most", table.most
            else:
                how, wanted = f"requires at least {table.least} and at most", table.most
            how = f"{how} {wanted} argument" + ("s" if wanted != 1 else "")
        name = f"docker {_own_name(line.spelling, line.command)}"
        quoted = f'"{name}"' if older else f"'{name}'"
        self.problems.add(kind, f"{quoted} {how}", word.span)

    def _command_word(self, table: CommandOptions, uses: list[OptionUse]) -> Word | None:
        """Read the options before a command's name; return the name, None where there is none."""
        words = self.words
        while self.at < len(words):
            word = words[self.at]
            marked = word.value.marked()
            self.at += 1
            if word.opaque and not _is_option_like(word):
                if self.at < len(words) and _may_be_command(words[self.at], self.program):
                    # `docker $OPTS run`: what stands before the name are global options.
                    self.line.resolved = False
                    continue
                return word
            if not marked.startswith("-") or marked == "-":
                return word
            if marked == "--":
                continue
            if marked.startswith("--"):
                self._long(word, marked, table, uses)
            else:
                self._letters(word, marked, table, uses)
        return None


def _podman_count(table: CommandOptions, given: int, spelling: str) -> str:
    """Return podman's sentence about a wrong number of operands (spf13/cobra ``args.go``, ``cmd/podman/validate``)."""
    if table.most == 0:
        return f"`podman {spelling}` takes no arguments"
    if table.most is None:
        return f"requires at least {table.least} arg(s), only received {given}"
    if table.least == table.most:
        return f"accepts {table.least} arg(s), received {given}"
    if table.least == 0:
        return f"accepts at most {table.most} arg(s), received {given}"
    return f"accepts between {table.least} and {table.most} arg(s), received {given}"


def _own_name(spelling: str, canonical: str) -> str:
    """Return a command's name as the client itself prints it. An alias in the same group has its command's name (``volume rm``)."""
    group = spelling.rpartition(" ")[0]
    return canonical if group and group == canonical.rpartition(" ")[0] else spelling


def is_only_group(spelling: str, program: str) -> bool:
    """Return whether the name stands for a group alone, which does nothing without a command's name below it."""
    return is_group(spelling, program) and canonical_name(spelling, program) != "buildx history inspect"


def _is_option_like(word: Word) -> bool:
    """Return whether an opaque word certainly starts with a dash (``-v $X:/y`` is two words, ``-v$X`` one)."""
    pieces = word.value.pieces
    return bool(pieces) and isinstance(pieces[0], Literal) and pieces[0].text.startswith("-")


def _looks_like_operand(word: Word) -> bool:
    """Return whether an opaque word is more likely an operand than options: it holds text, or its name says "image"."""
    for piece in word.value.pieces:
        if isinstance(piece, Literal):
            return True
        name = piece.name.lower()
        if "image" in name or "img" in name:
            return True
    return False


def _is_program(text: str) -> bool:
    """Return whether an operand is more likely a program than an image or a container: a path, a shell."""
    return text.startswith(("/", "./")) or text in ("ash", "bash", "dash", "sh", "zsh")


def _may_be_command(word: Word, program: str) -> bool:
    text = word.text
    return text is not None and canonical_name(text, program) is not None


def invalid_argument(option: Option, text: str, cause: str) -> str:
    """Return pflag's sentence about an argument that an option refuses."""
    flags = f"-{option.short}, --{option.spelling}" if option.short else f"--{option.spelling}"
    return f'invalid argument {go_quoted(text)} for "{flags}" flag: {cause}'


def parse_line(words: tuple[Word, ...], program: str, problems: Problems) -> ParsedLine:
    """Return a command line taken apart. ``words`` follow the program's word. Refusals are added to ``problems``."""
    return _Reader(words, program, problems).command()
