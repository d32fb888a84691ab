"""Numbers as people write them, however many digits they give."""

from __future__ import annotations

from persistlint.text.budgets import MOST_DIGITS

#: What a number with more digits counts as. Python refuses to read one of more than 4,300 digits (``sys.set_int_max_str_digits``).
HUGE: int = 10**MOST_DIGITS


def number_of(text: str, base: int = 10) -> int:
    """Return the number that ``text`` writes, or ``HUGE`` (with its sign) where it has too many digits. ``base`` is as for ``int``.

    Raises ``ValueError`` where ``text`` is no number.
    """
    if len(text) <= MOST_DIGITS:
        return int(text, base)
    digits = text.strip().lstrip("+-").replace("_", "")
    prefix = digits[:2].lower()
    radix = base or {"0x": 16, "0o": 8, "0b": 2}.get(prefix, 10)
    if radix != 10 and prefix in ("0x", "0o", "0b"):
        digits = digits[2:]
    digits = digits.lstrip("0") or "0"
    if len(digits) <= MOST_DIGITS:
        value = int(digits, radix)
    else:
        # Each piece is read, so that text which is no number isn't taken for one.
        for start in range(0, len(digits), MOST_DIGITS):
            int(digits[start : start + MOST_DIGITS], radix)
        value = HUGE
    return -value if text.strip().startswith("-") else value
