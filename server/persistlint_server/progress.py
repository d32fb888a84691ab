"""Progress of work over many files, which the client shows and may cancel."""

from __future__ import annotations

import os
import time

from lsprotocol import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.server import PersistlintServer

#: Seconds. What is done sooner needs no progress.
_SOON = 0.3


class Progress:
    """Tells the client how far the work is, at every hundredth of it: under its own ``tokens``, where it gave some, else under one of ours.

    ``cancelled`` is true once the user doesn't want it any more.
    """

    def __init__(self, server: PersistlintServer, title: str, tokens: list[str | int], ask: bool) -> None:
        self._server = server
        self._shown_by = server.work_done_progress
        self._title = title
        self._tokens = list(tokens)
        #: Whether the client may be asked to show progress that it has no token for.
        self._ask = ask and not tokens and server.client.shows_progress
        self._began = time.monotonic()
        self._percentage = 0
        self._shown = False
        if tokens:
            self._begin()

    @property
    def cancelled(self) -> bool:
        """Return whether the user doesn't want the work to go on."""
        futures = [self._shown_by.tokens.get(token) for token in self._tokens]
        return any(future is not None and future.cancelled() for future in futures)

    def at(self, number: int, count: int, path: str) -> None:
        """Tell that so many of so many files are done, and this one is next."""
        percentage = number * 100 // count
        if not self._shown and self._ask and time.monotonic() - self._began > _SOON:
            ours = f"persistlint-{self._server.next_serial()}"
            self._server.window_work_done_progress_create(types.WorkDoneProgressCreateParams(ours))
            self._tokens = [ours]
            self._begin()
        if self._shown and percentage > self._percentage:
            self._percentage = percentage
            message = f"{number} of {count}: {os.path.basename(path)}"
            for token in self._tokens:
                self._shown_by.report(
                    token,
                    types.WorkDoneProgressReport(cancellable=True, message=message, percentage=percentage),
                )

    def end(self) -> None:
        """Tell that the work is done, or left."""
        for token in self._tokens:
            if self._shown:
                self._shown_by.end(token, types.WorkDoneProgressEnd())
            # pygls keeps every token for ever.
            self._shown_by.tokens.pop(token, None)

    def _begin(self) -> None:
        self._shown = True
        for token in self._tokens:
            self._shown_by.begin(
                token, types.WorkDoneProgressBegin(title=self._title, cancellable=True, percentage=0)
            )
