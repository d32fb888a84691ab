"""Variants of a tag: facts that a row of ``images.toml`` has only as prose in its ``version_note``."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.catalogue.knowledge import ImageKnowledge


def serves(name: str, tag: str | None) -> bool:
    """Return whether this variant of the image runs a server at all. ``docker:cli`` and ``wordpress:cli`` are clients."""
    words = (tag or "").split("-")
    if name == "docker":
        return "dind" in words
    if name == "wordpress":
        return "cli" not in words
    return True


#: Tags that are another product than the row: ``influxdb:meta`` and ``:data`` are InfluxDB Enterprise's nodes, of the first generation.
#: Keycloak on WildFly is told by its tag: ``legacy``, ``19.0.3-legacy``. Its database is where ``DB_VENDOR`` says:
#: github.com/keycloak/keycloak-containers, server/tools/docker-entrypoint.sh.
#: Scrutiny's are the parts of which ``omnibus`` is the whole.
_OTHER_PRODUCTS: dict[str, frozenset[str]] = {
    "influxdb": frozenset(("meta", "data", "relay")),
    "neo4j": frozenset(("bloom",)),
    "consul": frozenset(("k8s",)),
    "quay.io/keycloak/keycloak": frozenset(("legacy",)),
    "ghcr.io/analogj/scrutiny": frozenset(("collector", "web")),
}


def other_product(name: str, tag: str | None) -> bool:
    """Return whether the tag stands for another program than the row describes, of which the row knows nothing."""
    words = set((tag or "").split("-"))
    return bool(words & _OTHER_PRODUCTS.get(name, frozenset()))


def path_in_variant(name: str, tag: str | None, path: str) -> bool:
    """Return whether this variant of the image uses the row's ``path``. Some rootless variants keep their data elsewhere."""
    rootless = "rootless" in (tag or "").split("-")
    if name == "docker":
        return path.startswith("/home/rootless") == rootless
    if name == "gitea/gitea":
        return (path in ("/var/lib/gitea", "/etc/gitea")) == rootless
    if name == "codeberg.org/forgejo/forgejo":
        return (path != "/data") == rootless
    return True


#: VOLUMEs that hold no data of the image's own, unless its settings say so (version_notes of the rows).
FURTHER_VOLUMES: dict[str, tuple[str, ...]] = {
    "alpine/git": ("/git",),
    "tonistiigi/binfmt": ("/tmp",),
    "apache/kafka": ("/var/lib/kafka/data",),
}


def unused_volumes(image: ImageKnowledge) -> frozenset[str]:
    """Return the VOLUMEs of the image, or of the one that it is built FROM, into which its program writes nothing by itself."""
    return frozenset(FURTHER_VOLUMES.get(image.base_name or image.name, ()))
