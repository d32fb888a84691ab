"""The engine itself: questions through the docker SDK, every one of which only reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial

from persistlint.engine.address import Address, find_address, podman_sockets
from persistlint.engine.facts import Change, ContainerFacts, FileFacts, ImageFacts, VolumeFacts
from persistlint.engine.problem import EngineProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Seconds to wait for an answer. Adding up the sizes of volumes (`audit`) takes an engine longer than anything else here.
PATIENCE = 10
LONG_PATIENCE = 300

_READING = ("GET", "HEAD")
_KINDS = ("changed", "added", "deleted")
#: Go's ``os.ModeDir``, and the bits of everything that is no ordinary file.
_MODE_DIRECTORY = 1 << 31
_MODE_TYPE = 0b10001111001 << 21


class Engine:
    """A connection to the engine at ``address``.

    Answers about images and volumes are kept for the run. A question that can't be answered raises ``EngineProblem``; ``client`` is the
    SDK's low-level client, or what stands in for it.
    """

    __slots__ = ("_images", "_volumes", "address", "client", "name", "version")

    def __init__(self, address: Address, client: Any, about: dict[str, Any] | None = None) -> None:
        self.address = address
        self.client = client
        about = about or {}
        components = about.get("Components")
        names = [part.get("Name") for part in components or () if isinstance(part, dict)]
        #: "docker" or "podman".
        self.name = "podman" if "Podman Engine" in names else "docker"
        self.version = str(about.get("Version") or "")
        self._images: dict[str, ImageFacts | None] = {}
        self._volumes: frozenset[str] | None = None

    # -- for every analysis -------------------------------------------------------------------------------------------

    def image(self, name: str) -> ImageFacts | None:
        """Return the local image of this name or ID, None where there is none."""
        if name not in self._images:
            answer = self._ask(lambda: self.client.inspect_image(name))
            self._images[name] = ImageFacts(answer) if answer is not None else None
        return self._images[name]

    def has_volume(self, name: str) -> bool:
        """Return whether there is a volume of this name."""
        if self._volumes is None:
            self._volumes = frozenset(volume.name for volume in self.volumes())
        return name in self._volumes

    def volumes(self) -> list[VolumeFacts]:
        """Return every volume, without sizes."""
        answer = self._ask(self.client.volumes) or {}
        return [VolumeFacts(entry) for entry in answer.get("Volumes") or ()]

    # -- for the audit ------------------------------------------------------------------------------------------------

    def containers(self) -> list[ContainerFacts]:
        """Return every container, running or not, sorted by name. One that disappears meanwhile is left out."""
        listed = self._ask(lambda: self.client.containers(all=True, size=True)) or []
        containers = []
        for entry in listed:
            facts = self._ask(partial(self.client.inspect_container, entry["Id"]))
            if facts is not None:
                size = entry.get("SizeRw")
                # A layer in which nothing was written has no size in the list.
                containers.append(ContainerFacts(facts, size if isinstance(size, int) else 0))
        return sorted(containers, key=lambda container: container.name)

    def measured_volumes(self) -> list[VolumeFacts]:
        """Return every volume with its size and the number of its users, as far as the engine knows them."""
        usage = self._ask(self.client.df) or {}
        by_name = {entry.name: entry for entry in map(VolumeFacts, usage.get("Volumes") or ())}
        # Podman's answer has no labels.
        for volume in self.volumes():
            measured = by_name.get(volume.name)
            if measured is not None:
                volume.size, volume.users = measured.size, measured.users
            by_name[volume.name] = volume
        return sorted(by_name.values(), key=lambda volume: volume.name)

    def any_image(self) -> str:
        """Return the ID of some image that a container can be made from, "" where there is none."""
        listed = self._ask(self.client.images) or []
        return next((str(entry["Id"]) for entry in listed if entry.get("Id")), "")

    def changes(self, container: str) -> list[Change]:
        """Return the differences between the container's file system and its image's."""
        answer = self._ask(lambda: self.client.diff(container)) or []
        return [
            Change(entry["Path"], _KINDS[entry["Kind"]]) for entry in answer if entry.get("Kind") in (0, 1, 2)
        ]

    def file(self, container: str, path: str) -> FileFacts | None:
        """Return a file of the container, None where it isn't there."""
        client = self.client

        def ask() -> Any:
            # The SDK has a call for the archive alone, which would send the content too.
            url = client._url("/containers/{0}/archive", container)
            answer = client.head(url, params={"path": path}, timeout=client.timeout)
            client._raise_for_status(answer)
            return answer.headers.get("X-Docker-Container-Path-Stat")

        header = self._ask(ask)
        if not header:
            return None
        from base64 import b64decode

        try:
            stat = json.loads(b64decode(header))
            mode = int(stat["mode"])
            return FileFacts(int(stat["size"]), bool(mode & _MODE_DIRECTORY), bool(mode & _MODE_TYPE))
        except (ValueError, KeyError, TypeError):
            return None

    def close(self) -> None:
        """Hang up."""
        self.client.close()

    def _ask(self, question: Callable[[], Any]) -> Any:
        """Return the answer to ``question``, None where the engine doesn't have the thing. Raises ``EngineProblem`` where it can't be asked."""
        from docker.errors import APIError, DockerException, ImageNotFound, NotFound
        from requests.exceptions import RequestException

        try:
            return question()
        except (NotFound, ImageNotFound):
            return None
        except APIError as error:
            if error.response is not None and error.response.status_code == 400:
                # A name that is none (podman also says so of an image that isn't there).
                return None
            raise EngineProblem(
                f"the engine at {self.address.host} refused to answer: {_reason(error)}"
            ) from None
        except (DockerException, RequestException, OSError) as error:
            raise EngineProblem(
                f"the engine at {self.address.host} doesn't answer: {_reason(error)}"
            ) from None


def connect(host: str | None = None, context: str | None = None, patience: int = PATIENCE) -> Engine:
    """Return a connection to the engine that ``find_address`` finds. Raises ``EngineProblem`` without the SDK or the engine."""
    address = find_address(host, context)
    try:
        import docker
        from docker.errors import DockerException
        from requests.exceptions import RequestException
    except ImportError:
        from persistlint.engine.installing import install_hint

        raise EngineProblem(f"the package `docker` is missing; {install_hint('engine', 'docker')}") from None

    class Reader(docker.APIClient):  # type: ignore[misc]
        """The SDK's client, which here sends nothing but questions."""

        def request(self, method: str, *args: Any, **options: Any) -> Any:
            if method.upper() not in _READING:
                raise AssertionError(f"{method} would change something")
            return super().request(method, *args, **options)

    _knock(address)
    options: dict[str, Any] = {"base_url": address.host, "version": "auto", "timeout": patience}
    if address.host.startswith("ssh://"):
        # The ssh program knows the user's keys and configuration.
        options["use_ssh_client"] = True
    try:
        if address.tls:
            options["tls"] = _tls(address)
        client = Reader(**options)
        return Engine(address, client, client.version())
    except (DockerException, RequestException, OSError, ValueError) as error:
        raise EngineProblem(f"can't reach {address.host}: {_reason(error)}{_instead(address)}") from None
    except ImportError as error:
        raise EngineProblem(f"can't reach {address.host}: {error}") from None


def _knock(address: Address) -> None:
    """Raise ``EngineProblem`` where nobody listens at a local socket.

    The message is plainer than the SDK's, and the SDK would leave its own socket open.
    """
    if not address.host.startswith("unix://"):
        return
    if sys.platform == "win32":
        raise EngineProblem(
            f"can't reach {address.host}: Python has no Unix sockets on Windows; write `npipe://` or `tcp://`"
        )
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knocking:
        try:
            knocking.connect(address.host.removeprefix("unix://"))
        except OSError as error:
            raise EngineProblem(f"can't reach {address.host}: {_reason(error)}{_instead(address)}") from None


def _tls(address: Address) -> Any:
    from docker.tls import TLSConfig

    pair = (address.certificate, address.key) if address.certificate and address.key else None
    return TLSConfig(client_cert=pair, ca_cert=address.ca or None, verify=address.verify)


def _reason(error: BaseException) -> str:
    """Return the engine's own words, else the innermost cause. The outer errors repeat each other's text."""
    seen: set[int] = set()
    while id(error) not in seen:
        seen.add(id(error))
        explanation = getattr(error, "explanation", None)
        if explanation:
            return " ".join(str(explanation).split())
        inner = error.__cause__ or error.__context__
        inner = inner or next((part for part in error.args if isinstance(part, BaseException)), None)
        if inner is None:
            break
        error = inner
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join((said or type(error).__name__).split())


def _instead(address: Address) -> str:
    """Return a hint at a podman that could be meant, "" where docker's own socket is there or no podman listens."""
    sockets = podman_sockets()
    if address.words or not sockets or address.host in sockets:
        return ""
    return f" (podman listens at {sockets[0]}: DOCKER_HOST={sockets[0]})"
