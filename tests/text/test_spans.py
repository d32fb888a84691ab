"""Stretches of bytes, relative to an anchor."""

from __future__ import annotations

from persistlint.text.spans import Span


def test_a_span_holds_what_lies_in_it() -> None:
    whole = Span(("a", "", 0), 3, 9)
    assert whole.holds(whole) and whole.holds(whole.at_start()) and whole.holds(whole.at_end())
    assert whole.holds(Span(("a", "", 0), 4, 8))
    assert not whole.holds(Span(("a", "", 0), 2, 8))
    assert not whole.holds(Span(("a", "", 0), 4, 10))
    assert not whole.holds(Span(("b", "", 0), 4, 8))
