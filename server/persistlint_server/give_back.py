"""Memory that nothing uses any more goes back to the system: what closed documents took, when nothing else is to be done.

Python gives an arena (1 MiB) back when nothing at all is left in it. Of closed documents hardly anything is left, but that is scattered, and the smallest object
keeps its arena. Most of these are strings in the interpreter's cache of attribute look-ups, which some functions of C fill with a new one each time (``finditer``
looks up "search"). glibc's ``malloc_trim`` gives back little beyond that, and loading what calls it leaves more objects in such arenas than it frees.
"""

from __future__ import annotations

import gc
import sys


def give_back() -> None:
    """Collect what is in cycles, and empty the cache of look-ups, which fills again by itself. It may take a tenth of a second."""
    forget = getattr(sys, "_clear_internal_caches", None) or getattr(sys, "_clear_type_cache", None)
    if forget is not None:
        forget()
    gc.collect()
