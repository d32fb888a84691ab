"""Room on the stack for text that nests as deeply as it is followed.

Done once, when the parser is imported: a limit that is changed and changed back would be another thread's, too.
"""

from __future__ import annotations

import sys

#: Frames that the deepest nesting takes, with room to spare: ``MOST_NESTED`` of the parser and of the evaluator times a dozen frames each.
#: Python's own frames lie on the heap, so that this costs nothing until it is used.
FRAMES = 8_000

if sys.getrecursionlimit() < FRAMES:
    sys.setrecursionlimit(FRAMES)
