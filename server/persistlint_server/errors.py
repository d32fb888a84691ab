"""The errors that requests are answered with."""

from __future__ import annotations

from lsprotocol.types import DiagnosticServerCancellationData, LSPErrorCodes
from pygls.exceptions import (
    JsonRpcContentModified,
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcRequestCancelled,
)


def request_failed(message: str) -> JsonRpcException:
    """Return the error for a request that makes sense and can't be served; editors show the message."""
    return JsonRpcException(message, LSPErrorCodes.RequestFailed.value)


def invalid_params(message: str) -> JsonRpcException:
    """Return the error for parameters that aren't what the request needs."""
    return JsonRpcInvalidParams(message)


def content_modified() -> JsonRpcException:
    """Return the error for an answer that would be about a text that is gone."""
    return JsonRpcContentModified("The document was changed.")


def pull_again() -> JsonRpcException:
    """Return the error for diagnostics of a text that is gone. A client takes `ContentModified` for an empty answer here and clears what it shows."""
    data = DiagnosticServerCancellationData(retrigger_request=True)
    return JsonRpcException("The document was changed.", LSPErrorCodes.ServerCancelled.value, data)


def cancelled() -> JsonRpcException:
    """Return the error for a request that the user doesn't want to wait for."""
    return JsonRpcRequestCancelled("The request was cancelled.")


def internal_error() -> JsonRpcException:
    """Return the error for a failure of ours, which the log tells of."""
    return JsonRpcInternalError("Internal error.")
