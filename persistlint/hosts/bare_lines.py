"""Command lines that stand bare in a Markdown document: outside of code blocks, a command of an engine and nothing else.

Prose about commands ("docker run starts …") is never one: a line counts only where every word of it looks like a word of a command line.
"""

from __future__ import annotations

from persistlint.hosts.transcript import Unfinished
from persistlint.text.budgets import MOST_LINES_OF_A_COMMAND
from persistlint.text.regex import regex

#: How a bare command begins. It needs something behind its verb, for "docker build" alone names the command.
_BEGINS = regex(
    r"[ \t]*(?:[$][ \t]+)?(?:sudo[ \t]+)?(?:docker|podman|nerdctl)[ \t]+(?:(?:container|image|volume|network|compose)[ \t]+)?"
    r"(?:build|cp|create|down|exec|export|import|kill|load|prune|pull|restart|rm|run|save|start|stop|up|update)[ \t]+[^\s|]"
)
_PROMPT = regex(r"[ \t]*[$][ \t]+")
#: A line in backquotes as a whole.
_QUOTED = regex(r"[ \t]*(`{1,2})(?!`)([^`]+)\1[ \t]*\Z")
#: Text that isn't one byte for one character on the page: other scripts, markup, escapes, a dash that was two.
_NOT_CODE = regex(r"\w\[[:@.]|[^\x20-\x7e\t]|<[/a-z!]|\*\*|\\[^\s\"'$\\]|\]\(|&[a-z]+;|\.\.\.|`")
#: What ends a sentence and no command.
_SENTENCE_END = regex(r"(?:[a-z\])][.!?,;]|:)[ \t]*\Z")
#: Words of prose in the languages in which public documents are written. None of them is a program that people run in containers.
_PROSE = frozenset(
    """
    a about after all allows also an and any are as at avec be because before but by can che command comando
    commande con container containers crea creates creating da das dann de dei del den der des die do does du ein
    eine el em en es este está et every flag for from für has have how if il in instead into is it its it's la
    lance lanza las launches le les let's los lets mais means mit must na no not o oder of on one only option
    options or os para pas per por pour que runs same se should si so starts supports starting sur te than that
    the them then there these they this to todo um uma un una und une use used uses using van von was we when
    where which while will with without y you your zu
    """.split()
)
_WORD = regex(r"(?:\"[^\"]*\"|'[^']*'|\S)+")


def bare_commands(lines: list[str]) -> list[list[tuple[int, int, int]]]:
    """Return the commands of a paragraph, each as ``(line, start, end)`` of its lines: what stands before ``start`` and from ``end`` on is markup.

    ``lines`` are Latin-1 text without line ends. Commands on consecutive lines belong together.
    """
    groups: list[list[tuple[int, int, int]]] = []
    last = -2
    index = 0
    while index < len(lines):
        command = _command_at(lines, index)
        if not command:
            index += 1
            continue
        if last == index - 1:
            groups[-1] += command
        else:
            groups.append(command)
        index = command[-1][0] + 1
        last = index - 1
    return groups


def begins_command(line: str) -> bool:
    """Return whether a bare command may begin on ``line``, behind the marks of lists and quotations."""
    line = line.lstrip("-*+> \t")
    quoted = _QUOTED.match(line)
    return _BEGINS.match(quoted.group(2) if quoted is not None else line) is not None


def _command_at(lines: list[str], index: int) -> list[tuple[int, int, int]]:
    """Return the lines of the command that begins at ``index``; nothing where none does."""
    line = lines[index]
    quoted = _QUOTED.match(line)
    if quoted is not None:
        start, end = quoted.span(2)
        whole = _BEGINS.match(line[start:end]) is not None and _is_command([line[start:end]])
        return [(index, start + _prompt(line[start:end]), end)] if whole else []
    if _BEGINS.match(line) is None:
        return []
    command = Unfinished()
    start = _prompt(line)
    lines_of_command: list[tuple[int, int, int]] = []
    while True:
        command.feed(line[start:])
        lines_of_command.append((index, start, len(line)))
        index += 1
        if not command.open:
            break
        if (
            index >= len(lines)
            or len(lines_of_command) >= MOST_LINES_OF_A_COMMAND
            or command.open not in ("backslash", "quote")
        ):
            return []
        line, start = lines[index], 0
    return (
        lines_of_command
        if _is_command([lines[number][first:last] for number, first, last in lines_of_command])
        else []
    )


def _prompt(line: str) -> int:
    match = _PROMPT.match(line)
    return match.end() if match is not None else 0


def _is_command(lines: list[str]) -> bool:
    """Return whether the lines are one command, and no sentence that begins with a command's name."""
    if any(_NOT_CODE.search(line) for line in lines) or _SENTENCE_END.search(lines[-1]):
        return False
    words = [match.group() for line in lines for match in _WORD.finditer(line)]
    return not any(word.lower() in _PROSE for word in words)
