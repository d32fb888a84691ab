"""Tests for where the text of code inside code is written."""

from __future__ import annotations

from persistlint.shell.code import NestedCode
from persistlint.text.spans import Span, document_anchor

ANCHOR = document_anchor("run.sh")


def test_a_piece_that_is_written_longer_than_it_reads_tells_no_byte_s_place() -> None:
    """A piece whose span holds quotation marks or backslashes besides its text gives no exact place: a fix there would cut into other bytes."""
    whole = Span(ANCHOR, 0, 40)
    code = NestedCode("abcdef", [(0, 3, Span(ANCHOR, 10, 13)), (3, 6, Span(ANCHOR, 13, 20))], [], whole)
    assert code.exact(1, 3) == Span(ANCHOR, 11, 13)
    assert code.exact(4, 5) is None
    assert code.span(4, 5) == whole
    assert code.span(2, 5) == Span(ANCHOR, 12, 13)
