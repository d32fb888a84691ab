"""The rules' pages: where they stand, and their text from beside the rules' modules."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.rule import RuleEntry

#: A larger page isn't read.
_MOST_BYTES = 2_000_000

#: The address below which the pages of the documentation stand, without a slash at its end. "" until they are published: then nothing links there, and reports say
#: how the package itself shows a page.
SITE = ""


class NoPage(Exception):
    """A rule whose page can't be read. The message says why."""


def rule_link(code: str) -> str:
    """Return the web address of the rule's page, "" where the pages aren't published."""
    return f"{SITE}/rules/{code}" if SITE else ""


def rule_url(code: str) -> str:
    """Return a URI that names the rule: its page's address, or a ``urn:`` where the pages aren't published."""
    return rule_link(code) or f"urn:persistlint:{code}"


def where_to_read(code: str) -> str:
    """Return where a person finds the rule's page: its address, or the command that shows it."""
    return rule_link(code) or f"persistlint rule {code}"


def page_file(entry: RuleEntry) -> str | None:
    """Return the path of the rule's page, None where it has none."""
    return next((path for path in _places(entry) if os.path.isfile(path)), None)


def page_of(entry: RuleEntry) -> str:
    """Return the Markdown of the rule's page. Raises ``NoPage``."""
    from persistlint.files.read import read_regular

    for path in _places(entry):
        try:
            return read_regular(path, _MOST_BYTES).decode("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise NoPage(f"the page of {entry.code} can't be read: {error}") from None
    raise NoPage(f"{entry.code} ({entry.name}) has no page")


def portable(page: str) -> str:
    """Return the page with links to other files as plain text, for readers who don't have those files."""
    import re

    out, fence = [], ""
    for line in page.split("\n"):
        mark = line.strip()[:3]
        if mark in ("```", "~~~") and fence in ("", mark):
            fence = "" if fence else mark
        out.append(line if fence else re.sub(r"\[([^\]]*)\]\((?!https?:)[^)\s]*\)", r"\1", line))
    return "\n".join(out)


def _places(entry: RuleEntry) -> list[str]:
    """Return where the rule's page may stand: beside the modules of its package."""
    from persistlint.rules.registry import import_module

    module = import_module(entry.package)
    folders = list(getattr(module, "__path__", [])) or [
        os.path.dirname(getattr(module, "__file__", None) or "")
    ]
    return [os.path.join(folder, entry.name.replace("-", "_") + ".md") for folder in folders]
