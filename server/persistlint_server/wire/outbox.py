"""What is to be sent, and the thread that sends it: nothing else ever waits for a client that doesn't read."""

from __future__ import annotations

import json
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

    Message = dict[str, Any]

#: Messages that may wait. Above this number nothing more is read from the client until it has read some.
MOST = 5_000

#: Bytes that may wait: above them the outbox is full.
MOST_BYTES = 16 << 20

#: Requests that may be held while the outbox is full. Above this number nothing more is read either.
MOST_HELD = 5_000

#: While more messages than these wait, new ones are encoded at once: so they take less memory, and it is known how much.
_FEW = 16

#: Log lines are left out while so many messages wait.
_MOST_LOGS = 500


class Outbox:
    """Messages in the order in which they are put in. One with a ``key`` takes the place of an unsent one with the same key."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: dict[object, Message | bytes] = {}
        #: How many bytes the encoded ones of them are.
        self._bytes = 0
        self._told_full = False
        self._held = 0
        #: Called, by the thread that sends, when there is room again after somebody was told that the outbox is ``full``.
        self.on_room: Callable[[], None] | None = None
        self._count = 0
        self._changed = threading.Condition()
        self._closing = False
        #: Whether the client's end is gone: nothing can be sent any more.
        self.broken = False
        self._thread = threading.Thread(target=self._send_all, name="outbox", daemon=True)
        self._thread.start()

    @property
    def full(self) -> bool:
        """Whether so much is unsent that answers had better wait: a question that is outdated meanwhile has a short one. ``on_room`` is called afterwards."""
        if self._bytes < MOST_BYTES:
            return False
        with self._changed:
            self._told_full = self._bytes >= MOST_BYTES
            return self._told_full

    def put(self, message: Message, key: object = None) -> None:
        """Send the message soon. Never waits."""
        item = encoded(message) if len(self._waiting) > _FEW and not self.broken else message
        with self._changed:
            if self.broken:
                return
            self._count += 1
            if key is None:
                key = self._count
            else:
                self._take(key)
            self._waiting[key] = item
            if isinstance(item, bytes):
                self._bytes += len(item)
            self._changed.notify_all()

    def drop(self, key: object) -> None:
        """Take back the message with this key if it isn't sent yet."""
        with self._changed:
            self._take(key)

    def _take(self, key: object) -> Message | bytes | None:
        """Take out the message with this key, with the lock held."""
        found = self._waiting.pop(key, None)
        if isinstance(found, bytes):
            self._bytes -= len(found)
        return found

    def put_log(self, message: Message) -> None:
        """Send the message unless much else is waiting."""
        if len(self._waiting) < _MOST_LOGS:
            self.put(message)

    def wait_for_room(self, held: int) -> None:
        """Wait while too much is unsent; at once where the client is gone. ``held`` is the number of requests without an answer."""
        self._held = held
        if not self._too_much():
            return
        with self._changed:
            while self._too_much() and not self.broken:
                self._changed.wait()

    def _too_much(self) -> bool:
        # What is more than full is what nobody holds back.
        most = MOST_BYTES if self._held >= MOST_HELD else 2 * MOST_BYTES
        return len(self._waiting) >= MOST or self._bytes >= most

    def close(self, seconds: float) -> None:
        """Send what is waiting, for at most so many seconds."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(seconds)

    def _send_all(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    if self._closing:
                        return
                    self._changed.wait()
                much = self._too_much()
                message = self._take(next(iter(self._waiting)))
                assert message is not None
                if much and not self._too_much():
                    self._changed.notify_all()
                room = self._told_full and self._bytes < MOST_BYTES // 2
                if room:
                    self._told_full = False
            if room and self.on_room is not None:
                self.on_room()
            try:
                body = message if isinstance(message, bytes) else encoded(message)
                self._stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
                self._stream.flush()
            except (OSError, ValueError):
                with self._changed:
                    self.broken = True
                    self._waiting.clear()
                    self._bytes = 0
                    self._changed.notify_all()
                return


def encoded(message: Message) -> bytes:
    """The message as JSON in UTF-8; halves of surrogate pairs, which no strict reader takes, stand as U+FFFD."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
