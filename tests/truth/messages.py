"""What containers print, caught by the harness itself: also from a container that ``--rm`` has removed meanwhile.

The engine's log driver is syslog with a socket of the harness, and the container's id as tag.
"""

from __future__ import annotations

import re
import socket
import threading
from pathlib import Path

_FORM = re.compile(rb" ([0-9a-f]{64}) \d+ \S+ - (.*)", re.DOTALL)


class Messages:
    """The lines that containers printed, by container id, in order."""

    def __init__(self, path: Path) -> None:
        self.lines: dict[str, list[str]] = {}
        self._lock = threading.Lock()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._socket.bind(str(path))
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    @staticmethod
    def daemon_settings(path: Path) -> dict[str, object]:
        """Return what ``daemon.json`` must say."""
        options = {
            "syslog-address": f"unixgram://{path}",
            "syslog-format": "rfc5424",
            "tag": "{{.FullID}}",
        }
        return {"log-driver": "syslog", "log-opts": options}

    def _receive(self) -> None:
        while True:
            try:
                data = self._socket.recv(1 << 16)
            except OSError:
                return
            if not data:
                return
            match = _FORM.search(data)
            if match is not None:
                with self._lock:
                    lines = self.lines.setdefault(match[1].decode(), [])
                    lines += match[2].decode("utf-8", "replace").splitlines()

    def of(self, container: str) -> list[str]:
        """Return the lines of one container so far."""
        with self._lock:
            return list(self.lines.get(container, ()))

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
