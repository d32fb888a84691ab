"""The scheduler of analyses: one piece of work at a time, and a long one never in the way of a short one.

Work is done by threads. One that has been at work for longer than ``SLOW`` seconds counts as slow: another thread takes on what
waits, and the slow one goes on only while nothing shorter is to be done. Slow ones take turns of ``TURN`` seconds, the oldest first, and while there are
several of them nothing new is begun: an editor that opens hundreds of files at once gets them one after the other, and not hundreds half done. What has been done
before, as somebody is at work there, goes before what is new. Nothing is ever delayed on purpose.

Work that doesn't ask its checkpoint for ``OVERDUE`` seconds counts as slow too, and goes on beside the others: one text never ends the diagnostics of all.
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

#: Slow work goes on for so many seconds before it is the next one's turn.
TURN = 0.25

#: Work that hasn't asked its checkpoint for so many seconds holds nobody up any more.
OVERDUE = 0.5

#: While so many pieces of work are slow no new lane is begun. One that has had so many turns doesn't count.
MOST_SLOW = 4
_MANY_TURNS = 20


class Superseded(Exception):
    """The work has become useless: its document was changed or closed."""


class Lane:
    """Work that is done one piece after the other, such as everything about one document.

    ``work`` does all that is to be done and is called again after a ``Scheduler.wake`` during it. It calls ``checkpoint`` often.
    """

    __slots__ = (
        "_scheduler",
        "again",
        "began",
        "behind",
        "first",
        "queued",
        "running",
        "slow",
        "stuck",
        "turn_began",
        "turns",
        "waits",
        "work",
    )

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
        #: When this piece of work began, and since when it has its turn among the slow ones.
        self.began = self.turn_began = 0.0
        self.turns = 0
        #: Whether it waits for its turn, and whether it has kept others waiting without asking its checkpoint.
        self.waits = self.stuck = False

    def checkpoint(self) -> None:
        """Let shorter work pass if this has taken long."""
        if self.slow or time.monotonic() - self.began > SLOW or self.behind:
            self._scheduler.let_pass(self)


class Scheduler:
    """Runs lanes. ``broken`` is told of exceptions, which end only the piece of work that raised them."""

    def __init__(
        self, broken: Callable[[Exception], None], turn: float = TURN, overdue: float = OVERDUE
    ) -> None:
        self._broken = broken
        self._turn = turn
        self._overdue = overdue
        self._changed = threading.Condition()
        self._ready: deque[Lane] = deque()
        self._behind: deque[Lane] = deque()
        self._idle = 0
        #: The lane that runs and isn't slow.
        self._quick: Lane | None = None
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

    def end(self, lane: Lane) -> None:
        """Nobody wants anything of this lane any more: it isn't begun, and a running one comes to its next checkpoint soon."""
        with self._changed:
            if lane.queued:
                lane.queued = False
                (self._behind if lane.behind else self._ready).remove(lane)
            elif lane.running:
                lane.again = True

    def let_pass(self, lane: Lane) -> None:
        """Wait while shorter work waits, or another slow lane has its turn. Slow work calls this from within."""
        with self._changed:
            lane.stuck = False
            if not lane.slow:
                self._make_slow(lane)
            elif time.monotonic() - lane.turn_began > self._turn:
                self._slow.remove(lane)
                self._slow.append(lane)
                lane.turns += 1
                lane.turn_began = time.monotonic()
            while not self._closed and not self._has_turn(lane):
                # A change of the document should end the running work soon.
                lane.waits = True
                self._changed.wait(0.02)
                if lane.again:
                    break
            if lane.waits:
                lane.waits = False
                lane.turn_began = time.monotonic()

    def _has_turn(self, lane: Lane) -> bool:
        """Return whether this slow work goes on now."""
        self._pass_over_stuck()
        return not self._quick and not self._may_begin() and self._first_slow() is lane

    def _make_slow(self, lane: Lane) -> None:
        lane.slow = True
        lane.turn_began = time.monotonic()
        self._quick = None
        self._slow.append(lane)
        self._start_thread()

    def _pass_over_stuck(self) -> None:
        """Let the others go on where the work in progress never asks whether it may."""
        now = time.monotonic()
        lane = self._quick
        if lane is not None and now - lane.began > self._overdue:
            lane.stuck = True
            self._make_slow(lane)
        lane = self._first_slow()
        if lane is not None and not lane.waits and now - lane.turn_began > self._turn + self._overdue:
            lane.stuck = True

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
        """Return whether work waits that goes before slow work."""
        if not self._ready:
            return False
        return self._ready[0].first or sum(lane.turns < _MANY_TURNS for lane in self._slow) < MOST_SLOW

    def _first_slow(self) -> Lane | None:
        """Return the slow lane that goes on now: the oldest, after the others those that are ``behind``, and begun work first."""
        asking = [lane for lane in self._slow if not lane.stuck]
        return min(asking, key=lambda lane: (lane.behind, not lane.first), default=None)

    def _start_thread(self) -> None:
        """Have somebody for what waits, if it may be begun, or is to be begun when the work in progress is overdue."""
        if self._closed or not (self._quick or self._may_begin() or (self._behind and not self._ready)):
            return
        if self._idle:
            self._changed.notify_all()
        else:
            threading.Thread(target=self._run, name="analysis", daemon=True).start()

    def _next(self) -> Lane | None:
        if self._quick:
            self._pass_over_stuck()
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
                    self._changed.wait(self._overdue if self._ready or self._behind else None)
                    self._idle -= 1
                    lane = self._next()
                lane.queued = False
                lane.running = True
                lane.again = False
                lane.slow = False
                lane.turns = 0
                lane.stuck = False
                lane.began = time.monotonic()
                self._quick = lane
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
                    self._quick = None
                lane.slow = False
                if lane.again and not self._closed:
                    self._queue(lane)
                else:
                    self._start_thread()
                self._changed.notify_all()
