"""Refusals of an option's argument by its kind, in the words of Go's libraries.

Sources: Go's ``strconv`` and ``time`` packages, docker/go-units (``size.go``), docker/cli ``opts/opts.go``.
"""

from __future__ import annotations

from persistlint.text.numerals import number_of
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction

#: What strconv.ParseBool takes.
TRUE = frozenset(("1", "t", "T", "TRUE", "true", "True"))
FALSE = frozenset(("0", "f", "F", "FALSE", "false", "False"))

#: In nanoseconds.
_DURATION_UNITS = {
    "ns": 1,
    "us": 1000,
    "µs": 1000,
    "μs": 1000,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
#: A number of a duration, and the unit behind it.
_DURATION_PART = regex(r"([0-9]+\.?[0-9]*|\.[0-9]*)([^0-9.]*)")
#: Digits behind the point that make a difference in nanoseconds, with room to spare.
_FRACTION = 40


def go_quoted(text: str) -> str:
    """Return the text as Go's ``%q`` prints it, for the characters that occur."""
    out = (
        text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r")
    )
    return f'"{out}"'


def go_quoted_letter(letter: str) -> str:
    """Return a character's first byte in single quotes, as Go's ``%q`` prints a byte."""
    first = chr(letter.encode("utf-8", "surrogateescape")[0])
    inner = go_quoted(first)[1:-1] if first != '"' else first
    return "'\\''" if first == "'" else f"'{inner}'"


def argument_problem(kind: str, text: str) -> str:
    """Return why an argument of this kind (see ``option_data``) is refused, "" where the client accepts it."""
    if kind == "b":
        if text not in TRUE and text not in FALSE:
            return f"strconv.ParseBool: parsing {go_quoted(text)}: invalid syntax"
    elif kind == "i" or kind == "u":
        return integer_problem(text, base=0, signed=kind == "i")
    elif kind == "f":
        if not _is_float(text):
            return f"strconv.ParseFloat: parsing {go_quoted(text)}: invalid syntax"
    elif kind == "d":
        return duration_problem(text)
    elif kind == "m":
        return size_problem(text)
    elif kind == "c" and '"' in text:
        return separated(text)[0]
    elif kind == "n":
        number = _rational(text)
        if number is None:
            return f"failed to parse {text} as a rational number"
        if number * 10**9 % 1:
            return "value is too precise"
    return ""


def separated(text: str) -> tuple[str, list[str]]:
    """Return "" and the values of an argument that may hold several between commas (pflag's string slice), or a cause and none."""
    if not text:
        return "", []
    if '"' not in text and "\n" not in text and "\r" not in text:
        return "", text.split(",")
    from persistlint.docker.csv_fields import CsvError, csv_fields
    from persistlint.shell.values import Value

    try:
        return "", [field.text or "" for field in csv_fields(Value.of(text))]
    except CsvError as error:
        return error.reason, []


def integer_problem(text: str, *, base: int, signed: bool = True, bits: int = 64, function: str = "") -> str:
    """Return why Go's strconv refuses an integer of so many bits. Base 0 accepts ``0x10``, ``010`` (octal) and ``1_000`` too."""
    called = function or ("ParseInt" if signed else "ParseUint")
    if not (is_integer(text, signed) if base == 0 else is_decimal_integer(text, signed)):
        return f"strconv.{called}: parsing {go_quoted(text)}: invalid syntax"
    value = integer_value(text) if base == 0 else number_of(text)
    least, most = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    if not least <= value <= most:
        return f"strconv.{called}: parsing {go_quoted(text)}: value out of range"
    return ""


def is_decimal_integer(text: str, signed: bool = True) -> bool:
    """Return whether strconv accepts the text with base 10 (``Atoi``): digits, with a sign before them."""
    digits = text[1:] if signed and text[:1] in ("-", "+") else text
    return digits.isascii() and digits.isdecimal()


def is_integer(text: str, signed: bool) -> bool:
    """Return whether strconv accepts the text with base 0. ``0x10`` and ``1_000`` are numbers, ``010`` is octal."""
    digits = text[1:] if signed and text[:1] in ("-", "+") else text
    if not digits.isascii() or not digits.replace("_", "").isalnum() or digits[0] == "_":
        return False
    if digits[0] == "0" and digits[1:2].isalpha() is False and len(digits) > 1:
        # A leading zero is octal for Go and an error for Python.
        return all(part and not part.strip("01234567") for part in digits.split("_"))
    try:
        number_of(digits, 0)
    except ValueError:
        return False
    return True


def integer_value(text: str) -> int:
    """Return the number in a text for which ``is_integer`` holds."""
    digits = text.lstrip("+-")
    octal = digits[0] == "0" and len(digits) > 1 and not digits[1].isalpha()
    value = number_of(digits.replace("_", ""), 8) if octal else number_of(digits, 0)
    return -value if text[0] == "-" else value


_RATIO = regex(r"(?a)[+-]?(\w+)/(\w+)")
_DECIMAL = regex(r"[+-]?([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,4}))?")


def _rational(text: str) -> Fraction | None:
    """Return the number that Go's ``big.Rat.SetString`` reads: a ratio of integers or a decimal number, else None.

    Hexadecimal fractions (``0x1p-2``), which nobody writes, are read as far as Python reads them.
    """
    from fractions import Fraction

    ratio = _RATIO.fullmatch(text)
    if ratio is not None:
        if not (is_integer(ratio[1], False) and is_integer(ratio[2], False)) or not integer_value(ratio[2]):
            return None
        return Fraction(integer_value(ratio[1]), integer_value(ratio[2]))
    if text.lstrip("+-")[:2].lower() == "0x":
        try:
            return Fraction(float.fromhex(text))
        except (ValueError, OverflowError):
            return None
    decimal = _DECIMAL.fullmatch(text)
    if decimal is None or not (decimal[1] or decimal[2]):
        if is_integer(text, True):
            return Fraction(integer_value(text))
        return None
    return Fraction(number_of(decimal[1] + (decimal[2] or ""))) * Fraction(10) ** (
        int(decimal[3] or 0) - len(decimal[2] or "")
    )


def _is_float(text: str) -> bool:
    if not text or text != text.strip():
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True


def duration_problem(text: str) -> str:
    """Return why Go's ``time.ParseDuration`` refuses the text, "" where it accepts it (``1h30m``, ``1.5s``, a bare ``0``)."""
    rest = text[1:] if text[:1] in ("-", "+") else text
    if rest == "0":
        return ""
    invalid = f"time: invalid duration {go_quoted(text)}"
    if not rest:
        return invalid
    total = 0
    at = 0
    while at < len(rest):
        part = _DURATION_PART.match(rest, at)
        if part is None:
            return invalid
        at = part.end()
        number, unit = part[1], part[2]
        if number == ".":
            return invalid
        if not unit:
            return f"time: missing unit in duration {go_quoted(text)}"
        if unit not in _DURATION_UNITS:
            return f"time: unknown unit {go_quoted(unit)} in duration {go_quoted(text)}"
        whole, _, fraction = number.partition(".")
        total += number_of(whole or "0") * _DURATION_UNITS[unit]
        total += int(fraction[:_FRACTION] or 0) * _DURATION_UNITS[unit] // 10 ** len(fraction[:_FRACTION])
        if total > 1 << 63:
            return invalid
    return invalid if total == 1 << 63 and text[0] != "-" else ""


def size_problem(text: str) -> str:
    """Return why docker/go-units' ``RAMInBytes`` refuses the text, "" where it accepts it (``64m``, ``1.5g``, ``64MiB``)."""
    end = max((text.rfind(character) for character in "0123456789. "), default=-1)
    if end < 0:
        return f"invalid size: '{text}'"
    number, suffix = (text[:end], text[end + 1 :]) if text[end] == " " else (text[: end + 1], text[end + 1 :])
    if not _is_float(number):
        return f"strconv.ParseFloat: parsing {go_quoted(number)}: invalid syntax"
    if float(number) < 0:
        return f"invalid size: '{text}'"
    unit = suffix.lower()
    if unit in ("", "b") or (unit[0] in "kmgtp" and unit[1:] in ("", "b", "ib")):
        return ""
    return f"invalid suffix: '{suffix if len(suffix) > 3 else unit}'"


def environment_problem(text: str) -> str:
    """Return why ``-e`` refuses the text: the name before ``=`` is empty (docker/cli ``opts/env.go``)."""
    return f"invalid environment variable: {text}" if text.startswith("=") or not text else ""


def label_problem(text: str) -> str:
    """Return why ``--label`` refuses the text, "" where it accepts it (docker/cli ``ValidateLabel``)."""
    key = text.partition("=")[0].lstrip(" \t")
    if not key:
        return f"invalid label '{text}': empty name"
    if " " in key or "\t" in key:
        return f"label '{key}' contains whitespaces"
    return ""
