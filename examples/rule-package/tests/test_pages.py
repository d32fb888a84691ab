"""Each rule's page is true: its examples give what they announce, and the fixes do what they show."""

from pathlib import Path

import acme_rules
import pytest

from persistlint.testing import check_page

PAGES = sorted(Path(acme_rules.__file__).parent.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    check_page(page, plugins=["acme-rules"])


def test_every_rule_has_a_page() -> None:
    assert {entry.name.replace("-", "_") for entry in acme_rules.RULES} == {page.stem for page in PAGES}
