"""Commands that leave the shell as it is: an ordinary program, whose words set nothing either.

Where only the shell's state is asked for, and not what is run, their words needn't be evaluated.
"""

from __future__ import annotations

import itertools

from persistlint.shell.code import Code
from persistlint.shell.engines import ENGINE_VERBS
from persistlint.shell.evaluate.builtins import BUILTINS
from persistlint.shell.evaluate.declarations import DECLARATIONS
from persistlint.shell.syntax.effects import sets_nothing
from persistlint.shell.syntax.nodes import SimpleCommand
from persistlint.shell.wrappers import WRAPPERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.environment import Environment

_OTHERS = WRAPPERS | DECLARATIONS | frozenset(BUILTINS)
_ENGINES = ("docker", "podman", "nerdctl", "DOCKER")
#: Characters of which a name is a program's as it stands, whatever is expanded.
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-/")


def leaves_shell(environment: Environment, node: SimpleCommand, code: Code) -> bool:
    """Return whether the command changes nothing in the shell that evaluates it. Its substitutions are shells of their own."""
    name = node.program
    if name is None:
        name = node.program = _program(node, code)
    return bool(name) and environment.get(name + "()") is None and environment.get("alias " + name) is None


def mentions_engine(node: SimpleCommand, code: Code) -> bool:
    """Return whether an engine's name, or a variable behind a wrapper that may hold one, stands in the command. Then its words matter."""
    answer = node.mentions_engine
    if answer is None:
        text = code.source[node.start : node.end]
        answer = node.mentions_engine = any(name in text for name in _ENGINES) or _wraps_variable(node, code)
    return answer


def _wraps_variable(node: SimpleCommand, code: Code) -> bool:
    """Return whether a wrapper runs a variable's value with an engine's verb (``sudo $ENGINE run``)."""
    words = node.words
    source = code.source
    if len(words) < 3 or source[words[0].start : words[0].end].rsplit("/", 1)[-1] not in WRAPPERS:
        return False
    return any(
        source.startswith(("$", '"$'), word.start) and source[verb.start : verb.end] in ENGINE_VERBS
        for word, verb in itertools.pairwise(words)
    )


def _program(node: SimpleCommand, code: Code) -> str:
    """Return the program's name, "" where there is none or where the words may set something."""
    node.read()
    if not node.words or node.assignments:
        return ""
    first = node.words[0]
    name = code.source[first.start : first.end]
    if not _NAME.issuperset(name) or name.rsplit("/", 1)[-1] in _OTHERS:
        return ""
    source = code.source
    for word in node.words:
        if not sets_nothing(word.parts, source):
            return ""
    for redirect in node.redirects:
        if redirect.word is not None and not sets_nothing(redirect.word.parts, source):
            return ""
        if redirect.body is not None and not sets_nothing(redirect.body, source):
            return ""
    return name
