"""Regular expressions that are compiled when they are first used, and not even then where an earlier run has done it.

Most runs use few of those that the modules name, and compiling one takes as long as importing a small module. What compiling comes to is a
*program*, the numbers that the matching engine (in C) follows. Where somebody keeps programs from run to run (``keeper``), a pattern is made
of its program, and neither the compiler nor ``re`` itself is needed, which is a tenth of a small run. ``tests/text/test_regex.py`` holds that such a
pattern is equal to what ``re.compile`` gives, for every pattern of the package.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr, Protocol

    #: The flags, the program, the number of groups, the groups' numbers by name, and their names by number.
    Program = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]

    class Keeper(Protocol):
        """Who keeps programs, by a pattern's text and flags. They are good for the Python that made them and no other."""

        def program(self, pattern: str | bytes, flags: int) -> Program | None:
            """The program; None where there is none, and the pattern is compiled now."""


keeper: Keeper | None = None


class _Regex:
    """Stands for the compiled pattern. After the first use its methods are the compiled pattern's own."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = _compiled(*self._source)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As ``re.compile``; a fault in the pattern shows at the first use."""
    return _Regex(pattern, flags)  # type: ignore[return-value]


def _compiled(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
    program = keeper.program(pattern, flags) if keeper is not None else None
    if program is not None:
        return of_program(pattern, program)
    import re

    return re.compile(pattern, flags)


def of_program(pattern: str | bytes, program: Program) -> re.Pattern[Any]:
    """The compiled pattern."""
    import _sre  # type: ignore[import-not-found]

    compiled: re.Pattern[Any] = _sre.compile(pattern, *program)
    return compiled


def program_of(pattern: str | bytes, flags: int) -> Program | None:
    """What ``re`` makes of the pattern before it hands it to the engine; None where this Python does that differently, or the pattern is faulty."""
    import re

    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(pattern, flags)
        numbers = parsed.state.groupdict
        names: list[str | None] = [None] * parsed.state.groups
        for name, number in numbers.items():
            names[number] = name
        program = (
            int(flags | parsed.state.flags),
            [int(number) for number in _compiler._code(parsed, flags)],
            parsed.state.groups - 1,
            numbers,
            tuple(names),
        )
        return program if of_program(pattern, program) == _compiler.compile(pattern, flags) else None
    except (re.error, ImportError, AttributeError, TypeError, ValueError, RuntimeError):
        return None
