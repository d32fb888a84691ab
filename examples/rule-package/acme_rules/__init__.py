"""Acme's own rules for persistlint.

``RULES`` names each rule with its code and the class of what it is asked about, so that a rule's module is imported only when such a thing turns up.
"""

from persistlint.rules.rule import RuleEntry

RULES = [
    RuleEntry("ACME101", "volume-without-owner", "VolumeCreate", __name__),
]
