"""Who is analysed when."""

from __future__ import annotations

import threading
from collections.abc import Callable

from persistlint_server.scheduler import MOST_SLOW, Lane, Scheduler

PATIENCE = 60.0


def wait_for(done: threading.Event) -> None:
    assert done.wait(PATIENCE)


class Works:
    """A scheduler, and work that notes when it begins and ends."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.scheduler = Scheduler(self.failures.append)
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
        """A lane whose work is slow from the beginning if it has ``steps``."""

        def work(lane: Lane) -> None:
            with self.lock:
                self.begun.append(name)
                self.most = max(self.most, len(self.begun) - len(self.ended))
            for _ in range(steps):
                lane.began = 0.0
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
    """A lane that is at work until the event is set: what is woken meanwhile waits."""
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
        lane.began = 0.0
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
