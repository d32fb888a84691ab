"""Progress of work over many files, which the client shows and may cancel."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.session import Session

#: Seconds. What is done sooner needs no progress.
_SOON = 0.3


class Progress:
    """Tells the client how far the work is, at every hundredth of it: under its own ``tokens``, where it gave some, else under one of ours.

    ``cancelled`` is true once the user doesn't want it any more.
    """

    def __init__(self, session: Session, title: str, tokens: list[Any], ask: bool) -> None:
        self._session = session
        self._title = title
        self._tokens = list(tokens)
        #: Whether the client may be asked to show progress that it has no token for.
        self._ask = ask and not tokens and session.client.shows_progress
        self._began = time.monotonic()
        self._percentage = 0
        self._shown = False
        if tokens:
            self._begin()

    @property
    def cancelled(self) -> bool:
        return any(token in self._session.cancelled_progress for token in self._tokens)

    def at(self, number: int, count: int, path: str) -> None:
        """So many of so many files are done, and this one is next."""
        percentage = number * 100 // count
        if not self._shown and self._ask and time.monotonic() - self._began > _SOON:
            self._tokens = [f"persistlint-{self._session.next_serial()}"]
            self._session.connection.ask("window/workDoneProgress/create", {"token": self._tokens[0]})
            self._begin()
        if self._shown and percentage > self._percentage:
            self._percentage = percentage
            message = f"{number} of {count}: {os.path.basename(path)}"
            self._tell({"kind": "report", "message": message, "percentage": percentage, "cancellable": True})

    def end(self) -> None:
        if self._shown:
            self._tell({"kind": "end"})
        self._session.cancelled_progress.difference_update(self._tokens)

    def _begin(self) -> None:
        self._shown = True
        self._tell({"kind": "begin", "title": self._title, "cancellable": True, "percentage": 0})

    def _tell(self, value: dict[str, Any]) -> None:
        for token in self._tokens:
            self._session.connection.notify("$/progress", {"token": token, "value": value})


def cancelled(session: Session, params: Any) -> None:
    """``window/workDoneProgress/cancel``."""
    token = params.get("token") if isinstance(params, dict) else None
    if isinstance(token, (str, int)):
        session.cancelled_progress.add(token)
