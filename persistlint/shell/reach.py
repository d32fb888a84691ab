"""Reach: whether shell text can come to an engine's command at all, told from the text without evaluating it.

An engine's command needs its name as a word somewhere, or a variable that is named like one (``$DOCKER``, ``$CONTAINER_ENGINE``), in this text or in
a file that it sources. As everywhere, a name that is put together from parts (``dock$x``) or cut out of a longer one is not looked for.
"""

from __future__ import annotations

from persistlint.shell.syntax.children import commands_in, words_in
from persistlint.shell.syntax.nodes import (
    ARITHMETIC,
    Arithmetic,
    ArithmeticFor,
    List,
    Node,
    Part,
    RedirectNode,
    SimpleCommand,
    WordNode,
)
from persistlint.shell.wrappers import SHELLS, WRAPPERS
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

#: An engine's name where a word may end with it: ``docker``, ``/usr/bin/docker``, ``${x:-docker}``, not ``docker.io``, ``my-docker``.
_NAME = (
    r"(?:(?<![\w.\-])|(?<=:-)|(?<=\\[a-z])|(?<=%s)|\{\w+-|nvidia-)(?:docker|podman|nerdctl)"
    r"(?:\.exe|-compose|-remote)?(?![\w\-/:@.])"
)
#: Names of variables that are taken to hold an engine's (``engines.engine_named``).
_VARIABLE = (
    r"(?:docker|podman|nerdctl|dkr|engine|runtime|oci_bin|container_(?:cmd|engine|runtime|tool|cli|bin)"
    r"|(?:docker_|podman_)\w*(?:cmd|bin|exe|command|cli|exec|path)|\w*_(?:docker|podman))(?!\w)"
)
_ENGINE = regex(_NAME + r"|(?i:\$\{?[!#]?" + _VARIABLE + r"|\$[^\s$]*_(?:docker|podman)(?!\w))")
_ANY_CASE = regex(f"(?i:{_NAME})")
#: What makes an engine's name of one that is written in capitals.
_LOWERS = regex(r",,|@L|(?:declare|local|typeset)[ \t]+-\w*l")
#: Names of variables are references to others (``${!x}``, ``declare -n``): then a name need not stand behind a dollar.
_REFERS = regex(r"\$\{!\w+(?![\w\[@*])|(?:declare|local|typeset)[ \t]+-\w*n")
_NAMED = regex(r"(?i:(?<![\w.\-/])" + _VARIABLE + r"(?![\w.\-/:@(]))")

#: ``source`` or ``.`` as a word that something follows.
_SOURCE = regex(r"(?<![\w/.\-])(?:source|\.)(?=[ \t\"'$\\])")
_ASSIGNMENTS = r"(?:\w+=[^\s\"'$`]*[ \t]+)*"
#: A command that sources a file; ``file`` where that is a plain absolute path and nothing else.
_SOURCES = regex(
    _ASSIGNMENTS + r"(?:(?:command|builtin)[ \t]+|\\)*[\"']?(?:source|\.)(?=[ \t\"'$\\])"
    r"(?:[ \t]+[\"']?(?P<file>/[\w./-]+)[\"']?[ \t]*(?:$|[0-9]*[<>]))?"
)
_PROGRAM = regex(_ASSIGNMENTS + r"(?:[^\s;&|<>()\"'$`\\]*/)?([\w.+:\[-]+)(?=[\s;&|<>()]|$)")
#: Commands whose words are text of the shell.
_EVALUATES = SHELLS | {
    "eval",
    "trap",
    "alias",
    "watch",
    "ssh",
    "su",
    "runuser",
    "parallel",
    "flock",
    "docker-machine",
}
#: A shell, or what evaluates text, as a word.
_SHELL = regex(r"(?<![\w.\-])(?:eval|ssh|su|(?:ba|da|a|z|k)?sh)(?![\w.\-])")
_BLANKS = regex(r"\s*")
_SINGLE_QUOTED = regex(r"'[^']*'")


def names_engine(source: str) -> bool:
    """Return whether an engine's name, or a variable's that may hold one, stands outside whole-line comments."""
    if _outside_comments(_ENGINE, source):
        return True
    if _LOWERS.search(source) and _outside_comments(_ANY_CASE, source):
        return True
    return bool(_REFERS.search(source)) and _outside_comments(_NAMED, source)


def may_source(source: str) -> bool:
    """Return whether the text may source a file, as far as a pattern can tell."""
    return _outside_comments(_SOURCE, source)


def sourced_files(tree: List, source: str) -> list[str] | None:
    """Return the files that the text sources by plain absolute paths, None where one has another name."""
    reader = _Sources(source)
    reader.node(tree)
    if reader.unsure or (reader.evaluates and may_source(source)):
        return None
    return reader.files


def _outside_comments(pattern: re.Pattern[str], source: str) -> bool:
    match = pattern.search(source)
    while match is not None:
        start = match.start()
        line = source.rfind("\n", 0, start) + 1
        begin = _BLANKS.match(source, line)
        if begin is None or source[begin.end() : begin.end() + 1] != "#" or begin.end() >= start:
            return True
        # Nothing else of the comment is looked at: it may be as long as the file.
        end = source.find("\n", start)
        match = pattern.search(source, end) if end >= 0 else None
    return False


class _Sources:
    """Looks for commands that source a file."""

    __slots__ = ("evaluates", "files", "source", "unsure")

    def __init__(self, source: str) -> None:
        self.source = source
        self.files: list[str] = []
        #: Whether a file is sourced whose name doesn't show.
        self.unsure = False
        #: Whether text is evaluated that stands elsewhere.
        self.evaluates = False

    def node(self, node: Node) -> None:
        if isinstance(node, SimpleCommand):
            self.command(node)
            return
        self.redirects(node.redirects)
        for expression in node.expressions if isinstance(node, ArithmeticFor) else ():
            self.text(expression)
        if isinstance(node, Arithmetic):
            self.text(node.expression)
        self.words(words_in(node))
        for command in commands_in(node):
            self.node(command)

    def command(self, node: SimpleCommand) -> None:
        source = self.source
        match = _SOURCES.match(source, node.start, node.end)
        if match:
            file = match.group("file")
            if file is None:
                self.unsure = True
            else:
                self.files.append(file)
            return
        program = _PROGRAM.match(source, node.start, node.end)
        if program is not None and program.group(1) in _EVALUATES:
            text = source[node.start : node.end]
            self.text(text)
            text = _SINGLE_QUOTED.sub("", text)
            self.evaluates = self.evaluates or "$" in text or "`" in text or "<<" in text
        elif program is None or program.group(1) in WRAPPERS:
            if node.read().words:
                # The wrapped program may be a shell.
                self.text(source[node.start : node.end])
                self.evaluates = self.evaluates or _outside_comments(_SHELL, source)
        if node.unread:
            return
        self.redirects(node.redirects)
        self.words(node.words)
        for assignment in node.assignments:
            self.words([assignment.value] if assignment.value is not None else assignment.array or [])
            self.text(assignment.index)

    def redirects(self, redirects: list[RedirectNode]) -> None:
        for redirect in redirects:
            if redirect.word is not None:
                self.parts(redirect.word.parts)
            self.parts(redirect.body or [])

    def words(self, words: list[WordNode]) -> None:
        for word in words:
            self.parts(word.parts)

    def parts(self, parts: list[Part]) -> None:
        for part in parts:
            if part.script is not None:
                self.node(part.script)
            elif part.kind == ARITHMETIC:
                self.text(part.text)
            elif part.parameter is not None:
                self.text(part.parameter.index)
                for word in (part.parameter.argument, part.parameter.replacement):
                    if word is not None:
                        self.parts(word.parts)

    def text(self, text: str | None) -> None:
        """Text that is, or may be, evaluated on its own."""
        if text and _SOURCE.search(text):
            self.unsure = True
