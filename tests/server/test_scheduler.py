"""Who is analysed when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from persistlint_server.scheduler import MOST_SLOW, SLOW, Lane, Scheduler

PATIENCE = 60.0


def wait_for(done: threading.Event) -> None:
    assert done.wait(PATIENCE)


def make_slow(lane: Lane) -> None:
    """Let the work of ``lane`` look slow at its next checkpoint, but not overdue."""
    lane.began = time.monotonic() - 2 * SLOW


class Works:
    """A scheduler, and work that notes when it begins and ends."""

    def __init__(self, turn: float = PATIENCE, overdue: float = PATIENCE) -> None:
        self.failures: list[Exception] = []
        self.scheduler = Scheduler(self.failures.append, turn, overdue)
        self.lock = threading.Lock()
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.most = 0
        self.all_ended = threading.Event()
        self.waiting_for = 0

    def expect(self, count: int) -> None:
        self.waiting_for = count

    def lane(
        self, name: str, steps: int = 0, then: Callable[[], None] | None = None, behind: bool = False
    ) -> Lane:
        """Return a lane whose work is slow from the beginning if it has ``steps``."""

        def work(lane: Lane) -> None:
            with self.lock:
                self.begun.append(name)
                self.most = max(self.most, len(self.begun) - len(self.ended))
            for _ in range(steps):
                make_slow(lane)
                lane.checkpoint()
            if then is not None:
                then()
            with self.lock:
                self.ended.append(name)
                if len(self.ended) >= self.waiting_for:
                    self.all_ended.set()

        return Lane(self.scheduler, work, behind=behind)

    def end(self) -> None:
        wait_for(self.all_ended)
        self.scheduler.close()
        assert self.failures == []


def held(works: Works) -> tuple[Lane, threading.Event]:
    """Return a lane that is at work until the event is set: what is woken meanwhile waits."""
    begun, go_on = threading.Event(), threading.Event()

    def work(lane: Lane) -> None:
        begun.set()
        wait_for(go_on)

    lane = Lane(works.scheduler, work)
    works.scheduler.wake(lane)
    wait_for(begun)
    return lane, go_on


def test_of_many_long_analyses_few_are_begun_at_once() -> None:
    works = Works()
    _, go_on = held(works)
    names = [str(number) for number in range(60)]
    works.expect(len(names))
    for name in names:
        works.scheduler.wake(works.lane(name, steps=20))
    go_on.set()
    works.end()
    # One of them may be on its way to become slow.
    assert works.most <= MOST_SLOW + 1
    # The oldest goes on first.
    assert works.ended == names


def test_a_short_one_passes_long_ones() -> None:
    works = Works()
    works.expect(2)
    short = works.lane("short")
    begun = threading.Event()

    def work(lane: Lane) -> None:
        make_slow(lane)
        begun.set()
        while "short" not in works.ended:
            lane.checkpoint()
        works.ended.append("long")
        works.all_ended.set()

    works.scheduler.wake(Lane(works.scheduler, work))
    wait_for(begun)
    works.scheduler.wake(short)
    works.end()
    assert works.ended == ["short", "long"]


def test_who_has_been_analysed_goes_before_what_is_new() -> None:
    works = Works()
    works.expect(1)
    edited = works.lane("edited")
    works.scheduler.wake(edited)
    wait_for(works.all_ended)
    works.all_ended.clear()
    _, go_on = held(works)
    works.expect(12)
    for number in range(10):
        works.scheduler.wake(works.lane(str(number), steps=3))
    works.scheduler.wake(edited)
    go_on.set()
    works.end()
    assert works.ended[:2] == ["edited", "edited"]


def test_what_is_behind_waits_for_all_others() -> None:
    works = Works()
    _, go_on = held(works)
    works.expect(7)
    works.scheduler.wake(works.lane("behind", steps=3, behind=True))
    for number in range(6):
        works.scheduler.wake(works.lane(str(number), steps=3))
    go_on.set()
    works.end()
    assert works.ended[-1] == "behind"


def test_work_that_never_asks_holds_nobody_up() -> None:
    works = Works(overdue=0.01)
    _, go_on = held(works)
    works.expect(3)
    for number in range(3):
        works.scheduler.wake(works.lane(str(number), steps=3))
    # The held one has come to no end.
    works.end()
    assert works.ended == ["0", "1", "2"]
    go_on.set()


def test_long_ones_take_turns() -> None:
    works = Works(turn=0.0)
    works.expect(2)
    steps: list[str] = []

    def lane(name: str) -> Lane:
        def work(lane: Lane) -> None:
            make_slow(lane)
            lane.checkpoint()
            # Neither ends before the other one has gone on as well.
            while len(set(steps)) < 2:
                steps.append(name)
                lane.checkpoint()
            works.ended.append(name)
            if len(works.ended) == 2:
                works.all_ended.set()

        return Lane(works.scheduler, work)

    works.scheduler.wake(lane("one"))
    works.scheduler.wake(lane("other"))
    works.end()


def test_what_nobody_wants_any_more_is_not_begun() -> None:
    works = Works()
    _, go_on = held(works)
    works.expect(1)
    closed = works.lane("closed")
    works.scheduler.wake(closed)
    works.scheduler.wake(works.lane("open"))
    works.scheduler.end(closed)
    go_on.set()
    works.end()
    assert works.begun == ["open"]
