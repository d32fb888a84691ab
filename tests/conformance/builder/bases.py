"""The images that the Dockerfiles here are built on, all imported: there is no registry."""

from __future__ import annotations

import json
from typing import Any

from tests.engine import Engine

#: Nothing in it and nothing set: the quickest to build on.
PLAIN = "plain"
#: Says something of everything, so that what an image inherits and what an instruction resets can be seen.
RICH = "rich"
#: Has a shell, for RUN.
BUSY = "busy"

_CHANGES = [
    "ENV RICH=/rich",
    "ENV BLANK=",
    "VOLUME /base",
    "WORKDIR /base/dir",
    "USER base",
    'CMD ["base-cmd"]',
    'ENTRYPOINT ["base-entry"]',
    "LABEL base=yes",
]

Config = dict[str, Any]


def import_bases(engine: Engine) -> dict[str, Config]:
    """Import every base; the configuration that the engine stores for each, ``scratch`` included."""
    engine.import_image(PLAIN, files={"file": b"text\n"}, busybox=False)
    engine.import_image(RICH, _CHANGES, files={"file": b"text\n"}, busybox=False)
    engine.import_image(BUSY, ["ENV PATH=/bin"], files={"file": b"text\n"})
    configs: dict[str, Config] = {"scratch": {}}
    for name in (PLAIN, RICH, BUSY):
        done = engine.docker("image", "inspect", "--format", "{{json .Config}}", name)
        configs[name] = json.loads(done.stdout)
    return configs
