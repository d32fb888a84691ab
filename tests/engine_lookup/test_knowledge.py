"""What an engine says of an image, on top of the catalogue and the settings."""

from __future__ import annotations

from typing import Any

from persistlint.catalogue.knowledge import ImageKnowledge
from persistlint.docker.image_reference import ImageReference, parse_reference
from persistlint.durability.images import ImageLookup
from persistlint.engine.facts import ImageFacts
from persistlint.engine.knowledge import knowledge_of
from persistlint.shell.values import Value


def known(name: str, config: dict[str, Any] | None, **options: Any) -> ImageKnowledge:
    def answer(reference: ImageReference, stated: ImageKnowledge) -> ImageKnowledge | None:
        if config is None:
            return None
        return knowledge_of(ImageFacts({"Id": "sha256:1", "Config": config}), stated)

    return ImageLookup(engine=answer, **options)(parse_reference(Value.of(name)))


def paths(knowledge: ImageKnowledge) -> list[tuple[str, str, bool | None]]:
    return [(path.path, path.loss, path.declared) for path in knowledge.paths]


def test_what_the_engine_does_not_have_is_left_to_the_catalogue() -> None:
    assert known("postgres:16", None).origin == "catalogue"
    assert known("acme/thing", None).origin == ""


def test_its_definition_with_the_catalogue_s_meaning() -> None:
    config = {
        "Volumes": {"/var/lib/postgresql/data": {}},
        "Env": ["PGDATA=/var/lib/postgresql/data", "LANG=C"],
        "User": "postgres",
        "WorkingDir": "/work",
        "Cmd": ["postgres"],
        "Entrypoint": ["entry"],
    }
    knowledge = known("postgres:16", config)
    assert (knowledge.origin, knowledge.title, knowledge.name) == ("engine", "PostgreSQL", "postgres")
    assert paths(knowledge) == [("/var/lib/postgresql/data", "severe", True)]
    assert (knowledge.user, knowledge.workdir, knowledge.cmd, knowledge.entrypoint) == (
        "postgres",
        "/work",
        ["postgres"],
        ["entry"],
    )
    assert knowledge.env["LANG"] == "C" and knowledge.volumes_known


def test_volumes_of_an_unknown_image_hold_data_of_moderate_loss() -> None:
    knowledge = known("acme/thing", {"Volumes": {"/state/": {}}})
    assert paths(knowledge) == [("/state", "moderate", True)]
    assert knowledge.stateful is True
    without = known("acme/thing", {})
    assert (without.paths, without.stateful, without.volumes_known) == ([], None, True)
    assert (without.workdir, without.user) == ("/", None)


def test_the_volumes_tell_the_version_of_a_tag_without_one() -> None:
    assert paths(known("postgres", None)) == [("/var/lib/postgresql", "severe", True)]
    old = known("postgres", {"Volumes": {"/var/lib/postgresql/data": {}}})
    assert paths(old) == [("/var/lib/postgresql/data", "severe", True)]
    assert old.version_known
    assert "/var/lib/postgresql" in [path.path for path in old.other_paths]


def test_a_tag_with_a_version_is_believed() -> None:
    knowledge = known("postgres:16", {})
    assert paths(knowledge) == [("/var/lib/postgresql/data", "severe", False)]
    assert knowledge.volumes == []


def test_a_variable_of_the_image_moves_its_data() -> None:
    knowledge = known("postgres:16", {"Env": ["PGDATA=/pg"]})
    assert [path.path for path in knowledge.paths] == ["/pg"]


def test_settings_say_what_is_data() -> None:
    config = {"Volumes": {"/cache": {}}, "WorkingDir": "/app"}
    knowledge = known("acme/thing", config, stated={"acme/thing": ["/srv/state"]})
    assert (knowledge.origin, [path.path for path in knowledge.paths]) == ("settings", ["/srv/state"])
    assert (knowledge.volumes, knowledge.volumes_known, knowledge.workdir) == (["/cache"], True, "/app")
    stateless = known("acme/thing", config, stateless=["acme/thing"])
    assert (stateless.paths, stateless.stateful, stateless.volumes) == ([], False, ["/cache"])


def test_odd_answers() -> None:
    facts = ImageFacts({"Id": "a" * 64, "Config": {"Volumes": None, "Env": None, "Cmd": "one", "Labels": []}})
    assert facts.id == "sha256:" + "a" * 64
    assert (facts.volumes, facts.env, facts.cmd, facts.labels) == ([], [], ["one"], {})
    assert ImageFacts({"Config": None}).volumes == []
