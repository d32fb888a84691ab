"""Messages on their way to the client, and the thread that sends them: nothing else ever waits for a client that doesn't read."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

#: Messages that may wait. Above this number nothing more is read from the client until it has read some.
MOST = 5_000

#: Bytes that may wait: above them the outbox is full.
MOST_BYTES = 16 << 20

#: Requests that may be held while the outbox is full. Above this number nothing more is read either.
MOST_HELD = 2_000

#: Log lines are left out while so many messages wait.
_MOST_LOGS = 500


class Outbox:
    """pygls' writer. A message with a key takes the place of an unsent one with the same key."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: dict[object, bytes] = {}
        self._bytes = 0
        self._told_full = False
        self._count = 0
        self._key = threading.local()
        #: Called, by the thread that sends, when there is room again after somebody was told that the outbox is ``full``.
        self.on_room: Callable[[], None] | None = None
        #: Called by the same thread when the client's end is gone.
        self.on_broken: Callable[[], None] | None = None
        self._changed = threading.Condition()
        self._closing = False
        #: Whether the client's end is gone: nothing can be sent any more.
        self.broken = False
        self._thread = threading.Thread(target=self._send_all, name="outbox", daemon=True)
        self._thread.start()

    # The writer, as pygls knows it

    def write(self, body: bytes) -> None:
        """Send the message soon. Never waits."""
        body = _well_formed(body)
        with self._changed:
            if self.broken:
                return
            key = getattr(self._key, "value", None)
            self._count += 1
            if key is None:
                key = self._count
            else:
                self._take(key)
            self._waiting[key] = body
            self._bytes += len(body)
            self._changed.notify_all()

    def close(self) -> None:
        """Do nothing: the process sends what waits before it ends (``finish``)."""

    # What pygls doesn't know

    @contextmanager
    def replacing(self, key: object) -> Iterator[None]:
        """Give the messages that this thread writes meanwhile the key ``key``."""
        self._key.value = key
        try:
            yield
        finally:
            self._key.value = None

    def drop(self, key: object) -> None:
        """Take back the message with this key if it isn't sent yet."""
        with self._changed:
            self._take(key)

    @property
    def full(self) -> bool:
        """Return whether so much is unsent that answers should wait. ``on_room`` is called afterwards."""
        if self._bytes < MOST_BYTES:
            return False
        with self._changed:
            self._told_full = self._bytes >= MOST_BYTES
            return self._told_full

    @property
    def takes_logs(self) -> bool:
        """Return whether there is room for a line of the log."""
        return len(self._waiting) < _MOST_LOGS

    def wait_for_room(self, held: Callable[[], int], is_useless: Callable[[], bool]) -> bool:
        """Wait while too much is unsent; False once the client is gone, or ``is_useless``. ``held`` counts requests without an answer."""
        with self._changed:
            while self._too_much(held()) and not self.broken:
                # Nothing tells of the end of standard input while nothing is read from it.
                self._changed.wait(0.2)
                if is_useless():
                    return False
            return not self.broken

    def finish(self, seconds: float) -> None:
        """Send what is waiting, for at most so many seconds."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(seconds)

    def _too_much(self, held: int) -> bool:
        # Until many requests are held back, the messages that aren't held may take as much again.
        most = MOST_BYTES if held >= MOST_HELD else 2 * MOST_BYTES
        return len(self._waiting) >= MOST or self._bytes >= most

    def _take(self, key: object) -> bytes | None:
        """Take out the message with this key, with the lock held."""
        message = self._waiting.pop(key, None)
        if message is not None:
            self._bytes -= len(message)
        return message

    def _send_all(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    if self._closing:
                        return
                    self._changed.wait()
                body = self._take(next(iter(self._waiting)))
                assert body is not None
                self._changed.notify_all()
                room = self._told_full and self._bytes < MOST_BYTES // 2
                if room:
                    self._told_full = False
            if room and self.on_room is not None:
                self.on_room()
            try:
                self._stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
                self._stream.flush()
            except (OSError, ValueError):
                break
        with self._changed:
            self.broken = True
            self._waiting.clear()
            self._bytes = 0
            self._changed.notify_all()
        if self.on_broken is not None:
            self.on_broken()


def _well_formed(body: bytes) -> bytes:
    """Return the body with U+FFFD for halves of surrogate pairs, which no strict reader takes."""
    if b"\\ud" not in body:
        return body
    text = json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
