"""How many processes are worth having on this machine."""

from __future__ import annotations

import os
import sys


def possible() -> bool:
    """Whether a further Python can be started here at all: a program frozen into one file is none."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def processors() -> int:
    """How many processes can run at the same time here: the processors that this one may use, and no more than a container's share."""
    count = os.cpu_count() or 1
    if sys.platform == "linux":
        count = len(os.sched_getaffinity(0))
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = file.read().split()
        if quota != "max":
            count = min(count, max(1, round(int(quota) / int(period))))
    except (OSError, ValueError):
        # Another system, or no limit.
        pass
    return count
