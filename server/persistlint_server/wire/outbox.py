"""What is to be sent, and the thread that sends it: nothing else ever waits for a client that doesn't read."""

from __future__ import annotations

import json
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

    Message = dict[str, Any]

#: Messages that may wait. Above this number nothing more is read from the client until it has read some.
MOST = 5_000

#: Log lines are left out while so many messages wait.
_MOST_LOGS = 500


class Outbox:
    """Messages in the order in which they are put in. One with a ``key`` takes the place of an unsent one with the same key."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: dict[object, Message] = {}
        self._count = 0
        self._changed = threading.Condition()
        self._closing = False
        #: Whether the client's end is gone: nothing can be sent any more.
        self.broken = False
        self._thread = threading.Thread(target=self._send_all, name="outbox", daemon=True)
        self._thread.start()

    def put(self, message: Message, key: object = None) -> None:
        """Send the message soon. Never waits."""
        with self._changed:
            if self.broken:
                return
            self._count += 1
            if key is None:
                key = self._count
            else:
                self._waiting.pop(key, None)
            self._waiting[key] = message
            self._changed.notify_all()

    def drop(self, key: object) -> None:
        """Take back the message with this key if it isn't sent yet."""
        with self._changed:
            self._waiting.pop(key, None)

    def put_log(self, message: Message) -> None:
        """Send the message unless much else is waiting."""
        if len(self._waiting) < _MOST_LOGS:
            self.put(message)

    def wait_for_room(self) -> None:
        """Wait while too much is unsent; at once where the client is gone."""
        if len(self._waiting) < MOST:
            return
        with self._changed:
            while len(self._waiting) >= MOST and not self.broken:
                self._changed.wait()

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
                key = next(iter(self._waiting))
                message = self._waiting.pop(key)
                if len(self._waiting) == MOST - 1:
                    self._changed.notify_all()
            try:
                body = encoded(message)
                self._stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
                self._stream.flush()
            except (OSError, ValueError):
                with self._changed:
                    self.broken = True
                    self._waiting.clear()
                    self._changed.notify_all()
                return


def encoded(message: Message) -> bytes:
    """The message as JSON in UTF-8; halves of surrogate pairs, which no strict reader takes, stand as U+FFFD."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
