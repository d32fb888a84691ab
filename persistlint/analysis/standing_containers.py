"""Containers that a script works in by name without starting them: services, and those of other scripts."""

from __future__ import annotations

import os
from copy import copy

from persistlint.docker.commands import Compose, ContainerCopy, ContainerCreate, ContainerExec
from persistlint.durability.names import namespace_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.reading import Reading


def standing_containers(reading: Reading) -> list[ContainerCreate]:
    """Return the containers in which the document works by name (``docker exec shop-db-1``) and that another file starts, a Compose file before a script."""
    commands = [command for command, _ in reading.analysis.commands]
    if any(isinstance(command, Compose) for command in commands):
        # What these make is known from them.
        return []
    own_services = {
        command.name.text
        for command in commands
        if isinstance(command, ContainerCreate) and command.name is not None
    }
    services: dict[str, ContainerCreate] = {}
    for command in commands:
        values = []
        if isinstance(command, ContainerExec):
            values = [command.container]
        elif isinstance(command, ContainerCopy):
            values = [side.container for side in (command.source, command.destination) if side is not None]
        for value in values:
            name = value.text if value is not None else None
            if not name or name in own_services or name in services or any(namespace_of(command)[1:]):
                continue
            service = reading.workspace.index.service(
                name, os.path.abspath(reading.document.path), reading.analysis.lookups
            )
            if service is None:
                started = _started(reading, name)
                if started is not None:
                    services[name] = started
                continue
            # Loaded where a service was found: most scripts work in none.
            from persistlint.analysis.compose_project import read_build
            from persistlint.docker.compose_service import service_create, take_engine

            made = service_create(service.definition, service.project, service.project_name)
            # Compose 1 writes `_` where Compose 2 has `-`.
            made.name = value
            take_engine(made, command)
            for document in service.documents.values():
                reading.analysis.sources.add(document)
            read_build(reading, made)
            services[name] = made
    return list(services.values())


def _started(reading: Reading, name: str) -> ContainerCreate | None:
    """Return the command of another script that starts the container ``name``, as this document meets it. None without one."""
    found = reading.workspace.index.container(
        name, os.path.abspath(reading.document.path), reading.analysis.lookups
    )
    if found is None:
        return None
    command, sources = found
    reading.analysis.sources.take(sources)
    reading.analysis.foreign_spans.add(command.span)
    return copy(command)
