"""The server's log: to the client's log, never to standard output or standard error."""

from __future__ import annotations

import json
import logging

from lsprotocol import types

from persistlint.text.secrets import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.server import PersistlintServer

#: So many characters of a message's parameters are traced.
_LONGEST = 2000

# pygls logs every message and each error that it answers with; without a handler that goes to standard error.
for _name in ("pygls", "asyncio"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


class Log:
    """Writes to the client's log, and traces messages while the client wants that."""

    def __init__(self, server: PersistlintServer) -> None:
        self._server = server
        self.trace = types.TraceValue.Off

    def received(self, kind: str, method: str, params: Any) -> None:
        """Trace a message, with what it says where the client wants everything."""
        if self.trace not in (types.TraceValue.Messages, types.TraceValue.Verbose) or method.startswith("$/"):
            return
        verbose = self.trace == types.TraceValue.Verbose
        self._server.log_trace(
            types.LogTraceParams(
                f"received {kind} {method}",
                _shortened(mask(json.dumps(_masked(params), ensure_ascii=False))) if verbose else None,
            )
        )

    def error(self, message: str) -> None:
        """Log a failure of ours."""
        self._say(types.MessageType.Error, message)

    def warning(self, message: str) -> None:
        """Log what somebody may want to mend."""
        self._say(types.MessageType.Warning, message)

    def info(self, message: str) -> None:
        """Log what may be of interest."""
        self._say(types.MessageType.Info, message)

    def show_warning(self, message: str) -> None:
        """Show the user something that only the user can mend."""
        self._server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def _say(self, level: types.MessageType, message: str) -> None:
        self._server.window_log_message(types.LogMessageParams(level, mask(message)))


def _masked(argument: Any) -> Any:
    """Return a message's parameters with their secrets masked, each text as it was before JSON escaped its quotations."""
    if isinstance(argument, str):
        return mask(_shortened(argument))
    if isinstance(argument, dict):
        return {key: _masked(value) for key, value in argument.items()}
    return [_masked(value) for value in argument] if isinstance(argument, list) else argument


def _shortened(text: str) -> str:
    """Return the text without what is too long for a log: a document's whole text is no news to its client."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
