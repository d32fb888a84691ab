"""The client's bytes, as pygls' reader takes them: whole messages only, each with the one header that pygls knows."""

from __future__ import annotations

import asyncio
import re
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

#: Bodies larger than this are read past, not into memory.
LARGEST = 256 * 1024 * 1024

#: So many messages are read before the loop takes them.
_AHEAD = 32

_LONGEST_LINE = 8192
_CHUNK = 1 << 16

#: A header at the end of a line. A length that is too short leaves the rest of its message before the next header.
_HEADER = re.compile(rb"content-length[ \t]*:[ \t]*([^\r\n]*?)[ \t]*\r?\n?\Z", re.IGNORECASE)


class Malformed(Exception):
    """Bytes that are no message. Reading may go on after it."""


class Incoming:
    """Gives pygls' loop a message as three reads: its header, the blank line, its body.

    A thread of its own reads ``stream``. ``wait_for_room`` is called there before each message and returns False where nothing more is to be
    read; ``refuse`` gets the reason for each run of bytes that is no message.
    """

    def __init__(
        self, stream: BinaryIO, refuse: Callable[[str], None], wait_for_room: Callable[[], bool]
    ) -> None:
        self._stream = stream
        self._refuse = refuse
        self._wait_for_room = wait_for_room
        self._ahead = threading.Semaphore(_AHEAD)
        self._read: asyncio.Queue[bytes | None] | None = None
        self._body: bytes | None = None

    async def readline(self) -> bytes:
        """Return the header of the next message, then a blank line; nothing at the end of the stream."""
        if self._body is not None:
            return b"\r\n"
        if self._read is None:
            self._read = asyncio.Queue()
            threading.Thread(
                target=self._read_all,
                args=(asyncio.get_running_loop(), self._read),
                name="reader",
                daemon=True,
            ).start()
        # The handlers of one message begin before the next one: what they ask is about the text of that moment.
        await asyncio.sleep(0)
        self._body = await self._read.get()
        self._ahead.release()
        return b"" if self._body is None else b"Content-Length: %d\r\n" % len(self._body)

    async def readexactly(self, length: int) -> bytes:
        """Return the body of the message whose header was read."""
        body, self._body = self._body, None
        return body or b""

    def _read_all(self, loop: asyncio.AbstractEventLoop, read: asyncio.Queue[bytes | None]) -> None:
        body: bytes | None = b""
        while body is not None:
            self._ahead.acquire()
            body = self._next_body()
            try:
                loop.call_soon_threadsafe(read.put_nowait, body)
            except RuntimeError:
                # The loop has ended.
                return

    def _next_body(self) -> bytes | None:
        while self._wait_for_room():
            try:
                return read_body(self._stream)
            except Malformed as problem:
                self._refuse(str(problem))
            except (OSError, ValueError):
                # The stream was closed under our hands.
                return None
        return None


def read_body(stream: BinaryIO) -> bytes | None:
    """Return the next message's body; None at the end of the stream. Raise ``Malformed`` for what is no message."""
    length: int | None = None
    wrong = ""
    while True:
        line = stream.readline(_LONGEST_LINE)
        if not line:
            return None
        if not line.strip():
            if wrong:
                raise Malformed(wrong)
            if length is None:
                # A blank line between messages.
                continue
            break
        header = _HEADER.search(line)
        if header is not None:
            length = _number(header[1])
            # A header is found again, whatever stood before it.
            wrong = "" if length is not None else "The Content-Length is no number."
        elif length is None and not line.lower().startswith(b"content-type:"):
            wrong = wrong or "These bytes belong to no message."
    if length is None:
        raise Malformed(wrong)
    if not length:
        raise Malformed("The message is empty.")
    if length > LARGEST:
        _skip(stream, length)
        raise Malformed(f"A message of {length} bytes is too large.")
    body = stream.read(length)
    return body if body is not None and len(body) == length else None


def _number(text: bytes) -> int | None:
    return int(text) if text.isdigit() and len(text) < 19 else None


def _skip(stream: BinaryIO, length: int) -> None:
    while length > 0:
        chunk = stream.read(min(_CHUNK, length))
        if not chunk:
            return
        length -= len(chunk)
