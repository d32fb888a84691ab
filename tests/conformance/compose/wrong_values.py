"""Files with a random value at a random key of the specification, as few of which Compose takes."""

from __future__ import annotations

import random

from persistlint.hosts.compose.kinds import FILE, Kind

_VALUES = (
    'null true 5 1.5 x \'\' [] {} [5] [a] "5" "1.5" -1 [null] [[a]] 30s 512m no 0 a:b 1:2:3:4 {5:\u00a06}'
    ' [{a:\u00a0b}] {a:\u00a0b} {a:\u00a0[b]} [a,\u00a0a] "a\u00a0b"'
)
VALUES = tuple(value.replace("\u00a0", " ") for value in _VALUES.split(" "))
#: What the values of a key that has names of its own is called.
_NAME = "db"


def keys() -> list[tuple[str | int, ...]]:
    """Return the way to every key, item and named value of the specification. An item is a 0."""
    ways: list[tuple[str | int, ...]] = []
    waiting: list[tuple[tuple[str | int, ...], Kind]] = [((), FILE)]
    while waiting:
        way, kind = waiting.pop()
        if way:
            ways.append(way)
        waiting += [((*way, key), inner) for key, inner in kind.entries.items()]
        if kind.others is not None:
            waiting.append(((*way, _NAME), kind.others))
        if kind.items is not None:
            waiting.append(((*way, 0), kind.items))
    return sorted(ways, key=str)


def write_file(seed: int) -> str:
    """Return a Compose file that has one random value at one random key."""
    chance = random.Random(seed)
    way, text = chance.choice(keys()), chance.choice(VALUES)
    for step in reversed(way[1:]):
        text = f"[{text}]" if step == 0 else f"{{{step}: {text}}}"
        if step == _NAME and text.startswith("{db: {") and way[0] == "services" and way.index(_NAME) == 1:
            # The service's image, unless that is the key.
            text = text if way[2:3] == ("image",) else text.replace("{db: {", "{db: {image: x, ", 1)
    services = "" if way[0] == "services" else "services: {db: {image: x}}\n"
    return f"{services}{way[0]}: {text}\n"
