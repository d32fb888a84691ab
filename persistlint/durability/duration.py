"""The duration of a container's command: until someone stops it, or only as long as its work takes."""

from __future__ import annotations

from persistlint.durability.accesses.nested_scripts import nested_events
from persistlint.durability.accesses.reader import SHELLS, unwrapped
from persistlint.durability.paths import base_name
from persistlint.durability.serving import SERVERS
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ENDLESS, FINITE, UNKNOWN = "endless", "finite", "unknown"

#: A sleep of this many seconds stands for "until it is stopped": a script doesn't wait for it.
LONG_SLEEP = 20

_FINITE_NAMES = """
    echo printf true false touch mkdir rmdir cp mv rm ln ls chmod chown date env printenv id pwd whoami uname hostname which tar gzip gunzip
    zip unzip dd du df stat find wc sort head sed md5sum sha256sum seq test [ [[ sync truncate cd export set exit : mktemp basename dirname
    install psql pg_dump mysqldump curl wget git apt apt-get apk dnf yum pip pip3 npm umask read unset shift local
"""
_FINITE = frozenset(_FINITE_NAMES.split())


def duration(words: Sequence[Word], keeps_input: bool, stdin: Value | None = None) -> str:
    """ENDLESS, FINITE or UNKNOWN. ``keeps_input`` says that standard input stays open (``-i`` or ``-t`` of a detached run)."""
    rest = unwrapped(list(words))
    name = rest[0].text if rest else None
    if name is None:
        return UNKNOWN
    program = base_name(name)
    if program in SHELLS:
        return _shell(program, rest[1:], keeps_input, stdin)
    if program == "sleep":
        return _sleep(rest[1:])
    if program == "tail" and any((word.text or "").startswith(("-f", "-F", "--follow")) for word in rest[1:]):
        return ENDLESS
    if program == "cat":
        return FINITE if len(rest) > 1 or not keeps_input else ENDLESS
    if program in SERVERS:
        return ENDLESS
    return FINITE if program in _FINITE else UNKNOWN


def _sleep(words: Sequence[Word]) -> str:
    text = words[0].text if words else None
    if text is None:
        return UNKNOWN
    if text in ("infinity", "inf"):
        return ENDLESS
    number, unit = (text[:-1], text[-1]) if text[-1:] in ("s", "m", "h", "d") else (text, "s")
    try:
        seconds = float(number) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[unit]
    except ValueError:
        return UNKNOWN
    # A shorter one is still going on when the script's next command comes.
    return ENDLESS if seconds >= LONG_SLEEP else UNKNOWN


def _shell(dialect: str, words: Sequence[Word], keeps_input: bool, stdin: Value | None) -> str:
    script: Value | None = None
    file = False
    for index, word in enumerate(words):
        text = word.text
        if text is None:
            return UNKNOWN
        if text.startswith("-") and not text.startswith("--") and "c" in text:
            following = [other for other in words[index + 1 :] if not (other.text or "").startswith("-")]
            script = following[0].value if following else None
            break
        if not text.startswith("-"):
            file = True
            break
    if file:
        return UNKNOWN
    if script is None:
        script = stdin
    if script is None:
        return ENDLESS if keeps_input else FINITE
    result = FINITE
    for event in nested_events(script, dialect):
        if not isinstance(event, Invocation) or event.certainty == "repeated":
            return UNKNOWN
        answer = duration(event.words, keeps_input)
        if answer == ENDLESS and not event.background and not event.guard:
            return ENDLESS
        if answer != FINITE:
            result = UNKNOWN
    return result
