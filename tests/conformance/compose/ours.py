"""What persistlint makes of Compose files, in the plugin's own form."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import Any

from persistlint.docker.compose_service import VOLUMES, default_project_name, service_create
from persistlint.hosts.compose.definition import ComposeFile, ProjectDefinition
from persistlint.hosts.compose.env_file import read_env
from persistlint.hosts.compose.reading import read_file, read_project
from persistlint.hosts.compose.text import Text
from persistlint.shell.values import Literal, Unknown, Value
from tests.conformance.compose.plugin import HOME


def project_of(files: list[Path], folder: Path) -> ProjectDefinition:
    """Return the project that the files make, with what stands beside them."""

    def read(path: str) -> ComposeFile | None:
        try:
            data = Path(path).read_bytes()
        except OSError:
            return None
        variables = Path(path).parent / ".env"
        from_file = read_env(variables.read_bytes()) if variables.exists() else {}
        return read_file(path, data, from_file, None, os.path.dirname(path))

    loaded = [file for file in map(read, map(str, files)) if file is not None]

    def read_bytes(path: str) -> bytes | None:
        try:
            return Path(path).read_bytes()
        except OSError:
            return None

    return read_project(loaded, read, read_bytes)


def blanked(text: Text | None, project: str = "") -> str | None:
    """Return a text as Compose prints it where no variable is set. It sets the project's name itself, which others may choose with ``-p``."""
    if text is None:
        return None
    variables = {"COMPOSE_PROJECT_NAME": project, "HOME": HOME, "PWD": os.path.dirname(text.span.anchor[0])}
    return "".join(variables.get(piece.unknown, "") if piece.unknown else piece.text for piece in text.pieces)


def printed(value: Value | None, folder: str = "") -> str | None:
    """Return the same of a value; the home directory is that of the plugin's run."""
    if value is None:
        return None
    out = []
    for piece in value.pieces:
        if isinstance(piece, Literal):
            out.append(piece.text)
        elif isinstance(piece, Unknown) and (piece.kind == "home" or piece.name == "HOME"):
            out.append(HOME)
        elif isinstance(piece, Unknown) and piece.name == "PWD":
            out.append(folder)
    return "".join(out)


def model(project: ProjectDefinition) -> dict[str, Any]:
    """Services (image, command, entrypoint, environment, mounts, volumes_from, container_name, build) and volumes."""
    name = default_project_name(project)
    services: dict[str, Any] = {}
    for service in project.services.values():
        command = service_create(service, project, name, reveals=True)
        folder = project.files[0].directory
        mounts = set()
        objects = set()
        tmpfs = []
        for mount in command.mounts:
            if mount.flag in ("configs", "secrets"):
                source = printed(mount.source, folder) or ""
                if source and not source.startswith("/"):
                    source = os.path.normpath(os.path.join(folder, source))
                objects.add((mount.flag, source, printed(mount.target, folder)))
                continue
            if mount.flag != VOLUMES:
                tmpfs.append(printed(mount.value, folder))
                continue
            source = printed(mount.source, folder) or ""
            if mount.type == "bind" and source and not source.startswith("/"):
                source = os.path.normpath(os.path.join(folder, source))
            target = posixpath.normpath(printed(mount.target, folder) or "")
            mounts.add((mount.type, source.rstrip("/") or source, target, bool(mount.read_only)))
        services[service.name] = {
            "image": blanked(service.image, name or ""),
            "command": [blanked(text, name or "") for text in service.command]
            if service.command is not None
            else None,
            "entrypoint": [blanked(text, name or "") for text in service.entrypoint]
            if service.entrypoint is not None
            else None,
            "environment": {key: blanked(text, name or "") for key, (_, text) in service.environment.items()},
            "mounts": mounts,
            "objects": objects,
            "tmpfs": set(tmpfs),
            "volumes_from": [blanked(text, name or "") for text in service.volumes_from],
            "container_name": blanked(service.container_name, name or ""),
            "restart": blanked(service.restart, name or ""),
            "build": service.build is not None,
            "reads_env_file": any(layer.node.get("env_file") for layer in service.layers),
        }
    used = {
        (mount.source.text or "")
        for service in project.services.values()
        for mount in service_create(service, project, name, reveals=True).mounts
        if mount.type == "volume" and mount.source is not None
    }
    volumes = {
        key: {
            "name": blanked(volume.real_name, name or "") or (key if volume.external else f"{name}_{key}"),
            "external": bool(volume.external),
            "driver": blanked(volume.driver, name or ""),
            "driver_opts": {
                option: blanked(text, name or "") for option, text in volume.driver_options.items()
            },
        }
        for key, volume in project.volumes.items()
        if key in used
    }
    return {"name": name, "services": services, "volumes": volumes}


def theirs(config: dict[str, Any]) -> dict[str, Any]:
    """Return the plugin's answer in the same form."""
    services: dict[str, Any] = {}
    for name, service in (config.get("services") or {}).items():
        services[name] = {
            "image": single(service.get("image")) or None,
            "command": singles(service.get("command")),
            "entrypoint": singles(service.get("entrypoint")),
            "environment": {key: single(value) for key, value in (service.get("environment") or {}).items()},
            "mounts": {
                (
                    mount["type"],
                    (single(mount.get("source")) or "").rstrip("/") or "/" * bool(mount.get("source")),
                    single(mount.get("target")),
                    bool(mount.get("read_only")),
                )
                for mount in service.get("volumes") or ()
            },
            "objects": {
                (kind, single(given["file"]), _place(kind, each))
                for kind in ("configs", "secrets")
                for each in service.get(kind) or ()
                if (given := (config.get(kind) or {}).get(each["source"], {})).get("file")
            },
            "tmpfs": set(singles(service.get("tmpfs")) or ()),
            "volumes_from": singles(service.get("volumes_from")) or [],
            "container_name": single(service.get("container_name")),
            "restart": single(service.get("restart")),
            "build": "build" in service,
        }
    volumes = {
        key: {
            "name": single(volume.get("name")),
            "external": bool(volume.get("external")),
            "driver": single(volume.get("driver")),
            "driver_opts": {
                option: single(str(value)) for option, value in (volume.get("driver_opts") or {}).items()
            },
        }
        for key, volume in (config.get("volumes") or {}).items()
    }
    return {"name": config.get("name"), "services": services, "volumes": volumes}


def single(text: Any) -> Any:
    """Return a printed text with its dollars as they are: Compose doubles them."""
    return text.replace("$$", "$") if isinstance(text, str) else text


def singles(texts: Any) -> Any:
    return [single(text) for text in texts] if isinstance(texts, list) else texts


def _place(kind: str, given: dict[str, Any]) -> str:
    """Return the path in the container of a config or a secret, as Compose mounts its file."""
    target = single(given.get("target")) or single(given["source"]) or ""
    if target.startswith("/"):
        return target
    return ("/run/secrets/" if kind == "secrets" else "/") + target
