"""Who is analysed when: one piece of work at a time, and a long one never in the way of a short one.

Work is done by threads. One that has been at work for longer than ``SLOW`` seconds counts as slow: another thread takes on what
waits, and the slow one goes on only while nothing shorter is to be done. Slow ones go on one at a time, the oldest first, and while there are
several of them nothing new is begun: an editor that opens hundreds of files at once gets them one after the other, and not hundreds half done. What has been done
before, as somebody is at work there, goes before what is new. Nothing is ever delayed on purpose.
"""

from __future__ import annotations

import threading
import time
from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: After so many seconds a piece of work lets others pass.
SLOW = 0.05

#: While so many pieces of work are slow no new lane is begun.
MOST_SLOW = 4


class Superseded(Exception):
    """The work has become useless: its document was changed or closed."""


class Lane:
    """Work that is done one piece after the other, such as everything about one document.

    ``work`` does all that is to be done and is called again after a ``Scheduler.wake`` during it. It calls ``checkpoint`` often.
    """

    __slots__ = ("_scheduler", "again", "began", "behind", "first", "queued", "running", "slow", "work")

    def __init__(
        self, scheduler: Scheduler, work: Callable[[Lane], None], behind: bool = False, first: bool = False
    ) -> None:
        self._scheduler = scheduler
        self.work = work
        #: Whether everything else goes first, from the beginning.
        self.behind = behind
        #: Whether it goes before what is new, as somebody is at work there: a piece of it has been done.
        self.first = first
        self.queued = False
        self.running = False
        self.again = False
        self.slow = False
        self.began = 0.0

    def checkpoint(self) -> None:
        """Let shorter work pass if this has taken long."""
        if self.slow or time.monotonic() - self.began > SLOW or self.behind:
            self._scheduler.let_pass(self)


class Scheduler:
    """Runs lanes. ``broken`` is told of exceptions, which end only the piece of work that raised them."""

    def __init__(self, broken: Callable[[Exception], None]) -> None:
        self._broken = broken
        self._changed = threading.Condition()
        self._ready: deque[Lane] = deque()
        self._behind: deque[Lane] = deque()
        self._idle = 0
        #: Lanes that run and aren't slow.
        self._quick = 0
        #: Lanes that run and are slow, the oldest first.
        self._slow: list[Lane] = []
        self._closed = False

    def wake(self, lane: Lane) -> None:
        """There is something to do in this lane."""
        with self._changed:
            if lane.running:
                lane.again = True
            elif not lane.queued:
                self._queue(lane)

    def close(self) -> None:
        """Start nothing any more."""
        with self._changed:
            self._closed = True
            self._ready.clear()
            self._behind.clear()
            self._changed.notify_all()

    def let_pass(self, lane: Lane) -> None:
        """Called from within slow work: wait while there is shorter work."""
        with self._changed:
            if not lane.slow:
                lane.slow = True
                self._quick -= 1
                self._slow.append(lane)
                self._start_thread()
            while (self._quick or self._may_begin() or self._first_slow() is not lane) and not self._closed:
                # Whoever changes the document of this lane wants it to notice soon.
                self._changed.wait(0.02)
                if lane.again:
                    return

    def _queue(self, lane: Lane) -> None:
        lane.queued = True
        if lane.behind:
            self._behind.append(lane)
        elif lane.first:
            self._ready.appendleft(lane)
        else:
            self._ready.append(lane)
        self._start_thread()

    def _may_begin(self) -> bool:
        """Whether something waits that goes before slow work."""
        return bool(self._ready) and (self._ready[0].first or len(self._slow) < MOST_SLOW)

    def _first_slow(self) -> Lane | None:
        """The slow work that goes on now: the oldest, what isn't behind first, and of that what has been done before."""
        return min(self._slow, key=lambda lane: (lane.behind, not lane.first), default=None)

    def _start_thread(self) -> None:
        """Have somebody for what waits, if it may be begun."""
        if self._closed or self._quick or not (self._may_begin() or (self._behind and not self._ready)):
            return
        if self._idle:
            self._changed.notify_all()
        else:
            threading.Thread(target=self._run, name="analysis", daemon=True).start()

    def _next(self) -> Lane | None:
        if self._quick:
            return None
        if self._may_begin():
            return self._ready.popleft()
        return self._behind.popleft() if self._behind and not self._ready else None

    def _run(self) -> None:
        while True:
            with self._changed:
                lane = self._next()
                while lane is None:
                    if self._closed or self._idle > 1:
                        return
                    self._idle += 1
                    self._changed.wait()
                    self._idle -= 1
                    lane = self._next()
                lane.queued = False
                lane.running = True
                lane.again = False
                lane.slow = False
                lane.began = time.monotonic()
                self._quick += 1
            try:
                lane.work(lane)
            except Superseded:
                pass
            except Exception as error:
                self._broken(error)
            with self._changed:
                lane.running = False
                lane.first = True
                if lane.slow:
                    self._slow.remove(lane)
                else:
                    self._quick -= 1
                lane.slow = False
                if lane.again and not self._closed:
                    self._queue(lane)
                else:
                    self._start_thread()
                self._changed.notify_all()
