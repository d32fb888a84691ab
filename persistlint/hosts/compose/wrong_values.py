"""Values of another kind than Compose takes: a number where a text must stand, a list without its dashes, a size that is none.

``kinds`` has the table. Values with a variable are looked at only as far as their kind goes, and keys that the table lacks not at all.
"""

from __future__ import annotations

from math import isinf

from persistlint.hosts.compose.definition import ComposeFile, ComposeProblem
from persistlint.hosts.compose.kinds import FILE, SERVICE, Kind
from persistlint.hosts.yaml_tree import PLAIN, Entry, Mapping, Node, Scalar, Sequence
from persistlint.text.budgets import LONGEST_SIZE, MOST_VALUES
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: What go-yaml takes a text without quotation marks for.
_INTEGER = regex(r"[-+]?(?:0[bB][01_]+|0[oO]?[0-7_]+|0[xX][0-9a-fA-F_]+|[1-9][0-9_]*|0)")
_NUMBER = regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DATE = regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?")
_BOOLEANS = frozenset(("true", "True", "TRUE", "false", "False", "FALSE"))
#: Keys that say where data is: a service with a wrong value there isn't known.
_MOUNTING = frozenset(
    (
        "volumes",
        "tmpfs",
        "volumes_from",
        "configs",
        "secrets",
        "image",
        "build",
        "command",
        "entrypoint",
        "environment",
        "extends",
        "include",
    )
)
#: What fills a template in before Compose reads the file.
_TEMPLATE = (b"{{", b"{%", b"<%")
#: A text that isn't known yet: a variable, or what a program or a reader is to fill in.
_FILLED_IN = regex(r"\$|\{\{|<\w|__\w+__|@\w+@|%\w+%|\A[xX]{2,}\Z|[A-Z]{2,}_[A-Z]")


class _Unknown(Exception):
    """A file that another program fills in."""


def wrong_values(file: ComposeFile, is_first: bool = True) -> Iterator[ComposeProblem]:
    """Yield the values of a file that Compose refuses for their kind.

    ``is_first`` is false for a file that is laid over others: what it leaves out may stand in them.
    """
    try:
        yield from list(_Walk(file, is_first).problems())
    except _Unknown:
        return


class _Walk:
    def __init__(self, file: ComposeFile, is_first: bool) -> None:
        self.file = file
        self.is_first = is_first
        self.seen: set[tuple[int, int]] = set()
        #: Where a value was told, with its kind: merge keys and anchors give one to many services.
        self.told: set[tuple[int, int]] = set()

    def problems(self) -> Iterator[ComposeProblem]:
        root = self.file.root
        waiting: list[tuple[str, Node, Kind]] = []
        for name in FILE.entries:
            entry = root.own(name) if root is not None else None
            if entry is None or entry.value is None:
                continue
            kind = FILE.entries[name]
            if kind.types == ("mapping",):
                # ``problems_of_file`` tells sections, and services, that are no mappings.
                waiting.append((name, entry.value, kind))
            elif problem := self.problem(name, entry, entry.value, kind):
                yield problem
            else:
                waiting.append((name, entry.value, kind))
        count = 0
        while waiting and count < MOST_VALUES:
            count += 1
            path, node, kind = waiting.pop()
            if (id(node), id(kind)) in self.seen:
                continue
            self.seen.add((id(node), id(kind)))
            if isinstance(node, Mapping) and "mapping" in kind.types:
                yield from self.of_mapping(path, node, kind, waiting)
            elif isinstance(node, Sequence) and "list" in kind.types:
                yield from self.of_list(path, node, kind, waiting)

    def of_mapping(
        self, path: str, node: Mapping, kind: Kind, waiting: list[tuple[str, Node, Kind]]
    ) -> Iterator[ComposeProblem]:
        entries = node.items()
        for entry in entries:
            inner = kind.entries.get(entry.key.text)
            if inner is None and not entry.key.text.startswith("x-"):
                inner = kind.others
            if inner is None or (entry.is_alias and entry.value is None):
                continue
            inner_path = f"{path}.{entry.key.text}"
            if inner.entries is SERVICE.entries and not isinstance(entry.value, Mapping):
                # ``problems_of_file`` tells it.
                continue
            if problem := self.problem(inner_path, entry, entry.value, inner):
                yield from self.untold(problem, inner)
            elif entry.value is not None:
                waiting.append((inner_path, entry.value, inner))
        if self.is_first and not node.tag and not node.merged:
            names = {entry.key.text for entry in entries}
            missing = next((name for name in kind.required if name not in names), "")
            above, _, last = path.rpartition(".")
            sentence = _MISSING.get((above.rpartition(".")[2], missing)) if missing else None
            reason = f"{path} {missing} is required" if missing else ""
            if sentence is not None:
                reason = sentence.format(above, last)
            given = [name for name in kind.given if name in names]
            if kind.given and (len(given) > 1 or not (given or names & {"driver", "external"})):
                shown = "|".join(kind.given)
                reason = (
                    f"{path}: {shown} attributes are mutually exclusive"
                    if given
                    else f"{path}: one of {shown} must be set"
                )
            if reason:
                yield ComposeProblem(
                    reason, self.file.span(node.start, node.end), lacks="value", kind="value"
                )

    def of_list(
        self, path: str, node: Sequence, kind: Kind, waiting: list[tuple[str, Node, Kind]]
    ) -> Iterator[ComposeProblem]:
        first: dict[str, int] = {}
        for index, item in enumerate(node.items):
            if item is None or kind.items is None:
                continue
            if kind.unique and isinstance(item, Scalar) and not item.tag and "$" not in item.text:
                if item.text in first:
                    reason = f"{path} array items[{first[item.text]},{index}] must be unique"
                    yield ComposeProblem(reason, self.file.span(item.start, item.end))
                first.setdefault(item.text, index)
            place = f"{path}.[{index}]" if kind.odd_item else f"{path}.{index}"
            problem = self.problem(place, None, item, kind.items, kind.odd_item)
            if problem:
                yield from self.untold(problem, kind.items)
            else:
                waiting.append((place, item, kind.items))

    def untold(self, problem: ComposeProblem, kind: Kind) -> Iterator[ComposeProblem]:
        """Yield the problem of a value of this kind where none was told at its place."""
        if (problem.span.start, id(kind)) not in self.told:
            self.told.add((problem.span.start, id(kind)))
            yield problem

    def problem(
        self, path: str, entry: Entry | None, node: Node | None, kind: Kind, odd_item: bool = False
    ) -> ComposeProblem | None:
        """Return what is wrong with a value by itself, None where nothing is."""
        own = self.type_of(node)
        if own is None:
            return None
        if own == "null" and not self.is_first:
            return None
        if own == "date" and "string" in kind.types:
            # Some versions read it as a text.
            return None
        accepted = own in kind.types or (own in ("integer", "whole number") and "number" in kind.types)
        if own == "whole number" and "integer" in kind.types:
            accepted = True
        reason = ""
        if not accepted:
            if own == "null" and path.endswith(".dns"):
                # Newer versions leave it out.
                return None
            reason = (
                f"{path}: unexpected type {_GO[own]}" if odd_item else f"{path} must be a {_wanted(kind)}"
            )
        elif own == "string" and isinstance(node, Scalar) and _is_read(node.text):
            if kind.choices and node.text not in kind.choices:
                choices = ", ".join(f'"{choice}"' for choice in kind.choices)
                reason = f"{path} must be one of the following: {choices}"
            elif kind.cast:
                reason = READ_AS[kind.cast](path, node.text)
        if not reason:
            return None
        if entry is not None:
            span = self.file.span(entry.key.start, entry.key.end)
        elif node is not None:
            span = self.file.span(node.start, node.end)
        else:
            return None
        leaves_services = own == "null" or not _MOUNTING.intersection(path.split("."))
        is_open = own == "null" or (
            accepted and not any(map(str.isdigit, node.text if isinstance(node, Scalar) else ""))
        )
        return ComposeProblem(
            reason, span, lacks="value" if is_open else "", kind="value" if leaves_services else ""
        )

    def type_of(self, node: Node | None) -> str | None:
        """Return the type of a value as YAML gives it, None where it can't be known."""
        if node is None:
            return "null"
        if node.tag:
            return None
        if isinstance(node, Mapping):
            if any(not is_text(entry.key) for entry in node.entries):
                # ``problems_of_file`` tells such a key.
                return None
            if node.is_flow and self.file.data.startswith(_TEMPLATE, node.start):
                raise _Unknown
            return "mapping"
        if isinstance(node, Sequence):
            return "list"
        return type_of_scalar(node) if isinstance(node, Scalar) else None


def type_of_scalar(scalar: Scalar) -> str | None:
    """Return what go-yaml takes a scalar for, None for what versions take differently. A number without a fraction that is written with a point is a "whole number"."""
    text = scalar.text
    if scalar.quoting != PLAIN:
        return "string"
    if scalar.is_null:
        return "null"
    if text in _BOOLEANS:
        return "boolean"
    if _INTEGER.fullmatch(text) is not None:
        return "integer"
    if _is_number(text):
        _, _, fraction = text.partition(".")
        return "whole number" if not fraction.strip("0") and "e" not in text.lower() else "number"
    if text.lower().lstrip("+-") in (".inf", ".nan"):
        return None
    return "date" if _DATE.fullmatch(text) is not None else "string"


def _is_number(text: str) -> bool:
    """Return whether go-yaml reads a number: not of what is out of a float's range, nor of a text with `_` that begins with one or with a point."""
    digits = text if text[0] in "._" else text.replace("_", "")
    return _NUMBER.fullmatch(digits) is not None and not isinf(float(digits))


def is_text(key: Scalar) -> bool:
    """Return whether a mapping's key is a text to YAML. One that may be a date is taken to be."""
    return key.tag != "" or type_of_scalar(key) in ("string", "date", None)


def _is_read(text: str) -> bool:
    """Return whether all of a text is known, and short enough to be looked at."""
    return len(text) <= LONGEST_SIZE and _FILLED_IN.search(text) is None


def _wanted(kind: Kind) -> str:
    """Return the kinds that are taken, in the words of Compose's sentence."""
    *others, last = [kind.first] if kind.first else kind.types
    return f"{', '.join(others)} or {last}" if others else last


#: What Compose says of a key that is missing in an item of a list, where that isn't "required".
_MISSING = {
    ("ports", "target"): "service ports {}.[{}] is missing a target port",
    ("devices", "target"): "service device {}.[{}] is missing a mount target",
}
_GO = {
    "null": "<nil>",
    "boolean": "bool",
    "integer": "int",
    "whole number": "float64",
    "number": "float64",
    "date": "time.Time",
    "list": "[]interface {}",
    "mapping": "map[string]interface {}",
}

_NOT_CAST = "error while interpolating {}: failed to cast to expected type: {}"
_WHOLE = regex(r"[-+]?[0-9]+")
_FRACTION = regex(
    r"(?i)[-+]?(?:0x[0-9a-f_.p+-]+|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:e[-+]?[0-9_]+)?|inf|infinity|nan)"
)
_SIZE = regex(r"(?i)[-+]?[0-9.]+ ?(?:[kmgtp]?i?b?)")
_DURATION = regex(r"[-+]?(?:0|(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h|d|w))+)")
_TRUTHS = frozenset(("true", "false", "yes", "no", "on", "off", "y", "n"))
_FLAGS = _TRUTHS | {"1", "0", "t", "f", ""}


def _of_boolean(path: str, text: str) -> str:
    return "" if text.lower() in _TRUTHS else _NOT_CAST.format(_patterned(path), f"invalid boolean: {text}")


def _of_flag(path: str, text: str) -> str:
    return "" if text.lower() in _FLAGS else f"error decoding '{_decoded(path)}': invalid boolean: {text}"


def _of_integer(path: str, text: str) -> str:
    if _WHOLE.fullmatch(text) is not None:
        return ""
    return _NOT_CAST.format(_patterned(path), f'strconv.Atoi: parsing "{text}": invalid syntax')


def _of_number(path: str, text: str) -> str:
    if _FRACTION.fullmatch(text) is not None:
        return ""
    return _NOT_CAST.format(_patterned(path), f'strconv.ParseFloat: parsing "{text}": invalid syntax')


def _of_decoded_integer(path: str, text: str) -> str:
    if _WHOLE.fullmatch(text) is not None:
        return ""
    return f"error decoding '{_decoded(path)}': strconv.ParseInt: parsing \"{text}\": invalid syntax"


def _of_decoded_number(path: str, text: str) -> str:
    if _FRACTION.fullmatch(text) is not None:
        return ""
    return f"error decoding '{_decoded(path)}': strconv.ParseFloat: parsing \"{text}\": invalid syntax"


def _of_size(path: str, text: str) -> str:
    return (
        ""
        if _SIZE.fullmatch(text) is not None
        else f"error decoding '{_decoded(path)}': invalid size: '{text}'"
    )


def _of_duration(path: str, text: str) -> str:
    if _DURATION.fullmatch(text) is not None:
        return ""
    what = "missing unit in duration" if _FRACTION.fullmatch(text) is not None else "invalid duration"
    return f"error decoding '{_decoded(path)}': time: {what} \"{text}\""


def _of_port(path: str, text: str) -> str:
    """Return why a short port can't be read. The source is `nat/nat.go` of docker's go-connections."""
    spec, slash, protocol = text.rpartition("/") if "/" in text else (text, "", "")
    fields = spec.split(":")
    host = fields[-2] if len(fields) > 1 else ""
    container = fields[-1]
    if not container:
        return f"No port specified: {text}<empty>"
    inner, outer = _port_range(container), _port_range(host) if host else None
    if inner is None:
        return f"Invalid containerPort: {container}"
    if host and outer is None:
        return f"Invalid hostPort: {host}"
    if outer is not None and inner[0] != inner[1] and outer[1] - outer[0] != inner[1] - inner[0]:
        return f"Invalid ranges specified for container and host Ports: {container} and {host}"
    if (
        outer is not None
        and outer[0] != outer[1]
        and inner[0] != inner[1]
        and outer[1] - outer[0] != inner[1] - inner[0]
    ):
        return f"Invalid ranges specified for container and host Ports: {container} and {host}"
    if slash and protocol.lower() not in ("tcp", "udp", "sctp"):
        return f"Invalid proto: {protocol}" if protocol else ""
    return ""


def _port_range(text: str) -> tuple[int, int] | None:
    first, dash, last = text.partition("-")
    numbers = [first, last] if dash else [first, first]
    if not all(number.isascii() and number.isdigit() and len(number) < 8 for number in numbers):
        return None
    start, end = int(numbers[0]), int(numbers[1])
    return (start, end) if start <= end < 65536 else None


def _patterned(path: str) -> str:
    """Return the path as Compose names it where it reads a text: items have no numbers."""
    return ".".join("[]" if part.isdigit() else part for part in path.split("."))


def _decoded(path: str) -> str:
    """Return the path as Compose names it once all is merged: ``services[db].mem_limit``."""
    first, second, *rest = [*path.split("."), ""]
    shown = f"{first}[{second}]"
    for part in rest:
        if part:
            shown += f"[{part}]" if part.isdigit() else f".{part}"
    return shown


#: What a kind's ``cast`` names: why a text can't be read, "" where it can.
READ_AS: dict[str, Callable[[str, str], str]] = {
    "boolean": _of_boolean,
    "flag": _of_flag,
    "integer": _of_integer,
    "number": _of_number,
    "decoded integer": _of_decoded_integer,
    "decoded number": _of_decoded_number,
    "size": _of_size,
    "duration": _of_duration,
    "port": _of_port,
}
