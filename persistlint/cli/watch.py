"""``check --watch``: check again whenever something changes."""

from __future__ import annotations

import os
import sys
import time

from persistlint.cli.inputs import inputs
from persistlint.cli.status import INTERRUPTED
from persistlint.settings.discover import FILE_NAMES, SettingsFinder
from persistlint.settings.problem import SettingsProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.cli.options import Options

#: How often the files are looked at, in seconds; where looking takes long, the pauses are longer.
_PAUSE = 0.3


def watch(options: Options, check: Callable[[Options], int]) -> int:
    """Check, and check again after every change, until the user interrupts; then the status is ``INTERRUPTED``."""
    try:
        while True:
            if sys.stdout is not None and sys.stdout.isatty():
                sys.stdout.write("\x1b[H\x1b[2J\x1b[3J")
            before = seen(options)
            status = check(options)
            if status == INTERRUPTED:
                return status
            if sys.stdout is not None:
                sys.stdout.flush()
            _wait(options, before)
    except KeyboardInterrupt:
        return INTERRUPTED


def _wait(options: Options, before: dict[str, tuple[int, int]]) -> None:
    pause = _PAUSE
    while True:
        time.sleep(pause)
        start = time.monotonic()
        if seen(options) != before:
            return
        pause = max(_PAUSE, 5 * (time.monotonic() - start))


def seen(options: Options) -> dict[str, tuple[int, int]]:
    """Time of change and size of every file that the run reads, of the settings files, and of everything in the folders that hold them."""
    out: dict[str, tuple[int, int]] = {}
    folders: set[str] = set()
    finder = SettingsFinder(options.config, options.isolated)
    try:
        for item in inputs(options, finder):
            if item.file is not None:
                folders.add(item.folder)
    except SettingsProblem as problem:
        folders.add(os.path.dirname(os.path.abspath(problem.path)))
    folders.update(os.path.abspath(path) for path in options.paths if os.path.isdir(path))
    for folder in sorted(folders):
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.is_dir(follow_symlinks=False):
                        state = entry.stat(follow_symlinks=False)
                        out[entry.path] = (state.st_mtime_ns, state.st_size)
        except OSError:
            out[folder] = (0, 0)
    for settings in finder.all():
        for name in FILE_NAMES:
            _add(os.path.join(settings.root, name), out)
        if settings.origin is not None:
            _add(os.path.abspath(settings.origin), out)
    return out


def _add(path: str, out: dict[str, tuple[int, int]]) -> None:
    try:
        state = os.stat(path)
        out[path] = (state.st_mtime_ns, state.st_size)
    except OSError:
        pass
