"""The protocol's error codes, and the exception that becomes an error response."""

from __future__ import annotations

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
SERVER_NOT_INITIALIZED = -32002
REQUEST_FAILED = -32803
SERVER_CANCELLED = -32802
CONTENT_MODIFIED = -32801
REQUEST_CANCELLED = -32800


class ResponseError(Exception):
    """A request that can't be answered: the error's ``code``, ``message`` and ``data`` as the client gets them."""

    def __init__(self, code: int, message: str, data: object = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


def invalid(message: str) -> ResponseError:
    """Parameters that aren't what the protocol says."""
    return ResponseError(INVALID_PARAMS, message)


def content_modified() -> ResponseError:
    """The text was changed while the answer was being worked out: it would be about a text that is gone."""
    return ResponseError(CONTENT_MODIFIED, "the document was changed")


def cancelled() -> ResponseError:
    """The client took its request back."""
    return ResponseError(REQUEST_CANCELLED, "cancelled")
