"""Acme's own rules for persistlint. ``RULES`` is what the package announces, made from its modules."""

from persistlint.rules.rule import RuleEntry

# The rest of this file is written by `python -m persistlint.testing.rule_table acme_rules`.
# fmt: off
RULES: list[RuleEntry] = [
    RuleEntry("ACME101", "volume-without-owner", "VolumeCreate", __name__),
]
