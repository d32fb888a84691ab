"""``persistlint server`` and ``persistlint-server``."""

from __future__ import annotations

import os
import sys

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
    return _serve(incoming, outgoing)


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
        return _serve(client.makefile("rb"), client.makefile("wb"))


def _serve(incoming: BinaryIO, outgoing: BinaryIO) -> int:
    from persistlint_server.session import Session

    # A computation must not keep the reading of the next keystroke waiting.
    sys.setswitchinterval(0.001)
    status = Session(incoming, outgoing).run()
    # Threads may still be at work on what nobody wants any more.
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
