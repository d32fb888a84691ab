"""Working directories and base images: facts that ``images.toml`` has no column for.

WORKDIR decides where a relative path leads. "/" is listed only where the image's Dockerfile (all its variants) has no WORKDIR instruction;
an image that is not here has an unknown one.
"""

from __future__ import annotations

#: Images without a WORKDIR instruction.
_AT_ROOT = """
    alpine almalinux alt amazoncorretto amazonlinux archlinux bash buildpack-deps busybox centos cirros clearlinux debian
    eclipse-temurin elixir erlang fedora gcc haskell jruby mageia mariadb mongo mysql neurodebian node openjdk opensuse/leap
    opensuse/tumbleweed oraclelinux photon postgres pypy python rockylinux ruby rust sapmachine swift ubuntu
    kalilinux/kali-rolling quay.io/centos/centos registry.access.redhat.com/ubi8 registry.access.redhat.com/ubi8/ubi
    registry.access.redhat.com/ubi9 registry.access.redhat.com/ubi9/ubi
"""

#: The WORKDIR of an image, by its name in the catalogue.
WORKDIRS: dict[str, str] = {
    **dict.fromkeys(_AT_ROOT.split(), "/"),
    "golang": "/go",
    "dart": "/root",
    "redis": "/data",
    "valkey/valkey": "/data",
    "wordpress": "/var/www/html",
    "nextcloud": "/var/www/html",
    "composer": "/app",
    "tomcat": "/usr/local/tomcat",
    "alpine/git": "/git",
    "jrottenberg/ffmpeg": "/tmp/workdir",
    "pandoc/core": "/data",
}

#: The program that an image's ENTRYPOINT starts, where it is one whose files are known: the words of a run are its arguments.
ENTRYPOINTS: dict[str, list[str]] = {
    "alpine/git": ["git"],
    "jrottenberg/ffmpeg": ["ffmpeg"],
    "lscr.io/linuxserver/ffmpeg": ["ffmpeg"],
    "pandoc/core": ["pandoc"],
}

#: Base images without a row of their own: no VOLUME, and nothing that a mount would have to save.
FURTHER_BASES: dict[str, str] = {
    "centos": "CentOS",
    "opensuse/leap": "openSUSE Leap",
    "opensuse/tumbleweed": "openSUSE Tumbleweed",
    "kalilinux/kali-rolling": "Kali Linux",
    "quay.io/centos/centos": "CentOS",
    "registry.access.redhat.com/ubi8": "Red Hat UBI",
    "registry.access.redhat.com/ubi8/ubi": "Red Hat UBI",
    "registry.access.redhat.com/ubi9": "Red Hat UBI",
    "registry.access.redhat.com/ubi9/ubi": "Red Hat UBI",
    "scratch": "scratch",
}

_PROMPTS = """
    amazoncorretto clojure eclipse-temurin elixir erlang groovy haskell hylang ibm-semeru-runtimes jruby julia node openjdk perl
    php pypy python r-base rakudo-star ruby sapmachine swift swipl
"""

#: Images whose own command is an interpreter's prompt, not a shell.
PROMPTS = frozenset(_PROMPTS.split())
