"""The table of a package's rules (``RULES`` in its ``__init__.py``), made from their modules: ``python -m persistlint.testing.rule_table PACKAGE``.

The table holds what chooses a rule, so that a rule's module is imported only where the rule may speak. The command replaces the end of the package's
``__init__.py``, from the line that begins with ``MARK`` on. With ``--check`` it changes nothing, and ends with 1 where the table isn't the modules' own.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from itertools import pairwise

from persistlint.files.write import write_named
from persistlint.rules.rule import Rule
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

#: How the line begins from which on the table's file is written by this module.
MARK = "# The rest of this file is written by `python -m persistlint.testing.rule_table"

_CODE = regex(r"[A-Z]+[0-9]+")
_NAME = regex(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class TableProblem(Exception):
    """A package whose table can't be made. The message names the file and says what to do."""


def write_table(package: str) -> bool:
    """Write the table of ``package``. Return whether that changed its file. Raises ``TableProblem``; then the file is as it was."""
    path = _file_of(package)
    before = _read(path)
    after = with_table(before, package)
    if after != before:
        try:
            write_named(path, after.encode())
        except OSError as error:
            raise TableProblem(
                f"{path}: it can't be written: {error.strerror}. Make the file and its folder writable, and run this again."
            ) from error
    return after != before


def is_current(package: str) -> bool:
    """Return whether the table of ``package`` is what its modules say. Raises ``TableProblem``."""
    text = _read(_file_of(package))
    return with_table(text, package) == text


def with_table(text: str, package: str) -> str:
    """Return ``text``, the package's ``__init__.py``, with the table that its modules give."""
    at = text.find(f"\n{MARK}")
    if at < 0:
        raise TableProblem(
            f"{_file_of(package)}: no line begins with “{MARK}”. Write that line where the table is to stand: it takes the place of everything below."
        )
    return text[: at + 1] + table_of(package)


def table_of(package: str) -> str:
    """Return the table of the rules in ``package`` as Python source."""
    rules = sorted(_rules(package), key=lambda rule: rule.code)
    for before, rule in pairwise(rules):
        if before.code == rule.code:
            raise TableProblem(
                f"{package}: {before.name} and {rule.name} have the same code {rule.code}. Give one of them a code of its own."
            )
    lines = [f"{MARK} {package}`.", "# fmt: off", "RULES: list[RuleEntry] = ["]
    lines += [f"    {_entry(rule)}," for rule in rules]
    lines += ["]", *_orders(rules)]
    return "\n".join(lines) + "\n"


def _entry(rule: type[Rule]) -> str:
    words = [_quoted(rule.code), _quoted(rule.name), _quoted(rule.subject.__name__), "__name__"]
    if rule.needs:
        words.append(f"needs=({', '.join(map(_quoted, rule.needs))}{',' if len(rule.needs) == 1 else ''})")
    if rule.topics:
        words.append(
            "topics={"
            + ", ".join(f"{_quoted(topic.name)}: {place}" for topic, place in rule.topics.items())
            + "}"
        )
    if not rule.enabled:
        words.append("enabled=False")
    return f"RuleEntry({', '.join(words)})"


def _orders(rules: list[type[Rule]]) -> Iterator[str]:
    """Yield the order of each topic as comments, for whoever looks for a new rule's place in it."""
    orders: dict[str, dict[int, list[str]]] = {}
    for rule in rules:
        for topic, place in rule.topics.items():
            orders.setdefault(topic.name, {}).setdefault(place, []).append(rule.code)
    if orders:
        yield "# The order of each topic (Rule.topics): of the rules that speak about one thing, those at the lowest place are told."
    for name, places in sorted(orders.items()):
        yield f"# {name}: " + "; ".join(
            f"{place} {' '.join(codes)}" for place, codes in sorted(places.items())
        )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _rules(package: str) -> Iterator[type[Rule]]:
    """Yield the classes of the package's rules: the ``RULE`` of each module that has one."""
    folder = os.path.dirname(_file_of(package))
    for name in sorted(os.listdir(folder)):
        stem, extension = os.path.splitext(name)
        if extension != ".py" or stem == "__init__":
            continue
        path = os.path.join(folder, name)
        try:
            rule = getattr(import_module(f"{package}.{stem}"), "RULE", None)
        except Exception as error:
            raise TableProblem(f"{path}: the module can't be imported: {error}.") from error
        if rule is not None:
            yield _checked(rule, path)


def _checked(rule: object, path: str) -> type[Rule]:
    """Return the rule, whose declarations are complete and agree with the names of its files."""
    if not (isinstance(rule, type) and issubclass(rule, Rule)):
        raise TableProblem(
            f"{path}: `RULE` is no subclass of persistlint.rules.rule.Rule. Write `RULE = <the class>`."
        )
    missing = [name for name in ("code", "name", "summary", "subject") if not hasattr(rule, name)]
    if missing:
        raise TableProblem(
            f"{path}: {rule.__name__} has no `{missing[0]}`. Every rule declares code, name, summary and subject."
        )
    if _CODE.fullmatch(rule.code) is None:
        raise TableProblem(f"{path}: the code “{rule.code}” isn't capital letters and digits.")
    stem = os.path.basename(path).removesuffix(".py")
    if _NAME.fullmatch(rule.name) is None or rule.name.replace("-", "_") != stem:
        raise TableProblem(
            f"{path}: the name “{rule.name}” and the file differ. A rule `unused-volume` stands in `unused_volume.py`."
        )
    if not os.path.isfile(path.removesuffix(".py") + ".md"):
        raise TableProblem(f"{path}: the rule has no page. Write {stem}.md beside it.")
    return rule


def _file_of(package: str) -> str:
    try:
        path = import_module(package).__file__
    except ImportError as error:
        raise TableProblem(f"{package}: the package can't be imported: {error}.") from error
    if path is None or os.path.basename(path) != "__init__.py":
        raise TableProblem(f"{package}: this is no package with an `__init__.py`.")
    return path


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def main(arguments: list[str]) -> int:
    """Write or check the table of the named package. Return the exit status."""
    check = "--check" in arguments
    packages = [argument for argument in arguments if argument != "--check"]
    if len(packages) != 1 or packages[0].startswith("-"):
        print("usage: python -m persistlint.testing.rule_table [--check] PACKAGE", file=sys.stderr)
        return 2
    try:
        if check:
            current = is_current(packages[0])
            if not current:
                print(
                    f"{packages[0]}: the table of rules isn't what the modules say. Run this without --check.",
                    file=sys.stderr,
                )
            return 0 if current else 1
        changed = write_table(packages[0])
    except TableProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"{packages[0]}: the table of rules {'is written' if changed else 'is as it was'}.")
    return 0


if __name__ == "__main__":
    # A package of the folder in which the command is given counts, also where it isn't installed.
    sys.path.insert(0, os.getcwd())
    raise SystemExit(main(sys.argv[1:]))
