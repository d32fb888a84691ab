"""The files of an installation with their places, so that shells and ``man`` find them."""

from __future__ import annotations

from persistlint.cli.completions import SHELLS, script
from persistlint.cli.shells.grammar import commands
from persistlint.cli.shells.manual import pages

#: Where each shell looks below a prefix.
PLACES = {
    "bash": "share/bash-completion/completions/persistlint",
    "zsh": "share/zsh/site-functions/_persistlint",
    "fish": "share/fish/vendor_completions.d/persistlint.fish",
}


def files() -> dict[str, str]:
    """Return the texts by their places below the prefix."""
    texts = {PLACES[shell]: script(shell) for shell in SHELLS}
    for name, text in pages(commands()).items():
        texts[f"share/man/man1/{name}"] = text
    return texts
