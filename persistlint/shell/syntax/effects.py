"""Effects of a word's expansion beside giving words."""

from __future__ import annotations

from persistlint.shell.syntax.nodes import ARITHMETIC, PARAMETER, TEXT, Part


def assigns_nothing(expression: str) -> bool:
    """Return whether no assignment is written in an arithmetic expression; what its variables hold isn't asked."""
    for comparison in ("==", "<=", ">=", "!="):
        expression = expression.replace(comparison, "<")
    return not any(mark in expression.replace("$((", "((") for mark in ("=", "++", "--", "$(", "`"))


def sets_nothing(parts: list[Part], source: str, *, written: bool = False) -> bool:
    """Return whether expanding these parts of ``source`` assigns nothing: no ``${x:=y}``, no ``$((n++))``, at any depth.

    With ``written`` only what is written is asked, and not whether a variable in an expression holds an assignment.
    """
    computes = assigns_nothing if written else _only_computes
    for part in parts:
        if part.kind == ARITHMETIC:
            if not computes(part.text or ""):
                return False
        elif part.parameter is not None:
            parameter = part.parameter
            if parameter.operator in ("=", ":=") or not computes(parameter.index or ""):
                return False
            for argument in (parameter.argument, parameter.replacement):
                if argument is None:
                    continue
                if parameter.operator == ":" and not computes(source[argument.start : argument.end]):
                    return False
                if not sets_nothing(argument.parts, source, written=written):
                    return False
    return True


def only_reads(parts: list[Part]) -> bool:
    """Return whether expanding these parts only looks variables up: it runs, computes and assigns nothing, at any depth."""
    for part in parts:
        if part.kind == TEXT:
            continue
        parameter = part.parameter
        if part.kind != PARAMETER or parameter is None or parameter.index not in (None, "@", "*"):
            return False
        if parameter.operator in ("=", ":=", ":"):
            return False
        for argument in (parameter.argument, parameter.replacement):
            if argument is not None and not only_reads(argument.parts):
                return False
    return True


def _only_computes(expression: str) -> bool:
    """Return whether an arithmetic expression plainly assigns nothing."""
    return not any(mark in expression for mark in ("=", "++", "--", "$", "`"))
