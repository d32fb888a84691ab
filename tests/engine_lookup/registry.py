"""A registry from which one image can be pulled, so that an engine without a network has an image with a repository digest."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import json
import socketserver
import threading

_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    blobs: dict[str, tuple[str, bytes]]

    def address_string(self) -> str:
        return "client"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        last = self.path.partition("?")[0].rpartition("/")[2]
        answer = ("application/json", b"{}") if not last else self.blobs.get(last)
        self.send_response(200 if answer else 404)
        kind, body = answer or ("application/json", b"{}")
        self.send_header("Content-Type", kind)
        self.send_header("Docker-Content-Digest", _digest(body))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


class Registry:
    """Serves the file system ``root`` (a tar file) as the tag ``1`` of any repository. ``digest`` is what it pulls as."""

    def __init__(self, root: bytes) -> None:
        layer = gzip.compress(root, mtime=0)
        config = json.dumps(
            {
                "architecture": "amd64",
                "os": "linux",
                "config": {"Cmd": ["sleep", "1000"]},
                "rootfs": {"type": "layers", "diff_ids": [_digest(root)]},
            }
        ).encode()
        manifest = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": _MANIFEST,
                "config": _descriptor("application/vnd.docker.container.image.v1+json", config),
                "layers": [_descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip", layer)],
            }
        ).encode()
        self.digest = _digest(manifest)

        class Handler(_Handler):
            blobs = {
                "1": (_MANIFEST, manifest),
                self.digest: (_MANIFEST, manifest),
                _digest(config): ("application/octet-stream", config),
                _digest(layer): ("application/octet-stream", layer),
            }

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _descriptor(kind: str, content: bytes) -> dict[str, object]:
    return {"mediaType": kind, "size": len(content), "digest": _digest(content)}
