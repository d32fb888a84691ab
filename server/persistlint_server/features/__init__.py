"""Requests and notifications of a client, one module a feature.

Each module registers its handlers with the server's decorators when it is imported, which the handler of ``initialize`` does: what is announced may depend on the
client. What a feature needs of ``persistlint.assist`` is imported when it is first asked.
"""

from __future__ import annotations

from persistlint_server.features import (
    code_actions,  # noqa: F401
    code_lens,  # noqa: F401
    commands,  # noqa: F401
    completion,  # noqa: F401
    configuration,  # noqa: F401
    definition,  # noqa: F401
    folders,  # noqa: F401
    folding,  # noqa: F401
    highlight,  # noqa: F401
    hover,  # noqa: F401
    inlay_hints,  # noqa: F401
    references,  # noqa: F401
    rename,  # noqa: F401
    resolving,  # noqa: F401
    symbols,  # noqa: F401
    synchronization,  # noqa: F401
    watching,  # noqa: F401
)
from persistlint_server.server import server

if server.client.pulls:
    # Announced to everybody, some clients would show nothing, and some everything twice.
    from persistlint_server.features import pull  # noqa: F401
