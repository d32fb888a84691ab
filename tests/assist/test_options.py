"""The texts about docker's options."""

from __future__ import annotations

import pytest

from persistlint.assist.option_texts import (
    BUILD_HEADINGS,
    CONTAINER_VERBS,
    MOUNT_KEY_ALIASES,
    MOUNT_KEYS,
    OTHER_HEADINGS,
    RUN_HEADINGS,
    TEXTS,
)
from persistlint.assist.options import documentation, find_option, link, meaning, mount_key
from persistlint.docker import mount_option
from persistlint.docker.option_table import options_of


@pytest.mark.parametrize("verb", ["container run", "container create", "volume create", "image build"])
def test_every_option_is_told(verb):
    names = {option.name for option in options_of(verb).by_spelling.values()}
    assert names
    assert not [name for name in sorted(names) if not meaning(verb, name)]


def test_every_text_is_about_an_option_that_is_there():
    general = {name for verb in CONTAINER_VERBS for name in options_of(verb).by_spelling}
    for key in TEXTS:
        verb, _, name = key.rpartition(" ")
        assert name in (options_of(verb).by_spelling if verb else general), key


@pytest.mark.parametrize(
    ("verb", "headings"), [("container run", RUN_HEADINGS), ("image build", BUILD_HEADINGS)]
)
def test_headings_are_options(verb, headings):
    assert headings <= set(options_of(verb).by_spelling)


def test_other_headings_are_options():
    for key in OTHER_HEADINGS:
        verb, _, name = key.rpartition(" ")
        assert name in options_of(verb).by_spelling, key


def test_every_mount_key_is_told():
    mount_keys = set(MOUNT_KEYS) | set(MOUNT_KEY_ALIASES)
    assert mount_keys == set(mount_option.MOUNT_KEYS)
    for key in mount_keys:
        assert mount_key(key).startswith(f"**`{key}`**")
    assert mount_key("colour") == ""


@pytest.mark.parametrize(
    ("verb", "name", "address"),
    [
        ("container run", "volume", "container/run/#volume"),
        ("container run", "cpus", "container/run/#options"),
        ("container create", "volume", "container/run/#volume"),
        ("container create", "cpus", "container/create/#options"),
        ("image build", "tag", "buildx/build/#tag"),
        ("image build", "squash", "buildx/build/#options"),
        ("container rm", "volumes", "container/rm/#volumes"),
        ("volume create", "driver", "volume/create/#options"),
        ("volume prune", "", "volume/prune/"),
    ],
)
def test_links(verb, name, address):
    assert link(verb, name) == f"https://docs.docker.com/reference/cli/docker/{address}"


def test_a_documentation_names_spellings_kind_and_release():
    option = find_option("container run", "-v")
    assert option is not None
    text = documentation("container run", option)
    assert text.startswith("**`-v, --volume`** (may be given several times)")
    assert "anonymous" in text
    newer = find_option("container run", "--use-api-socket")
    assert newer is not None
    assert "since Docker 28.1" in documentation("container run", newer)


def test_an_option_of_another_command_has_no_borrowed_text():
    # `--name` of a service isn't a container's.
    assert meaning("service create", "name") == ""
    assert meaning("container rm", "volumes") != meaning("system prune", "volumes")


def test_podman_gets_no_link_to_docker():
    option = find_option("container run", "-v", "podman")
    assert option is not None
    assert "docs.docker.com" not in documentation("container run", option, "podman")
