"""The rules' pages: where they stand on the web, and their text from beside the rules' modules."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.rule import RuleEntry

#: A larger page isn't read.
_MOST_BYTES = 2_000_000

RULES = "https://persistlint.dev/rules"


class NoPage(Exception):
    """A rule whose page can't be read. The message says why."""


def rule_url(code: str) -> str:
    """The address of the page of the rule with this code."""
    return f"{RULES}/{code}"


def page_of(entry: RuleEntry) -> str:
    """The Markdown of the rule's page. Raises ``NoPage``."""
    from persistlint.files.read import read_regular
    from persistlint.rules.registry import import_module

    module = import_module(entry.package)
    folders = list(getattr(module, "__path__", [])) or [
        os.path.dirname(getattr(module, "__file__", None) or "")
    ]
    for folder in folders:
        path = os.path.join(folder, entry.name.replace("-", "_") + ".md")
        try:
            return read_regular(path, _MOST_BYTES).decode("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise NoPage(f"the page of {entry.code} can't be read: {error}") from None
    raise NoPage(f"{entry.code} ({entry.name}) has no page")
