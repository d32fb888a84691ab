"""Starts the copy of persistlint that comes with the extension: ``start.py server`` and every other command.

``start.py --has-markdown`` ends with 0 where the native library for Markdown is installed for this Python, else with 1; ``--has-yaml``
says the same of Compose files.
"""

import os
import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit("persistlint needs Python {}.{} or newer, this is {}".format(*OLDEST, sys.version.split()[0]))

# First, so that parts of another version that are installed for this Python are not mixed with these.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "libs"))

GRAMMARS = {"--has-markdown": "tree_sitter_markdown", "--has-yaml": "tree_sitter_yaml"}

if sys.argv[1:2] and sys.argv[1] in GRAMMARS:
    from importlib.util import find_spec

    sys.exit(not (find_spec("tree_sitter") and find_spec(GRAMMARS[sys.argv[1]])))

from persistlint.cli.app import program  # noqa: E402 (the path comes first)

program()
