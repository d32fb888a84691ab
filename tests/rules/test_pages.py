"""Every built-in rule has a module and a page, and the page is true."""

import os

import pytest

import persistlint_rules
from persistlint.testing import check_page
from persistlint_rules import RULES

FOLDER = os.path.dirname(persistlint_rules.__file__)


@pytest.mark.parametrize("entry", RULES, ids=lambda entry: f"{entry.code}-{entry.name}")
def test_page(entry):
    check_page(os.path.join(FOLDER, entry.name.replace("-", "_") + ".md"))


def test_every_file_belongs_to_a_listed_rule():
    listed = {entry.name.replace("-", "_") for entry in RULES}
    stems = {
        name.partition(".")[0]
        for name in os.listdir(FOLDER)
        if name.endswith((".py", ".md")) and not name.startswith("_")
    }
    assert stems <= listed | {"shared"}


def test_codes_and_names_are_unique():
    assert len({entry.code for entry in RULES}) == len(RULES) == len({entry.name for entry in RULES})
