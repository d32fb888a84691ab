"""An error of ours, told so that somebody can mend it, and so that a reader knows what to send."""

from __future__ import annotations

import os
import sys

from persistlint.cli.output import complain
from persistlint.rules.registry import BUILT_IN
from persistlint.text.secrets import mask

ISSUES = "https://github.com/persistlint/persistlint/issues"

#: Asks for tracebacks.
_VARIABLE = "PERSISTLINT_TRACEBACK"


class Breakdown:
    """``where`` something of ours, or of the rule package ``package``, broke down: what can be told of it by another process too."""

    __slots__ = ("lacks_library", "package", "told", "traceback", "where")

    def __init__(
        self,
        where: str,
        message: str,
        package: str = BUILT_IN,
        traceback: str = "",
        lacks_library: bool = False,
    ) -> None:
        self.where = where
        #: The exception in one line.
        self.told = message
        self.package = package
        #: Where ``PERSISTLINT_TRACEBACK`` asks for it, else "".
        self.traceback = traceback
        #: A library that persistlint depends on can't be loaded: that is no error of ours.
        self.lacks_library = lacks_library

    @classmethod
    def of(cls, where: str, error: BaseException, package: str = BUILT_IN) -> Breakdown:
        """Return the breakdown that describes ``error``."""
        if package == BUILT_IN and lacks_library(error):
            return cls(where, str(error), package, traceback_of(error), lacks_library=True)
        return cls(where, told(error), package, traceback_of(error))

    @property
    def message(self) -> str:
        """Return what is the matter, for whoever waits for the file's result."""
        if self.lacks_library:
            return f"it can't be read, as a library that persistlint needs can't be loaded: {self.told}"
        return f"internal error in {self.where}: {self.told}"


def lacks_library(error: BaseException) -> bool:
    """Return whether a library of somebody else can't be loaded."""
    return isinstance(error, ImportError) and not (error.name or "persistlint").startswith("persistlint")


def ask_for_installation() -> None:
    """Say what to do where a library is missing."""
    from persistlint.engine.installing import reinstall_hint

    complain(f"the installation of persistlint isn't complete: {reinstall_hint()}")


def told(error: BaseException) -> str:
    """Return the exception in one line, with the place that raised it."""
    text = mask(f"{type(error).__name__}: {error}") if str(error) else type(error).__name__
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    if step is None:
        return text
    return f"{text} ({os.path.basename(step.tb_frame.f_code.co_filename)}:{step.tb_lineno})"


def traceback_of(error: BaseException) -> str:
    """Return the traceback where ``PERSISTLINT_TRACEBACK`` asks for it, else ""."""
    if not os.environ.get(_VARIABLE):
        return ""
    from traceback import format_exception

    return "".join(format_exception(error)).rstrip("\n")


def show_traceback(error: BaseException) -> None:
    """Show the traceback, where it is asked for."""
    text = traceback_of(error)
    if text:
        complain(text)


def ask_for_report(package: str = BUILT_IN) -> None:
    """Say where to report an internal error, and with what. ``package`` is the rule package that broke down."""
    from platform import platform

    from persistlint import __version__

    where = f"at {ISSUES}" if package == BUILT_IN else f"to the authors of {package}"
    version = f"persistlint {__version__}, Python {sys.version.split()[0]}, {platform()}"
    more = "" if os.environ.get(_VARIABLE) else f" (with {_VARIABLE}=1 it is printed)"
    complain(
        f"please report this {where}, with the file or the part of it that shows the error, this line ({version}) and the traceback{more}"
    )
