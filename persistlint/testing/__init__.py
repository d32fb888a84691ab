"""Checks of a rule's page, for authors of rules, ours and other people's.

``check_page("acme_rules/my_rule.md", plugins=["acme-rules"])`` in a test raises ``PageProblem`` where it isn't.
"""

from persistlint.testing.pages import PageProblem, check_page, page_problems

__all__ = ["PageProblem", "check_page", "page_problems"]
