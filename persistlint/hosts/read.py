"""Reads a document of any host language."""

from __future__ import annotations

from persistlint.hosts.fragment import Fragment
from persistlint.text.document import Document
from persistlint.text.mapping import Mapping
from persistlint.text.spans import Span, document_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.hosts.compose.definition import ComposeFile
    from persistlint.hosts.image_definition import ImageDefinition
    from persistlint.hosts.makefile.reading import EatenReference, ReadFile
    from persistlint.hosts.units import ListFolder


class HostReading:
    """The content of a document.

    ``fragments`` are its shell code, that of RUN included; ``images`` are the Dockerfiles in it; ``compose_files`` come with the map of their bytes
    to the document's.
    """

    __slots__ = ("compose_files", "eaten", "fragments", "images")

    def __init__(
        self,
        fragments: list[Fragment],
        images: list[ImageDefinition],
        compose_files: list[tuple[ComposeFile, Mapping]] | None = None,
    ) -> None:
        self.fragments = fragments
        self.images = images
        self.compose_files = compose_files or []
        #: The dollars that make takes for its own.
        self.eaten: list[EatenReference] = []


def read(
    document: Document, read_included: ReadFile | None = None, list_folder: ListFolder | None = None
) -> HostReading:
    """Read ``document`` by its ``language``; a language that isn't read gives nothing.

    ``read_included`` gives the files that it includes, ``list_folder`` the names in a folder beside it.
    """
    if document.language == "shell":
        from persistlint.hosts import shell

        return HostReading(shell.fragments(document), [])
    if document.language == "dockerfile":
        from persistlint.hosts import dockerfile

        definition = dockerfile.definition_of(document)
        return HostReading(dockerfile.run_fragments(definition), [definition])
    if document.language == "markdown":
        from persistlint.hosts import dockerfile, markdown
        from persistlint.hosts.markup_blocks import blocks_of

        blocks = blocks_of(document)
        images = [
            dockerfile.read_dockerfile(document.path, text, mapping=mapping)
            for text, mapping in markdown.dockerfiles(document, blocks)
        ]
        fragments = markdown.fragments(document, blocks)
        for image in images:
            fragments += dockerfile.run_fragments(image)
        return HostReading(fragments, images, markdown.compose_files(document, blocks))
    if document.language == "compose":
        from persistlint.hosts.compose.reading import read_file

        file = read_file(document.path, document.data)
        return HostReading([], [], [(file, Mapping.identity(len(document.data)))])
    if document.language == "makefile":
        from persistlint.hosts.makefile.reading import read_makefile

        makefile = read_makefile(document.data, read_included)
        reading = HostReading(makefile.fragments, [])
        for reference in makefile.eaten:
            reference.span = Span(document_anchor(document.path), reference.start, reference.end)
        reading.eaten = makefile.eaten
        return reading
    if document.language == "workflow":
        from persistlint.hosts.workflow import read_workflow

        return HostReading(read_workflow(document.data), [])
    if document.language in ("systemd", "quadlet"):
        return HostReading(_read_unit(document, read_included, list_folder), [])
    if document.language == "json":
        from persistlint.hosts.json_text import read_json_host

        return HostReading(read_json_host(document.path, document.data), [])
    return HostReading([], [])


def _read_unit(
    document: Document, read_file: ReadFile | None, list_folder: ListFolder | None
) -> list[Fragment]:
    from persistlint.hosts.units import Folder, is_drop_in, read_service

    if is_drop_in(document.path):
        return []
    folder = Folder(read_file, list_folder)
    if document.language == "systemd":
        return read_service(document.path, document.data, folder)
    from persistlint.hosts.quadlet import read_quadlet

    return read_quadlet(document.path, document.data, folder)
