"""Services whose containers a script works in by name, without starting them."""

from __future__ import annotations

import os

from persistlint.docker.commands import Compose, ContainerCopy, ContainerCreate, ContainerExec
from persistlint.durability.names import namespace_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.reading import Reading
    from persistlint.docker.compose_service import ComposeService


def standing_services(reading: Reading) -> list[ComposeService]:
    """Return the services in whose containers the document works by name (``docker exec shop-db-1``), without a Compose command that starts them."""
    commands = [command for command, _ in reading.analysis.commands]
    if any(isinstance(command, Compose) for command in commands):
        # What these make is known from them.
        return []
    own_services = {
        command.name.text
        for command in commands
        if isinstance(command, ContainerCreate) and command.name is not None
    }
    services: dict[str, ComposeService] = {}
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
