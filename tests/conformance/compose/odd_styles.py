"""Draws Compose files in odd styles, with databases that have no volume: for the fixes."""

from __future__ import annotations

import random

_IMAGES = {
    "postgres:16": "{POSTGRES_PASSWORD: x}",
    "mysql:8": "{MYSQL_ROOT_PASSWORD: x}",
    "mongo:7": "{A: b}",
    "redis:7": "{A: b}",
}
_COMMENTS = ("# a note", "#x", "# volumes:", "#   - data:/x", "# 'quote")


class Style:
    """The choices of one file."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.step = self.random.choice((2, 2, 2, 1, 4, 3))
        self.list_step = self.random.choice((0, 2, 2, 4))
        self.quotes = self.random.choice(("", "", "'", '"'))
        self.blank = self.random.choice((" ", " ", "  ", "\t"))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def comment(self, share: float = 0.15) -> str:
        """Return a comment behind something, or nothing."""
        blank = self.random.choice((" ", "  ", "\t"))
        return f"{blank}{self.random.choice(_COMMENTS)}" if self.chance(share) else ""

    def between(self) -> list[str]:
        """Return comments and blank lines between two keys."""
        if not self.chance(0.2):
            return []
        indent = " " * self.random.choice((0, self.step, 2 * self.step, 6))
        return self.random.choice(
            ([""], [indent + self.random.choice(_COMMENTS)], ["", indent + "# y", ""], ["   "])
        )

    def key(self, name: str) -> str:
        quote = self.quotes if self.chance(0.5) else ""
        return f"{quote}{name}{quote}:"


def write_file(seed: int) -> bytes:
    """Return the bytes of a Compose file in the seed's style."""
    style = Style(seed)
    services: list[str] = []
    needs: list[str] = []
    for number in range(style.random.randint(1, 3)):
        services += _service(style, f"s{number}", needs)
    volumes = _declared(style, needs)
    top = [f"{style.key('services')}{style.comment()}", *services]
    parts = [volumes, top] if volumes and style.chance(0.3) else [top, volumes]
    if style.chance(0.3):
        parts.insert(style.random.randint(0, 2), ["networks:", f"{' ' * style.step}default:"])
    if style.chance(0.3):
        parts.insert(0, [f"{style.key('name')} shop"])
    lines = []
    for part in parts:
        lines += [*part, *style.between()]
    if style.chance(0.15):
        lines.insert(0, "---")
    if style.chance(0.1):
        lines += ["---", "services:", "  s0:", "    labels: {more: 'yes'}"]
    elif style.chance(0.1):
        lines.append("...")
    return _bytes(style, lines)


def _bytes(style: Style, lines: list[str]) -> bytes:
    text = "\n".join(lines)
    text = text.rstrip() if style.chance(0.2) else text + style.random.choice(("\n", "\n", "\n\n", "\n  \n"))
    data = text.encode()
    return data.replace(b"\n", b"\r\n") if style.chance(0.2) else data


def _service(style: Style, name: str, needs: list[str]) -> list[str]:
    image = style.random.choice(list(_IMAGES))
    quote = style.random.choice(("", "'", '"'))
    keys = {
        "image": f"{quote}{image}{quote}",
        "environment": _IMAGES[image],
        "restart": "always",
    }
    mount = style.random.choice(("none", "none", "null", "block", "block", "flow", "long", "lines", "empty"))
    if style.chance(0.25):
        return _flow_service(style, name, keys, mount)
    outer, inner = " " * style.step, " " * 2 * style.step
    anchor = style.random.choice(("", "", "", f" &{name}", " !!map"))
    lines = [f"{outer}{style.key(name)}{anchor}{style.comment()}"]
    names = list(keys)
    style.random.shuffle(names)
    for key in names:
        lines += style.between()
        blank = style.blank if key != "environment" else " "
        lines.append(f"{inner}{style.key(key)}{blank}{keys[key]}{style.comment()}")
    at = style.random.choice((1, len(lines)))
    written = _volumes(style, inner, mount, needs)
    if at == 1:
        lines[1:1] = written
    else:
        lines += written
    return lines


def _volumes(style: Style, inner: str, mount: str, needs: list[str]) -> list[str]:
    key = inner + style.key("volumes")
    dash = inner + " " * style.list_step + "- "
    if mount == "none":
        return []
    if mount == "null":
        return [key + style.random.choice(("", " null", " ~")) + style.comment()]
    if mount == "empty":
        return [f"{key} []{style.comment()}"]
    if mount == "flow":
        return [f"{key} [./x:/x{style.random.choice((', ', ' ', ''))}]{style.comment()}"]
    if mount == "lines":
        return [f"{key} [", f"{inner}  ./x:/x,{style.comment()}", f"{inner}  './y:/y'", f"{inner}  ]"]
    if mount == "long":
        return [key, f"{dash}type: bind", f"{' ' * len(dash)}source: ./x", f"{' ' * len(dash)}target: /x"]
    needs.append("other")
    lines = [key + style.comment(), f"{dash}./x:/x{style.comment()}", f"{dash}'other:/o'{style.comment()}"]
    if style.chance(0.2):
        lines.insert(2, f"{inner}# between")
    return lines


def _flow_service(style: Style, name: str, keys: dict[str, str], mount: str) -> list[str]:
    items = [f"{key}: {value}" for key, value in keys.items()]
    if mount == "null":
        items.append("volumes:")
    elif mount in ("flow", "block"):
        items.append(f"volumes: [{style.random.choice(('./x:/x', '{type: bind, source: ./x, target: /x}'))}]")
    elif mount == "empty":
        items.append("volumes: []")
    outer = " " * style.step
    if style.chance(0.5):
        glue = style.random.choice((", ", " , ", ",  "))
        return [
            f"{outer}{name}: {{{glue.join(items)}{style.random.choice(('', ' ', ', '))}}}{style.comment()}"
        ]
    end = style.random.choice((",", "", ", # last"))
    inside = [f"{outer}  {item}," for item in items[:-1]] + [f"{outer}  {items[-1]}{end}"]
    return [f"{outer}{name}: {{{style.comment()}", *inside, f"{outer}  }}"]


def _declared(style: Style, needs: list[str]) -> list[str]:
    key = style.key("volumes")
    indent = " " * style.step
    if needs:
        value = style.random.choice(("block", "flow", "given"))
        if value == "flow":
            return [f"{key} {{other: {style.random.choice(('', '{}', 'null'))}}}{style.comment()}"]
        more = [f"{indent}{indent}driver: local"] if value == "given" else []
        return [key + style.comment(), f"{indent}other:{style.comment()}", *more]
    return style.random.choice(([], [], [key + style.comment()], [f"{key} {{}}{style.comment()}"]))
