"""Command lines of a document's code block, and its output.

A block with a prompt in it is a *transcript*: commands are what stands behind the prompts and what continues them, and an engine's command above the first one
or behind another; the rest is output. A block of a terminal without
prompts, or without a tag, may hold output too, as does a script's in which docker's own output stands: there a line is a command where it begins as one does.
"""

from __future__ import annotations

import re

from persistlint.text.budgets import MOST_VAIN_LINES
from persistlint.text.regex import regex

#: What stands before ``$``, ``#`` or ``%`` in a prompt: ``user@host:~/x``, ``[root@host ~]``, ``bash-5.1``, ``/app `` (busybox), ``~/src ``.
_PLACE = (
    r"(?:[A-Za-z_][\w.-]{0,60}@[\w.-]{1,80}(?::|[ ]|[ ]?(?=[~/]))?[^\s$#%>]{0,80}|\[[^\]\n]{1,80}\]|(?:[a-z]{0,3}sh)-\d[\w.]*"
    r"|(?:~|/)[\w./-]{0,80}(?=[ ]))"
)
#: Only before ``$``: ``node1$``, and ``Host:folder user$`` as macOS had it.
_NAME = r"(?:[A-Za-z][\w.-]{0,40}:\S{1,80}[ ])?[A-Za-z][\w.-]{0,40}"
_ENVIRONMENT = r"[ \t]*(?:\([\w. -]{1,40}\)[ ])?"
_ARROW = "(?:❯|➜|➸|λ)".encode().decode("latin-1") + r"(?:[ \t]+~\S*(?=[ \t]))?"
_PROMPT = regex(rf"{_ENVIRONMENT}(?:{_PLACE}[ ]?[$#%]|(?:{_NAME})?[$]|{_ARROW})(?:[ \t]+|$)")
_ROOT_PROMPT = regex(r"[ \t]*#[ \t]+")
_SECOND_PROMPT = regex(r"[ \t]*>(?:[ ]|$)")
#: Another program's prompt (``mysql> ``, ``postgres=# ``, ``127.0.0.1:6379> ``, ``>>> ``), cmd's or PowerShell's: what stands behind it is no shell command.
_OTHER_PROMPT = regex(
    r"[ \t]*(?:(?!\d*>)[A-Za-z0-9][\w.@:()\[\]-]{0,40}(?:[ ]\[\(?\w{1,40}\)?\])?>(?:[ ]|$)|\w{1,40}[=-][#>](?:[ ]|$)|>>>(?:[ ]|$)"
    r"|In \[\d{1,4}\]:|(?:PS )?[A-Za-z]:\\[^>\n]{0,120}>)"
)
_COMMENT = regex(r"[ \t]*#")

_BEFORE_COMMAND = r"[ \t]*+(?:[A-Za-z_]\w*=\S*[ \t]++)*+(?:(?:sudo|time|exec)[ \t]++(?:-\S+[ \t]++)*+)*+(?:[A-Za-z_]\w*=\S*[ \t]++)*+"
_ENGINE = regex(
    _BEFORE_COMMAND
    + r"(?:docker|podman|nerdctl|docker-compose|podman-compose)(?:\.exe)?[ \t]+(?:[a-z][a-z-]*|-\S+)(?:[ \t\\]|$)"
)
#: What no engine prints: a command that does something, with what it does it to.
_ACTS = regex(
    r"(?:sudo[ \t]+)?(?:docker|podman|nerdctl)[ \t]+(?:(?:container[ \t]+)?(?:run|create|exec)|volume[ \t]+(?:create|rm)|network[ \t]+create)[ \t]+(?:-|[\w./]+[ \t]*$)"
)
#: What prints whatever its container does, unless it leaves that in the background.
_RUNS = regex(r"[ \t](?:run|exec|logs|attach|start)[ \t]")
_DETACHED = regex(r"[ \t]-[a-z]*d[a-z]*(?:[ \t]|$)|--detach\b")
#: ``id=$(docker run …)``
_CAPTURE = regex(
    r"[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*=\"?(?:\$\(|`)[ \t]*(?:sudo[ \t]+)?(?:docker|podman|nerdctl)[ \t]+[a-z]"
)
#: What docker itself prints: a script doesn't hold it.
_OUTPUT = regex(
    r"Sending build context to Docker daemon|Step \d+/\d+ : |[ ]?---> |Successfully (?:built|tagged) |Unable to find image "
    r"|(?:CONTAINER|NETWORK) ID[ \t]|REPOSITORY[ \t]+TAG|DRIVER[ \t]+VOLUME NAME|Digest: sha256:|Status: (?:Downloaded|Image is up)"
    r"|[0-9a-f]{12}: (?:Pull|Already|Download)|[0-9a-f]{64}$"
)
#: The end of a line that cmd or PowerShell continues.
_FOREIGN_END = regex(r"[ ][\^`][ \t]*$")
_SYNOPSIS = regex(r"\[(?:OPTIONS|ARG|COMMAND|FLAGS)\b|\.\.\.\]|\[options\]")
_COMMAND = regex(
    _BEFORE_COMMAND
    + r"(?:(?:apk|apt|apt-get|aws|az|brew|bash|cat|cd|chmod|chown|cp|curl|cut|dnf|echo|env|exit|export|find|gcloud|git|go|grep|gunzip|gzip|head"
    r"|helm|java|jq|kill|kubectl|ln|ls|make|minikube|mkdir|mktemp|mv|mysql|mysqldump|node|npm|npx|openssl|pg_dump|pg_restore|ping|pip|pip3|printf|psql|pwd"
    r"|adduser|bundle|cargo|composer|docker-machine|dotnet|firewall-cmd|flutter|getent|gradle|groupadd|hostnamectl|ifconfig|iptables|lsblk|modprobe|mvn|mvnw"
    r"|nano|netstat|newgrp|nvidia-smi|pacman|setenforce|snap|sysctl|terraform|ufw|uname|useradd|usermod|uv|vagrant|whoami"
    r"|python|python3|read|redis-cli|rm|rmdir|rsync|scp|sed|service|set|sh|sleep|source|ssh|systemctl|tail|tar|tee|test|touch|umask|unset|unzip|wait"
    r"|wget|xargs|yarn|yum|zcat|zypper)(?:[ \t;&|]|$)|\.?\.?/[\w./-]+(?:[ \t]|$)|(?:for|while|until|if|case)[ \t].*(?:do|then|in|;)[ \t]*$"
    r"|(?:do|done|then|fi|else|esac|\}|\))(?:[ \t;&|>]|$))"
)
_ASSIGNMENT = regex(r"[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*=(?:\S*|\"[^\"]*\"|'[^']*')[ \t]*$")
_OPENERS = regex(
    r"(?:^|[;&|({]|\b(?:do|then|else)(?=[ \t]))[ \t]*+(?:for|while|until|if|case|select|\{|\()(?=[ \t]|$)"
)
_CLOSERS = regex(r"(?:^|[;&|])[ \t]*+(?:done|fi|esac|\}|\))(?=[ \t;&|>)]|$)")
#: An option at the beginning of a line, and a line whose backslash continues nothing.
_SEVERED = regex(r"[ \t]*--?[A-Za-z]")
_BLANK_END = regex(r"\\[ \t]+$")
_OPEN_END = regex(r"(?:\||&&|\|\||\{|\(|\b(?:do|then|else))[ \t]*$")


#: A line that is a command: its index in the block, and how many bytes of prompt stand before it.
CommandLine = tuple[int, int]


def command_lines(lines: list[str], terminal: bool, tagged: bool) -> tuple[list[CommandLine], bool]:
    """Return the command lines of a block and whether it is a transcript. There are none where the block isn't shell code.

    ``lines`` are Latin-1 text without line ends. ``terminal`` is true for tags like ``console``, where ``#`` may be root's prompt and output may stand;
    ``tagged`` is false where no tag says that this is shell code at all.
    """
    prompts = [_prompt_end(line) for line in lines]
    if any(end is not None for end in prompts):
        return _transcript(lines, prompts, comments=True), True
    angles = _angle_prompts(lines)
    if angles:
        return _transcript(lines, angles, comments=True), True
    if (
        tagged
        and not terminal
        and not any(_OUTPUT.match(line) or _OTHER_PROMPT.match(line) for line in lines)
    ):
        return [(index, 0) for index in range(len(lines))], False
    if (terminal or not tagged) and _root_prompts(lines):
        ends = [match.end() if (match := _ROOT_PROMPT.match(line)) else None for line in lines]
        return _transcript(lines, ends, comments=False), True
    if not tagged and (not _is_shell(lines) or any(_FOREIGN_END.search(line) for line in lines)):
        return [], False
    return _bare(lines), False


def _is_shell(lines: list[str]) -> bool:
    """Return whether a block without a tag is shell code: it holds an engine's command, and nothing but commands before that."""
    for line in lines:
        if _begins_engine(line) or _CAPTURE.match(line):
            return True
        if line.strip() and not _COMMENT.match(line) and not _begins_command(line):
            return False
    return False


def _begins_engine(line: str) -> bool:
    return _ENGINE.match(line) is not None and _SYNOPSIS.search(line) is None


def _begins_command(line: str) -> bool:
    return _begins_engine(line) or (
        (_COMMAND.match(line) or _ASSIGNMENT.match(line) or _CAPTURE.match(line)) is not None
        and _SYNOPSIS.search(line) is None
    )


def _prompt_end(line: str) -> int | None:
    match = _PROMPT.match(line)
    return match.end() if match else None


def _angle_prompts(lines: list[str]) -> list[int | None]:
    """Return where each prompt ``> `` ends; nothing where ``> `` is no prompt: the first line has none, or what stands behind it is no command."""
    first = next((line for line in lines if line.strip() and not _COMMENT.match(line)), "")
    match = _SECOND_PROMPT.match(first)
    if match is None or not _begins_command(first[match.end() :]):
        return []
    ends: list[int | None] = []
    for line in lines:
        prompt = _SECOND_PROMPT.match(line)
        ends.append(prompt.end() if prompt is not None and _begins_command(line[prompt.end() :]) else None)
    return ends


def _root_prompts(lines: list[str]) -> bool:
    """Return whether ``# `` is root's prompt: it stands before a command in the first line, and no command stands without it."""
    first = next((line for line in lines if line.strip()), "")
    match = _ROOT_PROMPT.match(first)
    if match is None or not _begins_command(first[match.end() :]):
        return False
    return not any(_begins_command(line) for line in lines)


def _transcript(lines: list[str], prompts: list[int | None], comments: bool) -> list[CommandLine]:
    result: list[CommandLine] = []
    walk = _Walk(lines, prompts, behind_prompts=True)
    first = next(index for index, end in enumerate(prompts) if end is not None)
    asked = ""
    index = 0
    while index < len(lines):
        end = prompts[index]
        if end is None and _forgotten(lines[index], index < first, asked):
            end = 0
        if end is None:
            if comments and _COMMENT.match(lines[index]):
                result.append((index, 0))
            index += 1
            continue
        result.append((index, end))
        asked = lines[index][end:]
        index = walk.continued(index, end, result)
    return result


def _forgotten(line: str, first: bool, asked: str) -> bool:
    """Return whether a line without a prompt is a command all the same.

    Above the first prompt (``first``) nothing has run yet. Below, only a command ``asked`` that prints the engine's own output lets commands follow.
    """
    if first:
        return _begins_engine(line)
    if not _begins_engine(asked) or (_RUNS.search(asked) and not _DETACHED.search(asked)):
        return False
    return _ACTS.match(line) is not None and _SYNOPSIS.search(line) is None


def _bare(lines: list[str]) -> list[CommandLine]:
    result: list[CommandLine] = []
    walk = _Walk(lines, [None] * len(lines), behind_prompts=False)
    index = 0
    while index < len(lines):
        line = lines[index]
        if _begins_command(line):
            result.append((index, 0))
            index = walk.continued(index, 0, result)
            continue
        if _SEVERED.match(line) and result[-1:] == [(index - 1, 0)] and _ends_early(lines, index - 1):
            result.append((index, 0))
            index = walk.continued(index, 0, result)
            continue
        if not line.strip() or _COMMENT.match(line):
            result.append((index, 0))
        index += 1
    return result


def _ends_early(lines: list[str], index: int) -> bool:
    """Return whether the line at ``index`` was meant to go on: blanks stand behind its ``\\``, or it is a comment below a line that ends in one."""
    if _BLANK_END.search(lines[index]):
        return True
    while index > 0 and _COMMENT.match(lines[index]):
        index -= 1
        if lines[index].endswith("\\"):
            return True
    return False


class _Walk:
    """Finds the lines that continue a command.

    Behind a prompt (``behind_prompts``), an open loop or pipe goes on only with ``> ``; open quotes and here-documents go on anyhow.
    """

    __slots__ = ("_behind_prompts", "_lines", "_prompts", "_vain")

    def __init__(self, lines: list[str], prompts: list[int | None], behind_prompts: bool) -> None:
        self._lines = lines
        self._prompts = prompts
        self._behind_prompts = behind_prompts
        self._vain = MOST_VAIN_LINES

    def continued(self, index: int, start: int, result: list[CommandLine]) -> int:
        """Add the lines that continue the command of line ``index`` and give the index after them."""
        lines = self._lines
        command = Unfinished()
        command.feed(lines[index][start:])
        taken: list[CommandLine] = []
        complete_at = 0
        index += 1
        prompted: bool | None = None
        while index < len(lines) and command.open and self._vain > 0:
            if self._prompts[index] is not None and not command.here_document:
                break
            line = lines[index]
            second = _SECOND_PROMPT.match(line)
            if prompted is None or command.open == "compound":
                prompted = second is not None
            if command.open == "compound" and self._behind_prompts and not prompted:
                break
            if command.open == "backslash" and not line.strip():
                break
            skip = second.end() if second is not None and prompted else 0
            taken.append((index, skip))
            command.feed(line[skip:])
            index += 1
            if command.open in ("", "compound", "backslash"):
                complete_at = len(taken)
        # What a quote or a here-document never closes wasn't one (``it's``): the lines are output.
        vain = len(taken) - complete_at
        self._vain -= vain
        result += taken[:complete_at]
        return index - vain


class Unfinished:
    """Says whether the lines fed so far are a whole command.

    ``open`` is "" for a whole command, else what makes it go on: "backslash", "quote", "here-document" or "compound" (a loop, a group, a pipe).
    """

    __slots__ = ("_depth", "_pending", "_quote", "open")

    def __init__(self) -> None:
        self.open = ""
        self._quote = ""
        self._pending: list[tuple[str, bool]] = []
        self._depth = 0

    @property
    def here_document(self) -> bool:
        return self.open == "here-document"

    def feed(self, line: str) -> None:
        """Take the next line."""
        if self.here_document:
            name, tabs = self._pending[0]
            if (line.lstrip("\t") if tabs else line) == name:
                self._pending.pop(0)
                self.open = "here-document" if self._pending else self._compound()
            return
        rest = self._scan(line)
        if self._quote:
            self.open = "quote"
            return
        if self.open == "backslash":
            return
        self._depth += len(_OPENERS.findall(rest)) - len(_CLOSERS.findall(rest))
        self.open = "here-document" if self._pending else self._compound()
        if not self.open and _OPEN_END.search(rest):
            self.open = "compound"

    def _compound(self) -> str:
        return "compound" if self._depth > 0 else ""

    def _scan(self, line: str) -> str:
        """Return the line without quoted text and comments. Updates the open quote, the pending here-documents and the final backslash."""
        quotes: list[str] = []
        at = 0
        self.open = ""
        while at < len(line):
            character = line[at]
            if self._quote:
                if character == "\\" and self._quote == '"':
                    at += 1
                elif character == self._quote:
                    self._quote = ""
            elif character in "'\"":
                self._quote = character
            elif character == "\\":
                if at == len(line) - 1:
                    self.open = "backslash"
                at += 1
            elif character == "#" and (at == 0 or line[at - 1] in " \t;"):
                break
            elif character == "<" and line.startswith("<<", at) and not line.startswith("<<<", at):
                at = self._here(line, at + 2)
                continue
            elif character == "<" and line.startswith("<<<", at):
                at += 2
            else:
                quotes.append(character)
            at += 1
        return "".join(quotes).strip(" \t")

    def _here(self, line: str, at: int) -> int:
        match = re.compile(r"(-?)[ \t]*(?:'([^']+)'|\"([^\"]+)\"|\\?([\w.!+-]+))").match(line, at)
        if match is None:
            return at
        name = match.group(2) or match.group(3) or match.group(4)
        if not name.isdecimal():
            self._pending.append((name, bool(match.group(1))))
        return match.end()
