"""``persistlint server`` and ``persistlint-server``."""

from __future__ import annotations

import os
import sys
import threading
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_HELP = """\
usage: persistlint server [--tcp HOST:PORT]

The language server. It speaks the language server protocol on standard input and output.

options:
  --stdio          standard input and output, which is what happens anyway
  --tcp HOST:PORT  wait there for one client instead, for debugging
  -h, --help       show this help and exit
"""


def main() -> int:
    """Serve one client until it leaves; the exit status."""
    address = ""
    arguments = sys.argv[1:]
    while arguments:
        argument = arguments.pop(0)
        if argument in ("-h", "--help"):
            sys.stdout.write(_HELP)
            return 0
        if argument.startswith("--tcp="):
            address = argument.removeprefix("--tcp=")
        elif argument == "--tcp" and arguments:
            address = arguments.pop(0)
        elif argument.startswith("--clientProcessId="):
            # Some clients add it; the end of standard input says the same, also across containers.
            continue
        elif argument != "--stdio":
            return _wrong(f"unknown option {argument}" if argument != "--tcp" else "--tcp needs HOST:PORT")
    if address:
        host, colon, port = address.rpartition(":")
        if not colon or not port.isdecimal() or int(port) > 65535:
            return _wrong(f"--tcp needs HOST:PORT, not {address}")
        return _serve_tcp(host.strip("[]") or "127.0.0.1", int(port))
    return _serve_stdio()


def _wrong(message: str) -> int:
    sys.stderr.write(f"persistlint server: {message}; see `persistlint server --help`\n")
    return 2


def _serve_stdio() -> int:
    if sys.stdin is None or sys.stdout is None:
        return _wrong("standard input and output are closed")
    sys.stdout.flush()
    incoming = sys.stdin.buffer
    # The protocol gets a descriptor of its own; whatever else writes to standard output writes to standard error.
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno() if sys.stderr is not None else os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout = sys.stderr
    return _serve(incoming, outgoing, watch_parent=True)


def _serve_tcp(host: str, port: int) -> int:
    import socket

    try:
        with socket.create_server((host, port)) as listener:
            sys.stderr.write(f"persistlint server: waiting at {host}:{listener.getsockname()[1]}\n")
            sys.stderr.flush()
            client, _ = listener.accept()
    except OSError as error:
        return _wrong(f"can't listen at {host}:{port}: {error.strerror or error}")
    with client:
        return _serve(client.makefile("rb"), client.makefile("wb"), watch_parent=False)


def _serve(incoming: BinaryIO, outgoing: BinaryIO, watch_parent: bool) -> int:
    import gc

    if not sys.warnoptions:
        import warnings

        # Those of libraries are for those who write programs. `python -W` asks for them.
        warnings.simplefilter("ignore")
    # What is loaded stays, so looking for garbage in it is lost time; it is a seventh of the start. `server` enables it again.
    gc.disable()
    from persistlint_server.server import server

    # A computation must not keep the reading of the next keystroke waiting.
    sys.setswitchinterval(0.001)
    parent = os.getppid()

    def leave() -> None:
        # The reader may wait for ever for a client that is gone, and threads may be at work on what nobody wants any more.
        os._exit(server.end())

    def watch() -> None:
        # The number that the client tells is another one in a container, or its wrapper's.
        while os.getppid() == parent:
            time.sleep(1)
        leave()

    if watch_parent:
        threading.Thread(target=watch, name="parent", daemon=True).start()
    status = server.serve(incoming, outgoing, lambda: _is_closed(incoming), leave)
    os._exit(status)


def _is_closed(stream: BinaryIO) -> bool:
    """Return whether nobody can write to the stream any more, where the system tells that before all of it is read."""
    if sys.platform == "win32":
        return False
    import select

    poll = select.poll()
    poll.register(stream, 0)
    return any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0))


if __name__ == "__main__":
    sys.exit(main())
