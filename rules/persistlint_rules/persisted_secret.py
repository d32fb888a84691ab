"""PSL701: a credential where it stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from persistlint.docker.commands import ContainerCopy
from persistlint.durability.model import Timeline, Write
from persistlint.durability.paths import base_name, clean
from persistlint.hosts.image_definition import ImageDefinition, has_unknown
from persistlint.rulekit.phrases import as_written, label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.regex import regex

_NAMES = """
    .netrc .pgpass .my.cnf .git-credentials .vault-token .dockerconfigjson id_rsa id_dsa id_ecdsa id_ed25519 credentials.json
    id_ecdsa_sk id_ed25519_sk secring.gpg master.key .s3cfg .boto .vault_pass
    service-account.json .env .env.local .env.production .env.prod .env.staging
"""
_SECRET = frozenset(_NAMES.split())
_BELOW = regex(
    r"(?:^|/)(?:\.aws/credentials|\.docker/config\.json|\.kube/config|\.ssh/id_\w+|secrets?/[\w.-]*(?:key|token|password)[\w.-]*)$"
)
#: Names that private keys and key stores usually have. An engine's or a package source's public key is no ``server.key``.
_KEY = regex(
    r"(?:^|[._-])(?:server|tls|ssl|client|domain|localhost|host|site|nginx|cert|wildcard|ca)\.key$|(?:^|[._-])(?:ssh|deploy)[._-]?key(?:\.pem)?$|-key\.pem$|\.ppk$|"
    r"(?:^|[._-])(?:private|privkey|priv)[\w.-]*\.(?:pem|key)$|\.(?:p12|pfx|jks|keystore)$"
)
_HARMLESS = regex(r"example|sample|template|dist|test|dummy|fake|public|\.pub$|mock|fixture", re.IGNORECASE)


class PersistedSecret(Rule):
    code = "PSL701"
    name = "persisted-secret"
    summary = "a credential file is put into a named volume, a container's layer or an image"
    severity = "warning"
    subject = object
    needs = ("cp write", "COPY", "ADD")

    def check(self, subject: object, context: Context) -> Iterator[Finding]:
        if isinstance(subject, ImageDefinition):
            yield from self._built(subject)
        elif isinstance(subject, Timeline):
            for write in subject.writes:
                yield from self._written(write)

    def _built(self, definition: ImageDefinition) -> Iterator[Finding]:
        stage = definition.image
        if stage is None:
            return
        for part in definition.chain(stage):
            for instruction in part.instructions:
                if instruction.keyword not in ("COPY", "ADD") or instruction.onbuild or instruction.heredocs:
                    continue
                if instruction.flag("from") is not None:
                    continue
                for argument in instruction.args[:-1]:
                    if has_unknown(argument.text) or not _secret(argument.text):
                        continue
                    yield self.finding(
                        argument.span,
                        f"`{argument.text}` stays in a layer of the image, for everyone who gets the image, even where a later step deletes it. "
                        "Hand it to the step with `RUN --mount=type=secret`, or to the container when it starts.",
                        identity=argument.text,
                    )

    def _written(self, write: Write) -> Iterator[Finding]:
        command = write.command
        if (
            not isinstance(command, ContainerCopy)
            or command.source is None
            or command.source.container is not None
        ):
            return
        path = command.source.path
        if not _secret(path.trailing()) or write.container is None:
            return
        if write.durability == "container layer":
            where = f"the layer of {label_of(write.container)}, and in every `docker commit` of it"
        elif write.durability == "volume" and write.volume is not None and write.volume.name is not None:
            if write.volume.in_memory:
                return
            where = f"the volume `{as_written(write.volume.name)}`, for every container that mounts it"
        elif write.unmounted:
            where = f"{label_of(write.container)} for as long as it exists, and in every `docker commit` of its layer"
        else:
            return
        yield self.finding(
            path,
            f"`{as_written(path)}` stays in {where}. Mount the file read-only when the container starts, or write it to a tmpfs there.",
            identity=as_written(path),
            command=command,
        )


def _secret(path: str) -> bool:
    """Return whether the name is certainly a credential's."""
    text = clean(path) if path else ""
    name = base_name(text)
    if _HARMLESS.search(text):
        return False
    return name in _SECRET or bool(_BELOW.search(text)) or bool(_KEY.search(name))


RULE = PersistedSecret
