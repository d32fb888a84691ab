"""The option parser of every subcommand. It is loaded where options are given, not for plain files."""

from __future__ import annotations

from argparse import ArgumentParser

from persistlint.cli.output import complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class Parser(ArgumentParser):
    """Says what is wrong in one line, with the nearest option where one isn't known, and ends with status 2."""

    def error(self, message: str) -> NoReturn:
        complain(f"error: {message}{self._hint(message)}")
        raise SystemExit(2)

    def _hint(self, message: str) -> str:
        from persistlint.settings.problem import did_you_mean

        if not message.startswith("unrecognized arguments: "):
            return ""
        word = message.split()[2].partition("=")[0]
        known = [option for action in self._actions for option in action.option_strings]
        return did_you_mean(word, known)
