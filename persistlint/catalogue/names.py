"""From an image reference to the name that its row in the catalogue has.

A row matches the whole repository name or nothing: ``bitnami/mysql`` and ``sclorg/mysql-80`` are other images than ``mysql``,
with other paths.
"""

from __future__ import annotations

from persistlint.docker.image_reference import ImageReference

#: Other spellings of the Docker Hub, and registries that serve its images under the same path. The last five are public pull-through
#: caches that serve nothing else.
HUB_DOMAINS = frozenset(
    (
        "docker.io",
        "index.docker.io",
        "registry-1.docker.io",
        "registry.hub.docker.com",
        "hub.docker.com",
        "mirror.gcr.io",
        "docker.m.daocloud.io",
        "dockerproxy.com",
        "registry.docker-cn.com",
        "docker.mirrors.ustc.edu.cn",
    )
)


#: Owners on the Docker Hub of the official images: for all processors, and for one (README.md of docker-library/official-images).
_OFFICIAL_OWNERS = frozenset(
    (
        "library",
        "amd64",
        "arm32v5",
        "arm32v6",
        "arm32v7",
        "arm64v8",
        "i386",
        "mips64le",
        "ppc64le",
        "riscv64",
        "s390x",
    )
)


def catalogue_names(reference: ImageReference) -> list[str]:
    """Return the names to look for, best first. There are none where the reference isn't known well enough."""
    domain, path = reference.domain, reference.path
    if path is None:
        return []
    if domain is None or domain in HUB_DOMAINS:
        owner, _, name = path.partition("/")
        return [name if owner in _OFFICIAL_OWNERS and name else path]
    names = [f"{domain}/{path}"]
    mirrored = _mirrored(domain, path)
    if mirrored:
        names.append(mirrored.removeprefix("library/"))
    return names


def _mirrored(domain: str, path: str) -> str:
    """Return the Docker Hub path that ``domain/path`` is a copy of, "" where that isn't sure.

    A bare ``registry.example.com/library/mysql`` is not: "library" is Harbor's first project, which holds anything.
    """
    if domain == "public.ecr.aws" and path.startswith("docker/library/"):
        return path[len("docker/") :]
    # Amazon's pull-through cache proposes the prefix docker-hub.
    if domain.endswith(".amazonaws.com") and path.startswith("docker-hub/"):
        return path[len("docker-hub/") :]
    # GitLab's dependency proxy serves the Docker Hub only.
    _, separator, rest = path.partition("/dependency_proxy/containers/")
    if separator:
        return rest
    # A proxy that carries the upstream registry's name in the path.
    for prefix in ("docker.io/", "dockerhub/library/", "docker-hub/library/"):
        if path.startswith(prefix):
            return path[len(prefix) :]
    _, separator, rest = path.partition("/docker.io/")
    return rest if separator else ""
