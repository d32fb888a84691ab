"""Messages out of a byte stream: a header with the length, then the body.

What isn't a header is skipped up to the next one, and said once: a client that writes something else in between is
answered with an error and then understood again.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

#: Bodies larger than this are read past, not into memory.
LARGEST = 256 * 1024 * 1024

_LONGEST_LINE = 8192
_CHUNK = 1 << 16


class Malformed(Exception):
    """Bytes that are no message. Reading may go on after it."""


def read_body(stream: BinaryIO) -> bytes | None:
    """The next message's body; None at the end of the stream. Raises ``Malformed`` for what is no message."""
    length: int | None = None
    wrong = ""
    while True:
        line = stream.readline(_LONGEST_LINE)
        if not line:
            return None
        text = line.strip()
        if not text:
            if wrong:
                raise Malformed(wrong)
            if length is None:
                # A blank line between messages.
                continue
            break
        name, colon, value = text.partition(b":")
        if name.lower() == b"content-length" and colon:
            length = _number(value.strip())
            # A header is found again, whatever stood before it.
            wrong = "" if length is not None else "the Content-Length is no number"
        elif not colon or not line.endswith(b"\n") or name.lower() != b"content-type":
            if length is None:
                wrong = wrong or "bytes that belong to no message"
    if length is None:
        raise Malformed(wrong)
    if length > LARGEST:
        _skip(stream, length)
        raise Malformed(f"a message of {length} bytes is too large")
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
