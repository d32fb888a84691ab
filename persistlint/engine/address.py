"""The address of the engine: the choice that the docker client would make.

The client takes, in this order: ``--host``, ``--context``, ``DOCKER_HOST``, ``DOCKER_CONTEXT``, the configuration's ``currentContext``, its
built-in socket (https://docs.docker.com/engine/manage-resources/contexts/, and docker/cli ``cli/command/cli.go``, ``resolveContextName``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from persistlint.engine.problem import EngineProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEFAULT_CONTEXT = "default"
DEFAULT_HOST = "npipe:////./pipe/docker_engine" if os.name == "nt" else "unix:///var/run/docker.sock"

#: Where podman's service listens: root's, and a user's below XDG_RUNTIME_DIR (podman-system-service(1)).
_PODMAN_SOCKET = "/run/podman/podman.sock"


class Address:
    """An engine's ``host``, the ``context`` that names it, and the files for TLS ("" where there are none).

    ``words`` are the client's global options that lead to the same engine; none where the environment or the configuration does.
    """

    __slots__ = ("ca", "certificate", "context", "host", "key", "tls", "verify", "words")

    def __init__(self, host: str, context: str = DEFAULT_CONTEXT, words: tuple[str, ...] = ()) -> None:
        self.host = host
        self.context = context
        self.words = words
        self.tls = False
        self.verify = True
        self.ca = ""
        self.certificate = ""
        self.key = ""


def find_address(
    host: str | None = None, context: str | None = None, environment: Mapping[str, str] | None = None
) -> Address:
    """Return the address of the engine that ``--host`` or ``--context`` names, else of the one that the environment means.

    Raises ``EngineProblem`` for a context that isn't there.
    """
    variables = os.environ if environment is None else environment
    if host:
        return _at(host, variables, ("--host", host))
    if context:
        return _of_context(context, variables, ("--context", context))
    if variables.get("DOCKER_HOST"):
        return _at(variables["DOCKER_HOST"], variables, ())
    name = variables.get("DOCKER_CONTEXT") or _current_context(variables)
    return _of_context(name or DEFAULT_CONTEXT, variables, ())


def podman_sockets(environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the addresses at which a podman service listens on this machine."""
    variables = os.environ if environment is None else environment
    runtime = variables.get("XDG_RUNTIME_DIR")
    paths = [f"{runtime}/podman/podman.sock"] if runtime else []
    return [f"unix://{path}" for path in (*paths, _PODMAN_SOCKET) if os.path.exists(path)]


def _at(host: str, variables: Mapping[str, str], words: tuple[str, ...]) -> Address:
    address = Address(host if "://" in host else f"tcp://{host}", DEFAULT_CONTEXT, words)
    # DOCKER_TLS_VERIFY counts where it isn't empty, whatever it says.
    if variables.get("DOCKER_TLS_VERIFY") or variables.get("DOCKER_TLS"):
        folder = variables.get("DOCKER_CERT_PATH") or _configuration_folder(variables)
        _certificates(address, folder)
        address.tls = True
        address.verify = bool(variables.get("DOCKER_TLS_VERIFY"))
    return address


def _of_context(name: str, variables: Mapping[str, str], words: tuple[str, ...]) -> Address:
    if name == DEFAULT_CONTEXT:
        return Address(DEFAULT_HOST, name, words)
    # The store keeps a context in a folder that is named by the digest of its name.
    from hashlib import sha256

    digest = sha256(name.encode()).hexdigest()
    contexts = os.path.join(_configuration_folder(variables), "contexts")
    meta = _json(os.path.join(contexts, "meta", digest, "meta.json"))
    if meta is None:
        raise EngineProblem(f"there is no docker context `{name}`")
    endpoints = meta.get("Endpoints")
    endpoint = endpoints.get("docker") if isinstance(endpoints, dict) else None
    host = endpoint.get("Host") if isinstance(endpoint, dict) else None
    address = Address(host if isinstance(host, str) and host else DEFAULT_HOST, name, words)
    folder = os.path.join(contexts, "tls", digest, "docker")
    if os.path.isdir(folder):
        _certificates(address, folder)
        address.tls = True
    if isinstance(endpoint, dict) and endpoint.get("SkipTLSVerify"):
        address.tls = True
        address.verify = False
    return address


def _certificates(address: Address, folder: str) -> None:
    for attribute, name in (("ca", "ca.pem"), ("certificate", "cert.pem"), ("key", "key.pem")):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            setattr(address, attribute, path)


def _current_context(variables: Mapping[str, str]) -> str:
    configuration = _json(os.path.join(_configuration_folder(variables), "config.json")) or {}
    name = configuration.get("currentContext")
    return name if isinstance(name, str) else ""


def _configuration_folder(variables: Mapping[str, str]) -> str:
    home = variables.get("HOME") or os.path.expanduser("~")
    return variables.get("DOCKER_CONFIG") or os.path.join(home, ".docker")


def _json(path: str) -> dict[str, Any] | None:
    """Return the JSON object in the file, None where there is none or where it can't be read."""
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
