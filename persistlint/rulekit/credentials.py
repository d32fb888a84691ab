"""Files that hold credentials, by their names."""

from __future__ import annotations

import re

from persistlint.durability.paths import base_name, clean
from persistlint.text.regex import regex

_NAMES = """
    .netrc .pgpass .my.cnf .git-credentials .vault-token .dockerconfigjson id_rsa id_dsa id_ecdsa id_ed25519 credentials.json
    id_ecdsa_sk id_ed25519_sk key.pem .dockercfg .pypirc kubeconfig secring.gpg master.key .s3cfg .boto .vault_pass
    service-account.json .env .env.local .env.production .env.prod .env.staging
"""
#: Names that only credentials have.
_SECRET = frozenset(_NAMES.split())
#: Paths that only credentials have.
_BELOW = regex(
    r"(?:^|/)(?:\.aws/credentials|\.docker/config\.json|\.kube/config|\.ssh/id_\w+|secrets?/[\w.-]*(?:key|token|password)[\w.-]*)$"
)
#: Names that private keys and key stores usually have. An engine's or a package source's public key is no ``server.key``.
_KEY = regex(
    r"(?:^|[._-])(?:server|tls|ssl|client|domain|localhost|host|site|nginx|cert|wildcard|ca)\.key$|(?:^|[._-])(?:ssh|deploy)[._-]?key(?:\.pem)?$|-key\.pem$|\.ppk$|"
    r"(?:^|[._-])(?:private|privkey|priv)[\w.-]*\.(?:pem|key)$|\.(?:p12|pfx|pkcs12|jks|jceks|bks|keystore|kdbx)$"
)
#: Words for what isn't in use, or holds certificates alone.
_HARMLESS = regex(
    r"trust|cacerts|example|sample|template|dist|test|dummy|fake|public|\.pub$|mock|fixture|self-?_?signed|snake-?_?oil",
    re.IGNORECASE,
)


def is_credential(path: str) -> bool:
    """Return whether the name is certainly a credential's."""
    text = clean(path) if path else ""
    name = base_name(text)
    if _HARMLESS.search(text):
        return False
    return name in _SECRET or bool(_BELOW.search(text)) or bool(_KEY.search(name))
