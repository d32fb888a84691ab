"""The shell code in the RUN instructions of an image definition."""

from __future__ import annotations

from persistlint.hosts.fragment import Fragment
from persistlint.hosts.image_definition import ImageDefinition
from persistlint.hosts.pieces import compose


def run_fragments(definition: ImageDefinition) -> list[Fragment]:
    """Return the shell code of each RUN, also behind ONBUILD. ``kind`` is "run", ``block`` the index of the instruction.

    The mapping leads to the document where ``definition.mapping`` is known, else to the Dockerfile's own text. A RUN for a shell that isn't read
    (PowerShell, cmd), a script for another interpreter and an exec form without ``sh -c`` give none.
    """
    result: list[Fragment] = []
    for index, instruction in enumerate(definition.instructions):
        code = instruction.code
        if instruction.keyword != "RUN" or code is None:
            continue
        mapping = code.mapping
        if definition.mapping is not None:
            mapping = compose(mapping, definition.mapping)
        result.append(Fragment(code.text, mapping, "run", code.dialect, index))
    return result
