"""Lookups: which references mean a row of the catalogue, and which of its paths are in force."""

import builtins
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.catalogue import lookup as lookup_module
from persistlint.catalogue.lookup import lookup
from persistlint.catalogue.versions import in_range, tag_version
from persistlint.docker.image_reference import parse_reference
from persistlint.shell.values import Literal, Unknown, Value

ROOT = Path(__file__).resolve().parents[2]


def known(text):
    return lookup(parse_reference(Value.of(text)))


@pytest.mark.parametrize(
    "reference",
    [
        "postgres",
        "postgres:16",
        "library/postgres",
        "docker.io/postgres",
        "docker.io/library/postgres:16",
        "index.docker.io/library/postgres",
        "registry-1.docker.io/library/postgres",
        "public.ecr.aws/docker/library/postgres:16-alpine",
        "mirror.gcr.io/library/postgres",
        "gitlab.example.com/group/dependency_proxy/containers/postgres:16",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/postgres",
        "harbor.example.com/docker.io/library/postgres",
        "harbor.example.com/proxy/docker.io/library/postgres",
    ],
)
def test_the_spellings_of_the_official_image(reference):
    assert known(reference).title == "PostgreSQL"


@pytest.mark.parametrize(
    "reference",
    [
        # F19: vendors' images have their own layout.
        "sclorg/mysql-80-centos7",
        "registry.access.redhat.com/rhscl/mysql-57-rhel7",
        "acme/postgres",
        # Harbor's first project is called library and holds anything.
        "harbor.example.com/library/postgres",
        "quay.io/postgres",
        "localhost:5000/postgres",
        "postgres-exporter",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "Postgres",
    ],
)
def test_another_repository_is_another_image(reference):
    knowledge = known(reference)
    assert knowledge is None or knowledge.title != "PostgreSQL"


def test_a_vendor_has_a_row_of_its_own():
    assert [path.path for path in known("bitnami/postgresql:16").paths] == ["/bitnami/postgresql"]
    assert [path.path for path in known("bitnami/mysql").paths] == ["/bitnami/mysql/data"]


@pytest.mark.parametrize(
    ("reference", "paths", "others", "version_known"),
    [
        # M13, M14: 18 moved the VOLUME to the parent.
        ("postgres:16-alpine", ["/var/lib/postgresql/data"], ["/var/lib/postgresql"], True),
        ("postgres:15.1-alpine", ["/var/lib/postgresql/data"], ["/var/lib/postgresql"], True),
        ("postgres:9.6", ["/var/lib/postgresql/data"], ["/var/lib/postgresql"], True),
        ("postgres:18", ["/var/lib/postgresql"], ["/var/lib/postgresql/data"], True),
        ("postgres:18beta1", ["/var/lib/postgresql"], ["/var/lib/postgresql/data"], True),
        ("postgres", ["/var/lib/postgresql"], ["/var/lib/postgresql/data"], False),
        ("postgres:latest", ["/var/lib/postgresql"], ["/var/lib/postgresql/data"], False),
        ("postgres:alpine", ["/var/lib/postgresql"], ["/var/lib/postgresql/data"], False),
        ("postgres:bookworm", ["/var/lib/postgresql"], ["/var/lib/postgresql/data"], False),
        ("pgvector/pgvector:pg17", ["/var/lib/postgresql/data"], ["/var/lib/postgresql"], True),
        ("pgvector/pgvector:0.8.0-pg17", ["/var/lib/postgresql/data"], ["/var/lib/postgresql"], True),
        ("pgvector/pgvector:0.8.1-pg18-trixie", ["/var/lib/postgresql"], ["/var/lib/postgresql/data"], True),
        ("timescale/timescaledb:latest-pg17", ["/var/lib/postgresql/data"], ["/var/lib/postgresql"], True),
        ("postgis/postgis:16-3.4", ["/var/lib/postgresql/data"], ["/var/lib/postgresql"], True),
        ("influxdb:1.8", ["/var/lib/influxdb"], None, True),
        ("influxdb:2.7-alpine", ["/var/lib/influxdb2", "/etc/influxdb2"], None, True),
        # "The tag latest is 2.x".
        ("influxdb", ["/var/lib/influxdb2", "/etc/influxdb2"], None, False),
        ("influxdb:3-core", ["/var/lib/influxdb3", "/plugins"], None, True),
        ("influxdb:core", ["/var/lib/influxdb3", "/plugins"], None, True),
        ("geonetwork:4.4", ["/catalogue-data"], None, True),
        (
            "wazuh/wazuh-manager:4.14.1",
            ["/var/ossec/etc", "/var/ossec/queue", "/var/ossec/logs", "/var/ossec/api/configuration"],
            [],
            True,
        ),
        # 5 moved everything: of a tag without a version nothing is said.
        (
            "wazuh/wazuh-manager",
            [],
            ["/var/ossec/etc", "/var/ossec/queue", "/var/ossec/logs", "/var/ossec/api/configuration"],
            False,
        ),
        # A tag of the third generation, which keeps everything inside the web application.
        (
            "geonetwork:postgres",
            ["/usr/local/tomcat/webapps/geonetwork/WEB-INF/data"],
            ["/catalogue-data"],
            True,
        ),
    ],
)
def test_the_tag_decides_which_paths_are_in_force(reference, paths, others, version_known):
    knowledge = known(reference)
    assert [path.path for path in knowledge.paths] == paths
    if others is not None:
        assert [path.path for path in knowledge.other_paths] == others
    assert knowledge.version_known is version_known


def test_an_unknown_tag_is_taken_for_the_newest():
    knowledge = lookup(parse_reference(Value((Literal("postgres:"), Unknown("TAG", "TAG")))))
    assert [path.path for path in knowledge.paths] == ["/var/lib/postgresql"]
    assert not knowledge.version_known


def test_volumes_are_the_declared_paths_in_force():
    assert known("postgres:16").volumes == ["/var/lib/postgresql/data"]
    assert known("mongo").volumes == ["/data/db", "/data/configdb"]
    assert known("grafana/grafana").volumes == []
    assert known("grafana/grafana").volumes_known


def test_variants_of_a_tag():
    assert [path.path for path in known("docker:27-dind").paths] == ["/var/lib/docker"]
    assert [path.path for path in known("docker:dind-rootless").paths] == [
        "/home/rootless/.local/share/docker"
    ]
    assert known("docker:cli").stateful is False
    assert known("docker").stateful is False
    assert [path.path for path in known("gitea/gitea:1.22").paths] == ["/data"]
    assert [path.path for path in known("gitea/gitea:1.22-rootless").paths] == [
        "/var/lib/gitea",
        "/etc/gitea",
    ]
    assert known("wordpress:cli").stateful is False
    scrutiny = "ghcr.io/analogj/scrutiny"
    assert [path.path for path in known(f"{scrutiny}:v0.8.1-omnibus").paths] == [
        "/opt/scrutiny/config",
        "/opt/scrutiny/influxdb",
    ]
    assert known(f"{scrutiny}:master-collector") is None
    assert known(f"{scrutiny}:v0.8.1-web") is None


def test_base_images_have_a_known_working_directory():
    for name in ("ubuntu:22.04", "debian", "alpine", "busybox", "centos:7", "fedora"):
        knowledge = known(name)
        assert (knowledge.kind, knowledge.stateful, knowledge.workdir, knowledge.volumes_known) == (
            "base",
            False,
            "/",
            True,
        )
    assert known("golang").workdir == "/go"
    assert known("tomcat").workdir != "/"
    assert known("python").prompt
    assert not known("ubuntu").prompt


def test_every_name_of_the_source_is_found():
    catalogue = tomllib.loads((ROOT / "persistlint" / "catalogue" / "images.toml").read_text("utf-8"))
    for image in catalogue["image"]:
        for name in image["names"]:
            knowledge = known(name)
            assert knowledge is not None, name
            assert knowledge.title == image["title"], name


def test_nothing_is_read_twice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lookup_module, "_known_index", None)
    monkeypatch.setattr(lookup_module, "_records", {})
    opened = []

    def counting(*arguments, **options):
        opened.append(arguments)
        return builtins.open(*arguments, **options)

    monkeypatch.setattr(lookup_module, "open", counting, raising=False)
    for name in ("postgres:16", "zzz/none", "postgres:17", "docker.io/library/postgres", "zzz/none"):
        known(name)
    # The index, and one record.
    assert len(opened) == 2


@given(st.text(max_size=20))
def test_no_tag_breaks_a_version(tag):
    for name in ("postgres", "pgvector/pgvector", "influxdb"):
        version = tag_version(name, tag)
        assert version is None or all(part >= 0 for part in version)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=3), st.integers(0, 40))
def test_a_bound_parts_the_versions_in_two(version, limit):
    assert in_range(tuple(version), f"<{limit}") != in_range(tuple(version), f">={limit}")
